/** How long something took, or has taken so far. */
export interface Duration {
  readonly hours: number;
  /** false: not over yet, or ended by something else (censored): it takes longer than this. */
  readonly ended: boolean;
}

/** The share that takes longer than `hours`, from there on until the next step. */
export interface Step {
  readonly hours: number;
  readonly share: number;
}

/**
 * The product-limit estimate of how long things take (Kaplan and Meier, Nonparametric Estimation from Incomplete
 * Observations, JASA 53, 1958): steps at the durations that ended, ascending. What is not over counts among those at risk
 * as long as it has been seen; leaving it out would promise what only the quick ones kept. What ends and what is given up
 * at the same hour: the ends come first.
 */
export function survival(durations: readonly Duration[]): readonly Step[] {
  const sorted = durations.toSorted((a, b) => a.hours - b.hours || Number(b.ended) - Number(a.ended));
  const steps: Step[] = [];
  let share = 1;
  for (let i = 0; i < sorted.length; ) {
    const hours = sorted[i]?.hours ?? 0;
    let next = i;
    let ends = 0;
    for (; sorted[next]?.hours === hours; next++) ends += sorted[next]?.ended ? 1 : 0;
    if (ends > 0) {
      share *= 1 - ends / (sorted.length - i);
      steps.push({ hours, share });
    }
    i = next;
  }
  return steps;
}

/** By when at least `part` (0 to 1) of them are over; null where too few are for that to be known. */
export function quantile(steps: readonly Step[], part: number): number | null {
  return steps.find(({ share }) => share <= 1 - part + ROUNDING)?.hours ?? null;
}

/** The same for those that have taken `elapsed` hours already. */
export function quantileAfter(steps: readonly Step[], part: number, elapsed: number): number | null {
  const left = steps.findLast(({ hours }) => hours <= elapsed)?.share ?? 1;
  if (left <= 0) return null;
  return quantile(
    steps.flatMap(({ hours, share }) => (hours > elapsed ? { hours, share: share / left } : [])),
    part,
  );
}

/** Products of fractions miss a round share by a hair. */
const ROUNDING = 1e-9;
