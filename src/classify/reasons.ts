import type { Hit } from "./concepts.ts";
import { CHARACTERS, CUES, type Features, numberingOf, WORDS } from "./features.ts";
import { type Head, weightOf } from "./model.ts";
import { OUTPUTS } from "./tasks.ts";
import { classOf, SPACE } from "./tokens.ts";
import type { Vector, Vectoriser } from "./vectorise.ts";

const MOST_REASONS = 5;
const LONGEST_REASON = 60;
/** Shorter words are articles and pronouns: whatever weight they have, they explain nothing. */
const SHORTEST_WORD = 3;
/** So are words with a lower idf than this: they stand in more than a sixth of one language's mails. */
const LEAST_IDF = 4.3;

/** A stretch of the source and how much it spoke for an output. */
interface Speaker {
  readonly from: number;
  /** -1: the end of the word. */
  readonly to: number;
  readonly weight: number;
}

/** What of one message may be named as a reason. */
export interface Material {
  readonly features: Features;
  readonly vector: Vector;
  readonly vectoriser: Vectoriser;
  readonly concepts: number;
}

/** For each of `outputs` the words of the message that spoke most for it, as the customer wrote them. */
export function reasonsFor(material: Material, head: Head, outputs: readonly number[]): string[][] {
  const { features, vector } = material;
  const values = new Map<number, number>();
  const firstCue = material.vectoriser.space.groupStarts[CUES] ?? 0;
  for (let i = vector.rows.length - 1; i >= 0 && (vector.rows[i] ?? 0) >= firstCue; i--) {
    values.set(vector.rows[i] ?? 0, vector.values[i] ?? 0);
  }
  const byPlace = weighPlaces(material, head, outputs);
  const common = commonPlaces(material);
  const places = [...new Set(features.groups[CHARACTERS]?.places)];
  return outputs.map((output, o) => {
    const weightAt = (place: number) => byPlace[place * outputs.length + o] ?? 0;
    const cues = conceptSpeakers(material, { head, output, values, weightAt });
    const words = places
      .filter((from) => !common.has(from) && weightAt(from) > 0)
      .map((from) => ({ from, to: -1, weight: weightAt(from) }));
    return choose(features.source, [...cues, ...words]);
  });
}

/** What the n-grams of the word at each place say for each output: `place × outputs.length + output`. */
function weighPlaces(
  { features, vector, vectoriser }: Material,
  head: Head,
  outputs: readonly number[],
): Float32Array {
  const width = outputs.length;
  const weights = new Float32Array(features.source.length * width);
  const values = vectoriser.spread(vector);
  for (const group of [WORDS, CHARACTERS]) {
    const { ids, places } = features.groups[group] ?? { ids: [], places: [] };
    const scales = outputs.map((output) => head.scales[group * OUTPUTS + output] ?? 0);
    for (let i = 0; i < ids.length; i++) {
      const row = vectoriser.rowOf(ids[i] as number);
      if (row < head.firstRow) continue;
      const value = values[row] as number;
      const at = (places[i] as number) * width;
      const from = (row - head.firstRow) * OUTPUTS;
      for (let o = 0; o < width; o++) {
        const weight = (head.weights[from + (outputs[o] as number)] as number) * (scales[o] as number);
        weights[at + o] = (weights[at + o] as number) + value * weight;
      }
    }
  }
  vectoriser.unspread(vector);
  return weights;
}

/** Where words stand that are too frequent to explain anything. */
function commonPlaces({ features, vectoriser }: Material): Set<number> {
  const { ids, places } = features.groups[WORDS] ?? { ids: [], places: [] };
  const common = new Set<number>();
  const seen = new Set<number>();
  for (const [i, id] of ids.entries()) {
    const place = places[i] ?? 0;
    // The word itself comes before the pair that it begins.
    if (seen.has(place)) continue;
    seen.add(place);
    const row = vectoriser.rowOf(id);
    if (row >= 0 && (vectoriser.space.idf[row] ?? 0) < LEAST_IDF) common.add(place);
  }
  return common;
}

function conceptSpeakers(
  { features, vectoriser, concepts }: Material,
  at: { head: Head; output: number; values: Map<number, number>; weightAt: (place: number) => number },
): Speaker[] {
  const { firstConcept, firstSubjectConcept } = numberingOf(concepts);
  const weigh = (id: number) => {
    const row = vectoriser.rowOf(id);
    return row < 0 ? 0 : (at.values.get(row) ?? 0) * weightOf(at.head, row, CUES, at.output);
  };
  return features.sentences.flatMap(({ hits, isSubject }) =>
    hits.map((hit) => {
      const { from, to } = stretchOf(features, hit);
      const ofSubject = isSubject ? weigh(firstSubjectConcept + hit.concept) : 0;
      return { from, to, weight: weigh(firstConcept + hit.concept) + ofSubject + at.weightAt(from) };
    }),
  );
}

/** Whole words of the source that a hit covers. */
export function stretchOf({ source, folded }: Features, hit: Hit): { from: number; to: number } {
  const from = folded.origin[hit.start] ?? 0;
  return { from, to: endOfWord(source, (folded.origin[hit.end - 1] ?? from) + 1) };
}

function endOfWord(source: string, from: number): number {
  let end = from;
  while (end < source.length && (classOf(source.charCodeAt(end)) & SPACE) === 0) end++;
  return end;
}

/** The weightiest that neither overlap nor repeat each other. */
function choose(source: string, speakers: Speaker[]): string[] {
  const chosen: Speaker[] = [];
  const said = new Set<string>();
  const candidates = speakers.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight);
  for (const { from, to: end, weight } of candidates) {
    if (chosen.length === MOST_REASONS) break;
    const speaker = { from, to: end < 0 ? endOfWord(source, from) : end, weight };
    const text = quote(source, speaker);
    if (text.length < SHORTEST_WORD || /^\p{N}+$/u.test(text) || text === "xxurl") continue;
    if (chosen.some((other) => from < other.to && other.from < speaker.to)) continue;
    if (said.has(text.toLowerCase())) continue;
    said.add(text.toLowerCase());
    chosen.push(speaker);
  }
  return chosen.map((speaker) => quote(source, speaker));
}

/** A stretch of the source on one line, without the punctuation around it. */
export function quote(source: string, { from, to }: { from: number; to: number }): string {
  return source
    .slice(from, Math.min(to, from + LONGEST_REASON))
    .replace(/\s+/g, " ")
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
}
