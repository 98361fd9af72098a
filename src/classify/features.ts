import type { ConceptMatcher, Hit, Sentence } from "./concepts.ts";
import type { Judged } from "./judgement.ts";
import { MARKS, type Mark, marksOf } from "./marks.ts";
import { characterGrams, NGRAM_BUCKETS, type Runs, wordGrams } from "./ngrams.ts";
import { CONCEPT_FOLD, type Folded, FoldRoom, fold, NGRAM_FOLD, sourceOf } from "./normalise.ts";
import { Occurrences } from "./occurrences.ts";

/** Groups of features; each is scaled to a length of its own, so that many n-grams do not drown few concepts. */
export const GROUPS = ["words", "characters", "cues", "pairs", "roles", "sequences"] as const;
export const WORDS = 0;
export const CHARACTERS = 1;
export const CUES = 2;

const LINE_FEED = 10;

/** Concepts of one sentence beyond this many are left out of pairs. */
const PAIRED_CONCEPTS = 14;

/** Characters of the shortest runs: by cross-validation those of two tell nothing of mail, and they are a third of all. */
const SHORTEST_RUN = 3;

/** What the classifier sees of a message. */
export interface Features {
  readonly source: string;
  /** By group. */
  readonly groups: readonly Occurrences[];
  readonly sentences: readonly Sentence[];
  /** The text in which the hits of `sentences` lie. */
  readonly folded: Folded;
}

/** What part a sentence plays, of those that hold concepts: the subject, or the first, the last or one between of the text. */
const SUBJECT = 0;
const FIRST = 1;
const BETWEEN = 2;
const LAST = 3;
/** The first two of all, whatever else they are. */
const OPENING = 4;
const ROLE_COUNT = 5;
const OPENING_SENTENCES = 2;

/**
 * Feature numbers: word buckets, character buckets, concepts, concepts of the subject, marks, pairs of concepts,
 * concepts by the role of their sentence, concepts one after the other.
 */
export interface Numbering {
  readonly firstCharacter: number;
  readonly firstConcept: number;
  readonly firstSubjectConcept: number;
  readonly firstMark: number;
  readonly firstPair: number;
  readonly firstRole: number;
  readonly firstSequence: number;
  readonly end: number;
}

export function numberingOf(concepts: number): Numbering {
  const firstConcept = 2 * NGRAM_BUCKETS;
  const firstPair = firstConcept + 2 * concepts + MARKS.length;
  const firstRole = firstPair + concepts * concepts;
  const firstSequence = firstRole + ROLE_COUNT * concepts;
  return {
    firstCharacter: NGRAM_BUCKETS,
    firstConcept,
    firstSubjectConcept: firstConcept + concepts,
    firstMark: firstConcept + 2 * concepts,
    firstPair,
    firstRole,
    firstSequence,
    end: firstSequence + concepts * concepts,
  };
}

const MARK_NUMBERS = new Map<Mark, number>(MARKS.map((mark, index) => [mark, index]));

/** Finds the features of one message after the other. Keeps scratch arrays, so one instance serves one thread. */
export class Extractor {
  readonly #matcher: ConceptMatcher;
  readonly #numbering: Numbering;
  readonly #runs: Runs;
  readonly #words = new Occurrences();
  readonly #characters = new Occurrences();
  readonly #cues = new Occurrences();
  readonly #pairs = new Occurrences();
  readonly #roles = new Occurrences();
  readonly #sequences = new Occurrences();
  readonly #groups = [this.#words, this.#characters, this.#cues, this.#pairs, this.#roles, this.#sequences];
  readonly #ngramRoom = new FoldRoom();
  readonly #conceptRoom = new FoldRoom();
  /** The distinct concepts of the sentence in hand, rising. */
  readonly #distinct = new Int32Array(PAIRED_CONCEPTS);

