/*
 * Counts that come at random around a mean that is itself known only so well: the negative binomial distribution, which
 * is Poisson's where `spread` is 0. Its variance is mean + spread · mean² (Hilbe, Negative Binomial Regression, 2011,
 * section 8.2).
 */

/** How many are expected, and how far that can be trusted. */
export interface Expectation {
  readonly mean: number;
  readonly spread: number;
}

/** Below it, Poisson's distribution is the same to within rounding. */
const NO_SPREAD = 1e-9;

/** The probability of `count` or fewer. */
export function atMost(count: number, expected: Expectation): number {
  if (count < 0) return 0;
  const { mean, spread } = expected;
  let sum = 0;
  let log = logOfNone(expected);
  for (let k = 0; ; k++) {
    sum += Math.exp(log);
    if (k >= count) return Math.min(1, sum);
    // The next from the one before: (k + 1/spread) · spread·mean / (1 + spread·mean) / (k + 1).
    log += Math.log((mean * (1 + spread * k)) / ((1 + spread * mean) * (k + 1)));
  }
}

/** The probability of `count` or more. */
export function atLeast(count: number, expected: Expectation): number {
  return count <= 0 ? 1 : Math.max(0, 1 - atMost(count - 1, expected));
}

function logOfNone({ mean, spread }: Expectation): number {
  return spread < NO_SPREAD ? -mean : -Math.log1p(spread * mean) / spread;
}
