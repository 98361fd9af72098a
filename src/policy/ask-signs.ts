import type { Attachment } from "../mail/message.ts";

/** What a mail already says, in any of the five languages; true also in doubt. */
export interface Given {
  /** Something that looks like an order, invoice, contract or customer number. */
  readonly number: boolean;
  readonly account: boolean;
  readonly address: boolean;
  readonly date: boolean;
  readonly place: boolean;
  readonly device: boolean;
  /** An image is attached, linked or spoken of. */
  readonly picture: boolean;
  readonly page: boolean;
  /** It is about an app, a site, a program. */
  readonly software: boolean;
}

const LONGEST = 20_000;
/** Smaller images are logos in signatures. Octets. */
const LOGO = 8_000;

/** Reads the first 20,000 characters. */
export function given(text: string, attachments: readonly Attachment[]): Given {
  const plain = folded(text.slice(0, LONGEST));
  const found = signsIn(plain.match(/[\p{L}\p{M}\p{N}\u200c]+/gu) ?? []);
  const has = (sign: Sign): boolean => found.has(sign);
  const link = /https?:\/\/|www\./.test(plain);
  return {
    number: hasNumber(plain),
    account: /[^\s@]{1,64}@[^\s@]{1,190}\.[a-z]{2}/.test(plain) || has("account"),
    address: has("street"),
    date: /\b\d{1,2}[./-]\d{1,2}\b|\b\d{4}-\d{2}|\b\d{1,2}:\d{2}\b/.test(plain) || has("date"),
    place: has("place") || has("street"),
    device: has("device"),
    picture: link || attachments.some(isPicture) || has("attached"),
    page: link || attachments.length > 0 || has("page"),
    software: has("software") || has("device"),
  };
}

/** Letters by which stems are looked up. */
const HEAD = 4;

/** Short stems are words of their own: "ma" is today in Hungarian, and the beginning of "manager". */
function signsIn(words: readonly string[]): ReadonlySet<Sign> {
  const found = new Set<Sign>();
  for (const word of words)
    for (const { stem, sign } of BY_HEAD.get(word.slice(0, HEAD)) ?? [])
      if (stem.length < HEAD ? word === stem : word.startsWith(stem)) found.add(sign);
  return found;
}

/** Lower case, accents off, Arabic and Persian digits and letters in one form: what people type, not what is right. */
function folded(text: string): string {
  return text
    .normalize("NFD")
    .replace(/[\u0300-\u036f\u0653-\u0655]/g, "")
    .toLowerCase()
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replaceAll("ي", "ی")
    .replaceAll("ك", "ک")
    .replaceAll("ς", "σ");
}

const MONEY =
  /^\s{0,2}(?:€|\$|£|₽|eur|usd|gbp|huf|rub|ft\b|forint|ευρω|руб|р[.\s]|تومان|تومن|ریال|هزار|میلیون|euro|pound|dollar|%)/;

