import { LAYOUT, OUTPUTS } from "./tasks.ts";

/** Neurons between the scores and the opinion. */
export const HIDDEN = 32;
/** Scores that a network looks at: those that count, and those of concepts and marks alone. */
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

/** Numbers that the networks of a head hold. */
export const NETWORK_SIZE = LAYOUT.reduce((sum, { task }) => sum + sizeOf(task.labels.length), 0);

function sizeOf(labels: number): number {
  return HIDDEN * (INPUTS + 1) + labels * (HIDDEN + 1);
}

/** The networks of one head in one row of numbers, in the order of `TASKS`. */
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
  return LAYOUT.map(({ task }) => ({
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
    const network = networks[n] as Network;
    const first = LAYOUT[n]?.first ?? 0;
    weighInputs(network, INPUT, SAID);
    for (let k = 0; k < network.outerBiases.length; k++)
      outputs[first + k] = (outputs[first + k] as number) + opinionFor(k, network, SAID);
  }
}

/** Scratch: a network is asked for each mail, and by one thread. */
const INPUT = new Float64Array(INPUTS);
const SAID = new Float64Array(HIDDEN);

/**
 * A score for each label. `hidden` is filled with what the neurons say, which is nothing where it is below 0.
 */
export function opinionOf(network: Network, inputs: Float64Array, hidden: Float64Array): Float64Array {
  weighInputs(network, inputs, hidden);
  return opinionOn(network, hidden);
}

/** The same where it is known what the neurons say. */
export function opinionOn(network: Network, hidden: Float64Array): Float64Array {
  const opinion = new Float64Array(network.outerBiases.length);
  for (let k = 0; k < opinion.length; k++) opinion[k] = opinionFor(k, network, hidden);
  return opinion;
}

function opinionFor(label: number, { outer, outerBiases }: Network, hidden: Float64Array): number {
  let sum = outerBiases[label] as number;
  for (let h = 0; h < HIDDEN; h++)
    sum += Math.max(hidden[h] as number, 0) * (outer[label * HIDDEN + h] as number);
  return sum;
}

/** What each neuron says. Four neurons at a time: in a sum each addition waits for the one before, so four sums wait together. */
export function weighInputs(
  { inner, innerBiases }: Network,
  inputs: Float64Array,
  hidden: Float64Array,
): void {
  for (let h = 0; h < HIDDEN; h += 4) {
    let a = innerBiases[h] as number;
    let b = innerBiases[h + 1] as number;
    let c = innerBiases[h + 2] as number;
    let d = innerBiases[h + 3] as number;
    const from = h * INPUTS;
    for (let i = 0; i < INPUTS; i++) {
      const input = inputs[i] as number;
      a += (inner[from + i] as number) * input;
      b += (inner[from + INPUTS + i] as number) * input;
      c += (inner[from + 2 * INPUTS + i] as number) * input;
      d += (inner[from + 3 * INPUTS + i] as number) * input;
    }
    hidden[h] = a;
    hidden[h + 1] = b;
    hidden[h + 2] = c;
    hidden[h + 3] = d;
  }
}
