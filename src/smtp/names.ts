import type { Address, Language } from "../mail/message.ts";

const LONGEST = 60;

/** Words of firms and desks, folded: nobody is greeted as "Dear Kft". */
const NOT_A_PERSON = new Set(
  (
    "ltd limited inc llc llp plc corp corporation company co gmbh ag sa srl bv oy ab kft zrt nyrt bt kkt group holding " +
    "info support sales office admin team service services contact hello mail noreply no-reply postmaster webmaster " +
    "accounting billing help helpdesk reception customer user unknown anonymous none null undefined me self via " +
    "iroda ugyfelszolgalat titkarsag alapitvany egyesulet hotel shop store webshop restaurant school university " +
    "αε επε ικε οε εε μον ιδιωτικη εταιρεια εταιρια υποστηριξη γραμματεια λογιστηριο ομιλος αφοι σια " +
    "ооо оао ао пао зао ип нко фирма компания отдел бухгалтерия офис магазин группа поддержка секретарь " +
    "شرکت موسسه مؤسسه فروشگاه دفتر گروه سازمان پشتیبانی مدیریت"
  ).split(" "),
);

const SCRIPTS = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Arabic}/u];

/**
 * The name to greet somebody by, as given but tidied, or null where there is none that could be read out: an address,
 * a link, digits, a firm, a desk, markup, or anything longer than 60 characters. Letters, spaces, hyphens, apostrophes
 * and dots of initials are all that can come out.
 */
