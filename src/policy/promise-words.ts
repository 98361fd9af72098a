import type { Language } from "../mail/message.ts";

/** A day further off than tomorrow, in the language's own calendar and digits; month in the form it has in a date. */
export interface DayWords {
  readonly weekday: string;
  /** 1 is Monday. */
  readonly weekdayNumber: number;
  readonly day: string;
  readonly month: string;
}

export type Day = "today" | "tomorrow" | DayWords;

export interface Clock {
  /** The end of the day; the rest then says nothing. */
  readonly end: boolean;
  readonly noon: boolean;
  readonly hour: number;
  readonly minute: number;
}

/** "by …" as a whole phrase that can follow a verb. Times are on a 24-hour clock wherever mail is written so. */
export const phrases: Readonly<Record<Language, (day: Day, clock: Clock) => string>> = {
  en: english,
  el: greek,
  hu: hungarian,
  fa: persian,
  ru: russian,
};

function english(day: Day, clock: Clock): string {
  const time = clock.noon
    ? "noon"
    : `${clock.hour % 12 || 12}${clock.minute ? `:${two(clock.minute)}` : ""} ${clock.hour < 12 ? "am" : "pm"}`;
  const date = typeof day === "string" ? day : `${day.weekday} ${day.day} ${day.month}`;
  if (clock.end)
    return day === "today" || day === "tomorrow" ? `by the end of ${day}` : `by the end of ${date}`;
  if (day === "today") return `by ${time} today`;
  if (day === "tomorrow") return clock.noon ? "by tomorrow noon" : `by ${time} tomorrow`;
  return `by ${time} on ${date}`;
}

function greek(day: Day, clock: Clock): string {
  if (day === "today") {
    const till = clock.end
      ? "τα μεσάνυχτα"
      : clock.noon
        ? "το μεσημέρι"
        : `τις ${clock.hour}:${two(clock.minute)}`;
    return `σήμερα έως ${till.replace("τις 1:", "τη 1:")}`;
  }
  const time = clock.end
    ? "τα μεσάνυχτα"
    : clock.noon
      ? "το μεσημέρι"
      : `στις ${clock.hour}:${two(clock.minute)}`;
  const date =
    day === "tomorrow" ? "αύριο" : `${greekArticle(day.weekdayNumber)} ${day.weekday} ${greekDay(day)}`;
  return `έως ${date} ${time.replace("στις 1:", "στη 1:")}`;
}

/** Accusative. The final ν falls before Δ; Saturday is neuter. */
function greekArticle(weekday: number): string {
  if (weekday === 6) return "το";
  return weekday === 1 ? "τη" : "την";
}

function greekDay({ day, month }: DayWords): string {
  return `${day === "1" ? "1η" : day} ${month}`;
}

const HUNGARIAN_DAYS = ["hétfőn", "kedden", "szerdán", "csütörtökön", "pénteken", "szombaton", "vasárnap"];
/** Days of the month whose ordinal has back vowels: másodikán, harmadikán, hatodikán, nyolcadikán, huszadikán … */
const HUNGARIAN_BACK = new Set([2, 3, 6, 8, 13, 16, 18, 20, 23, 26, 28, 30]);

function hungarian(day: Day, clock: Clock): string {
  const time = clock.end
    ? "éjfélig"
    : clock.noon
      ? "délig"
      : clock.minute
        ? `${clock.hour}.${two(clock.minute)}-ig`
        : `${clock.hour} óráig`;
  if (day === "today") return `ma ${time}`;
  if (day === "tomorrow") return `holnap ${time}`;
  return `${day.month} ${hungarianDay(Number(day.day))}, ${HUNGARIAN_DAYS[day.weekdayNumber - 1]} ${time}`;
}

function hungarianDay(day: number): string {
  if (day === 1) return "1-jén";
  return `${day}-${HUNGARIAN_BACK.has(day) ? "án" : "én"}`;
}

function persian(day: Day, clock: Clock): string {
  const date =
    day === "today" ? "امروز" : day === "tomorrow" ? "فردا" : `${day.weekday} ${day.day} ${day.month}`;
  if (clock.end) return `تا پایان روز ${date}`.replace("روز امروز", "امروز").replace("روز فردا", "فردا");
  if (clock.noon) return `تا ظهر ${date}`;
  const time = clock.minute
    ? `${persianDigits(clock.hour)}:${persianDigits(clock.minute, 2)}`
    : persianDigits(clock.hour);
  return `تا ساعت ${time} ${date}`;
}

function persianDigits(number: number, width = 1): string {
  return [...String(number).padStart(width, "0")].map((digit) => "۰۱۲۳۴۵۶۷۸۹"[Number(digit)]).join("");
}

const RUSSIAN_GENITIVE = [
  "понедельника",
  "вторника",
  "среды",
  "четверга",
  "пятницы",
  "субботы",
  "воскресенья",
];

function russian(day: Day, clock: Clock): string {
  const time = `${clock.hour}:${two(clock.minute)}`;
  if (day === "today") return clock.end ? "до конца сегодняшнего дня" : `сегодня до ${time}`;
  if (day === "tomorrow") return clock.end ? "до конца завтрашнего дня" : `завтра до ${time}`;
  const date = `${RUSSIAN_GENITIVE[day.weekdayNumber - 1]}, ${day.day} ${day.month}`;
  return clock.end ? `до конца ${date}` : `до ${time} ${date}`;
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}
