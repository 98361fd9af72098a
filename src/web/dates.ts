import type { Language } from "../mail/message.ts";
import { localeOf } from "../policy/locale.ts";

/** "2 November 2026", in the calendar and digits of the language; short and with the clock where asked for. */
export function dateWords(
  date: Date,
  language: Language,
  { timeZone, clock = false }: { readonly timeZone: string; readonly clock?: boolean },
): string {
  return new Intl.DateTimeFormat(localeOf(language), {
    timeZone,
    ...(clock
      ? { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" }
      : { dateStyle: "long" }),
  }).format(date);
}
