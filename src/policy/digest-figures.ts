import { DateTime } from "luxon";
import { businessBetween } from "./business.ts";
import { PRIORITIES, type Priority } from "./decision.ts";
import type { ArrivalCount, EventCount, FirstAnswer, StoredFacts, ToldEvent } from "./digest-facts.ts";
import type { Rules } from "./duty.ts";
import type { Rating } from "./event.ts";
import { RATINGS } from "./link.ts";
import { PROMISED_SHARE, promised } from "./measure.ts";
import { type Period, periodBefore } from "./period.ts";

/** A number of a period beside that of the period before; null where there was nothing to measure. */
export interface Figure {
  readonly now: number | null;
  readonly before: number | null;
}

/** How fast first answers to a priority came, and how its promises were kept. Hours are business hours. */
export interface AnswerLine {
  readonly priority: Priority;
  readonly answered: Figure;
  /** By when half of them had come, and 95 %. */
  readonly half: Figure;
  readonly most: Figure;
  readonly promised: number;
  readonly kept: Figure;
  readonly broken: Figure;
  readonly extended: Figure;
}

/** A stretch of the period with the same of the one before: a day of a week, seven days of a month. */
export interface Slot {
  readonly from: Date;
  /** Its last day. */
  readonly last: Date;
  readonly messages: Figure;
  readonly complaints: Figure;
}

interface Countable {
  readonly current: boolean;
  readonly count: number;
}

/** How many now, and how many before. */
export function counted(rows: readonly Countable[]): Figure {
  const total = (current: boolean): number =>
    rows.reduce((all, row) => (row.current === current ? all + row.count : all), 0);
  return { now: total(true), before: total(false) };
}

export function eventFigure(
  events: readonly EventCount[],
  type: ToldEvent,
  priority?: EventCount["priority"],
): Figure {
  return counted(
    events.filter((one) => one.type === type && (priority === undefined || one.priority === priority)),
  );
}

export function ratingFigures(rows: StoredFacts["ratings"]): Readonly<Record<Rating, Figure>> {
  const of = (rating: Rating): Figure => counted(rows.filter((row) => row.rating === rating));
  const [good, partly, not] = RATINGS;
  return { good: of(good), partly: of(partly), not: of(not) };
}

/** What programs sent; answers of our own people are none of it. */
export function automaticMail(arrivals: readonly ArrivalCount[]): readonly ArrivalCount[] {
  return arrivals.filter(({ disposition }) => disposition !== "human" && disposition !== "own");
}

/** A line for each priority of which there is anything to say. */
export function answerLines(
  { firstAnswers, events }: Pick<StoredFacts, "firstAnswers" | "events">,
  rules: Rules,
): readonly AnswerLine[] {
  return PRIORITIES.flatMap((priority) => {
    const answers = firstAnswers.filter((one) => one.priority === priority);
    const hours = { now: sortedHours(answers, true, rules), before: sortedHours(answers, false, rules) };
    const line: AnswerLine = {
      priority,
      answered: { now: hours.now.length, before: hours.before.length },
      half: { now: at(hours.now, 0.5), before: at(hours.before, 0.5) },
      most: { now: at(hours.now, PROMISED_SHARE), before: at(hours.before, PROMISED_SHARE) },
      promised: promised(rules, priority).hours,
      kept: eventFigure(events, "PromiseKept", priority),
      broken: eventFigure(events, "PromiseBroken", priority),
      extended: eventFigure(events, "PromiseExtended", priority),
    };
    const told = [line.answered, line.kept, line.broken, line.extended];
    return told.some(({ now }) => now) ? line : [];
  });
}

function sortedHours(answers: readonly FirstAnswer[], current: boolean, { hours }: Rules): number[] {
  return answers
    .filter((one) => one.current === current)
    .map(({ openedAt, firstAnswerAt }) => businessBetween(openedAt, firstAnswerAt ?? openedAt, hours))
    .sort((a, b) => a - b);
}

/** The value by which that share of all is reached; null of none. */
function at(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
}

/** Days of a slot: a month is told of by seven days. */
const LENGTHS = { daily: 0, weekly: 1, monthly: 7 } as const;
const MONTH_SLOTS = 5;

/** What a plot shows; nothing of a single day. */
export function slotsOf(
  period: Period,
  { arrivals, complaints }: Pick<StoredFacts, "arrivals" | "complaints">,
  timeZone: string,
): readonly Slot[] {
  const length = LENGTHS[period.span];
  if (length === 0) return [];
  const people = arrivals.filter(({ disposition }) => disposition === "human");
  const days = { now: daysOf(period, timeZone), before: daysOf(periodBefore(period, timeZone), timeZone) };
  // February's fifth slot is short or missing; that of the month before is left out with it.
  const slots = Math.min(Math.ceil(days.now.length / length), period.span === "weekly" ? 7 : MONTH_SLOTS);
  return Array.from({ length: slots }, (_, index) => {
    const part = (list: readonly DateTime[]) => list.slice(index * length, (index + 1) * length);
    const within = { now: part(days.now), before: part(days.before) };
    const figure = (rows: readonly (Countable & { readonly day: string })[]): Figure => ({
      now: countedIn(rows, within.now),
      before: countedIn(rows, within.before),
    });
    return {
      from: (within.now[0] ?? DateTime.fromJSDate(period.from)).toJSDate(),
      last: (within.now.at(-1) ?? DateTime.fromJSDate(period.from)).toJSDate(),
      messages: figure(people),
      complaints: figure(complaints),
    };
  });
}

function daysOf({ from, to }: Period, timeZone: string): DateTime[] {
  const days: DateTime[] = [];
  for (
    let day = DateTime.fromJSDate(from, { zone: timeZone });
    day.toMillis() < to.getTime();
    day = day.plus({ days: 1 })
  )
    days.push(day);
  return days;
}

function countedIn(
  rows: readonly (Countable & { readonly day: string })[],
  days: readonly DateTime[],
): number {
  const names = new Set(days.map((day) => day.toISODate()));
  return rows.reduce((all, row) => (names.has(row.day) ? all + row.count : all), 0);
}