  constructor(matcher: ConceptMatcher, shortest = SHORTEST_RUN) {
    this.#matcher = matcher;
    this.#numbering = numberingOf(matcher.names.length);
    this.#runs = { first: this.#numbering.firstCharacter, shortest };
  }

  /** Without `withNgrams` only what holds for every language. The result holds until the next call. */
  extract(message: Judged, withNgrams: boolean): Features {
    const source = sourceOf(message);
    for (const group of this.#groups) group.clear();
    if (withNgrams) {
      const text = fold(source, NGRAM_FOLD, this.#ngramRoom);
      const subject = { ...text, length: text.codes.indexOf(LINE_FEED) };
      // The subject counts twice: by cross-validation a better guide to the topic than any one sentence.
      for (const part of [text, subject]) {
        wordGrams(part, this.#words);
        characterGrams(part, this.#runs, this.#characters);
      }
    }
    const folded = fold(source, CONCEPT_FOLD, this.#conceptRoom);
    const sentences = this.#matcher.match(folded);
    for (const [place, sentence] of sentences.entries()) {
      this.#addConcepts(sentence, folded);
      this.#addPairs(sentence);
      this.#addSequences(sentence);
      this.#addRoles(sentence.hits, roleOf(place, sentences));
      if (place < OPENING_SENTENCES) this.#addRoles(sentence.hits, OPENING);
    }
    const { firstMark } = this.#numbering;
    for (const mark of marksOf(source)) this.#cues.add(firstMark + (MARK_NUMBERS.get(mark) ?? 0), -1);
    return { source, groups: this.#groups, sentences, folded };
  }

  #addConcepts({ hits, isSubject }: Sentence, folded: Folded): void {
    const { firstConcept, firstSubjectConcept } = this.#numbering;
    for (const { concept, start } of hits)
      this.#cues.add(firstConcept + concept, folded.origin[start] as number);
    if (!isSubject) return;
    for (const concept of new Set(hits.map((hit) => hit.concept)))
      this.#cues.add(firstSubjectConcept + concept, -1);
  }

  #addRoles(hits: readonly Hit[], role: number): void {
    const first = this.#numbering.firstRole + role * this.#matcher.names.length;
    for (const { concept } of hits) this.#roles.add(first + concept, -1);
  }

  /** What stands beside what, in which order: "not" before "arrived". */
  #addSequences({ hits }: Sentence): void {
    const concepts = this.#matcher.names.length;
    for (let i = 1; i < hits.length; i++) {
      const before = (hits[i - 1] as Hit).concept;
      const after = (hits[i] as Hit).concept;
      this.#sequences.add(this.#numbering.firstSequence + before * concepts + after, -1);
    }
  }

  #addPairs({ hits }: Sentence): void {
    if (hits.length < 2) return;
    const distinct = this.#distinct;
    const length = takeSmallest(hits, distinct);
    const concepts = this.#matcher.names.length;
    for (let i = 0; i < length; i++) {
      const first = this.#numbering.firstPair + (distinct[i] as number) * concepts;
      for (let j = i + 1; j < length; j++) this.#pairs.add(first + (distinct[j] as number), -1);
    }
  }
}

/** `place` among the sentences that hold concepts. */
function roleOf(place: number, sentences: readonly Sentence[]): number {
  if (sentences[place]?.isSubject) return SUBJECT;
  if (place === 0 || sentences[place - 1]?.isSubject) return FIRST;
  return place === sentences.length - 1 ? LAST : BETWEEN;
}

/** Writes the smallest distinct concepts to `into`, rising, as many as it holds; returns their number. */
function takeSmallest(hits: readonly Hit[], into: Int32Array): number {
  let length = 0;
  for (const { concept } of hits) {
    let at = length;
    while (at > 0 && (into[at - 1] as number) > concept) at--;
    if (at === into.length || (at > 0 && into[at - 1] === concept)) continue;
    length = Math.min(length + 1, into.length);
    into.copyWithin(at + 1, at, length - 1);
    into[at] = concept;
  }
  return length;
}
