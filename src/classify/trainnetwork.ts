import { softmax } from "./calibrate.ts";
import { HIDDEN, INPUTS, type Network, opinionOn, weighInputs } from "./network.ts";
import { seededRandom, shuffle } from "./random.ts";

export interface NetworkOptions {
  readonly labels: number;
  /** Index of the question's first label among the scores. */
  readonly first: number;
  /** Inverse temperature of those scores alone. */
  readonly sharpness: number;
  readonly seed: number;
}

const EPOCHS = 12;
const BATCH = 64;
const RATE = 0.003;
const DECAY = 0.001;
/** Chance of a neuron to be left out for one message (Srivastava et al., "Dropout", JMLR 2014). */
const DROPPED = 0.2;

/**
 * Learns what is to be added to a question's own scores, which models gave that did not see these messages. Cross-entropy, rare labels weighing more
 * by the root of their rarity; Adam (Kingma and Ba, ICLR 2015) with a rate that falls to nothing. Deterministic.
 */
export function trainNetwork(
  scores: readonly Float64Array[],
  classes: readonly number[],
  { labels, first, sharpness, seed }: NetworkOptions,
): Network {
  const { inputs, means, deviations } = standardised(scores);
  const learner = new Learner(labels, seed);
  const weights = rarities(classes, labels);
  const order = Int32Array.from(inputs.keys());
  const random = seededRandom(seed + 1);
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    shuffle(order, random);
    for (let from = 0; from < order.length; from += BATCH) {
      const batch = order.subarray(from, from + BATCH);
      for (const i of batch) {
        const label = classes[i] as number;
        const given = (scores[i] as Float64Array).subarray(first, first + labels);
        const weight = (weights[label] as number) / batch.length;
        learner.look(inputs[i] as Float64Array, { given, sharpness, label, weight });
      }
      learner.step(RATE * (1 - epoch / EPOCHS));
    }
  }
  return onScores(learner.network, means, deviations);
}

/** The same network with all that it says multiplied. */
export function scaled(network: Network, factor: number): Network {
  return {
    ...network,
    outer: network.outer.map((weight) => weight * factor),
    outerBiases: network.outerBiases.map((bias) => bias * factor),
  };
}

function standardised(scores: readonly Float64Array[]) {
  const means = new Float64Array(INPUTS);
  const deviations = new Float64Array(INPUTS);
  for (let i = 0; i < INPUTS; i++) {
    const column = scores.map((row) => row[i] as number);
    const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
    const variance = column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length;
    means[i] = mean;
    deviations[i] = Math.sqrt(variance) + 1e-6;
  }
  const inputs = scores.map((row) =>
    row.map((value, i) => (value - (means[i] as number)) / (deviations[i] as number)),
  );
  return { inputs, means, deviations };
}

function rarities(classes: readonly number[], labels: number): number[] {
  const sizes = new Array<number>(labels).fill(0);
  for (const label of classes) sizes[label] = (sizes[label] ?? 0) + 1;
  return sizes.map((size) => Math.sqrt(classes.length / (labels * Math.max(size, 1))));
}

/** Takes scores as they are instead of standardised ones. */
function onScores(network: Network, means: Float64Array, deviations: Float64Array): Network {
  const inner = network.inner.map((weight, at) => weight / (deviations[at % INPUTS] as number));
  const innerBiases = network.innerBiases.map((bias, h) => {
    let sum = bias;
    for (let i = 0; i < INPUTS; i++) sum -= (inner[h * INPUTS + i] as number) * (means[i] as number);
    return sum;
  });
  return { ...network, inner, innerBiases };
}

type Part = keyof Network;
const PARTS: readonly Part[] = ["inner", "innerBiases", "outer", "outerBiases"];

/** One message: the question's own scores and their sharpness, the right label, and how much it counts. */
interface Lesson {
  readonly given: Float64Array;
  readonly sharpness: number;
  readonly label: number;
  readonly weight: number;
}

