import type { ConceptMatcher } from "./concepts.ts";
import type { Judged } from "./judgement.ts";
import { CONCEPT_FOLD, fold, NGRAM_FOLD, sourceOf } from "./normalise.ts";
import type { Term } from "./term.ts";
import { classOf, DIGIT, LETTER, tokenEnd } from "./tokens.ts";

/** A stem is that many first letters of a longer word: enough where endings change (Hungarian, Greek, Russian). */
const STEM = 5;
const LONGEST_WORD = 40;

/** The terms of one message, each once. Without a matcher none of them is a concept. */
export function termsOf(message: Judged, matcher: ConceptMatcher | null): Term[] {
  const source = sourceOf(message);
  const terms = new Map<string, Term>();
  const add = (kind: Term["kind"], text: string): void => {
    const key = `${kind}:${text}`;
    const known = terms.get(key);
    terms.set(key, known ? { ...known, count: known.count + 1 } : { id: numberOf(key), count: 1, kind });
  };
  let previous = "";
  for (const { folded: word } of wordsIn(source)) {
    add("word", word);
    if (previous !== "") add("word", `${previous} ${word}`);
    if (word.length > STEM) add("stem", word.slice(0, STEM));
    previous = word;
  }
  for (const { hits, isSubject } of matcher?.match(fold(source, CONCEPT_FOLD)) ?? []) {
    for (const { concept } of hits) add("concept", matcher?.names[concept] ?? "");
    // What the subject names counts once more.
    if (isSubject)
      for (const concept of new Set(hits.map((hit) => hit.concept)))
        add("concept", `subject ${matcher?.names[concept]}`);
  }
  return [...terms.values()];
}

/** A word or number of a message. */
interface Word {
  /** As compared. */
  readonly folded: string;
  /** As written, in small letters. */
  readonly form: string;
}

/** Words and numbers in order, folded as for n-grams. */
export function wordsIn(source: string): Word[] {
  const { codes, origin, length } = fold(source, NGRAM_FOLD);
  const words: Word[] = [];
  for (let start = 0; start < length; ) {
    const end = tokenEnd(codes, start, length);
    if (classOf(codes[start] ?? 0) & (LETTER | DIGIT)) {
      const last = Math.min(end, start + LONGEST_WORD) - 1;
      words.push({
        folded: String.fromCharCode(...codes.subarray(start, last + 1)),
        form: source.slice(origin[start], (origin[last] ?? 0) + 1).toLowerCase(),
      });
    }
    start = Math.max(end, start + 1);
  }
  return words;
}

/** The term of a word as {@link wordsIn} folds it. */
export function termOfWord(folded: string): number {
  return numberOf(`word:${folded}`);
}

/** The term of the stem that words like this one share; null where it is too short to have one. */
export function termOfStem(folded: string): number | null {
  return folded.length > STEM ? numberOf(`stem:${folded.slice(0, STEM)}`) : null;
}

/** The term of a concept, by its name in data/concepts. */
export function termOfConcept(name: string): number {
  return numberOf(`concept:${name}`);
}

/** FNV-1a over UTF-16 code units, folded to 31 bits (Fowler, Noll and Vo). */
function numberOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 15)) & 0x7fffffff;
}
