/**
 * Lines that part a reply from the mail it answers: attribution lines, header blocks and "original message" rules, as
 * Gmail, Outlook, Apple Mail, Thunderbird, Yahoo, Mail.ru and Yandex write them in some twenty languages.
 */
export interface Separator {
  readonly kind: "attribution" | "block" | "original" | "forward";
  /** Its first and last line. */
  readonly first: number;
  readonly last: number;
  /** An attribution that names a year or an address, and so parts the mail even where no ">" follows. */
  readonly strong: boolean;
}

const MAX_LINE = 400;
const MAX_WRAPPED = 4;

/** Direction marks, no-break spaces and bold stars around what is looked for. */
export function bare(line: string): string {
  return line
    .slice(0, MAX_LINE)
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069*]/g, "")
    .replace(/[\u00a0\u202f]/g, " ")
    .trim();
}

export function isQuoted(line: string): boolean {
  return /^\s{0,3}(?:>|[|»›](?!\p{L}))/u.test(line);
}

const VERBS = [
  "wrote|writes|said",
  "έγραψε|έγραψες|έγραψαν|γράφει",
  "írta|írt",
  "نوشت|نوشته|نوشته است|نوشتند|نوشته‌اند|می‌نویسد|نوشته شده",
  "написала?|писала?|пишет|сообщила?|писали",
  "написав|написала|пише",
  "schrieb|geschrieben|a écrit|écrivait|escribió|ha scritto|scrive|pisze|napisała?|napisal[ai]?|napsala?|píše|yazdı|yazmış",
  "escreveu|schreef|skrev|kirjoitti|a scris|написа",
].join("|");
const VERB = new RegExp(`(?<!\\p{L})(?:${VERBS})(?:\\(\\p{L}{1,3}\\))?(?![\\p{L}])`, "iu");

/** What an attribution begins with: a preposition of dates, a weekday or a date. */
const OPENER =
  /^(?:on|at|in|le|am|el|il|op|em|den|pe|dne|w dniu|στις|την|τη|στο|σάββ|κυρ|δευ|τρί|τετ|πέμ|παρ|در|به تاریخ|В|(?:пн|вт|ср|чт|пт|сб|вс|нд)[,.]|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|quoting|citando|\p{L}{2,4}\.?,? \d|[\d۰-۹]{1,4}[./\-\s年]).*[\d۰-۹]/iu;
