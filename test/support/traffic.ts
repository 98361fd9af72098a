import { seededRandom } from "../../src/classify/random.ts";
import type { Mark, Story, TrendFacts } from "../../src/policy/trend.ts";
import { RECENT_DAYS } from "../../src/policy/trend.ts";
import { addDays } from "../../src/policy/usual.ts";

/** How a made-up mailbox's customers complain, if nothing is the matter. */
export interface Traffic {
  readonly seed: number;
  /** Customers who complain on an ordinary day. */
  readonly aDay: number;
  /** Stories that have always been complained about, some much more than others (Zipf). */
  readonly groups: number;
  /** By how much days differ beyond chance: 0.1 is a third more, or less, on one day in three. */
  readonly spread: number;
}

/** Monday to Sunday, as shares of an ordinary day. */
const WEEK = [1.5, 1.2, 1.1, 1.1, 1.0, 0.6, 0.5];
const TOPICS = [
  "delivery",
  "billing",
  "product-defect",
  "outage",
  "returns-refund",
  "account-access",
] as const;
const CAUSES = ["process", "roles", "interpersonal", "direction", "external"] as const;
const FIRST = "2026-01-05";

/** Day by day, what is known at its end. The numbers of customers are Poisson's, around a Gamma distributed mood of the day. */
export function* traffic(
  { seed, aDay, groups, spread }: Traffic,
  days: number,
  happens: (day: number) => readonly { readonly group: number; readonly customers: number }[] = () => [],
  open: () => readonly Story[] = () => [],
  quietOn: (day: number) => boolean = () => false,
): Generator<TrendFacts & { readonly day: number }> {
  const random = seededRandom(seed);
  const shares = Array.from({ length: groups }, (_, index) => 1 / (index + 1));
  const whole = shares.reduce((sum, share) => sum + share, 0);
  const counts = new Map<string, Map<string, number>>();
  const marks: Mark[] = [];
  let ticketId = 0;
  const complain = (date: string, group: number): void => {
    ticketId++;
    const topic = TOPICS[group % TOPICS.length] ?? "other";
    const rootCause = CAUSES[group % CAUSES.length] ?? "process";
    marks.push({ ticketId, customer: ticketId, date, group, topic, rootCause });
    for (const name of [
      `group:${group}`,
      `topic:${topic}`,
      `root-cause:${rootCause}`,
      "complaints",
      "mail",
    ]) {
      const series = counts.get(name) ?? new Map<string, number>();
      counts.set(name, series.set(date, (series.get(date) ?? 0) + 1));
    }
  };
  for (let day = 0; day < days; day++) {
    const today = addDays(FIRST, day);
    const mood = spread === 0 ? 1 : gamma(1 / spread, random) * spread;
    const rate = quietOn(day) ? 0 : aDay * (WEEK[day % 7] ?? 1) * mood;
    for (let group = 0; group < groups; group++)
      for (let left = poisson((rate * (shares[group] ?? 0)) / whole, random); left > 0; left--)
        complain(today, group);
    for (const { group, customers } of happens(day))
      for (let left = customers; left > 0; left--) complain(today, group);
    const oldest = addDays(today, 1 - RECENT_DAYS);
    while (marks[0] !== undefined && marks[0].date < oldest) marks.shift();
    yield { day, today, since: FIRST, holidays: [], counts, marks, stories: open() };
  }
}

/** Knuth's: products of uniform numbers. */
function poisson(mean: number, random: () => number): number {
  const bound = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > bound; product *= random()) count++;
  return count;
}

/** Marsaglia and Tsang 2000, for shapes of 1 or more. */
function gamma(shape: number, random: () => number): number {
  const d = shape - 1 / 3;
  for (;;) {
    const x = Math.sqrt(-2 * Math.log(random() || 1)) * Math.cos(2 * Math.PI * random());
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}
