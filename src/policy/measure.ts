import { businessBetween, type WorkingHours } from "./business.ts";
import { PRIORITIES, type Priority } from "./decision.ts";
import type { Measured, Rules } from "./duty.ts";
import { type Duration, quantile, type Step, survival } from "./survival.ts";

/** The share of first answers that come by the time that a customer is told. */
export const PROMISED_SHARE = 0.95;
/** Under so many tickets of a priority chance would promise: the configured target does. */
const ENOUGH = 30;
/** Days that are looked back on. */
export const MEASURED_DAYS = 60;
const HALF = 0.5;
/** Steps kept; the whole estimate of a busy mailbox would be thousands. */
const STEPS = 200;

/**
 * Working days beyond which no customer is told to wait, whatever was measured: whom it takes longer to answer is told so
 * before that time passes. A target that is longer stands.
 */
const MOST_DAYS: Readonly<Record<Priority, number>> = { urgent: 1, high: 2, normal: 5, low: 10 };

/** When a ticket was opened, and answered for the first time or put away without. */
export interface Wait {
  readonly priority: Priority;
  readonly openedAt: Date;
  readonly firstAnswerAt: Date | null;
  readonly resolvedAt: Date | null;
}

/**
 * Whence a promise comes, as a code: the mailbox' own first answers; those, where they take longer than anybody is told to
 * wait; the configured target, for too little is known; the same, for answers are given where they are not seen.
 */
export type Basis = "measured" | "measured-capped" | "target" | "target-unseen";

/** Business hours until a first answer, to promise, and whence they come. */
export interface Promised {
  readonly hours: number;
  readonly basis: Basis;
}

type PromiseRules = Pick<Rules, "measured" | "answerHours" | "answersSeen" | "hours">;

/** What is known, within reason, else what is aimed at. */
export function promised(rules: PromiseRules, priority: Priority): Promised {
  const target = rules.answerHours[priority];
  if (!rules.answersSeen) return { hours: target, basis: "target-unseen" };
  const known = rules.measured[priority]?.hours;
  return known === undefined ? { hours: target, basis: "target" } : bounded(rules, priority, known);
}

/** So many measured hours, or the longest wait that anybody is told. */
export function bounded(
  { answerHours, hours }: Pick<Rules, "answerHours" | "hours">,
  priority: Priority,
  measured: number,
): Promised {
  const most = Math.max(answerHours[priority], MOST_DAYS[priority] * workdayHours(hours));
  return measured > most ? { hours: most, basis: "measured-capped" } : { hours: measured, basis: "measured" };
}

/** Business hours of an average working day; where none are open they run through. */
function workdayHours({ week }: WorkingHours): number {
  const open = week.flatMap((day) => (day === null ? [] : (day.to - day.from) / 60));
  return open.length === 0 ? 24 : open.reduce((sum, one) => sum + one, 0) / open.length;
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
    // Where it is not even known by when one in two is answered, nothing is.
    if (quantile(steps, HALF) === null) return [];
    // Where too many still wait for more to be known: no less than the longest wait so far.
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
