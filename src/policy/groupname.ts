import { termOfStem, termOfWord, wordsIn } from "../classify/terms.ts";
import type { Language } from "../mail/message.ts";
import { COMMON } from "./cues/common.ts";
import type { Frequencies } from "./likeness.ts";

/** A group is named by so many words. */
const WORDS = 3;
const SHORTEST = 3;

export interface Said {
  readonly language: Language;
  readonly subject: string;
  readonly text: string;
}

/** The terms of the words that a group with these complaints may be named by. */
export function nameTerms(said: readonly Said[]): number[] {
  return [...countWords(said).keys()];
}

/**
 * The words that tell these complaints from all others, most telling first, in one language: that of most complaints, if it
 * has such words. They are said in many of them and in few elsewhere; forms of one word count together. Where there are two
 * complaints or more, a word that only one customer used is left out: it may be about that person.
 */
export function groupWords(said: readonly Said[], frequencies: Frequencies): string[] {
  const languages = [...Map.groupBy(said, ({ language }) => language)].sort(
    (a, b) => b[1].length - a[1].length,
  );
  for (const [, own] of languages) {
    const words = own.length > 1 || said.length === 1 ? tellingWords(own, frequencies) : [];
    if (words.length > 0) return words;
  }
  return said.length > 1 ? tellingWords(said, frequencies) : [];
}

function tellingWords(said: readonly Said[], { messages, holding }: Frequencies): string[] {
  const least = said.length > 1 ? 2 : 1;
  return [...countWords(said)]
    .filter(([, { complaints }]) => complaints >= least)
    .map(([term, { forms, complaints }]) => ({
      form: mostFrequent(forms),
      score: complaints * Math.log((messages + 2) / ((holding.get(term) ?? 0) + 1)),
    }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.form < b.form ? -1 : 1))
    .slice(0, WORDS)
    .map(({ form }) => form);
}

interface Counted {
  /** As people wrote it, in small letters, and how often. */
  readonly forms: Map<string, number>;
  complaints: number;
}

const mostFrequent = (forms: ReadonlyMap<string, number>): string =>
  [...forms].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? "";

/** By the term of the stem that forms of a word share, else of the word. */
function countWords(said: readonly Said[]): ReadonlyMap<number, Counted> {
  const counted = new Map<number, Counted>();
  for (const { subject, text } of said) {
    const words = wordsIn(`${subject}\n${text}`).filter(
      ({ folded }) => folded.length >= SHORTEST && !/\d/.test(folded) && !COMMON.has(folded),
    );
    const seen = new Set<number>();
    for (const { folded, form } of words) {
      const term = termOfStem(folded) ?? termOfWord(folded);
      const known = counted.get(term) ?? { forms: new Map<string, number>(), complaints: 0 };
      counted.set(term, known);
      known.forms.set(form, (known.forms.get(form) ?? 0) + 1);
      if (!seen.has(term)) known.complaints++;
      seen.add(term);
    }
  }
  return counted;
}
