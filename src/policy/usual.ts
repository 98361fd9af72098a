import type { Expectation } from "./counts.ts";

/*
 * What is usual on a weekday, learned from the weeks before. The rate of a series on its weekdays is Gamma distributed
 * given its counts, with Jeffreys' half a count before any (Gelman et al., Bayesian Data Analysis, section 2.6), so that
 * what is counted next is negative binomial; a series that was rarely seen lends itself the week's shape from all.
 */

/** A day of a mailbox's calendar. */
export interface Day {
  /** Local ISO date. */
  readonly date: string;
  /** 0 is Monday. */
  readonly weekday: number;
}

/** Distinct customers by date; a date without any may be absent. */
export type DayCounts = ReadonlyMap<string, number>;

/** What all series of a mailbox have in common. */
export interface Basis {
  /** Days that tell what is usual: neither holidays, nor before foyer came. */
  readonly days: readonly Day[];
  /** Share of each weekday. */
  readonly profile: readonly number[];
  /** By how much days vary beyond chance, as Expectation.spread. */
  readonly spread: number;
}

const WEEKDAYS = 7;
const DAY = 86_400_000;
/** The week's shape of all counts for as much as so many weeks of a series' own. */
const LENT = 2;
const JEFFREYS = 0.5;
/** Days always vary a little, whatever the few that are known say; those that vary too much are no days to learn from. */
const LEAST_SPREAD = 0.05;
const MOST_SPREAD = 2;

/** `count` days before `date`, oldest first, without holidays and what is before `since`. */
export function daysBefore(
  date: string,
  count: number,
  { holidays, since }: { readonly holidays: readonly string[]; readonly since: string },
): readonly Day[] {
  const days = Array.from({ length: count }, (_, index) => addDays(date, index - count));
  return days.flatMap((day) =>
    day < since || holidays.includes(day) ? [] : [{ date: day, weekday: weekdayOf(day) }],
  );
}

/** The ISO date so many days later. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

const weekdayOf = (date: string): number => (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % WEEKDAYS;

/** What all counts of a mailbox say of its weeks; `days` is not empty. */
export function basisOf(all: DayCounts, days: readonly Day[]): Basis {
  const sums = sumsOf(all, days);
  // One customer on each weekday, so that a weekday on which nobody wrote yet is not thought impossible.
  const means = sums.map(({ sum, days: seen }) => (sum + 1) / (seen + 1));
  const total = means.reduce((sum, mean) => sum + mean, 0);
  return { days, profile: means.map((mean) => mean / total), spread: spreadOf(all, days, sums) };
}

/** Moments: what the squares of the differences have beyond that of chance, in shares of the mean squared. */
function spreadOf(all: DayCounts, days: readonly Day[], sums: readonly WeekdaySum[]): number {
  let beyond = 0;
  let squares = 0;
  for (const { date, weekday } of days) {
    const { sum = 0, days: seen = 0 } = sums[weekday] ?? {};
    if (seen < 2) continue;
    const mean = sum / seen;
    // The mean is of these very days: their differences from it are too small by 1/seen.
    beyond += ((all.get(date) ?? 0) - mean) ** 2 / (1 - 1 / seen) - mean;
    squares += mean ** 2;
  }
  return squares === 0 ? LEAST_SPREAD : Math.min(MOST_SPREAD, Math.max(LEAST_SPREAD, beyond / squares));
}

interface WeekdaySum {
  readonly sum: number;
  readonly days: number;
}

function sumsOf(counts: DayCounts, days: readonly Day[]): readonly WeekdaySum[] {
  return Array.from({ length: WEEKDAYS }, (_, weekday) => {
    const those = days.filter((day) => day.weekday === weekday);
    return { sum: those.reduce((sum, { date }) => sum + (counts.get(date) ?? 0), 0), days: those.length };
  });
}

/** What is expected of a series on these days together. */
export function expected(counts: DayCounts, window: readonly Day[], basis: Basis): Expectation {
  const sums = sumsOf(counts, basis.days);
  const weeks = basis.days.length / WEEKDAYS;
  const total = sums.reduce((sum, one) => sum + one.sum, 0);
  const lent = basis.profile.map((share) => (LENT * total * share) / weeks);
  const seen = (weekday: number): number => (sums[weekday]?.sum ?? 0) + (lent[weekday] ?? 0);
  const rate = (weekday: number): number => seen(weekday) / ((sums[weekday]?.days ?? 0) + LENT);
  const weekdays = [...new Set(window.map(({ weekday }) => weekday))];
  const known = JEFFREYS + weekdays.reduce((sum, weekday) => sum + seen(weekday), 0);
  const unseen = (JEFFREYS * window.length) / basis.days.length;
  return {
    mean: unseen + window.reduce((sum, { weekday }) => sum + rate(weekday), 0),
    // A weekday's days vary too, and there are only so many to learn from.
    spread: 1 / known + basis.spread * (1 + 1 / Math.max(1, weeks)),
  };
}
