import type { Lexicon } from "./lexicon.ts";
import { FIRST_OUTPUTS, OUTPUTS, SECOND_OUTPUTS, type TaskOutputs } from "./tasks.ts";
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
  /** How the first scores bear on the second, `FIRST_OUTPUTS` for each second output. */
  readonly stack: Float32Array;
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

/** Scores of all outputs for a vector: first those over all tasks, then the second judging. */
export function scoreOutputs(head: Head, vector: Vector, groupStarts: readonly number[]): Float64Array {
  const outputs = Float64Array.from(head.biases);
  const sums = new Float64Array(OUTPUTS);
  let group = 0;
  const flush = () => {
    for (let o = 0; o < OUTPUTS; o++) {
      outputs[o] = (outputs[o] as number) + (sums[o] as number) * (head.scales[group * OUTPUTS + o] ?? 0);
    }
    sums.fill(0);
  };
  for (let i = 0; i < vector.rows.length; i++) {
    const row = vector.rows[i] as number;
    if (row < head.firstRow) continue;
    while (row >= (groupStarts[group + 1] ?? Number.POSITIVE_INFINITY)) {
      flush();
      group++;
    }
    const value = vector.values[i] as number;
    const at = (row - head.firstRow) * OUTPUTS;
    for (let o = 0; o < OUTPUTS; o++)
      sums[o] = (sums[o] as number) + value * (head.weights[at + o] as number);
  }
  flush();
  addStack(head, outputs);
  return outputs;
}

function addStack(head: Head, outputs: Float64Array): void {
  for (let second = 0; second < SECOND_OUTPUTS; second++) {
    let sum = outputs[FIRST_OUTPUTS + second] ?? 0;
    for (let first = 0; first < FIRST_OUTPUTS; first++) {
      sum += (head.stack[second * FIRST_OUTPUTS + first] ?? 0) * (outputs[first] ?? 0);
    }
    outputs[FIRST_OUTPUTS + second] = sum;
  }
}

/** The scores that decide a task. */
export function decidingScores(outputs: Float64Array, { task, deciding }: TaskOutputs): Float64Array {
  return outputs.subarray(deciding, deciding + task.labels.length);
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
