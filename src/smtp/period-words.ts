import type { Language } from "../mail/message.ts";
import { localeOf } from "../policy/locale.ts";
import type { Period, Span } from "../policy/period.ts";

/** "Sunday 29 November 2026", "23 – 29 November 2026", "November 2026", in the language's own calendar and digits. */
export function periodWords({ span, from, to }: Period, language: Language, timeZone: string): string {
  const last = new Date(to.getTime() - 1);
  const locale = localeOf(language);
  const date = { day: "numeric", month: "long", year: "numeric", timeZone } as const;
  if (span === "daily") {
    const day = new Intl.DateTimeFormat(locale, { weekday: "long", ...date });
    return language === "fa" ? persianDay(day, from) : day.format(from);
  }
  // A month of one calendar is parts of two of another.
  if (span === "monthly" && language !== "fa")
    return new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone }).format(from);
  return new Intl.DateTimeFormat(locale, date).formatRange(from, last);
}

/** "دوشنبه ۹ آذر ۱۴۰۵": what Intl has puts the year first and the weekday last. */
function persianDay(format: Intl.DateTimeFormat, moment: Date): string {
  const parts = new Map(format.formatToParts(moment).map(({ type, value }) => [type, value]));
  return (["weekday", "day", "month", "year"] as const).map((type) => parts.get(type) ?? "").join(" ");
}

/** What stands above a column: the weekday, or the first day of seven. */
export function slotWords(
  from: Date,
  span: Span,
  { language, timeZone }: { readonly language: Language; readonly timeZone: string },
): string {
  const parts =
    span === "weekly" ? ({ weekday: "short" } as const) : ({ day: "numeric", month: "short" } as const);
  return new Intl.DateTimeFormat(localeOf(language), { ...parts, timeZone }).format(from);
}
