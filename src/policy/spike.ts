import { atLeast } from "./counts.ts";
import {
  FALSE_A_DAY,
  type Finding,
  LEAST_DAYS,
  type Mark,
  marksOf,
  RECENT_DAYS,
  type Series,
  type Story,
  seriesName,
  type TrendFacts,
  USUAL_DAYS,
  withoutStories,
} from "./trend.ts";
import { addDays, basisOf, type Day, daysBefore, expected } from "./usual.ts";

/** So many customers make a story, however rarely something came before. */
const LEAST_CUSTOMERS = 5;
/** What is less than twice the usual is no story, however surely it is more. */
const LIFT = 2;
/** Each series is looked at as a day and as a week. Within a day counts only grow: to look each hour is to look once. */
const LOOKS = 2;
/** A story goes on while what comes is still this unlikely. */
const STILL_UNLIKELY = 0.05;
/** What stays for so many days is the new usual: most of the weeks before are like it by then. */
const LONGEST_STORY = 42;

/** New stories of complaints that pile up, the surest first. What an open story tells already is not told again. */
export function spikes(facts: TrendFacts): readonly Finding[] {
  const days = daysBefore(addDays(facts.today, 1 - RECENT_DAYS), USUAL_DAYS, facts);
  if (days.length < LEAST_DAYS) return [];
  const found: Finding[] = [];
  for (const kind of ["group", "topic", "root-cause"] as const) {
    const open = facts.stories.filter(({ until }) => until === null);
    // What is told of a group explains the topic that it is part of, and the topic its cause.
    const told = new Set([...open, ...found].flatMap(({ tickets }) => tickets));
    const marks = kind === "group" ? facts.marks : facts.marks.filter((one) => !told.has(one.ticketId));
    for (const one of likeliest(facts, days, { kind, marks }))
      if (![...open, ...found].some((story) => isTold(one, story))) found.push(one);
  }
  return found;
}

/** The same series, or the same complaints under another name: groups are merged and split while a story goes on. */
function isTold(one: Finding, story: Series & { readonly tickets: readonly number[] }): boolean {
  if (seriesName(one) === seriesName(story)) return true;
  const known = new Set(story.tickets);
  const both = one.tickets.filter((ticket) => known.has(ticket)).length;
  return both > 0 && both >= Math.min(one.tickets.length, known.size) / 2;
}

function likeliest(
  facts: TrendFacts,
  days: readonly Day[],
  { kind, marks }: { readonly kind: "group" | "topic" | "root-cause"; readonly marks: readonly Mark[] },
): readonly Finding[] {
  const bound = FALSE_A_DAY / (LOOKS * Math.max(1, seriesCount(facts)));
  const keyOf = (mark: Mark): string => String(kind === "root-cause" ? mark.rootCause : mark[kind]);
  return [...Map.groupBy(marks, keyOf)]
    .filter(([, those]) => those.length >= LEAST_CUSTOMERS)
    .flatMap(([key, those]) => windowsOf(facts, days, { series: { kind, key }, marks: those }))
    .filter(({ finding, chance }) => isStory(finding) && chance < bound)
    .sort((a, b) => a.chance - b.chance)
    .map(({ finding }) => finding);
}

const isStory = ({ customers, usual }: Finding): boolean =>
  customers >= LEAST_CUSTOMERS && customers >= LIFT * usual;

/** All that may give a false alarm: what came in the weeks before, and what came only now. */
function seriesCount({ counts, marks }: TrendFacts): number {
  const names = marks.flatMap(({ group, topic, rootCause }) => [
    seriesName({ kind: "group", key: String(group) }),
    seriesName({ kind: "topic", key: topic }),
    seriesName({ kind: "root-cause", key: rootCause }),
  ]);
  return new Set([...counts.keys(), ...names]).size;
}

interface Weighed {
  readonly finding: Finding;
  /** How likely it is by chance. */
  readonly chance: number;
}

/** A series of the last days by itself: today, yesterday, and all seven days. */
function windowsOf(
  facts: TrendFacts,
  days: readonly Day[],
  { series, marks }: { readonly series: Series; readonly marks: readonly Mark[] },
): readonly Weighed[] {
  const usable = withoutStories(days, facts.stories, series);
  const all = facts.counts.get("complaints") ?? new Map<string, number>();
  const quiet = withoutStories(days, facts.stories, null);
  const basis = { ...basisOf(all, quiet), days: usable };
  const counts = facts.counts.get(seriesName(series)) ?? new Map<string, number>();
  const week = daysBefore(addDays(facts.today, 1), RECENT_DAYS, { holidays: [], since: "" });
  const windows = [week.slice(-1), week.slice(-2, -1), week];
  return windows.map((window): Weighed => {
    const dates = new Set(window.map(({ date }) => date));
    const within = marks.filter(({ date }) => dates.has(date));
    const customers = new Set(within.map(({ customer }) => customer)).size;
    const usual = expected(counts, window, basis);
    const mean =
      usual.mean *
      surge(facts.marks, within, { dates, usual: expected(all, window, basis).mean - usual.mean });
    const expectation = { ...usual, mean };
    const tickets = within.map(({ ticketId }) => ticketId);
    const finding = { ...series, days: window.length, customers, usual: usual.mean, tickets };
    return { finding, chance: atLeast(customers, expectation) };
  });
}

/** How much more than usual all the rest comes, 1 or more: on a day on which everybody writes, no series stands out. */
function surge(
  marks: readonly Mark[],
  own: readonly Mark[],
  { dates, usual }: { readonly dates: ReadonlySet<string>; readonly usual: number },
): number {
  const rest = marks.filter(({ date }) => dates.has(date)).length - own.length;
  return Math.max(1, (rest + 1) / (Math.max(0, usual) + 1));
}

/** How an open story has ended: `over`, or `stays`: it is what is usual now. null: it goes on. */
export function spikeEnd(story: Story, facts: TrendFacts): "over" | "stays" | null {
  const days = daysBefore(addDays(facts.today, 1 - RECENT_DAYS), USUAL_DAYS, facts);
  if (days.length < LEAST_DAYS) return null;
  if (story.from <= addDays(facts.today, -LONGEST_STORY)) return "stays";
  const marks = marksOf(story, facts.marks);
  const still = windowsOf(facts, days, { series: story, marks }).some(
    ({ finding, chance }) => isStory(finding) && chance < STILL_UNLIKELY,
  );
  return still ? null : "over";
}
