import { LAYOUT, OUTPUTS, type TaskOutputs } from "./tasks.ts";

/** Neurons between the scores and the opinion. */
export const HIDDEN = 32;
/** Scores that a network looks at: those of its head, and those of concepts and marks alone. */
export const INPUTS = 2 * OUTPUTS;

/**
 * A second opinion on one question, from the scores for all of them: what a linear model cannot say, such as that a
 * quiet complaint is less pressing than an angry one and a quiet question is not. One layer of rectified units.
 */
export interface Network {
  /** Neuron after neuron, its `INPUTS` weights. */
  readonly inner: Float32Array;
  readonly innerBiases: Float32Array;
  /** Label after label, its `HIDDEN` weights. */
  readonly outer: Float32Array;
  readonly outerBiases: Float32Array;
}

/** Where a question that networks are asked stands among the outputs. */
export const ASKED: readonly TaskOutputs[] = LAYOUT.filter(({ task }) => task.second === "network");

/** Numbers that the networks of a head hold. */
export const NETWORK_SIZE = ASKED.reduce((sum, { task }) => sum + sizeOf(task.labels.length), 0);

function sizeOf(labels: number): number {
  return HIDDEN * (INPUTS + 1) + labels * (HIDDEN + 1);
}

/** The networks of one head in one row of numbers, in the order of `ASKED`. */
export function joinNetworks(networks: readonly Network[]): Float32Array {
  const all = networks.flatMap(({ inner, innerBiases, outer, outerBiases }) => [
    ...inner,
    ...innerBiases,
    ...outer,
    ...outerBiases,
  ]);
  return Float32Array.from(all);
}

/** What `joinNetworks` joined. */
export function splitNetworks(numbers: Float32Array): Network[] {
  let at = 0;
  const take = (length: number) => {
    at += length;
    return numbers.subarray(at - length, at);
  };
  return ASKED.map(({ task }) => ({
    inner: take(HIDDEN * INPUTS),
    innerBiases: take(HIDDEN),
    outer: take(task.labels.length * HIDDEN),
    outerBiases: take(task.labels.length),
  }));
}

/** Adds to `outputs` what the networks of a head make of them and of `bare`, the scores of concepts and marks alone. */
export function addOpinions(networks: readonly Network[], outputs: Float64Array, bare: Float64Array): void {
  INPUT.set(outputs);
  INPUT.set(bare, OUTPUTS);
  for (let n = 0; n < networks.length; n++) {
    const opinion = opinionOf(networks[n] as Network, INPUT, SAID);
    const first = ASKED[n]?.first ?? 0;
    for (let k = 0; k < opinion.length; k++)
      outputs[first + k] = (outputs[first + k] as number) + (opinion[k] as number);
  }
}

/** Scratch: a network is asked for each mail, and by one thread. */
const INPUT = new Float64Array(INPUTS);
const SAID = new Float64Array(HIDDEN);

/** A score for each label. `hidden` is filled with what the neurons say, which is nothing where it is below 0. */
export function opinionOf(
  { inner, innerBiases, outer, outerBiases }: Network,
  inputs: Float64Array,
  hidden: Float64Array,
): Float64Array {
  const opinion = Float64Array.from(outerBiases);
  for (let h = 0; h < HIDDEN; h++) {
    let sum = innerBiases[h] as number;
    const from = h * INPUTS;
    for (let i = 0; i < INPUTS; i++) sum += (inner[from + i] as number) * (inputs[i] as number);
    hidden[h] = sum;
    if (sum <= 0) continue;
    for (let k = 0; k < opinion.length; k++)
      opinion[k] = (opinion[k] as number) + sum * (outer[k * HIDDEN + h] as number);
  }
  return opinion;
}
