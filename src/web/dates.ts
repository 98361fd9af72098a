import type { Language } from "../mail/message.ts";

const LOCALES: Readonly<Record<Language, string>> = {
  en: "en-GB",
  el: "el-GR",
  hu: "hu-HU",
  fa: "fa-IR-u-ca-persian",
  ru: "ru-RU",
};

/** "2 November 2026", in the calendar and digits of the language; short and with the clock where asked for. */
export function dateWords(
  date: Date,
  language: Language,
  { timeZone, clock = false }: { readonly timeZone: string; readonly clock?: boolean },
): string {
  return new Intl.DateTimeFormat(LOCALES[language], {
    timeZone,
    ...(clock
      ? { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" }
      : { dateStyle: "long" }),
  }).format(date);
}
