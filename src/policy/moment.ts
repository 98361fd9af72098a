import type { Language } from "../mail/message.ts";

const formats = new Map<string, Intl.DateTimeFormat>();

/** "Mon 23 Nov, 14:00" in the language's own calendar and digits, for lists that staff read. */
export function momentWords(moment: Date, language: Language, timeZone: string): string {
  const key = `${language} ${timeZone}`;
  const format = formats.get(key) ?? made(language, timeZone);
  formats.set(key, format);
  return format.format(moment);
}

function made(language: Language, timeZone: string): Intl.DateTimeFormat {
  const locale = language === "fa" ? "fa-IR-u-ca-persian" : language === "en" ? "en-GB" : language;
  return new Intl.DateTimeFormat(locale, {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone,
  });
}
