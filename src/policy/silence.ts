import { atMost } from "./counts.ts";
import {
  FALSE_A_DAY,
  type Finding,
  LEAST_DAYS,
  type SeriesKind,
  type Story,
  type TrendFacts,
  USUAL_DAYS,
  withoutStories,
} from "./trend.ts";
import { addDays, basisOf, type Day, type DayCounts, daysBefore, expected } from "./usual.ts";

/** Windows, in days that count; days to compare with; what is expected at least, and what is left of it at most. */
const SILENT_DAYS = [1, 3, 7, 14] as const;
const SILENT_LEAST_DAYS = 28;
const LEAST_EXPECTED = 5;
const LEFT = 0.25;
/** Days looked back for as many that count, over the longest holidays. */
const LOOK_BACK = 31;

const SILENT_SERIES = ["mail", "complaints"] as const;

/**
 * New stories of what stays away: all mail, else complaints alone. Only days that are over are counted, and no holidays.
 */
export function silences(facts: TrendFacts): readonly Finding[] {
  for (const kind of SILENT_SERIES) {
    // Where nobody writes at all, nobody complains: that is one story.
    if (facts.stories.some((story) => story.kind === kind && story.until === null)) return [];
    const found = silence(facts, kind);
    if (found !== null) return [found];
  }
  return [];
}

function silence(facts: TrendFacts, kind: (typeof SILENT_SERIES)[number]): Finding | null {
  const bound = FALSE_A_DAY / (SILENT_SERIES.length * SILENT_DAYS.length);
  const counts = facts.counts.get(kind) ?? new Map<string, number>();
  for (const length of SILENT_DAYS) {
    const window = daysBefore(facts.today, length + LOOK_BACK, facts).slice(-length);
    const days = usualDays(facts, kind, window);
    if (window.length < length || days.length < SILENT_LEAST_DAYS || isTelling(facts.stories, kind, window))
      continue;
    const expectation = expected(counts, window, basisOf(counts, days));
    const customers = sum(counts, window);
    if (expectation.mean < LEAST_EXPECTED || customers > LEFT * expectation.mean) continue;
    if (atMost(customers, expectation) < bound)
      return { kind, key: "", days: length, customers, usual: expectation.mean, tickets: [] };
  }
  return null;
}

/** Some of these days were told of: that nobody writes says that nobody complains, too. */
const isTelling = (stories: readonly Story[], kind: SeriesKind, window: readonly Day[]): boolean =>
  stories.some(
    (story) =>
      (story.kind === kind || story.kind === "mail") &&
      window.some(({ date }) => date >= story.from && date <= (story.until ?? date)),
  );

function usualDays(facts: TrendFacts, kind: SeriesKind, [first]: readonly Day[]): readonly Day[] {
  if (first === undefined) return [];
  return withoutStories(daysBefore(first.date, USUAL_DAYS, facts), facts.stories, { kind, key: "" });
}

/** Whether customers write again, after a silence that was told. */
export function silenceEnd(story: Story, facts: TrendFacts): "over" | null {
  const counts = facts.counts.get(story.kind) ?? new Map<string, number>();
  const days = usualDays(facts, story.kind, [{ date: story.from, weekday: 0 }]);
  const newest = daysBefore(addDays(facts.today, 1), LOOK_BACK, facts).slice(-2);
  const since = newest.filter(({ date }) => date >= story.from);
  if (days.length < LEAST_DAYS) return null;
  const basis = basisOf(counts, days);
  const came = since.some((day) => {
    const customers = sum(counts, [day]);
    return customers >= 1 && customers > LEFT * expected(counts, [day], basis).mean;
  });
  return came ? "over" : null;
}

const sum = (counts: DayCounts, days: readonly Day[]): number =>
  days.reduce((total, { date }) => total + (counts.get(date) ?? 0), 0);
