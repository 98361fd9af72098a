import type { Language } from "../mail/message.ts";
import type { Figure } from "../policy/digest-figures.ts";
import { localeOf } from "../policy/locale.ts";

/** A number beside the one before; `some`: it is not nothing. */
export interface Told {
  readonly now: string;
  readonly before: string;
  readonly some: boolean;
}

export function figure({ now, before }: Figure, language: Language): Told {
  return { now: number(now, language), before: number(before, language), some: (now ?? 0) > 0 };
}

const formats = new Map<Language, Intl.NumberFormat>();

/** With the language's digits and marks, to one decimal; a dash where nothing was measured. */
export function number(value: number | null, language: Language): string {
  if (value === null) return "–";
  const format =
    formats.get(language) ?? new Intl.NumberFormat(localeOf(language), { maximumFractionDigits: 1 });
  formats.set(language, format);
  return format.format(value);
}

/** The same of a share in per cent. */
export function percent(value: number | null, language: Language): string {
  if (value === null) return "–";
  return new Intl.NumberFormat(localeOf(language), { style: "percent" }).format(value / 100);
}
