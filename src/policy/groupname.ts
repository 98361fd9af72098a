import { termOfWord, wordsIn } from "../classify/terms.ts";
import { COMMON } from "./cues/common.ts";
import type { Frequencies } from "./likeness.ts";

/** A group is named by so many words. */
const WORDS = 3;
const SHORTEST = 3;
/** Words with the same beginning are one: the name would say the same thing twice. */
const SAME = 5;

export interface Said {
  readonly subject: string;
  readonly text: string;
}

/** The terms of the words that a group with these complaints may be named by. */
export function nameTerms(said: readonly Said[]): number[] {
  return [...countWords(said).values()].map(({ term }) => term);
}

/**
 * The words that tell these complaints from all others, most telling first: said in many of them and in few
 * elsewhere. Where there are two complaints or more, a word that only one customer used is left out: it may be about
 * that person.
 */
export function groupWords(said: readonly Said[], { messages, holding }: Frequencies): string[] {
  const least = said.length > 1 ? 2 : 1;
  const scored = [...countWords(said).values()]
    .filter(({ complaints }) => complaints >= least)
    .map(({ form, term, complaints }) => ({
      form,
      score: complaints * Math.log((messages + 2) / ((holding.get(term) ?? 0) + 1)),
    }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.form < b.form ? -1 : 1));
  const chosen: string[] = [];
  for (const { form } of scored)
    if (chosen.length < WORDS && !chosen.some((one) => one.slice(0, SAME) === form.slice(0, SAME)))
      chosen.push(form);
  return chosen;
}

interface Counted {
  /** As somebody wrote it, in small letters. */
  readonly form: string;
  readonly term: number;
  readonly complaints: number;
}

function countWords(said: readonly Said[]): ReadonlyMap<string, Counted> {
  const counted = new Map<string, Counted>();
  for (const { subject, text } of said) {
    const words = new Map(
      wordsIn(`${subject}\n${text}`)
        .filter(({ folded }) => folded.length >= SHORTEST && !/\d/.test(folded) && !COMMON.has(folded))
        .map(({ folded, form }) => [folded, form]),
    );
    for (const [folded, form] of words) {
      const known = counted.get(folded);
      const complaints = (known?.complaints ?? 0) + 1;
      counted.set(folded, { form: known?.form ?? form, term: termOfWord(folded), complaints });
    }
  }
  return counted;
}