export function greetingName(address: Address): string | null {
  const bare = address.name
    .replace(/\s*\([^()]{0,80}\)\s*$/, "")
    .replace(/^['"“„«‘]+|['"”»’]+$/g, "")
    .trim();
  if (bare.length > LONGEST || !/^[\p{L}\p{M}\u200c ,.'’-]+$/u.test(bare)) return null;
  const name = inOrder(bare).replace(/ {2,}/g, " ");
  const words = name.split(" ");
  if (words.length > 5 || name.replace(/[^\p{L}]/gu, "").length < 2) return null;
  // A domain ("example.com"), not an initial ("J. Smith", "J.R.").
  if (/\p{L}{2,}\.\p{L}{2,}/u.test(name) || name.includes(",")) return null;
  if (words.some((word) => NOT_A_PERSON.has(folded(word)))) return null;
  // "VIP", "JKL": initials or a label; in small letters it would be no name at all.
  if (words.length === 1 && /^\p{Lu}{1,4}$/u.test(name.replace(/[^\p{L}]/gu, ""))) return null;
  // Letters of two alphabets in one word are a disguise.
  if (words.some((word) => SCRIPTS.filter((script) => script.test(word)).length > 1)) return null;
  return inCase(words);
}

/** "Nagy, Éva" is written so in directories; people are called the other way round. */
function inOrder(name: string): string {
  const [, family, given] = /^([^,]+), ?([^,]+)$/.exec(name) ?? [];
  return family === undefined || given === undefined ? name : `${given} ${family}`;
}

/** null for Greek capitals: the accents that the name needs in lower case are not known. */
function inCase(words: readonly string[]): string | null {
  const name = words.join(" ");
  const shouted = name === name.toUpperCase() && name !== name.toLowerCase();
  if (shouted && /\p{Script=Greek}/u.test(name)) return null;
  if (!shouted && name !== name.toLowerCase()) return name;
  return name
    .toLowerCase()
    .replace(/(^|[ .'’-])(\p{L})/gu, (_, before: string, first: string) => before + first.toUpperCase());
}

function folded(word: string): string {
  return word
    .normalize("NFD")
    .replace(/[\u0300-\u036f.,]/g, "")
    .toLowerCase();
}

/** The name as that language addresses people by it; the form of what `greetingName` gave. */
export function addressed(name: string, language: Language): string {
  if (language === "el") return name.split(" ").map(vocative).join(" ");
  if (language === "hu") return familyFirst(name);
  if (language === "ru") return givenRussian(name);
  return name;
}

/** Masculine names lose their ς: Γιώργος, Γιώργο; Αλέξανδρος, Αλέξανδρε; Νίκη stays. */
function vocative(word: string): string {
  if (!/^[\p{Script=Greek}\p{M}-]{3,}ς$/u.test(word)) return word;
  if (/[αάηή]ς$/u.test(word)) return word.slice(0, -1);
  if (word.endsWith("ός")) return `${word.slice(0, -2)}έ`;
  if (!word.endsWith("ος")) return word;
  return word.slice(0, -2) + (accentFromEnd(word) >= 3 ? "ε" : "ο");
}

/** Which syllable from the end is stressed; 0 where no accent is written. */
function accentFromEnd(word: string): number {
  const vowels = [
    ...word.toLowerCase().matchAll(/αι|αί|ει|εί|οι|οί|υι|υί|ου|ού|αυ|αύ|ευ|εύ|[αάεέηήιίϊΐοόυύϋΰωώ]/gu),
  ].map((m) => m[0]);
  const at = vowels.findLastIndex((vowel) => /[άέήίΐόύΰώ]/u.test(vowel));
  return at < 0 ? 0 : vowels.length - at;
}

const HUNGARIAN_GIVEN = new Set(
  (
    "ádám ágnes ákos alexandra amália andrás andrea anikó anita anna annamária antal aranka árpád attila balázs bálint " +
    "barbara barnabás beáta bence benedek bernadett béla boglárka bojana botond brigitta csaba csilla dalma dániel " +
    "dávid dénes dezső diána dóra dorina edina edit elemér emese emma endre enikő erik erika ernő erzsébet eszter éva " +
    "evelin fanni ferenc flóra fruzsina gábor gergely gergő géza gizella györgy györgyi gyula hajnalka hanna helga " +
    "henrietta hunor ibolya ildikó ilona imre irén istván iván izabella jános jenő johanna jolán józsef judit júlia " +
    "kálmán karola katalin kata kati kinga klára klaudia kornél kristóf krisztián krisztina lajos lászló laura lenke " +
    "levente lilla lili lívia lóránt luca magdolna márk márta márton máté mária mariann marianna melinda mihály miklós " +
    "mónika nándor nikolett nikoletta nóra norbert olga olivér orsolya ottó pál patrícia péter petra piroska réka " +
    "renáta richárd rita róbert roland rozália rudolf sándor sára sarolta szabina szabolcs szilárd szilvia tamás " +
    "tibor tímea tivadar tünde vera veronika viktor viktória vilmos virág vivien zita zoltán zsanett zsófia zsolt " +
    "zsombor zsuzsa zsuzsanna"
  ).split(" "),
);

/** Hungarian puts the family name first; mail programs often don't. */
function familyFirst(name: string): string {
  const [first = "", second = "", ...more] = name.split(" ");
  const isGiven = (word: string): boolean => HUNGARIAN_GIVEN.has(word.toLowerCase());
  if (second === "" || more.length > 0 || !isGiven(first) || isGiven(second)) return name;
  return `${second} ${first}`;
}

const RUSSIAN_GIVEN = new Set(
  (
    "александр александра алексей алена алёна алина алиса алла альберт анастасия анатолий ангелина андрей анжела анна " +
    "антон антонина арина аркадий арсений артем артём артур борис вадим валентин валентина валерий валерия варвара " +
    "василий вера вероника виктор виктория виталий влад владимир владислав вячеслав галина геннадий георгий герман " +
    "глеб григорий даниил данила дарья денис диана дмитрий ева евгений евгения егор екатерина елена елизавета ефим " +
    "жанна зинаида зоя иван игорь илья инна иосиф ирина карина кирилл кира клавдия константин кристина ксения лариса " +
    "лев леонид лидия лилия любовь людмила майя макар максим маргарита марина мария марк матвей мила милана михаил " +
    "надежда назар наталия наталья никита николай нина оксана олег олеся ольга павел петр пётр полина раиса регина " +
    "римма родион роман руслан рустам светлана семен семён сергей снежана софия софья станислав степан таисия тамара " +
    "тарас татьяна тимофей тимур ульяна федор фёдор эдуард элина эльвира эмма юлия юрий яков ян яна ярослав"
  ).split(" "),
);

/** "Петрова Анна Сергеевна" is addressed as Анна Сергеевна, "Анна Петрова" as Анна. */
function givenRussian(name: string): string {
  const words = name.split(" ");
  const patronymic = words.findIndex(
    (word, i) => i > 0 && /\p{Script=Cyrillic}(?:вич|ьич|вна|ична|инична)$/iu.test(word),
  );
  const before = words[patronymic - 1];
  const isGiven = (word: string | undefined): boolean =>
    word !== undefined && RUSSIAN_GIVEN.has(word.toLowerCase());
  if (patronymic > 0 && words.length >= 3 && isGiven(before)) return `${before} ${words[patronymic]}`;
  const given = words.filter(isGiven);
  return given.length === 1 && words.length === 2 ? (given[0] ?? name) : name;
}
