import { termOfStem, termOfWord, wordsIn } from "../../classify/terms.ts";

/*
 * Words that are in most complaints, whatever these are about: what joins a sentence, greets, thanks, asks and is upset. A
 * mailbox that has just begun cannot count them out yet. As people write them; folded as all words are.
 */
const LISTS = [
  // English
  `the and for that this these those with from have has had was were are been being will would can could should shall may
  not but you your yours our ours they them their there here its his her she him who what when where which why how all any
  some one two very too also just still yet again now then than into onto out off over under about after before since
  because only even more most much many such own same other another each every both few get got want wants need needs
  please thank thanks hello dear regards sincerely hi time times day days week weeks month months really never always
  ever already angry disappointed unhappy upset annoyed unacceptable terrible awful third second first did does doing done
  say says said told make made back solve solved problem issue complaint a i to it in on my of is at me it's i've be so do by
  i'm no if we or as don't i'd know like an up can't us there's isn't we've we'll i'll we're come came see put go well without
  sorry am today tomorrow morning last next asked sent somebody good three four`,
  // Greek
  `και για που πως πώς από στο στη στην στον στα στις στους του της των τον την τους τις τα το το με σε μου σου μας σας
  τους είναι ήταν έχω έχει έχουμε έχετε είχα είχε δεν μην μη θα να αν ότι όταν όπως όμως αλλά ή ούτε πολύ πιο μόνο ακόμα
  ακόμη πάλι ξανά τώρα μετά πριν μία μια ένα ένας αυτό αυτή αυτός αυτά κάτι τίποτα όλα όλο κάθε θέλω παρακαλώ ευχαριστώ
  γεια χαίρετε καλησπέρα καλημέρα εκτίμηση είμαι απογοητευμένη απογοητευμένος απαράδεκτο θυμωμένος θυμωμένη πρόβλημα φορά
  μέρα μέρες ημέρα ημέρες εβδομάδα μήνα πρώτη δεύτερη τρίτη λύση ποτέ πάντα ήδη ο η οι τη τι γιατί δύο τρεις εγώ εσείς λέει
  είπε πείτε ξέρω ως κι όχι υπάρχει γίνεται πρέπει πίσω σήμερα αύριο πρωί ώρα φορές χωρίς μέσα κανείς ποιος ήρθε δικό`,
  // Hungarian
  `hogy nem van volt volna lesz már még csak mert amit ami aki ahogy mint meg egy ezt azt ezek azok ennek annak ebben abban
  így úgy itt ott most majd újra ismét nagyon igen sem sincs nincs vagy vagyok vagyunk lett legyen kell lehet minden semmi
  után előtt óta során miatt alatt felett között nekem nekünk önök önöknek kérem kérjük köszönöm köszönjük üdvözlettel
  tisztelt kedves jó napot csalódott dühös elfogadhatatlan felháborító harmadik második első probléma panasz nap napja
  hét hete hónap hónapja oldják meg soha mindig szeretnék szeretném a az és is ha ma de ki mi én ő két három le be el fel ez
  e ne vissza szerint tudom akkor valaki holnap tegnap reggel este mondta neki pedig`,
  // Persian
  `این آن که برای است هست بود نیست شد شده شود کرد کردم کرده می‌شود می‌کند از تا هم یک دو سه ولی اما اگر چون هنوز دیگر
  باز دوباره خیلی بسیار همه هیچ چیزی کسی من ما شما آنها ایشان خود لطفا لطفاً ممنون متشکر سپاس سلام احترام روز روزی هفته
  ماه بار اول دوم سوم ناراضی عصبانی قابل قبول مشکل شکایت باید را روی خرید خریدم وقت و با به در رو یا نه تو یه پس بعد قبل چه
  همین همان هر ها های ام ای نمی فقط الان امروز فردا دیروز صبح شب ساعت سال نفر یکی گفت گوید داده دارم دارد داریم دارید ندارد
  هستم کنم کنید کنیم میشه حالا بدون بدهید خانم خودم نام`,
  // Russian
  `это этот эта эти что чтобы как так для при про над под без или если когда где кто чем уже ещё еще только даже очень опять
  снова теперь потом после перед был была было были быть есть нет вас вам ваш ваша ваши мне меня мой моя нас нам наш они
  его её ему она оно все всё весь каждый самой сам один два раз день дня дней неделя недели месяц месяца хочу прошу
  пожалуйста спасибо здравствуйте уважением добрый разочарован разочарована возмущён возмущен безобразие неприемлемо
  третий третья второй первый проблема вопрос жалоба решите никогда всегда могу может нужно надо в на не и с у я за по а вы
  до к но из от о мы то он ли же бы там через можно ничего просто сегодня завтра вчера сейчас три лет человек вашей`,
] as const;

/** Folded as `wordsIn` folds. */
export const COMMON: ReadonlySet<string> = new Set(
  LISTS.flatMap((list) => wordsIn(list).map(({ folded }) => folded)),
);

/** The same as terms of messages: the words, and the stems that they share with others. */
export const COMMON_TERMS: ReadonlySet<number> = new Set(
  [...COMMON].flatMap((folded) => [termOfWord(folded), termOfStem(folded) ?? []].flat()),
);

/** Numbers in words, and what is counted by them: no name of a story. Folded as well. */
export const NUMERALS: ReadonlySet<string> = new Set(
  wordsIn(
    `five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand fourth fifth sixth seventh eighth ninth
    tenth twice half minute minutes hour hours euro euros pounds percent
    τέσσερις τέσσερα πέντε έξι επτά εφτά οκτώ οχτώ εννέα εννιά δέκα έντεκα δώδεκα είκοσι τριάντα σαράντα πενήντα εκατό χίλια
    τέταρτη τέταρτο πέμπτη πέμπτο έκτη έκτο έβδομη έβδομο όγδοη δέκατη λεπτό λεπτά ώρες ευρώ τοις
    négy öt hat hét nyolc kilenc tíz tizenegy tizenkét húsz harminc negyven ötven száz ezer negyedik ötödik hatodik hetedik
    nyolcadik tizedik fél kétszer háromszor perc perce percet percig óra órája órát forint euró százalék
    چهار پنج شش هفت هشت نه ده یازده دوازده بیست سی چهل پنجاه صد هزار چهارم پنجم ششم هفتم هشتم دهم نیم دقیقه تومان یورو درصد
    четыре пять шесть семь восемь девять десять двенадцать двадцать тридцать сорок пятьдесят сто тысяч тысячи четвёртый четвёртая
    пятый пятая шестой шестая седьмой седьмая восьмой десятый дважды минут минуты минуту час часа часов рублей евро процентов`,
  ).map(({ folded }) => folded),
);
