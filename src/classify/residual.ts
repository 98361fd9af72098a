import { seededRandom, shuffle } from "./random.ts";
import type { Vector } from "./vectorise.ts";

/** One message, for one yes-or-no question. */
export interface ResidualExample {
  readonly vector: Vector;
  /** 1: yes; -1: no. */
  readonly sign: 1 | -1;
  /** The score without the layer; above 0 says yes. */
  readonly before: number;
  /** What `sign * score` is to reach. */
  readonly margin: number;
  readonly cost: number;
}

const MOST_EPOCHS = 60;
const TOLERANCE = 0.01;
const FULL_ROUND = 5;

/**
 * The smallest weights that, added to the scores there are, bring each example to its margin: L2-loss support vector
 * machine with offsets, without a bias, by dual coordinate descent (Hsieh et al., ICML 2008). Where no example is
 * short of its margin they are all zero. Deterministic by seed.
 */
export function solveResidual(
  examples: readonly ResidualExample[],
  dimensions: number,
  seed: number,
): Float32Array {
  const weights = new Float32Array(dimensions);
  const random = seededRandom(seed);
  const alphas = new Float64Array(examples.length);
  const norms = Float64Array.from(examples, ({ vector }) => squaredNorm(vector));
  const order = Int32Array.from(examples.keys());
  for (let epoch = 0; epoch < MOST_EPOCHS; epoch++) {
    // Most examples never come short: between two rounds of all, only those that pull are looked at.
    const all = epoch % FULL_ROUND === 0;
    let worst = 0;
    shuffle(order, random);
    for (const i of order) {
      const example = examples[i];
      const alpha = alphas[i] as number;
      if (example === undefined || (!all && alpha === 0)) continue;
      const { vector, sign, before, margin, cost } = example;
      const diagonal = 0.5 / cost;
      const gradient = sign * (before + dot(weights, vector)) - margin + diagonal * alpha;
      const projected = alpha === 0 ? Math.min(gradient, 0) : gradient;
      worst = Math.max(worst, Math.abs(projected));
      if (Math.abs(projected) < 1e-9) continue;
      const next = Math.max(alpha - gradient / ((norms[i] as number) + diagonal), 0);
      alphas[i] = next;
      addScaled(weights, vector, (next - alpha) * sign);
    }
    if (all && worst < TOLERANCE) break;
  }
  return weights;
}

function squaredNorm({ values }: Vector): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}

function dot(weights: Float32Array, { rows, values }: Vector): number {
  let sum = 0;
  for (let i = 0; i < rows.length; i++) sum += (weights[rows[i] as number] as number) * (values[i] as number);
  return sum;
}

function addScaled(weights: Float32Array, { rows, values }: Vector, factor: number): void {
  if (factor === 0) return;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    weights[row] = (weights[row] as number) + factor * (values[i] as number);
  }
}
