import type { LinearModel } from "./svm.ts";
import { OUTPUTS } from "./tasks.ts";
import type { Vector } from "./vectorise.ts";

/** Weight of the first scores as features of the second judging. */
const STACK_WEIGHT = 0.15;

/** The vector with the scores of a first judging as further features, numbered from `dimensions` on. */
export function withScores(vector: Vector, dimensions: number, scores: readonly number[]): Vector {
  const rows = new Int32Array(vector.rows.length + scores.length);
  const values = new Float32Array(rows.length);
  rows.set(vector.rows);
  values.set(vector.values);
  for (const [j, score] of scores.entries()) {
    rows[vector.rows.length + j] = dimensions + j;
    values[vector.rows.length + j] = STACK_WEIGHT * score;
  }
  return { rows, values };
}

/** Models of several questions as one of all their labels. */
export function joined(models: readonly LinearModel[]): LinearModel {
  return {
    weights: models.flatMap((model) => model.weights),
    biases: Float64Array.from(models.flatMap((model) => [...model.biases])),
  };
}

/**
 * The second judging is linear in the first scores and they are linear in the features, so the two fold into one
 * model over the features alone.
 */
export function unstack(second: LinearModel, first: LinearModel, rows: number): LinearModel {
  const biases = Float64Array.from(second.biases);
  const weights = second.weights.map((weight, label) => {
    const folded = weight.slice(0, rows);
    for (let output = 0; output < OUTPUTS; output++) {
      const factor = STACK_WEIGHT * (weight[rows + output] ?? 0);
      const firstWeight = first.weights[output] ?? new Float32Array(rows);
      for (let row = 0; row < rows; row++)
        folded[row] = (folded[row] ?? 0) + factor * (firstWeight[row] ?? 0);
      biases[label] = (biases[label] ?? 0) + factor * (first.biases[output] ?? 0);
    }
    return folded;
  });
  return { weights, biases };
}
