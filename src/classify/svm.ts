import { seededRandom, shuffle } from "./random.ts";
import type { Vector } from "./vectorise.ts";

/** One weight vector and bias a label: a score above 0 says yes. */
export interface LinearModel {
  readonly weights: readonly Float32Array[];
  readonly biases: Float64Array;
}

export interface SvmOptions {
  /** Cost of an error; each label's is raised by its rarity. */
  readonly cost: number;
  readonly seed: number;
  /** Number of features. */
  readonly dimensions: number;
  readonly labels: number;
  /** How far from the optimum its gradient may be. */
  readonly tolerance: number;
}

const MOST_EPOCHS = 32;
/** Every so many epochs all mails are looked at, and it is seen whether that was the last. */
const FULL_ROUND = 3;

/**
 * One-vs-rest L2-regularised L2-loss support vector machine by dual coordinate descent (Hsieh et al., "A Dual
 * Coordinate Descent Method for Large-scale Linear SVM", ICML 2008). `classes[i]` is the label of `vectors[i]`.
 */
export function trainSvm(
  vectors: readonly Vector[],
  classes: readonly number[],
  options: SvmOptions,
): LinearModel {
  const { labels, dimensions } = options;
  const random = seededRandom(options.seed);
  const sizes = new Float64Array(labels);
  for (const label of classes) sizes[label] = (sizes[label] ?? 0) + 1;
  const norms = Float64Array.from(vectors, squaredNorm);
  const weights: Float32Array[] = [];
  const biases = new Float64Array(labels);
  for (let label = 0; label < labels; label++) {
    const weight = new Float32Array(dimensions);
    const rarity = vectors.length / (labels * Math.max(sizes[label] ?? 0, 1));
    const { tolerance } = options;
    const problem = {
      vectors,
      norms,
      weight,
      tolerance,
      signs: classes.map((other) => (other === label ? 1 : -1)),
    };
    biases[label] = solve(problem, { positive: options.cost * rarity, negative: options.cost }, random);
    weights.push(weight);
  }
  return { weights, biases };
}

interface Problem {
  readonly vectors: readonly Vector[];
  /** Squared length of each vector and its bias feature. */
  readonly norms: Float64Array;
  readonly signs: readonly number[];
  readonly tolerance: number;
  /** Found by `solve`. */
  readonly weight: Float32Array;
}

/** Fills `problem.weight` and returns the bias. */
function solve(problem: Problem, cost: { positive: number; negative: number }, random: () => number): number {
  const { vectors, norms, signs, weight, tolerance } = problem;
  const alphas = new Float64Array(vectors.length);
  const order = Int32Array.from(vectors.keys());
  let bias = 0;
  for (let epoch = 0; epoch < MOST_EPOCHS; epoch++) {
    let largest = Number.NEGATIVE_INFINITY;
    let smallest = Number.POSITIVE_INFINITY;
    // Those far on their side of the margin seldom come back: between two full rounds they are passed over.
    const all = epoch < FULL_ROUND || epoch % FULL_ROUND === 0;
    shuffle(order, random);
    for (const i of order) {
      const vector = vectors[i];
      const alpha = alphas[i] ?? 0;
      if (!vector || (alpha === 0 && !all)) continue;
      const sign = signs[i] ?? -1;
      const diagonal = 0.5 / (sign > 0 ? cost.positive : cost.negative);
      const gradient = sign * (bias + dot(weight, vector)) - 1 + diagonal * alpha;
      const projected = alpha === 0 ? Math.min(gradient, 0) : gradient;
      largest = Math.max(largest, projected);
      smallest = Math.min(smallest, projected);
      if (Math.abs(projected) < 1e-12) continue;
      const next = Math.max(alpha - gradient / ((norms[i] ?? 1) + diagonal), 0);
      alphas[i] = next;
      const change = (next - alpha) * sign;
      if (change === 0) continue;
      addScaled(weight, vector, change);
      bias += change;
    }
    if (all && largest - smallest < tolerance) break;
  }
  return bias;
}

export function scoresOf(model: LinearModel, vector: Vector): Float64Array {
  return Float64Array.from(model.weights, (weight, k) => (model.biases[k] ?? 0) + dot(weight, vector));
}

function squaredNorm({ values }: Vector): number {
  let sum = 1;
  for (let i = 0; i < values.length; i++) sum += (values[i] as number) ** 2;
  return sum;
}

// The indexed reads below are the inner loop of training: within bounds by construction, hence the assertions.
function dot(weight: Float32Array, { rows, values }: Vector): number {
  let sum = 0;
  for (let i = 0; i < rows.length; i++) sum += (weight[rows[i] as number] as number) * (values[i] as number);
  return sum;
}

function addScaled(weight: Float32Array, { rows, values }: Vector, factor: number): void {
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    weight[row] = (weight[row] as number) + factor * (values[i] as number);
  }
}
