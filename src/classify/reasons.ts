import type { Hit } from "./concepts.ts";
import { CHARACTERS, CUES, type Features, numberingOf, WORDS } from "./features.ts";
import { type Head, weightOf } from "./model.ts";
import { OUTPUTS } from "./tasks.ts";
import { classOf, SPACE } from "./tokens.ts";
import type { Vector, Vectoriser } from "./vectorise.ts";

const MOST_REASONS = 5;
const MOST_TRIES = 20;
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
  const { features, vector, vectoriser } = material;
  const values = vectoriser.spread(vector);
  const byPlace = weighPlaces(material, { head, outputs, values });
  const common = commonPlaces(material);
  const telling = [...new Set(features.groups[CHARACTERS]?.places)].filter((place) => !common.has(place));
  const stretches = features.sentences.flatMap(({ hits, isSubject }) =>
    hits.map((hit) => ({ ...stretchOf(features, hit), concept: hit.concept, isSubject })),
  );
  const reasons = outputs.map((output, o) => {
    const weightAt = (place: number) => byPlace[place * outputs.length + o] ?? 0;
    const weigh = conceptWeigher(material, { head, output, values });
    const cues = stretches.map(({ from, to, concept, isSubject }) => {
      return { from, to, weight: weigh(concept, isSubject) + weightAt(from) };
    });
    const words = telling.map((from) => ({ from, to: -1, weight: weightAt(from) }));
    return choose(features.source, [...cues, ...words]);
  });
  vectoriser.unspread(vector);
  return reasons;
}

/** What the n-grams of the word at each place say for each output: `place × outputs.length + output`. */
function weighPlaces(
  { features, vectoriser }: Material,
  { head, outputs, values }: { head: Head; outputs: readonly number[]; values: Float32Array },
): Float32Array {
  const width = outputs.length;
  const weights = new Float32Array(features.source.length * width);
  for (const group of [WORDS, CHARACTERS]) {
    const { ids, places } = features.groups[group] ?? { ids: [], places: [] };
    const scales = outputs.map((output) => head.scales[group * OUTPUTS + output] ?? 0);
    for (let i = 0; i < ids.length; i++) {
      const row = vectoriser.rowOf(ids[i] as number, group);
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
    const row = vectoriser.rowOf(id, WORDS);
    if (row >= 0 && (vectoriser.space.idf[row] ?? 0) < LEAST_IDF) common.add(place);
  }
  return common;
}

/** How much a concept speaks for an output, more so in the subject. */
function conceptWeigher(
  { vectoriser, concepts }: Material,
  { head, output, values }: { head: Head; output: number; values: Float32Array },
): (concept: number, isSubject: boolean) => number {
  const { firstConcept, firstSubjectConcept } = numberingOf(concepts);
  const weigh = (id: number) => {
    const row = vectoriser.rowOf(id, CUES);
    return row < 0 ? 0 : (values[row] as number) * weightOf(head, row, CUES, output);
  };
  return (concept, isSubject) =>
    weigh(firstConcept + concept) + (isSubject ? weigh(firstSubjectConcept + concept) : 0);
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
function choose(source: string, speakers: (Speaker | null)[]): string[] {
  const chosen: Speaker[] = [];
  const said = new Map<string, string>();
  for (let tries = 0; tries < MOST_TRIES && chosen.length < MOST_REASONS; tries++) {
    const best = takeWeightiest(speakers);
    if (best === null) break;
    const to = best.to < 0 ? endOfWord(source, best.from) : best.to;
    if (chosen.some((other) => best.from < other.to && other.from < to)) continue;
    const text = quote(source, { from: best.from, to });
    if (text.length < SHORTEST_WORD || /^\p{N}+$/u.test(text) || text === "xxurl") continue;
    if (said.has(text.toLowerCase())) continue;
    said.set(text.toLowerCase(), text);
    chosen.push({ ...best, to });
  }
  return [...said.values()];
}

/** Takes the speaker with the greatest positive weight out of the list; cheaper than sorting, few are wanted. */
function takeWeightiest(speakers: (Speaker | null)[]): Speaker | null {
  let best: Speaker | null = null;
  let at = -1;
  for (let i = 0; i < speakers.length; i++) {
    const speaker = speakers[i];
    if (!speaker || speaker.weight <= (best?.weight ?? 0)) continue;
    best = speaker;
    at = i;
  }
  if (at >= 0) speakers[at] = null;
  return best;
}

/** A stretch of the source on one line, without the punctuation around it. */
export function quote(source: string, { from, to }: { from: number; to: number }): string {
  return source
    .slice(from, Math.min(to, from + LONGEST_REASON))
    .replace(/\s+/g, " ")
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
}
