import type { ConceptMatcher, Sentence } from "./concepts.ts";
import type { Judged } from "./judgement.ts";
import { MARKS, type Mark, marksOf } from "./marks.ts";
import { characterGrams, NGRAM_BUCKETS, wordGrams } from "./ngrams.ts";
import { CONCEPT_FOLD, type Folded, fold, NGRAM_FOLD, sourceOf } from "./normalise.ts";

/** Groups of features; each is scaled to a length of its own, so that many n-grams do not drown few concepts. */
export const GROUPS = ["words", "characters", "cues", "pairs"] as const;
export const WORDS = 0;
export const CHARACTERS = 1;
export const CUES = 2;
export const PAIRS = 3;

/** Concepts of one sentence beyond this many are left out of pairs. */
const PAIRED_CONCEPTS = 14;

/** Numbers of a group's features, once for each occurrence, and where the occurrence stands. */
interface Occurrences {
  readonly ids: number[];
  /** Offset into the source; -1 for what has no place of its own (marks, pairs). */
  readonly places: number[];
}

export interface Features {
  readonly source: string;
  readonly groups: readonly Occurrences[];
  readonly sentences: readonly Sentence[];
  /** The text in which the hits of `sentences` lie. */
  readonly folded: Folded;
}

/** Feature numbers: word buckets, character buckets, concepts, concepts of the subject, marks, pairs of concepts. */
export interface Numbering {
  readonly firstCharacter: number;
  readonly firstConcept: number;
  readonly firstSubjectConcept: number;
  readonly firstMark: number;
  readonly firstPair: number;
  readonly end: number;
}

export function numberingOf(concepts: number): Numbering {
  const firstConcept = 2 * NGRAM_BUCKETS;
  const firstPair = firstConcept + 2 * concepts + MARKS.length;
  return {
    firstCharacter: NGRAM_BUCKETS,
    firstConcept,
    firstSubjectConcept: firstConcept + concepts,
    firstMark: firstConcept + 2 * concepts,
    firstPair,
    end: firstPair + concepts * concepts,
  };
}

const MARK_NUMBERS = new Map<Mark, number>(MARKS.map((mark, index) => [mark, index]));

/** What the classifier sees of a message. Without `withNgrams` only what holds for every language. */
export function featuresOf(message: Judged, matcher: ConceptMatcher, withNgrams: boolean): Features {
  const source = sourceOf(message);
  const numbering = numberingOf(matcher.names.length);
  const groups: Occurrences[] = GROUPS.map(() => ({ ids: [], places: [] }));
  const [words, characters, cues, pairs] = groups as [Occurrences, Occurrences, Occurrences, Occurrences];
  if (withNgrams) {
    const text = fold(source, NGRAM_FOLD);
    wordGrams(text, (bucket, place) => add(words, bucket, place));
    characterGrams(text, (bucket, place) => add(characters, numbering.firstCharacter + bucket, place));
  }
  const folded = fold(source, CONCEPT_FOLD);
  const sentences = matcher.match(folded);
  for (const sentence of sentences) {
    addConcepts(cues, sentence, numbering, folded);
    addPairs(pairs, sentence, numbering, matcher.names.length);
  }
  for (const mark of marksOf(source)) add(cues, numbering.firstMark + (MARK_NUMBERS.get(mark) ?? 0), -1);
  return { source, groups, sentences, folded };
}

function add(occurrences: Occurrences, id: number, place: number): void {
  occurrences.ids.push(id);
  occurrences.places.push(place);
}

function addConcepts(cues: Occurrences, sentence: Sentence, numbering: Numbering, folded: Folded): void {
  const inSubject = new Set<number>();
  for (const { concept, start } of sentence.hits) {
    add(cues, numbering.firstConcept + concept, folded.origin[start] ?? 0);
    if (sentence.isSubject) inSubject.add(concept);
  }
  for (const concept of inSubject) add(cues, numbering.firstSubjectConcept + concept, -1);
}

function addPairs(pairs: Occurrences, sentence: Sentence, numbering: Numbering, concepts: number): void {
  const distinct = [...new Set(sentence.hits.map((hit) => hit.concept))].sort((a, b) => a - b);
  distinct.length = Math.min(distinct.length, PAIRED_CONCEPTS);
  for (const [i, first] of distinct.entries()) {
    for (const second of distinct.slice(i + 1))
      add(pairs, numbering.firstPair + first * concepts + second, -1);
  }
}
