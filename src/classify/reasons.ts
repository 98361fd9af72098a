import { CHARACTERS, CUES, type Features, type Numbering, numberingOf, WORDS } from "./features.ts";
import { weightOf } from "./model.ts";
import { LONGEST_SOURCE } from "./normalise.ts";
import { endOfWord, quote, stretchOf } from "./quote.ts";
import { type PaddedHead, ROW } from "./rowtable.ts";
import { OUTPUTS } from "./tasks.ts";
import { classOf, DIGIT } from "./tokens.ts";
import type { Vector, Vectoriser } from "./vectorise.ts";

const MOST_REASONS = 5;
const MOST_TRIES = 20;
/** Shorter words are articles and pronouns: whatever weight they have, they explain nothing. */
const SHORTEST_WORD = 3;
/** So are words with a lower idf than this: they stand in more than a sixth of one language's mails. */
const LEAST_IDF = 4.3;

/** A stretch of the source that may be named as a reason. */
interface Speaker {
  readonly from: number;
  readonly to: number;
  /** Index of its concept in the vector, and of its concept as one of the subject; -1 where there is none. */
  readonly cue: number;
  readonly subjectCue: number;
  /** What it would be quoted as; null until asked for. */
  text: string | null;
  /** The same in small letters. */
  compared: string;
}

/** Who weighs n-grams, and who concepts. */
interface Heads {
  readonly ngrams: PaddedHead;
  readonly cues: PaddedHead;
}

const QUESTIONS = 5;

/** Finds the words that spoke for an output. Keeps scratch arrays, so one instance serves one thread. */
export class Reasoner {
  readonly #vectoriser: Vectoriser;
  readonly #numbering: Numbering;
  readonly #heads: Heads;
  /** What the n-grams of each word that may be named say for each output asked for; rounded, so kept in 32 bits. */
  #sums = new Float32Array(0);
  /** What each speaker says for the output in hand. */
  #weights = new Float64Array(0);
  /** By place: 1 + the word there that may be named, 0 for all others. */
  readonly #slots = new Uint16Array(LONGEST_SOURCE + 1);
  /** By place: whether the word there is too frequent to explain anything. */
  readonly #common = new Uint8Array(LONGEST_SOURCE + 1);

  constructor(vectoriser: Vectoriser, concepts: number, heads: Heads) {
    this.#vectoriser = vectoriser;
    this.#heads = heads;
    this.#numbering = numberingOf(concepts);
  }

