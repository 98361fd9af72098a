import type { Spared } from "./judgement.ts";
import { termOfWord, wordsIn } from "./terms.ts";

/** A copy shares that much of the words that occur in either. */
const ALIKE = 0.8;
/** A shorter message is a cry that the next customer may utter in the same words. */
const FEWEST_WORDS = 12;

/** Without numbers: a copy has its own. `harm`: the words of harm, as quoted. */
export function sparedOf(source: string, harm: readonly string[]): Spared {
  return { words: hashedWords(source), harm: hashedWords(harm.join("\n")) };
}

/** Whether `message` is one of `spared` or nearly, and says nothing of harm that the other did not say. */
export function isSpared(message: Spared, spared: readonly Spared[]): boolean {
  if (message.words.length < FEWEST_WORDS) return false;
  return spared.some((known) => {
    const shared = sharedBy(message.words, known.words);
    const either = message.words.length + known.words.length - shared;
    return shared >= ALIKE * either && sharedBy(message.harm, known.harm) === message.harm.length;
  });
}

function hashedWords(text: string): Uint16Array {
  const words = wordsIn(text).filter(({ folded }) => /\p{L}/u.test(folded));
  return Uint16Array.from(new Set(words.map(({ folded }) => termOfWord(folded) & 0xffff))).sort();
}

function sharedBy(some: Uint16Array, others: Uint16Array): number {
  const known = new Set(others);
  return some.reduce((count, word) => count + (known.has(word) ? 1 : 0), 0);
}
