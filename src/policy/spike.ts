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
import { addDays, type Basis, basisOf, type Day, daysBefore, expected } from "./usual.ts";

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
  const ground = groundOf(facts, days);
  const found: Finding[] = [];
  for (const kind of ["group", "topic", "root-cause"] as const) {
    const open = facts.stories.filter(({ until }) => until === null);
    // What is told of a group explains the topic that it is part of, and the topic its cause.
    const told = new Set([...open, ...found].flatMap(({ tickets }) => tickets));
    const marks = kind === "group" ? facts.marks : facts.marks.filter((one) => !told.has(one.ticketId));
    for (const one of likeliest(facts, ground, { kind, marks }))
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
  ground: Ground,
  { kind, marks }: { readonly kind: "group" | "topic" | "root-cause"; readonly marks: readonly Mark[] },
): readonly Finding[] {
  const bound = FALSE_A_DAY / (LOOKS * Math.max(1, seriesCount(facts)));
  const keyOf = (mark: Mark): string => String(kind === "root-cause" ? mark.rootCause : mark[kind]);
  return [...Map.groupBy(marks, keyOf)]
    .filter(([, those]) => those.length >= LEAST_CUSTOMERS)
    .flatMap(([key, those]) => windowsOf(facts, ground, { series: { kind, key }, marks: those }))
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

/** What is the same for all series, reckoned once. */
interface Ground {
  readonly days: readonly Day[];
  readonly basis: Basis;
  /** Today, yesterday, and all seven days: with how many complaints came then, and how many usually do. */
  readonly windows: readonly {
    readonly window: readonly Day[];
    readonly dates: ReadonlySet<string>;
    readonly came: number;
    readonly usual: number;
  }[];
}

function groundOf(facts: TrendFacts, days: readonly Day[]): Ground {
  const all = facts.counts.get("complaints") ?? new Map<string, number>();
  const basis = basisOf(all, withoutStories(days, facts.stories, null));
  const week = daysBefore(addDays(facts.today, 1), RECENT_DAYS, { holidays: [], since: "" });
  const windows = [week.slice(-1), week.slice(-2, -1), week].map((window) => {
    const dates = new Set(window.map(({ date }) => date));
    const came = facts.marks.filter(({ date }) => dates.has(date)).length;
    return { window, dates, came, usual: expected(all, window, { ...basis, days }).mean };
  });
  return { days, basis, windows };
}

/** A series of the last days by itself. */
function windowsOf(
  { counts, stories }: TrendFacts,
  ground: Ground,
  { series, marks }: { readonly series: Series; readonly marks: readonly Mark[] },
): readonly Weighed[] {
  const basis = { ...ground.basis, days: withoutStories(ground.days, stories, series) };
  const own = counts.get(seriesName(series)) ?? new Map<string, number>();
  return ground.windows.map(({ window, dates, came, usual: all }): Weighed => {
    const within = marks.filter(({ date }) => dates.has(date));
    const customers = new Set(within.map(({ customer }) => customer)).size;
    const usual = expected(own, window, basis);
    const mean = usual.mean * surge(came - within.length, all - usual.mean);
    const tickets = within.map(({ ticketId }) => ticketId);
    const finding = { ...series, days: window.length, customers, usual: usual.mean, tickets };
    return { finding, chance: atLeast(customers, { ...usual, mean }) };
  });
}

/** How much more than usual all the rest comes, 1 or more: on a day on which everybody writes, no series stands out. */
const surge = (came: number, usual: number): number => Math.max(1, (came + 1) / (Math.max(0, usual) + 1));

/** How an open story has ended: `over`, or `stays`: it is what is usual now. null: it goes on. */
export function spikeEnd(story: Story, facts: TrendFacts): "over" | "stays" | null {
  const days = daysBefore(addDays(facts.today, 1 - RECENT_DAYS), USUAL_DAYS, facts);
  if (days.length < LEAST_DAYS) return null;
  if (story.from <= addDays(facts.today, -LONGEST_STORY)) return "stays";
  const marks = marksOf(story, facts.marks);
  const still = windowsOf(facts, groundOf(facts, days), { series: story, marks }).some(
    ({ finding, chance }) => isStory(finding) && chance < STILL_UNLIKELY,
  );
  return still ? null : "over";
}
