import { businessBetween } from "./business.ts";
import { PRIORITIES, type Priority } from "./decision.ts";
import type { Measured, Rules } from "./duty.ts";
import { type Duration, quantile, type Step, survival } from "./survival.ts";

/** The share of first answers that come by the time that a customer is told. */
export const PROMISED_SHARE = 0.95;
/** Under so many tickets of a priority chance would promise: the configured target does. */
const ENOUGH = 30;
/** Days that are looked back on. */
export const MEASURED_DAYS = 60;
/** Steps kept; the whole estimate of a busy mailbox would be thousands. */
const STEPS = 200;

/** When a ticket was opened, and answered for the first time or put away without. */
export interface Wait {
  readonly priority: Priority;
  readonly openedAt: Date;
  readonly firstAnswerAt: Date | null;
  readonly resolvedAt: Date | null;
}

/** Business hours until a first answer, to promise: what is known, else what is aimed at. */
export function promisedHours(
  { measured, answerHours }: Pick<Rules, "measured" | "answerHours">,
  priority: Priority,
): number {
  return measured[priority]?.hours ?? answerHours[priority];
}

/** Whence that comes, as a code. */
export function basisOf({ measured }: Pick<Rules, "measured">, priority: Priority): "measured" | "target" {
  return measured[priority] === undefined ? "target" : "measured";
}

export type Measurement = Measured & { readonly priority: Priority; readonly samples: number };

/** How long first answers take, by priority, where enough is known. What still waits at `now` counts as waiting. */
export function measureAnswers(
  waits: readonly Wait[],
  now: Date,
  rules: Pick<Rules, "hours" | "answerHours">,
): Measurement[] {
  return PRIORITIES.flatMap((priority) => {
    const durations = waits
      .filter((wait) => wait.priority === priority)
      .map(({ openedAt, firstAnswerAt, resolvedAt }): Duration => {
        const end = firstAnswerAt ?? resolvedAt ?? now;
        return { hours: businessBetween(openedAt, end, rules.hours), ended: firstAnswerAt !== null };
      });
    if (durations.length < ENOUGH) return [];
    const steps = survival(durations);
    // Where too many still wait, nobody knows; then no less than the longest wait so far.
    const longest = durations.reduce((most, { hours }) => Math.max(most, hours), rules.answerHours[priority]);
    const hours = quantile(steps, PROMISED_SHARE) ?? longest;
    return { priority, samples: durations.length, hours: quarters(hours), steps: thinned(steps) };
  });
}

/** Up to the quarter of an hour, so that it does not change with every answer. */
const quarters = (hours: number): number => Math.max(0.25, Math.ceil(hours * 4) / 4);

/** Later steps stand in for those left out before them: what is promised by them is never too soon. */
function thinned(steps: readonly Step[]): readonly Step[] {
  const every = Math.ceil(steps.length / STEPS);
  return steps.filter((_, i) => (steps.length - 1 - i) % every === 0);
}
