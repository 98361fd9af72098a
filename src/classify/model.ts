import type { Lexicon } from "./lexicon.ts";
import { OUTPUTS, type TaskOutputs } from "./tasks.ts";
import type { Space, Vector } from "./vectorise.ts";

/** Weights of all tasks over the rows of a space, in eight bits. */
export interface Head {
  /** Rows below it are unknown to this head. */
  readonly firstRow: number;
  /** Row after row, `OUTPUTS` each. */
  readonly weights: Int8Array;
  /** What one unit of a weight is worth, group after group, `OUTPUTS` each. */
  readonly scales: Float32Array;
  readonly biases: Float32Array;
  /** Inverse temperature by task. */
  readonly sharpness: Float32Array;
}

/** Everything that judging needs; no text of any customer. */
export interface Model {
  /** Languages that n-grams were learned from. */
  readonly languages: readonly string[];
  readonly lexicon: Lexicon;
  readonly space: Space;
  /** For those languages. */
  readonly full: Head;
  /** By concepts and marks alone, for every other language. */
  readonly bare: Head;
  /** Number of mails it learned from, and the seed. */
  readonly trained: { readonly mails: number; readonly seed: number };
}

/** Values are counted in this fraction of one. */
const UNIT = 65_536;

/** Scores of all outputs for a vector. */
export function scoreOutputs(head: Head, vector: Vector, groupStarts: readonly number[]): Float64Array {
  const outputs = Float64Array.from(head.biases);
  // Whole numbers; a vector's length is at most 1.5, so that the sums stay far below 2^31.
  const sums = new Int32Array(OUTPUTS);
  const { weights, firstRow } = head;
  const { rows, values } = vector;
  let group = 0;
  let groupEnd = groupStarts[1] ?? 0;
  const flush = () => {
    for (let o = 0; o < OUTPUTS; o++) {
      outputs[o] =
        (outputs[o] as number) + ((sums[o] as number) / UNIT) * (head.scales[group * OUTPUTS + o] ?? 0);
    }
    sums.fill(0);
  };
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    if (row < firstRow) continue;
    while (row >= groupEnd) {
      flush();
      group++;
      groupEnd = groupStarts[group + 1] ?? row + 1;
    }
    const value = ((values[i] as number) * UNIT) | 0;
    const at = (row - firstRow) * OUTPUTS;
    for (let o = 0; o < OUTPUTS; o++) {
      sums[o] = (sums[o] as number) + Math.imul(value, weights[at + o] as number);
    }
  }
  flush();
  return outputs;
}

/** The outputs of one task. */
export function scoresOfTask(outputs: Float64Array, { task, first }: TaskOutputs): Float64Array {
  return outputs.subarray(first, first + task.labels.length);
}

/** What a row adds to an output's score for each unit of the feature's value. */
export function weightOf(head: Head, row: number, group: number, output: number): number {
  if (row < head.firstRow) return 0;
  const weight = head.weights[(row - head.firstRow) * OUTPUTS + output] ?? 0;
  return weight * (head.scales[group * OUTPUTS + output] ?? 0);
}

export function argmax(scores: ArrayLike<number>): number {
  let best = 0;
  for (let k = 1; k < scores.length; k++) if ((scores[k] ?? 0) > (scores[best] ?? 0)) best = k;
  return best;
}
