import type { Lexicon } from "./lexicon.ts";
import { type Head, type PaddedHead, ROW } from "./rowtable.ts";
import type { Space } from "./space.ts";
import { OUTPUTS } from "./tasks.ts";
import type { Vector } from "./vectorise.ts";

/** Everything that judging needs; no text of any customer. */
export interface Model {
  /** Languages that n-grams were learned from. */
  readonly languages: readonly string[];
  readonly lexicon: Lexicon;
  readonly space: Space;
  /** By concepts and marks, for every language. */
  readonly bare: Head;
  /**
   * By n-grams, for those languages; the mean of both is what counts. Learned apart: by cross-validation over authors two judges that know
   * nothing of each other are right more often than one that learns from both, and leans on the words of its authors.
   */
  readonly full: Head;
  /** Number of mails it learned from, and the seed. */
  readonly trained: { readonly mails: number; readonly seed: number };
}

/** Values are counted in this fraction of one. */
const UNIT = 65_536;

/** Scratch: whole numbers; a group's length is at most 1 and it has fewer than 2^16 rows, so that its sums stay below 2^31. */
const SUMS = new Int32Array(OUTPUTS);

/** Fills `outputs` with the scores that a head has for a vector. */
export function scoreOutputs(
  head: PaddedHead,
  { vector, groupStarts }: { readonly vector: Vector; readonly groupStarts: readonly number[] },
  outputs: Float64Array,
): void {
  const sums = SUMS;
  outputs.set(head.biases);
  const { rows } = vector;
  const end = head.firstRow + head.weights.length / ROW;
  let from = firstFrom(rows, head.firstRow);
  for (let group = 0; group + 1 < groupStarts.length; group++) {
    const groupEnd = Math.min(groupStarts[group + 1] ?? 0, end);
    let to = from;
    while (to < rows.length && (rows[to] as number) < groupEnd) to++;
    if (to === from) continue;
    sums.fill(0);
    addRows(head, vector, { from, to, sums });
    const scale = group * OUTPUTS;
    for (let o = 0; o < OUTPUTS; o++) {
      outputs[o] = (outputs[o] as number) + ((sums[o] as number) / UNIT) * (head.scales[scale + o] as number);
    }
    from = to;
  }
}

/** Index of the first row from `least` on; groups stand in order, and heads begin where one does. */
function firstFrom(rows: Int32Array, least: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle] as number) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly sums: Int32Array;
}

/** Adds the weighted rows of a stretch of the vector, four at a time: reading and writing the sums costs most. */
function addRows(head: PaddedHead, { rows, values }: Vector, { from, to, sums }: Stretch): void {
  const { weights, firstRow } = head;
  let i = from;
  for (; i + 3 < to; i += 4) {
    const a = ((rows[i] as number) - firstRow) * ROW;
    const b = ((rows[i + 1] as number) - firstRow) * ROW;
    const c = ((rows[i + 2] as number) - firstRow) * ROW;
    const d = ((rows[i + 3] as number) - firstRow) * ROW;
    const va = ((values[i] as number) * UNIT) | 0;
    const vb = ((values[i + 1] as number) * UNIT) | 0;
    const vc = ((values[i + 2] as number) * UNIT) | 0;
    const vd = ((values[i + 3] as number) * UNIT) | 0;
    for (let o = 0; o < OUTPUTS; o++) {
      const left = Math.imul(va, weights[a + o] as number) + Math.imul(vb, weights[b + o] as number);
      const right = Math.imul(vc, weights[c + o] as number) + Math.imul(vd, weights[d + o] as number);
      sums[o] = ((sums[o] as number) + ((left + right) | 0)) | 0;
    }
  }
  for (; i < to; i++) {
    const at = ((rows[i] as number) - firstRow) * ROW;
    const value = ((values[i] as number) * UNIT) | 0;
    for (let o = 0; o < OUTPUTS; o++)
      sums[o] = ((sums[o] as number) + Math.imul(value, weights[at + o] as number)) | 0;
  }
}

/** What a row adds to an output's score for each unit of the feature's value. */
export function weightOf(head: PaddedHead, row: number, group: number, output: number): number {
  if (row < head.firstRow) return 0;
  const weight = head.weights[(row - head.firstRow) * ROW + output] ?? 0;
  return weight * (head.scales[group * OUTPUTS + output] ?? 0);
}

export function argmax(scores: ArrayLike<number>): number {
  let best = 0;
  for (let k = 1; k < scores.length; k++) if ((scores[k] ?? 0) > (scores[best] ?? 0)) best = k;
  return best;
}
