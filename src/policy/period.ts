import { DateTime } from "luxon";

/** Spans of time that something is done for once. */
export const SPANS = ["daily", "weekly", "monthly"] as const;
export type Span = (typeof SPANS)[number];

/** A day, an ISO week or a calendar month, in the local time of a mailbox. */
export interface Period {
  readonly span: Span;
  /** "2026-11-30", "2026-W49", "2026-11". */
  readonly name: string;
  readonly from: Date;
  /** The moment at which it has ended; not part of it. */
  readonly to: Date;
}

/** When what a period asks for is done. */
export interface Timetable {
  /** IANA name. */
  readonly timeZone: string;
  /** Minutes after local midnight. */
  readonly minutes: number;
}

const UNITS = { daily: "day", weekly: "week", monthly: "month" } as const;
const FORMATS = { daily: "yyyy-MM-dd", weekly: "kkkk-'W'WW", monthly: "yyyy-MM" } as const;

/** The period that holds `moment`. */
export function periodAt(span: Span, moment: Date, timeZone: string): Period {
  const from = DateTime.fromJSDate(moment, { zone: timeZone }).startOf(UNITS[span]);
  return {
    span,
    name: from.toFormat(FORMATS[span]),
    from: from.toJSDate(),
    to: from.plus({ [UNITS[span]]: 1 }).toJSDate(),
  };
}

/** The one before it. */
export function periodBefore({ span, from }: Period, timeZone: string): Period {
  return periodAt(span, new Date(from.getTime() - 1), timeZone);
}

/**
 * The period that ended last, once the time has come to do what it asks for; null until then. After a downtime that is one
 * period, however many were missed: the others are history.
 */
export function periodDue(span: Span, now: Date, { timeZone, minutes }: Timetable): Period | null {
  const current = periodAt(span, now, timeZone);
  return now < timeOfDay(current.from, { timeZone, minutes }) ? null : periodBefore(current, timeZone);
}

/** That time on the day that begins at `midnight`. */
export function timeOfDay(midnight: Date, { timeZone, minutes }: Timetable): Date {
  const day = DateTime.fromJSDate(midnight, { zone: timeZone });
  return day.set({ hour: Math.floor(minutes / 60), minute: minutes % 60 }).toJSDate();
}
