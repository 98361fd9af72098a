/** Probabilities from scores: softmax of `scores × sharpness`, safe against overflow. */
export function softmax(scores: ArrayLike<number>, sharpness: number): Float64Array {
  let top = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < scores.length; k++) top = Math.max(top, scores[k] ?? 0);
  const shares = new Float64Array(scores.length);
  let total = 0;
  for (let k = 0; k < scores.length; k++) {
    const odds = Math.exp(((scores[k] ?? 0) - top) * sharpness);
    shares[k] = odds;
    total += odds;
  }
  for (let k = 0; k < shares.length; k++) shares[k] = (shares[k] ?? 0) / total;
  return shares;
}

/**
 * Temperature scaling (Guo et al., "On Calibration of Modern Neural Networks", ICML 2017): the inverse temperature
 * that makes the right labels most likely. `scores` must come from models that did not see these messages.
 */
export function fitSharpness(scores: readonly ArrayLike<number>[], classes: readonly number[]): number {
  const loss = (logSharpness: number) => {
    let sum = 0;
    for (const [i, row] of scores.entries()) {
      const probability = softmax(row, Math.exp(logSharpness))[classes[i] ?? 0] ?? 0;
      sum -= Math.log(Math.max(probability, 1e-12));
    }
    return sum;
  };
  return Math.exp(goldenSection(loss, Math.log(0.1), Math.log(50)));
}

/** Minimum of a function with one valley. */
function goldenSection(of: (x: number) => number, from: number, to: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [from, to];
  let [left, right] = [high - ratio * (high - low), low + ratio * (high - low)];
  let [atLeft, atRight] = [of(left), of(right)];
  for (let step = 0; step < 24; step++) {
    if (atLeft < atRight) {
      [high, right, atRight] = [right, left, atLeft];
      left = high - ratio * (high - low);
      atLeft = of(left);
    } else {
      [low, left, atLeft] = [left, right, atRight];
      right = low + ratio * (high - low);
      atRight = of(right);
    }
  }
  return (low + high) / 2;
}
