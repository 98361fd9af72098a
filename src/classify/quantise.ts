import { GROUPS } from "./features.ts";
import type { LinearModel } from "./svm.ts";
import { OUTPUTS } from "./tasks.ts";

/** The rows that a head knows. */
export interface Part {
  readonly firstRow: number;
  readonly endRow: number;
}

/** Eight bits a weight, with a scale for each output and group: n-grams weigh little each, concepts much. */
export function quantise(models: readonly LinearModel[], groupStarts: readonly number[], part: Part) {
  const { firstRow, endRow } = part;
  const weights = new Int8Array((endRow - firstRow) * OUTPUTS);
  const scales = new Float32Array(GROUPS.length * OUTPUTS);
  const all = models.flatMap((model) => model.weights);
  for (const [output, weight] of all.entries()) {
    for (const group of GROUPS.keys()) {
      const from = Math.max(groupStarts[group] ?? 0, firstRow);
      const to = Math.min(groupStarts[group + 1] ?? endRow, endRow);
      let largest = 0;
      for (let row = from; row < to; row++) largest = Math.max(largest, Math.abs(weight[row] ?? 0));
      const scale = largest / 127;
      scales[group * OUTPUTS + output] = scale;
      for (let row = from; row < to; row++) {
        weights[(row - firstRow) * OUTPUTS + output] = scale > 0 ? Math.round((weight[row] ?? 0) / scale) : 0;
      }
    }
  }
  return {
    firstRow,
    weights,
    scales,
    biases: Float32Array.from(models.flatMap((model) => [...model.biases])),
  };
}
