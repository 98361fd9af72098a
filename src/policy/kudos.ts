/** Kind words of a customer, and whose answer they followed. */
export interface KindWords {
  readonly ticketId: number;
  /** agentKey of who answered last before them; null: nobody knows. */
  readonly by: string | null;
  /** The customer's own words, without quotes and signature. */
  readonly words: string;
  /** How sure it is that they praise, 0 to 1. */
  readonly confidence: number;
}

const SHORTEST = 15;
/** Whether kind words are more than a mere thank-you. */
export const saysSomething = (words: string): boolean => words.length >= SHORTEST;

/** A sentence or two are read; an essay is not. */
const LONGEST = 400;
const TOLD = 5;

/** The best words, one a ticket: sure praise that says something, before a mere thank-you. */
export function bestWords(all: readonly KindWords[]): readonly KindWords[] {
  const good = all.filter(({ words }) => saysSomething(words)).toSorted((a, b) => worth(b) - worth(a));
  const seen = new Set<number>();
  const each = good.filter(({ ticketId }) => !seen.has(ticketId) && seen.add(ticketId));
  return each.slice(0, TOLD).map((one) => ({ ...one, words: sentences(one.words) }));
}

/** Surety counts most; length up to some sentences. */
const worth = ({ words, confidence }: KindWords): number => confidence + Math.min(words.length, 200) / 400;

/** Whole sentences as far as they fit. */
function sentences(text: string): string {
  const whole = text.replace(/\s+/g, " ").trim();
  if (whole.length <= LONGEST) return whole;
  const end = Math.max(...[". ", "! ", "? ", "؟ "].map((mark) => whole.lastIndexOf(mark, LONGEST)));
  return end > SHORTEST ? whole.slice(0, end + 1) : `${whole.slice(0, LONGEST - 1).trimEnd()}…`;
}
