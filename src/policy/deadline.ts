import { businessAfter, type WorkingHours } from "./business.ts";
import type { Priority } from "./decision.ts";

/** Business hours that the team has, by priority. */
export interface Targets {
  readonly hours: WorkingHours;
  readonly answerHours: Readonly<Record<Priority, number>>;
  readonly solutionHours: Readonly<Record<Priority, number>>;
}

export interface Deadlines {
  readonly answerDueAt: Date;
  readonly solutionDueAt: Date;
}

/** By when a matter that came up `at` should have its first answer, and be settled. */
export function deadlinesFrom(at: Date, priority: Priority, targets: Targets): Deadlines {
  return {
    answerDueAt: businessAfter(at, targets.answerHours[priority], targets.hours),
    solutionDueAt: businessAfter(at, targets.solutionHours[priority], targets.hours),
  };
}