const YEAR = /(?<![\d۰-۹])(?:19|20|۱۳|۱۴|۲۰|13|14)[\d۰-۹]{2}(?![\d۰-۹])|\d{1,2}[./-]\d{1,2}[./-]\d{2}/u;
const ADDRESS = /[\w.+'-]{1,64}@[\w-]{1,63}\.[\w.-]{1,190}/;
const CLOCK = /[\d۰-۹]{1,2}[:.][\d۰-۹]{2}/u;
/** "… X <a@b.example>:", the form without a verb (Gmail in Russian, Yandex, Mail.ru, older Gmail). */
const ADDRESS_END = /[<([][^\s<>@]{1,64}@[^\s<>@]{1,190}[>)\]]{1,2}\s?:$/;

/** The attribution that begins at line `at`, wrapped over four lines at most; null if none does. */
export function attributionAt(lines: readonly string[], at: number): Separator | null {
  if (!endsWithColon(lines, at) || isBlankOrQuoted(lines[at])) return null;
  let joined = "";
  for (let last = at; last < at + MAX_WRAPPED && !isBlankOrQuoted(lines[last]); last++) {
    joined = joined === "" ? bare(lines[last] ?? "") : `${joined} ${bare(lines[last] ?? "")}`;
    if (joined.length > MAX_LINE) return null;
    if (!/[::]$/.test(joined) || !isAttribution(joined)) continue;
    if (startsLater(lines, at, last)) return null;
    return { kind: "attribution", first: at, last, strong: isStrong(joined) };
  }
  return null;
}

/** Cheap, for most lines are none. */
function endsWithColon(lines: readonly string[], at: number): boolean {
  for (let line = at; line < at + MAX_WRAPPED; line++) {
    const whole = lines[line];
    if (whole === undefined || whole === "") return false;
    if (/[::][\s\u200e\u200f*\u202c\u2069]{0,5}$/.test(whole.length > 10 ? whole.slice(-10) : whole))
      return true;
  }
  return false;
}

function isBlankOrQuoted(line: string | undefined): boolean {
  return line === undefined || line.trim() === "" || isQuoted(line);
}

function isAttribution(joined: string): boolean {
  if (VERB.test(joined)) return verbIsNearAnEnd(joined);
  return ADDRESS_END.test(joined) && /[\d۰-۹]/u.test(joined) && (YEAR.test(joined) || CLOCK.test(joined));
}

/** "John wrote me that I should say:" has the verb in a sentence; an attribution has it last, or an address or date last. */
function verbIsNearAnEnd(joined: string): boolean {
  const found = VERB.exec(joined);
  if (found === null) return false;
  const after = joined.slice(found.index + found[0].length);
  if (/^[^\p{L}\d]{0,4}$/u.test(after)) return true;
  return ADDRESS.test(after) || /[\d۰-۹]/u.test(after) || (OPENER.test(joined) && after.length < 60);
}

function isStrong(joined: string): boolean {
  return ADDRESS.test(joined) || (YEAR.test(joined) && (CLOCK.test(joined) || OPENER.test(joined)));
}

/** Own words may stand right above an attribution; it begins at the last line that can begin one. */
function startsLater(lines: readonly string[], at: number, last: number): boolean {
  if (OPENER.test(bare(lines[at] ?? ""))) return false;
  for (let start = at + 1; start <= last; start++) {
    const joined = lines
      .slice(start, last + 1)
      .map(bare)
      .join(" ");
    if (OPENER.test(joined) && isAttribution(joined)) return true;
    const balanced = joined.split("<").length >= joined.split(">").length;
    if (balanced && /^["“«\p{Lu}\p{Lo}]/u.test(joined) && isAttribution(joined) && isStrong(joined))
      return true;
  }
  return false;
}

const RULES_ORIGINAL =
  "original message|original appointment|reply message|αρχικό μήνυμα|eredeti üzenet|eredeti levél|پیام اصلی|متن اصلی|исходное сообщение|оригинальное сообщение|исходное письмо|вихідне повідомлення|оригінальне повідомлення|ursprüngliche nachricht|original-?nachricht|ursprüngliche mail|message d['’]origine|message original|mensaje original|mensagem original|messaggio originale|wiadomość oryginalna|oryginalna wiadomość|orijinal mesaj|özgün ileti|původní zpráva|původní e-?mail|oorspronkelijk bericht";
const RULES_FORWARD =
  "forwarded message|forwarded by .{1,60}|forwarded mail|προωθημένο μήνυμα|προωθούμενο μήνυμα|μήνυμα που προωθήθηκε|továbbított üzenet|továbbított levél|پیام هدایت[\\s‌]?شده|پیام بازارسال[\\s‌]?شده|پیام ارسال[\\s‌]?شده|پیام فوروارد[\\s‌]?شده|пересылаемое сообщение|пересланное сообщение|переадресованное сообщение|перенаправленное сообщение|пересылаемое письмо|переслане повідомлення|переслане сообщение|weitergeleitete nachricht|message transféré|message réexpédié|mensaje reenviado|mensagem encaminhada|messaggio inoltrato|przekazana wiadomość|wiadomość przekazana|treść przekazanej wiadomości|yönlendirilmiş ileti|iletilmiş mesaj|iletilen ileti|přeposlaná zpráva|doorgestuurd bericht";
const ORIGINAL = new RegExp(`^[-_=\\s]{2,}(?:${RULES_ORIGINAL})[-_=:\\s]{0,}$`, "iu");
const FORWARD = new RegExp(`^[-_=\\s]{2,}(?:${RULES_FORWARD})[-_=:\\s]{0,}$`, "iu");
/** Apple Mail's line. */
const BEGIN_FORWARD =
  /^(?:begin forwarded message|(?:έναρξη|αρχή) (?:του )?προωθ\p{L}+ μηνύματος|továbbított (?:levél|üzenet) (?:kezdete|eleje)|(?:شروع|آغاز) پیام (?:هدایت|بازارسال|ارسال|فوروارد)[\s\u200c]?شده|начало (?:переадресованного|пересылаемого|пересланного|перенаправленного) (?:сообщения|письма)|початок (?:переадресованого|пересланого) (?:повідомлення|листа)|anfang der weitergeleiteten (?:nachricht|e-?mail)|début du message (?:transféré|réexpédié)|inicio del mensaje reenviado|inizio messaggio inoltrato|początek przekazywanej wiadomości|iletilen ileti başlangıcı|začátek přeposílané zprávy)\s?:$/iu;

/** The rule "-----Original Message-----", or a mark of a forwarded message, at line `at`. */
export function ruleAt(lines: readonly string[], at: number): Separator | null {
  const whole = lines[at] ?? "";
  // Cheap, for most lines are none.
  if (!/^[\s*\u200e\u200f]{0,5}[-_=]{2}|:[\s*\u200e\u200f]{0,5}$/.test(whole)) return null;
  const line = bare(whole);
  if (line.length < 10 || line.length > 120) return null;
  if (FORWARD.test(line) || BEGIN_FORWARD.test(line))
    return { kind: "forward", first: at, last: at, strong: true };
  if (ORIGINAL.test(line)) return { kind: "original", first: at, last: at, strong: true };
  return null;
}
