import type { Language } from "../mail/message.ts";
import { localeOf } from "./locale.ts";

const formats = new Map<string, Intl.DateTimeFormat>();

/** "Mon 23 Nov, 14:00" in the language's own calendar and digits, for lists that staff read. */
export function momentWords(moment: Date, language: Language, timeZone: string): string {
  const key = `${language} ${timeZone}`;
  const format = formats.get(key) ?? made(language, timeZone);
  formats.set(key, format);
  return format.format(moment);
}

/** "Mon 23 Nov" for an ISO date, likewise. */
export function dayWords(date: string, language: Language): string {
  const format =
    days.get(language) ?? new Intl.DateTimeFormat(localeOf(language), { ...DAY, timeZone: "UTC" });
  days.set(language, format);
  return format.format(new Date(`${date}T00:00:00Z`));
}

const days = new Map<Language, Intl.DateTimeFormat>();
const DAY = { weekday: "short", day: "numeric", month: "short" } as const;

function made(language: Language, timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(localeOf(language), {
    ...DAY,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone,
  });
}