/** A network in the making, with the gradient of the batch in hand and Adam's moments. */
class Learner {
  readonly network: Network;
  readonly #gradient: Network;
  readonly #firstMoment: Network;
  readonly #secondMoment: Network;
  readonly #hidden = new Float64Array(HIDDEN);
  readonly #random: () => number;
  #steps = 0;

  constructor(labels: number, seed: number) {
    const random = seededRandom(seed);
    this.#random = seededRandom(seed + 2);
    const draw = (length: number, deviation: number) =>
      Float32Array.from({ length }, () => deviation * normal(random));
    this.network = {
      ...blank(labels),
      inner: draw(HIDDEN * INPUTS, 1 / Math.sqrt(INPUTS)),
      outer: draw(labels * HIDDEN, 0.1 / Math.sqrt(HIDDEN)),
    };
    this.#gradient = blank(labels);
    this.#firstMoment = blank(labels);
    this.#secondMoment = blank(labels);
  }

  /** Adds one message to the gradient. */
  look(inputs: Float64Array, { given, sharpness, label, weight }: Lesson): void {
    const { outer } = this.network;
    const gradient = this.#gradient;
    weighInputs(this.network, inputs, this.#hidden);
    this.#drop();
    const opinion = opinionOn(this.network, this.#hidden);
    const errors = softmax(
      opinion.map((score, k) => score + sharpness * (given[k] as number)),
      1,
    );
    errors[label] = (errors[label] as number) - 1;
    for (let h = 0; h < HIDDEN; h++) {
      const active = this.#hidden[h] as number;
      if (active <= 0) continue;
      const kept = 1 / (1 - DROPPED);
      let back = 0;
      for (let k = 0; k < errors.length; k++) {
        const error = weight * (errors[k] as number);
        back += error * (outer[k * HIDDEN + h] as number);
        gradient.outer[k * HIDDEN + h] = (gradient.outer[k * HIDDEN + h] as number) + error * active;
      }
      back *= kept;
      gradient.innerBiases[h] = (gradient.innerBiases[h] as number) + back;
      const from = h * INPUTS;
      for (let i = 0; i < INPUTS; i++)
        gradient.inner[from + i] = (gradient.inner[from + i] as number) + back * (inputs[i] as number);
    }
    for (let k = 0; k < errors.length; k++)
      gradient.outerBiases[k] = (gradient.outerBiases[k] as number) + weight * (errors[k] as number);
  }

  /** The neurons that are left speak the louder. */
  #drop(): void {
    for (let h = 0; h < HIDDEN; h++) {
      const said = this.#hidden[h] as number;
      this.#hidden[h] = this.#random() < DROPPED ? 0 : said / (1 - DROPPED);
    }
  }

  /** Follows the gradient, and forgets it. */
  step(rate: number): void {
    this.#steps++;
    const firstBias = 1 - 0.9 ** this.#steps;
    const secondBias = 1 - 0.999 ** this.#steps;
    for (const part of PARTS) {
      const numbers = this.network[part];
      const gradients = this.#gradient[part];
      const first = this.#firstMoment[part];
      const second = this.#secondMoment[part];
      const decay = part === "inner" || part === "outer" ? DECAY : 0;
      for (let i = 0; i < numbers.length; i++) {
        const gradient = (gradients[i] as number) + decay * (numbers[i] as number);
        first[i] = 0.9 * (first[i] as number) + 0.1 * gradient;
        second[i] = 0.999 * (second[i] as number) + 0.001 * gradient * gradient;
        const length = Math.sqrt((second[i] as number) / secondBias) + 1e-8;
        numbers[i] = (numbers[i] as number) - (rate * ((first[i] as number) / firstBias)) / length;
      }
      gradients.fill(0);
    }
  }
}

function blank(labels: number): Network {
  return {
    inner: new Float32Array(HIDDEN * INPUTS),
    innerBiases: new Float32Array(HIDDEN),
    outer: new Float32Array(labels * HIDDEN),
    outerBiases: new Float32Array(labels),
  };
}

/** Box and Muller's way from even to normal chances. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