  /** For each of `outputs`, one a question, the words of the message that spoke most for it, as the customer wrote them. */
  reasonsFor(features: Features, vector: Vector, outputs: readonly number[]): string[][] {
    const speakers = [...this.#cues(features), ...this.#words(features)];
    this.#number(features.source.length, speakers);
    for (const group of [WORDS, CHARACTERS]) this.#weighWords(features, vector, { outputs, group });
    if (this.#weights.length < speakers.length) this.#weights = new Float64Array(2 * speakers.length);
    const weights = this.#weights.subarray(0, speakers.length);
    return outputs.map((output, o) => {
      const weigh = (index: number) =>
        index < 0
          ? 0
          : (vector.values[index] as number) *
            weightOf(this.#heads.cues, vector.rows[index] as number, CUES, output);
      for (let s = 0; s < speakers.length; s++) {
        const { from, cue, subjectCue } = speakers[s] as Speaker;
        const slot = (this.#slots[from] as number) - 1;
        weights[s] = weigh(cue) + weigh(subjectCue) + (this.#sums[slot * QUESTIONS + o] as number);
      }
      return choose(features.source, speakers, weights);
    });
  }

  /** Gives each place where a speaker begins a number, and room for what is said there on each question. */
  #number(length: number, speakers: readonly Speaker[]): void {
    this.#slots.fill(0, 0, length + 1);
    let last = 0;
    for (const { from } of speakers) if (this.#slots[from] === 0) this.#slots[from] = ++last;
    if (this.#sums.length < last * QUESTIONS) this.#sums = new Float32Array(2 * last * QUESTIONS);
    else this.#sums.fill(0, 0, last * QUESTIONS);
  }

  /** What n-grams say for the words they stand in. Written out, since a loop over the questions takes twice as long. */
  #weighWords(
    { groups }: Features,
    { rows, values }: Vector,
    of: { outputs: readonly number[]; group: number },
  ): void {
    const { outputs } = of;
    const head = this.#heads.ngrams;
    const occurrences = groups[of.group];
    if (occurrences === undefined) return;
    const { places, length } = occurrences;
    const indices = this.#vectoriser.indicesOf(of.group);
    const slots = this.#slots;
    const sums = this.#sums;
    const [a = 0, b = 0, c = 0, d = 0, e = 0] = outputs;
    const scaleOf = (output: number) => head.scales[of.group * OUTPUTS + output] ?? 0;
    const [scaleA, scaleB] = [scaleOf(a), scaleOf(b)];
    const [scaleC, scaleD, scaleE] = [scaleOf(c), scaleOf(d), scaleOf(e)];
    const { weights, firstRow } = head;
    for (let i = 0; i < length; i++) {
      const slot = slots[places[i] as number] as number;
      const index = (indices[i] as number) - 1;
      if (slot === 0 || index < 0) continue;
      const value = values[index] as number;
      const row = ((rows[index] as number) - firstRow) * ROW;
      const at = (slot - 1) * QUESTIONS;
      sums[at] = (sums[at] as number) + value * ((weights[row + a] as number) * scaleA);
      sums[at + 1] = (sums[at + 1] as number) + value * ((weights[row + b] as number) * scaleB);
      sums[at + 2] = (sums[at + 2] as number) + value * ((weights[row + c] as number) * scaleC);
      sums[at + 3] = (sums[at + 3] as number) + value * ((weights[row + d] as number) * scaleD);
      sums[at + 4] = (sums[at + 4] as number) + value * ((weights[row + e] as number) * scaleE);
    }
  }

  /** The concepts met, in order. */
  #cues({ source, sentences, folded }: Features): Speaker[] {
    const { firstConcept, firstSubjectConcept } = this.#numbering;
    const speakers: Speaker[] = [];
    for (const { hits, isSubject } of sentences) {
      for (const hit of hits) {
        const { from, to } = stretchOf(source, folded, hit);
        const cue = this.#vectoriser.indexOf(firstConcept + hit.concept, CUES);
        const subjectCue = isSubject ? this.#vectoriser.indexOf(firstSubjectConcept + hit.concept, CUES) : -1;
        speakers.push({ from, to, cue, subjectCue, text: null, compared: "" });
      }
    }
    return speakers;
  }

  /** The words, between blanks, that n-grams were taken of and that are not too frequent. */
  #words(features: Features): Speaker[] {
    const { source, groups } = features;
    this.#markCommon(features);
    const speakers: Speaker[] = [];
    const characters = groups[CHARACTERS];
    let last = -1;
    for (let i = 0; i < (characters?.length ?? 0); i++) {
      const from = characters?.places[i] ?? 0;
      if (from === last) continue;
      last = from;
      if (this.#common[from] === COMMON) continue;
      speakers.push({ from, to: endOfWord(source, from), cue: -1, subjectCue: -1, text: null, compared: "" });
    }
    return speakers;
  }

  #markCommon({ source, groups }: Features): void {
    this.#common.fill(UNSEEN, 0, source.length + 1);
    const words = groups[WORDS];
    if (words === undefined) return;
    const { ids, places, length } = words;
    const { idf } = this.#vectoriser.space;
    for (let i = 0; i < length; i++) {
      const place = places[i] as number;
      // The word itself comes before the pair that it begins.
      if (this.#common[place] !== UNSEEN) continue;
      const row = this.#vectoriser.rowOf(ids[i] as number, WORDS);
      this.#common[place] = row >= 0 && (idf[row] as number) < LEAST_IDF ? COMMON : TELLING;
    }
  }
}

const UNSEEN = 0;
const COMMON = 1;
const TELLING = 2;

/** The weightiest that neither overlap nor repeat each other. */
function choose(source: string, speakers: readonly Speaker[], weights: Float64Array): string[] {
  const chosen: Speaker[] = [];
  for (let tries = 0; tries < MOST_TRIES && chosen.length < MOST_REASONS; tries++) {
    const best = speakers[takeWeightiest(weights)];
    if (best === undefined) break;
    if (chosen.some(({ from, to }) => best.from < to && from < best.to)) continue;
    if (best.text === null) {
      best.text = sayable(quote(source, best));
      best.compared = best.text.toLowerCase();
    }
    if (best.text === "" || chosen.some(({ compared }) => compared === best.compared)) continue;
    chosen.push(best);
  }
  return chosen.map(({ text }) => text ?? "");
}

/** The quoted words, or nothing where they would explain nothing. */
function sayable(text: string): string {
  if (text.length < SHORTEST_WORD || text === "xxurl") return "";
  return classOf(text.charCodeAt(0)) & DIGIT && /^\p{N}+$/u.test(text) ? "" : text;
}

/** Index of the greatest positive weight, which is struck out, or -1; cheaper than sorting, few are wanted. */
function takeWeightiest(weights: Float64Array): number {
  let best = -1;
  let most = 0;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i] as number;
    if (weight <= most) continue;
    most = weight;
    best = i;
  }
  if (best >= 0) weights[best] = 0;
  return best;
}
