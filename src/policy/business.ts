import { DateTime } from "luxon";

/*
 * Reckoning with the hours in which the team is there. Hours are real hours: a day on which clocks change counts those
 * that pass. Where the hours never open, they run through.
 */

/** When the team works. The configuration's BusinessHours fits. */
export interface WorkingHours {
  /** IANA name. */
  readonly timeZone: string;
  /** Index 0 is Monday; minutes after local midnight, 0 to 1440; null: closed. */
  readonly week: readonly ({ readonly from: number; readonly to: number } | null)[];
  /** Local ISO dates on which nobody works. */
  readonly holidays: readonly string[];
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Openings are worked out for so many days at a time. */
const STRETCH = 32 * DAY;
/** A team that has not opened for so many stretches, more than a year, is taken never to. */
const HORIZON = 13;

/** When the team is there on one day, in milliseconds since 1970. */
interface Workday {
  readonly begins: number;
  readonly noon: number;
  readonly from: number;
  readonly to: number;
}

/** Calendar arithmetic takes longer than all else that is decided about a message. */
const known = new WeakMap<WorkingHours, Map<number, readonly Workday[]>>();

/** The openings of the days that begin in a stretch, in order. */
function stretch(index: number, hours: WorkingHours): readonly Workday[] {
  const stretches = known.get(hours) ?? new Map<number, readonly Workday[]>();
  known.set(hours, stretches);
  const before = stretches.get(index);
  if (before !== undefined) return before;
  const spans: Workday[] = [];
  const start = DateTime.fromMillis(index * STRETCH, { zone: hours.timeZone }).startOf("day");
  for (let day = start; day.toMillis() < (index + 1) * STRETCH; day = day.plus({ days: 1 })) {
    const open = hours.week[day.weekday - 1] ?? null;
    if (day.toMillis() < index * STRETCH || open === null) continue;
    if (hours.holidays.includes(day.toISODate() ?? "")) continue;
    spans.push({
      begins: day.toMillis(),
      noon: at(day, 720),
      from: at(day, open.from),
      to: at(day, open.to),
    });
  }
  stretches.set(index, spans);
  return spans;
}

/** The openings from some days around `from` on, in order; `step` -1 goes back in time. */
function* openings(from: Date, hours: WorkingHours, step: 1 | -1): Generator<Workday> {
  const first = Math.floor((from.getTime() - step * 2 * DAY) / STRETCH);
  for (let index = 0; index < HORIZON; index++) {
    const spans = stretch(first + step * index, hours);
    yield* step === 1 ? spans : spans.toReversed();
  }
}

/** Wall-clock minutes of that day; a time that daylight saving skips becomes the one after it. */
function at(day: DateTime, minutes: number): number {
  if (minutes >= 1440) return day.plus({ days: 1 }).toMillis();
  return day.set({ hour: Math.floor(minutes / 60), minute: minutes % 60 }).toMillis();
}

export const later = (a: Date, b: Date): Date => (a < b ? b : a);

/** The earlier of two; null is never. */
export function earlier(a: Date | null, b: Date): Date;
export function earlier(a: Date | null, b: Date | null): Date | null;
export function earlier(a: Date | null, b: Date | null): Date | null {
  return a === null || (b !== null && b < a) ? b : a;
}

/** The moment by which `needed` business hours will have passed since `start`. */
export function businessAfter(start: Date, needed: number, hours: WorkingHours): Date {
  let left = Math.max(0, needed) * HOUR;
  for (const span of openings(start, hours, 1)) {
    const from = Math.max(span.from, start.getTime());
    if (from >= span.to) continue;
    if (left <= span.to - from) return new Date(from + left);
    left -= span.to - from;
  }
  return new Date(start.getTime() + Math.max(0, needed) * HOUR);
}

/** The moment from which `needed` business hours pass until `end`. */
export function businessBefore(end: Date, needed: number, hours: WorkingHours): Date {
  let left = Math.max(0, needed) * HOUR;
  for (const span of openings(end, hours, -1)) {
    const to = Math.min(span.to, end.getTime());
    if (to <= span.from) continue;
    if (left <= to - span.from) return new Date(to - left);
    left -= to - span.from;
  }
  return new Date(end.getTime() - Math.max(0, needed) * HOUR);
}

/** Business hours from `start` to `end`; 0 where `end` is not after `start`. */
export function businessBetween(start: Date, end: Date, hours: WorkingHours): number {
  if (end <= start) return 0;
  let sum = 0;
  let open = false;
  for (const span of openings(start, hours, 1)) {
    open = true;
    if (span.from >= end.getTime()) break;
    sum += Math.max(0, Math.min(span.to, end.getTime()) - Math.max(span.from, start.getTime()));
  }
  return (open ? sum : end.getTime() - start.getTime()) / HOUR;
}

/** `moment` itself where the team is there, else when it comes next. */
export function nextOpen(moment: Date, hours: WorkingHours): Date {
  return businessAfter(moment, 0, hours);
}

/** When the team comes on the first working day after that of `moment`. */
export function nextMorning(moment: Date, hours: WorkingHours): Date {
  const midnight = DateTime.fromJSDate(moment, { zone: hours.timeZone }).plus({ days: 1 }).startOf("day");
  return nextOpen(midnight.toJSDate(), hours);
}

/** The working day that `moment` belongs to, from when the team comes until it has gone; null outside of it. */
export function workdayAt(moment: Date, hours: WorkingHours): Workday | null {
  const time = moment.getTime();
  for (const day of openings(moment, hours, 1)) {
    if (day.from > time) return null;
    if (time <= day.to) return day;
  }
  return null;
}
