import type { Features } from "./features.ts";
import type { Layer, LayerOutput } from "./judgement.ts";
import { LAYER_ROWS, type LayerVector } from "./layer-features.ts";
import { endOfWord, quote } from "./quote.ts";
import { OUTPUTS, TASKS, type TaskName } from "./tasks.ts";

/** The score of an own topic that nothing speaks for. */
export const OWN_TOPIC_BEFORE = -1;

/**
 * A layer is silent on a question where it says less than that of every label: so little any message has in common
 * with some lesson by chance. A corrected message and its near copies are told twice as much.
 */
const LEAST_SAY = 0.5;

const MOST_REASONS = 3;
const SHORTEST_WORD = 3;

/** A layer's say on one message. */
export interface LayerScores {
  /** To be added to the base's outputs. */
  readonly added: Float64Array;
  /** Of the own topics, in their order. */
  readonly own: Float64Array;
}

export function layerScores(layer: Layer, vector: LayerVector): LayerScores {
  const sums = sumsOf(layer, vector);
  const scores = layer.outputs.map(({ scale }, o) => (sums[o] as number) * scale);
  const most = new Map<TaskName, number>();
  for (const [o, { task }] of layer.outputs.entries())
    most.set(task, Math.max(most.get(task) ?? 0, Math.abs(scores[o] as number)));
  const added = new Float64Array(OUTPUTS);
  const own = new Float64Array(layer.ownTopics.length).fill(OWN_TOPIC_BEFORE);
  const names: readonly string[] = layer.ownTopics;
  for (const [o, { task, label }] of layer.outputs.entries()) {
    if ((most.get(task) ?? 0) < LEAST_SAY) continue;
    const score = scores[o] as number;
    const index = outputIndex(task, label);
    const topic = names.indexOf(label);
    if (index >= 0) added[index] = (added[index] as number) + score;
    else if (topic >= 0) own[topic] = (own[topic] as number) + score;
  }
  return { added, own };
}

/**
 * What each output's weights come to. Four rows at a time, since reading and writing the sums costs most; beyond the
 * last the values are none.
 */
function sumsOf(layer: Layer, { rows, values }: LayerVector): Float64Array {
  const weights = rowByRow(layer);
  const width = layer.outputs.length;
  const sums = new Float64Array(width);
  for (let i = 0; i < rows.length; i += 4) {
    const a = (rows[i] as number) * width;
    const b = (rows[i + 1] ?? 0) * width;
    const c = (rows[i + 2] ?? 0) * width;
    const d = (rows[i + 3] ?? 0) * width;
    const va = values[i] as number;
    const vb = values[i + 1] ?? 0;
    const vc = values[i + 2] ?? 0;
    const vd = values[i + 3] ?? 0;
    for (let o = 0; o < width; o++) {
      const left = (weights[a + o] as number) * va + (weights[b + o] as number) * vb;
      const right = (weights[c + o] as number) * vc + (weights[d + o] as number) * vd;
      sums[o] = (sums[o] as number) + left + right;
    }
  }
  return sums;
}

/** Weights of all outputs, row after row: a feature's lie together in the processor's cache. */
const packed = new WeakMap<Layer, Int8Array>();

function rowByRow(layer: Layer): Int8Array {
  const known = packed.get(layer);
  if (known !== undefined) return known;
  const width = layer.outputs.length;
  const weights = new Int8Array(LAYER_ROWS * width);
  for (const [o, output] of layer.outputs.entries())
    for (let row = 0; row < LAYER_ROWS; row++) weights[row * width + o] = output.weights[row] as number;
  packed.set(layer, weights);
  return weights;
}

/** Index among the base's outputs; -1 for an own topic. */
export function outputIndex(task: TaskName, label: string): number {
  let first = 0;
  for (const { name, labels } of TASKS) {
    const at = name === task ? labels.indexOf(label) : -1;
    if (at >= 0) return first + at;
    first += labels.length;
  }
  return -1;
}

/** The words that spoke most for a label of the layer, as the customer wrote them. */
export function layerReasons(
  layer: Layer,
  label: string,
  { source, vector }: { readonly source: Features["source"]; readonly vector: LayerVector },
): string[] {
  const output = layer.outputs.find((one) => one.task === "topic" && one.label === label);
  if (output === undefined) return [];
  const byPlace = new Map<number, number>();
  for (let i = 0; i < vector.rows.length; i++) {
    const place = vector.places[i] as number;
    if (place < 0) continue;
    const weight = (output.weights[vector.rows[i] as number] as number) * (vector.values[i] as number);
    byPlace.set(place, (byPlace.get(place) ?? 0) + weight);
  }
  const said = new Set<string>();
  for (const [place, weight] of [...byPlace].sort(([, a], [, b]) => b - a)) {
    if (weight <= 0 || said.size === MOST_REASONS) break;
    const word = quote(source, { from: place, to: endOfWord(source, place) });
    if (word.length >= SHORTEST_WORD && /\p{L}/u.test(word)) said.add(word);
  }
  return [...said];
}

/** In eight bits; null where there is nothing to say. */
export function quantised(task: TaskName, label: string, weights: Float32Array): LayerOutput | null {
  let most = 0;
  for (const weight of weights) most = Math.max(most, Math.abs(weight));
  if (most === 0) return null;
  const scale = Math.fround(most / 127);
  const small = new Int8Array(LAYER_ROWS);
  for (let row = 0; row < LAYER_ROWS; row++) small[row] = Math.round((weights[row] as number) / scale);
  return { task, label, weights: small, scale };
}
