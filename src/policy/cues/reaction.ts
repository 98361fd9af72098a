/*
 * What customers write back to an answer, in the five languages and their Latin spellings. All of it folded as
 * reaction.ts folds a message: lower case, no accents on Latin and Greek, no apostrophes, one space between words.
 */

const words = (list: string): readonly string[] => list.trim().split(/\s+/);
const anyOf = (list: readonly string[]): RegExp => new RegExp(`(?:^| )(?:${list.join("|")})(?= |$)`, "u");

/** One of these must be there. Each is a pattern that stands for whole words. */
export const THANKS: RegExp = anyOf([
  // English
  "thanks?(?: you)?",
  "thankyou",
  "thx",
  "ty",
  "cheers",
  "(?:much )?appreciated",
  "(?:i )?appreciate (?:it|that|your \\S+)",
  "grateful",
  // Greek, Greeklish
  "ευχαριστ\\S*",
  "(?:eu|ef|ey)(?:x|ch|h)aristo?w?",
  // Hungarian
  "kosz(?:onom|onjuk|i|onet|onettel)?",
  "halas(?:an)? \\S*",
  // Persian, Finglish
  "ممنون\\S*",
  "متشکر\\S*",
  "مرسی",
  "سپاس\\S*",
  "تشکر",
  "mamnoon\\S*",
  "mersi",
  "sepas\\S*",
  // Russian, transliterated
  "спасиб\\S*",
  "благодар\\S*",
  "признател\\S*",
  "spasibo",
]);

/**
 * Words that may stand beside thanks without asking for anything; a word that is not here makes it more than thanks.
 * So the list holds no words of denial, no "but", no question words, no verbs of asking.
 */
export const BESIDE: ReadonlySet<string> = new Set(
  words(`
  thanks thank thankyou thx ty cheers appreciated appreciate grateful you u very much many so a lot lots bunch million
  again really truly for your yours the this that it its all of my our me us we i im and to from with in at on is are was
  were has have had been be am help helping helped support reply response answer answering information info explanation
  assistance service quick prompt fast kind kindness kindly patience time effort efforts work works working worked now
  fine good great perfect perfectly excellent wonderful brilliant amazing awesome super nice lovely fantastic ok okay
  okey yay everything solved resolved fixed sorted done clear understood got received arrived came came today
  problem issue matter hello hi hey dear team everyone guys sir madam best regards kind warm wishes have day evening
  weekend week morning afternoon take care bye sincerely yours faithfully happy glad pleased satisfied
  fast speedy swift well

  ευχαριστω ευχαριστουμε ευχαριστα ευχαριστιες ευχαριστημενη ευχαριστημενος πολυ παρα σας σε εσας για την τη το τον τα τις
  τους της του των και ολα ολο ολη μου μας αμεση αμεσα γρηγορη γρηγορα απαντηση απαντησης βοηθεια εξυπηρετηση ενημερωση
  διευκρινιση πληροφορια πληροφοριες υποστηριξη χρονο χρονος σας ενταξει οκ καλα καλη καλο τελεια υπεροχα λυθηκε
  τακτοποιηθηκε δουλευει λειτουργει τωρα ηρθε εφτασε παρελαβα ελαβα ειστε ειναι ημουν ειμαι αψογοι αψογη καταπληκτικοι
  γεια καλημερα καλησπερα χαιρετε φιλικα χαιρετισμους με εκτιμηση ημερα μερα βραδυ σαββατοκυριακο συνεχεια εβδομαδα
  θερμα ιδιαιτερα τοσο και παλι ξανα
  efxaristo efxaristw euxaristo euxaristw eyxaristo eyxaristw efcharisto poly poli para sas gia tin to ola kala teleia
  ok geia kalimera kalispera amesi apantisi voitheia mou kai me ektimisi entaxei lythike lithike

  koszonom koszonjuk koszi koszonet koszonettel halasan halas nagyon szepen elore is a az es most mar minden mindent rendben
  oke ok jo jol remek szuper tokeletes tokeletesen gyors segitseget segitsegeteket segitseguket valaszt valaszat valaszukat
  tajekoztatast informaciot turelmet kedvesseget megoldodott megoldva megoldottak mukodik megkaptam megjott megerkezett ertem
  vilagos kedves uram holgyem csapat tisztelettel udvozlettel udv szep napot hetveget estet kivanok tovabbi hello szia
  jo reggelt napot ugyintezest ugyintezes kiszolgalast hozzaallast nektek onnek onoknek maguknak neked mindenkinek
  sziasztok szervusz ezer hala elegedett vagyok

  ممنون ممنونم ممنونیم متشکر متشکرم متشکریم مرسی سپاس سپاسگزارم سپاسگزار تشکر از شما خیلی بسیار زیاد بابت برای کمک کمکتون کمکتان
  پاسخ پاسختون پاسختان جواب راهنمایی راهنماییتون راهنماییتان پیگیری پیگیریتون پیگیریتان لطف لطفتون لطفتان محبت محبتتون سریع
  عالی خوب درست شد حل همه چیز الان حالا اوکی باشه سلام و با احترام روز شب وقت بخیر خسته نباشید رسید گرفتم دریافت کردم
  کار میکند می کند میکنه دستتون درد نکنه دست تون دستتان نکند مشکل مشکلم بود است هستم هست واقعا راضی راضیم هم تون تان
  mamnoon mamnoonam mersi sepas kheili kheyli az shoma lotf lotfetoon komak khoob ali hal shod salam

  спасибо спасибочки благодарю благодарим благодарен благодарна благодарность признателен признательна большое огромное
  вам вас вы тебе за и от всей души очень все всё хорошо отлично прекрасно супер замечательно понятно поняла понял ок окей
  помощь ответ быстрый быстро оперативный оперативность оперативно внимание информацию разъяснение разъяснения работу терпение
  поддержку содействие заботу решено решен решена решили решилось решился работает заработало заработал пришло пришел пришла
  получил получила получили теперь сейчас уже вопрос проблема проблему мой моя мою мне мы я здравствуйте добрый доброе день утро
  вечер привет уважением с наилучшими пожеланиями хорошего дня вечера выходных удачи вашу ваш ваше вашей такой такую еще раз
  довольна доволен
  spasibo bolshoe ogromnoe vam za pomosch pomosh otvet vse horosho otlichno
`),
);