/** A code such as ND-84, or four digits or more in one token, which is neither a year, a sum, a telephone number nor a bare date. */
function hasNumber(plain: string): boolean {
  if (!/[0-9]/.test(plain)) return false;
  const withoutDates = plain
    .replace(/\b\d{4}-\d{2}-\d{2}\b/g, " ")
    .replace(/\b\d{1,4}[./]\d{1,2}[./]\d{1,4}\b/g, " ")
    // A telephone number: begins with 0 or +, in groups.
    .replace(/(?:\+|\b0)\d[\d ().-]{6,18}\d/g, (number) => (/[ ().-]/.test(number) ? " " : number))
    .replace(/https?:\/\/\S{1,500}/g, " ");
  for (const match of withoutDates.matchAll(/[\p{L}\p{N}#№][\p{L}\p{N}/_#-]{2,40}/gu)) {
    const token = match[0];
    const digits = token.replace(/[^0-9]/g, "").length;
    if (/^\p{L}{1,4}-?\d{2,}$/u.test(token)) return true;
    if (digits < 4) continue;
    if (/^(?:13|14|19|20)\d{2}$/.test(token)) continue;
    const before = withoutDates.slice(Math.max(0, match.index - 3), match.index);
    const after = withoutDates.slice(match.index + token.length, match.index + token.length + 12);
    if (MONEY.test(after) || /[€$£₽]\s?$/.test(before)) continue;
    if (/^0\d{8,11}$/.test(token) || (/\+\s?$/.test(before) && digits >= 9)) continue;
    return true;
  }
  return false;
}

function isPicture({ contentType, size }: Attachment): boolean {
  return /^(?:image|video)\//.test(contentType) ? size >= LOGO : contentType === "application/pdf";
}

/** Beginnings of words, folded as above. */
const STEMS = {
  account: [..."username login userid felhasznalonev ugyfelszam ugyfelkod χρηστη логин کاربری".split(" ")],
  street: [
    ..."street road address avenue lane postcode zipcode cim utca ut utja ter tere korut iranyitoszam οδοσ οδο λεωφορ διευθυνσ τκ".split(
      " ",
    ),
    ..."ул улиц адрес проспект переулок шоссе индекс خیابان ادرس نشانی کوچه پلاک کدپستی بلوار میدان".split(
      " ",
    ),
  ],
  date: [
    ..."monday tuesday wednesday thursday friday saturday sunday yesterday today tonight morning afternoon evening ago since".split(
      " ",
    ),
    ..."january february march april may june july august september october november december week weeks month days hours".split(
      " ",
    ),
    ..."hetfo kedd szerd csutortok pentek szombat vasarnap tegnap ma reggel delelott delutan este napja hete honapja ota oraja mult".split(
      " ",
    ),
    ..."januar februar marcius aprilis majus junius julius augusztus szeptember oktober november december".split(
      " ",
    ),
    ..."δευτερα τριτη τεταρτη πεμπτη παρασκευη σαββατο κυριακη χθεσ χτεσ εχθεσ σημερα πρωι μεσημερι απογευμα βραδυ μερεσ εβδομαδ μηνα ωρεσ".split(
      " ",
    ),
    ..."ιανουαρ φεβρουαρ μαρτι απριλ μαι ιουνι ιουλι αυγουστ σεπτεμβρ οκτωβρ νοεμβρ δεκεμβρ".split(" "),
    ..."понедельник вторник сред четверг пятниц суббот воскресень вчера сегодня утра утром вечер днеи дня недел месяц час назад позавчера".split(
      " ",
    ),
    ..."январ феврал март апрел мая июн июл август сентябр октябр ноябр декабр".split(" "),
    ..."شنبه یکشنبه دوشنبه سه‌شنبه چهارشنبه پنجشنبه پنج‌شنبه جمعه دیروز امروز پریروز صبح ظهر عصر شب روز هفته ماه ساعت".split(
      " ",
    ),
    ..."فروردین اردیبهشت خرداد تیرماه مرداد دی‌ماه شهریور مهرماه ابان اذر بهمن اسفند".split(" "),
  ],
  place: [
    ..."branch store shop office station airport hotel desk counter uzlet bolt iroda fiok kirendeltseg allomas szalloda pult".split(
      " ",
    ),
    ..."καταστημα μαγαζι γραφειο υποκαταστημα σταθμο ξενοδοχ ταμειο магазин офис отделени филиал станци гостиниц касс салон".split(
      " ",
    ),
    ..."شعبه فروشگاه دفتر مغازه هتل ایستگاه باجه".split(" "),
  ],
  device: [
    ..."iphone ipad android samsung galaxy xiaomi huawei pixel windows macos mac macbook linux chrome firefox safari edge".split(
      " ",
    ),
    ..."laptop tablet desktop browser smartphone bongeszo telefon mobil szamitogep okostelefon αιφον κινητο υπολογιστη λαπτοπ ταμπλετ".split(
      " ",
    ),
    ..."αιπαντ περιηγητ φυλλομετρητ аифон андроид виндовс браузер ноутбук компьютер планшет смартфон телефон макбук хром".split(
      " ",
    ),
    ..."ایفون اندروید ویندوز مرورگر لپتاپ لپ‌تاپ تبلت گوشی موبایل کامپیوتر رایانه کروم فایرفاکس".split(" "),
  ],
  attached: [
    ..."attach screenshot photo picture enclosed csatol mellekel kepernyo fenykep foto συνημμεν επισυναπτ φωτογραφ στιγμιοτυπο".split(
      " ",
    ),
    ..."прикреп прилож прилаг вложен скрин снимок фото پیوست ضمیمه عکس تصویر اسکرین".split(" "),
  ],
  page: [
    ..."page chapter section manual guide article faq oldal fejezet utmutato leiras kezikonyv cikk σελιδα κεφαλαιο οδηγ εγχειριδιο".split(
      " ",
    ),
    ..."αρθρο страниц раздел глав инструкци руководств стать صفحه فصل راهنما دفترچه مقاله".split(" "),
  ],
  software: [
    ..."app application site website web online software program update version api dashboard browser server sync plugin".split(
      " ",
    ),
    ..."applikacio alkalmazas weboldal honlap szoftver program frissites verzio szerver εφαρμογ ιστοσελιδ ιστοτοπ προγραμμα λογισμικο".split(
      " ",
    ),
    ..."ενημερωση εκδοση συγχρονισμ приложени саит программ обновлени верси сервер апп برنامه اپ سایت وب نرم‌افزار نرم اپلیکیشن نسخه سرور پنل".split(
      " ",
    ),
  ],
} as const;

type Sign = keyof typeof STEMS;

const BY_HEAD = Map.groupBy(
  (Object.keys(STEMS) as Sign[]).flatMap((sign) => STEMS[sign].map((stem) => ({ stem, sign }))),
  ({ stem }) => stem.slice(0, HEAD),
);
