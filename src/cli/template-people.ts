import type { Language } from "../mail/message.ts";

/** Made-up people and matters that previews of mail are filled with. */
export interface Cast {
  readonly company: string;
  readonly customer: string;
  /** As long as names get. */
  readonly longName: string;
  readonly colleague: string;
  readonly subject: string;
  readonly longSubject: string;
  /** A customer's words. */
  readonly excerpt: string;
  /** Kind words of customers. */
  readonly praise: readonly string[];
  readonly benefit: string;
  readonly answer: string;
  /** What a manager says of a fix. */
  readonly note: string;
  readonly options: readonly string[];
  readonly folder: string;
}

export const CAST: Readonly<Record<Language, Cast>> = {
  en: {
    note: "The seal of the lid is now made of a harder rubber, and every kettle is filled and tilted before it leaves us.\n\nIf yours is one of the old ones, we send you a new lid; a short reply with your address is enough.",
    company: "The Lantern team",
    customer: "Maria Jones",
    longName: "Maximiliana Featherstonehaugh-Cholmondeley",
    colleague: "Anna Smith",
    subject: "Where is my parcel?",
    longSubject:
      "Fourth attempt: the floor lamp of the spring order has been under way for three weeks, and nobody knows where it is now",
    excerpt: "The parcel was to be here on Monday.\nIt is Thursday now, and I have heard nothing.",
    praise: [
      "You stayed on the line until it worked, and I never felt stupid for asking. Thank you!",
      "The lamp came on Friday, just as you had promised. My mother was so happy.",
    ],
    benefit:
      "Small shops have their parcels collected by us at the door, and need not queue at the post office any more.",
    answer:
      "Your parcel lies at the depot in Mill Road since this morning.\n\nIt will be brought to you on the day that you choose.",
    options: ["delivery on Friday between 8 and 12", "collection at the shop in Mill Road"],
    folder: "Support/Escalated",
  },
  el: {
    note: "Η φλάντζα του καπακιού είναι πλέον από σκληρότερο καουτσούκ, και κάθε βραστήρας γεμίζεται και γέρνεται προτού φύγει από εμάς.\n\nΑν ο δικός σας είναι από τους παλιούς, σας στέλνουμε καινούριο καπάκι· αρκεί μια σύντομη απάντηση με τη διεύθυνσή σας.",
    company: "Η ομάδα του Φαναριού",
    customer: "Αλέξανδρος Παπαδόπουλος",
    longName: "Παναγιώτα Παπακωνσταντοπούλου-Χατζηαναγνωστοπούλου",
    colleague: "Ελένη Γεωργίου",
    subject: "Πού είναι το δέμα μου;",
    longSubject:
      "Τέταρτη προσπάθεια: το φωτιστικό δαπέδου της ανοιξιάτικης παραγγελίας ταξιδεύει εδώ και τρεις εβδομάδες και κανείς δεν ξέρει πού",
    excerpt: "Το δέμα θα ερχόταν τη Δευτέρα.\nΣήμερα είναι Πέμπτη και δεν έχω κανένα νέο.",
    praise: [
      "Μείνατε στη γραμμή μέχρι να δουλέψει και ούτε στιγμή δεν ένιωσα άσχημα που ρωτούσα. Σας ευχαριστώ!",
      "Το φωτιστικό ήρθε την Παρασκευή, όπως το υποσχεθήκατε. Η μητέρα μου χάρηκε πολύ.",
    ],
    benefit:
      "Μικρά καταστήματα μας δίνουν τα δέματά τους στην πόρτα και δεν χρειάζεται πια να περιμένουν στο ταχυδρομείο.",
    answer:
      "Το δέμα σας βρίσκεται από σήμερα το πρωί στην αποθήκη της οδού Μύλων.\n\nΘα σας το φέρουμε όποια μέρα διαλέξετε.",
    options: ["παράδοση την Παρασκευή 8 με 12", "παραλαβή από το κατάστημα της οδού Μύλων"],
    folder: "Υποστήριξη/Στον προϊστάμενο",
  },
  hu: {
    note: "A fedél tömítése mostantól keményebb gumiból készül, és minden vízforralót feltöltünk és megdöntünk, mielőtt elhagyja a raktárt.\n\nHa az Öné még a régiek közül való, küldünk új fedelet; elég egy rövid válasz a címével.",
    company: "A Lámpás csapata",
    customer: "Nagy Éva",
    longName: "Szentgyörgyvölgyi-Királyhelmeczy Maximiliána",
    colleague: "Kovács Anna",
    subject: "Hol a csomagom?",
    longSubject:
      "Negyedik próbálkozás: a tavaszi rendelés állólámpája három hete úton van, és senki sem tudja, hol jár éppen",
    excerpt: "A csomagnak hétfőn kellett volna megjönnie.\nMa csütörtök van, és semmit sem hallottam.",
    praise: [
      "Addig maradt vonalban, amíg nem működött, és egy percig sem éreztem magam ügyetlennek. Köszönöm!",
      "A lámpa pénteken megjött, ahogy megígérte. Édesanyám nagyon örült neki.",
    ],
    benefit:
      "Kis üzletek csomagjait a saját ajtajuknál vesszük át, így nem kell többé sorban állniuk a postán.",
    answer:
      "A csomagja ma reggel óta a Malom utcai raktárban van.\n\nAzon a napon visszük ki, amelyiket Ön választja.",
    options: ["kiszállítás pénteken 8 és 12 óra között", "átvétel a Malom utcai üzletben"],
    folder: "Ügyfélszolgálat/Továbbadva",
  },
  fa: {
    note: "واشر در از این پس از لاستیکی سخت‌تر است و هر کتری پیش از ارسال پر و کج می‌شود.\n\nاگر کتری شما از نمونه‌های پیشین است، دری تازه برایتان می‌فرستیم؛ پاسخ کوتاهی با نشانی‌تان کافی است.",
    company: "گروه فانوس",
    customer: "مریم احمدی",
    longName: "سیده فاطمه‌زهرا حسینی طباطبایی قمشه‌ای",
    colleague: "نرگس رضایی",
    subject: "سفارش من کجاست؟",
    longSubject:
      "بار چهارم: آباژور سفارش بهاری سه هفته است که در راه است و هیچ‌کس نمی‌داند اکنون کجاست و کی به دست من می‌رسد",
    excerpt: "بسته باید دوشنبه می‌رسید.\nامروز پنجشنبه است و هیچ خبری نشده است.",
    praise: [
      "تا وقتی درست شد پای تلفن ماندید و یک لحظه هم از پرسیدن خجالت نکشیدم. متشکرم!",
      "چراغ همان‌طور که قول داده بودید جمعه رسید. مادرم خیلی خوشحال شد.",
    ],
    benefit: "بسته‌های فروشگاه‌های کوچک را دم در تحویل می‌گیریم و دیگر لازم نیست در صف پست بایستند.",
    answer:
      "بستهٔ شما از امروز صبح در انبار خیابان آسیاب است.\n\nهر روزی که انتخاب کنید آن را برایتان می‌آوریم.",
    options: ["تحویل روز جمعه بین ساعت ۸ تا ۱۲", "دریافت از فروشگاه خیابان آسیاب"],
    folder: "پشتیبانی/ارجاع‌شده",
  },
  ru: {
    note: "Прокладка крышки теперь из более твёрдой резины, и каждый чайник перед отправкой наполняют и наклоняют.\n\nЕсли у вас чайник из старой партии, мы пришлём новую крышку: достаточно короткого ответа с вашим адресом.",
    company: "Команда «Фонарь»",
    customer: "Петрова Анна Сергеевна",
    longName: "Константинопольская Александра Вячеславовна",
    colleague: "Ольга Смирнова",
    subject: "Где моя посылка?",
    longSubject:
      "Четвёртая попытка: торшер из весеннего заказа уже три недели в пути, и никто не знает, где он сейчас",
    excerpt: "Посылка должна была прийти в понедельник.\nСегодня четверг, и никаких вестей.",
    praise: [
      "Вы оставались на линии, пока всё не заработало, и мне ни разу не было неловко спрашивать. Спасибо!",
      "Лампа пришла в пятницу, как вы и обещали. Мама очень обрадовалась.",
    ],
    benefit:
      "У небольших магазинов мы забираем посылки прямо у двери, и им больше не нужно стоять в очереди на почте.",
    answer:
      "Ваша посылка с сегодняшнего утра лежит в пункте выдачи на Мельничной улице.\n\nМы привезём её в тот день, который вы выберете.",
    options: ["доставка в пятницу с 8 до 12", "получение в магазине на Мельничной улице"],
    folder: "Поддержка/Передано",
  },
};