/** It has not been solved, or not well. Said of an answer of ours, so that strong words need not be here. */
export const NOT_SOLVED: readonly RegExp[] = [
  // English
  /\b(?:isnt|arent|wasnt|hasnt|havent|doesnt|didnt|dont|cant|cannot) (?:\S+ ){0,2}(?:solved|resolved|fixed|sorted|work|working|worked|help|helped|satisfied|happy|good|acceptable|enough|answer|answered|arrived|received|log|open|access)\b/u,
  /\b(?:not|never) (?:\S+ ){0,2}(?:solved|resolved|fixed|sorted|satisfied|happy|help|helped|helpful|acceptable|good|enough|work|works|working|worked|answered|arrived|received)\b/u,
  /\bstill (?:\S+ )?(?:broken|waiting|nothing|no|not|the same|have the|having the|get the|getting the|see the|unresolved|unsolved|missing|doesnt|dont|cant|isnt|hasnt|havent|wrong|open)\b/u,
  /\b(?:same|the) (?:problem|issue|error|fault) (?:again|persists|remains|is back|came back|continues)\b|\bsame (?:problem|issue|error|fault|thing)(?: as before)? again\b|\bhappened again\b|\bbroken again\b/u,
  /\b(?:useless|unacceptable|disappointed|disappointing|dissatisfied|unhappy|waste of time|no help|unhelpful)\b/u,
  /\b(?:im|i am|were|we are) (?:\S+ ){0,2}(?:angry|furious|livid|outraged|appalled|fed up)\b|\bnothing (?:\S+ ){0,2}(?:solved|resolved|fixed|done|changed|happened|improved|arrived)\b/u,
  /\bstill (?:is |keeps )?(?:leak|fail|crash|drop|freez|flicker|rattl|smell|stick|jam|hang|stopp|overheat|disconnect|charg(?:es|ed|ing) me|says? the same|shows? the same)\S*/u,
  // Greek, Greeklish
  /(?:^| )δεν (?:\S+ ){0,2}(?:λυθηκε|λυσατε|λυθει|διορθωθηκε|δουλευει|λειτουργει|βοηθησε|βοηθησατε|βοηθαει|ηρθε|εφτασε|τακτοποιηθηκε|ικανοποι\S*|ευχαριστημεν\S*|απαντησατε|αλλαξε)/u,
  /(?:^| )(?:ακομα|ακομη|παλι|ξανα) (?:\S+ ){0,3}(?:δεν|περιμενω|τιποτα|ιδιο|ιδια|προβλημα|χαλασε|χαλασμεν\S*|ανοιχτο|εκκρεμει)/u,
  /(?:^| )(?:απαραδεκτ\S*|απογοητευ\S*|δυσαρεστημεν\S*|ανυπαρκτ\S*|το προβλημα (?:παραμενει|συνεχιζεται|υπαρχει))/u,
  /(?:^| )(?:akoma|akomi|pali) (?:\S+ ){0,3}(?:den|perimeno|tipota|idio)|(?:^| )den (?:\S+ )?(?:lithike|lythike|doulevei|leitourgei|voithise)/u,
  /(?:^| )(?:ειμαι|ειμαστε) (?:\S+ ){0,2}(?:θυμωμεν\S*|εξοργισμεν\S*|αγανακτισμεν\S*|εξαλλ\S*)|(?:^| )(?:ακομα|ακομη|συνεχιζει να) (?:τρεχει|σταζει|χανει νερα|κολλαει|πεφτει|χαλαει|κοβεται)/u,
  // Hungarian
  /(?:^| )(?:nem|sem|sincs) (?:\S+ ){0,2}(?:oldodott|oldottak|mukodik|segitett|jott|erkezett|kaptam|javult|jo|elegedett|megoldas|elfogadhato|rendezodott|valaszoltak)/u,
  /(?:^| )(?:meg mindig|tovabbra is|megint|ujra|ismet|azota is) (?:\S+ ){0,3}(?:nem|ugyanaz|rossz|hiba|hibas|varok|varom|problema|elromlott|fennall|semmi|ugyanez)/u,
  /(?:^| )(?:elfogadhatatlan|csalodott|csalodas|felhaborito|hasznalhatatlan|elegedetlen|a problema (?:fennall|megmaradt))/u,
  /(?:^| )(?:duhos|merges) vagy(?:ok|unk)|(?:^| )(?:fel vagyok haborodva|ki vagyok akadva|elegem van)|(?:^| )meg mindig (?:\S+ )?(?:csopog|folyik|szivarog|lefagy|leall|akadozik|kiesik)/u,
  // Persian, Finglish
  /(?:^| )(?:عصبانی ?(?:ام|م|هستم)|خیلی عصبانی|خشمگین)|هیچ ?(?:چیز|چیزی)? ?(?:حل|درست) ?نش|هنوز (?:\S+ ){0,3}(?:چکه|نشت|قطع|خراب|گیر)/u,
  /(?:حل نشد|حل نشده|درست نشد|درست نشده|کار نمی ?کن|هنوز (?:\S+ ){0,4}(?:نشد|نرسید|نیست|ندار|نکرد|منتظر|مشکل|همان|همون|نمی)|راضی نیستم|ناراضی|فایده ?ای نداشت|بی فایده|کمکی نکرد|دوباره (?:\S+ ){0,2}(?:خراب|مشکل|همان|همون)|جواب (?:من )?را ندادید|نرسیده|نرسید)/u,
  /(?:^| )(?:hal nashod|hanooz (?:\S+ ){0,3}(?:nashod|nist|nareside|moshkel)|razi nistam|dorost nashod)/u,
  // Russian, transliterated
  /(?:^| )не (?:\S+ ){0,2}(?:решен\S*|решил\S*|решает|работает|заработал\S*|помог\S*|пришел|пришла|пришло|устраивает|доволен|довольна|удовлетвор\S*|исправл\S*|получил\S*|ответили|вернули)/u,
  /(?:^| )(?:до сих пор|все еще|все ещё|по прежнему|опять|снова) (?:\S+ ){0,3}(?:не|нет|жду|ждем|проблем\S*|то же|та же|тоже самое|сломал\S*|ошибк\S*|ничего|нерешен\S*|актуальн\S*)/u,
  /(?:^| )(?:неприемлем\S*|разочарован\S*|недоволен|недовольна|бесполезн\S*|безобрази\S*|проблема осталась|проблема не)/u,
  /(?:^| )(?:я )?(?:очень |крайне )?(?:зол|зла|злая|в ярости|взбешен\S*|возмущен\S*)(?= |$)|(?:^| )(?:все еще|до сих пор|по прежнему) (?:\S+ )?(?:течет|протекает|капает|зависает|вылетает|ломается|отключается)/u,
  /(?:^| )(?:do sih por|vse esche|opyat|snova) (?:\S+ ){0,3}(?:ne|net|zhdu|problem\S*)|(?:^| )ne (?:\S+ )?(?:resheno|reshili|rabotaet|pomoglo)/u,
];

/** A plain yes, which is thanks only where we asked whether it has been solved: else it answers the agent's question. */
export const YES: ReadonlySet<string> = new Set(
  words(
    `yes yep yeah sure absolutely certainly ναι βεβαια φυσικα nai igen persze بله بلی آره اره baleh да конечно da`,
  ),
);

/** The other plain answers to "has it been solved?": the whole of the first sentence. */
export const NO: ReadonlySet<string> = new Set([
  ...words("no nope οχι oxi ohi nem nincs خیر نه kheyr нет net"),
  ...[
    "not yet",
    "no not yet",
    "no it is not",
    "no it isnt",
    "οχι ακομα",
    "meg nem",
    "هنوز نه",
    "пока нет",
    "еще нет",
  ],
]);
export const PARTLY: RegExp = anyOf([
  "(?:only )?(?:partly|partially|in part)",
  "(?:μονο )?(?:εν μερει|μερικως)",
  "(?:csak )?reszben",
  "(?:فقط )?تا (?:حدی|حدودی)",
  "(?:только |лишь )?(?:частично|отчасти)",
]);
