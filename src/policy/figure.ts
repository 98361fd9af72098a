import type { Language } from "../mail/message.ts";
import { localeOf } from "./locale.ts";

/** "2.4", "13"; in the language's own digits, and a tenth only where it tells something. */
export function numberWords(value: number, language: Language): string {
  const maximumFractionDigits = value < 9.95 ? 1 : 0;
  return new Intl.NumberFormat(localeOf(language), { maximumFractionDigits, useGrouping: false }).format(
    value,
  );
}

/** "November 2026" for "2026-11". Periods are those of the Gregorian calendar, in Persian too. */
export function monthWords(month: string, language: Language): string {
  const format = new Intl.DateTimeFormat(language === "fa" ? "fa-IR-u-ca-gregory" : localeOf(language), {
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
  return format.format(new Date(`${month}-01T00:00:00Z`));
}
