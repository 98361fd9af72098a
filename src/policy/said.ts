import type { Wording } from "../classify/term.ts";
import { termOfStem, termOfWord, wordsIn } from "../classify/terms.ts";
import type { Language } from "../mail/message.ts";
import { replyText } from "../mail/quote.ts";
import { COMMON, NUMERALS } from "./cues/common.ts";

const SHORTEST = 3;

/** One customer's complaint. */
export interface Said {
  readonly language: Language;
  readonly subject: string;
  readonly text: string;
  readonly wordings: readonly Wording[];
  /** What the customer is called: no group is named by that. */
  readonly names: readonly string[];
}

/** A word, with its forms, as complaints have it. */
export interface Counted {
  /** As people wrote it, in small letters, and how often. */
  readonly forms: Map<string, number>;
  complaints: number;
  /** Those that have it in the subject. */
  subjects: number;
  /** Complaints in which it stands without a capital letter that others do not follow. */
  small: number;
  /** It stands in the middle of a sentence with one: somebody's name, or that of a street. */
  proper: boolean;
}

/** What a word is counted by: the stem that its forms share, else itself. */
export const termOf = (folded: string): number => termOfStem(folded) ?? termOfWord(folded);

/**
 * Of equals the shorter; and one that others only add an ending to stands for them. Not in Greek, where that ending may be
 * the nominative's.
 */
export function mostFrequent(forms: ReadonlyMap<string, number>): string {
  const ranked = [...forms]
    .sort((a, b) => b[1] - a[1] || a[0].length - b[0].length || (a[0] < b[0] ? -1 : 1))
    .map(([form]) => form);
  const [most = ""] = ranked;
  const bare = ranked.filter((form) => form.length > SHORTEST && most.startsWith(form));
  return /\p{sc=Greek}/u.test(most) ? most : (bare.sort((a, b) => a.length - b.length)[0] ?? most);
}

/** Words that may tell what complaints are about, by {@link termOf}: no names of their customers, addresses or numbers. */
export function countWords(said: readonly Said[]): ReadonlyMap<number, Counted> {
  const counted = new Map<number, Counted>();
  const names = new Set(
    said.flatMap((one) => wordsIn(one.names.join(" ")).map(({ folded }) => termOf(folded))),
  );
  for (const { subject, text } of said) {
    const source = withoutAddresses(`${subject}\n${replyText(text)}`);
    const small = termsIn(source.replace(CAPITALISED, " "));
    const proper = termsIn((source.match(MID_SENTENCE) ?? []).join(" "));
    const inSubject = termsIn(subject);
    const seen = new Set<number>();
    for (const { folded, form } of wordsIn(source)) {
      const term = termOf(folded);
      if (folded.length < SHORTEST || /\d/.test(folded) || names.has(term)) continue;
      if (COMMON.has(folded) || NUMERALS.has(folded)) continue;
      const known = counted.get(term) ?? {
        forms: new Map<string, number>(),
        complaints: 0,
        subjects: 0,
        small: 0,
        proper: false,
      };
      counted.set(term, known);
      known.forms.set(form, (known.forms.get(form) ?? 0) + 1);
      if (seen.has(term)) continue;
      seen.add(term);
      known.complaints++;
      if (inSubject.has(term)) known.subjects++;
      if (small.has(term)) known.small++;
      known.proper ||= proper.has(term);
    }
  }
  return counted;
}

const withoutAddresses = (text: string): string =>
  text.replace(/https?:\S{1,500}|www\.\S{1,300}|\S{1,64}@\S{1,100}/g, " ");

const termsIn = (text: string): ReadonlySet<number> =>
  new Set(wordsIn(text).map(({ folded }) => termOf(folded)));

const CAPITALISED = /(?<![\p{L}\p{M}])\p{Lu}[\p{Ll}\p{M}]+/gu;
const MID_SENTENCE = /(?<=[\p{Ll}\p{Lo},;] )\p{Lu}[\p{Ll}\p{M}]+/gu;

/** Whether it is a word, and nobody's name: those are written with a capital. */
export const isWord = ({ complaints, small, proper }: Counted): boolean => small * 2 >= complaints && !proper;

/** Whether two are forms of one word, as far as their beginnings tell. */
export function isSameWord(one: string, other: string): boolean {
  const length = Math.max(SHORTEST, Math.min(one.length, other.length) - 1);
  return one.slice(0, length) === other.slice(0, length);
}
