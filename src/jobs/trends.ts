import { DateTime } from "luxon";
import { TemporaryError } from "../errors.ts";
import { silenceEnd, silences } from "../policy/silence.ts";
import { spikeEnd, spikes } from "../policy/spike.ts";
import { type Finding, marksOf, RECENT_DAYS, seriesName, type TrendFacts } from "../policy/trend.ts";
import { addDays } from "../policy/usual.ts";
import type { StoryChange, StoryEnd, StoryRow } from "../store/trend.ts";
import type { Postroom } from "./postroom.ts";
import { type TrendDesk, toldOf } from "./story.ts";

/** The weeks that tell what is usual, before the longest silence and the longest holidays. */
const KNOWN_DAYS = 110;
/** New stories told at a time; what is true is still true in an hour. */
const AT_ONCE = 3;

/**
 * Looks for complaints that pile up and for mail that stays away, tells each story once, and ends those that are over.
 * Returns how many were told. After a crash at any line, running it again is the repair.
 */
export async function lookForTrends(
  desk: TrendDesk,
  post: Pick<Postroom, "templates" | "errands">,
): Promise<number> {
  const facts = await settled(desk, await factsOf(desk));
  const quiet = (await isReadUp(desk, post)) ? silences(facts) : [];
  let told = 0;
  for (const finding of [...spikes(facts), ...quiet].slice(0, AT_ONCE)) {
    const story = { ...finding, from: firstDay(finding, facts), openedAt: desk.now() };
    const news = await toldOf(desk, post.templates, { finding, facts });
    if (!(await desk.store.openStory(desk.lease(), story, news))) continue;
    told++;
    const { kind, key, days, customers, usual } = finding;
    desk.log.warn({ kind, key, days, customers, usual: Math.round(usual * 10) / 10 }, "story told");
  }
  return told;
}

type KnownFacts = TrendFacts & { readonly rows: readonly StoryRow[] };

async function factsOf({ config, mailbox, store, now }: TrendDesk): Promise<KnownFacts> {
  const { timeZone, holidays } = config.businessHours;
  const local = DateTime.fromJSDate(now(), { zone: timeZone });
  const midnight = (days: number): Date => local.startOf("day").minus({ days }).toJSDate();
  const [counts, marks, rows] = await Promise.all([
    store.trendCounts(mailbox.id, { since: midnight(KNOWN_DAYS), timeZone }),
    store.trendMarks(mailbox.id, { since: midnight(RECENT_DAYS - 1), timeZone }),
    store.stories(mailbox.id, midnight(KNOWN_DAYS)),
  ]);
  const started = DateTime.fromJSDate(mailbox.startedAt, { zone: timeZone }).plus({ days: 1 });
  return {
    today: local.toISODate() ?? "",
    since: started.toISODate() ?? "",
    holidays,
    counts,
    marks,
    // What stayed is usual by now.
    stories: rows.filter(({ ending }) => ending !== "stays"),
    rows,
  };
}

/** Ends what is over, and keeps up with the complaints of what goes on. */
async function settled(desk: TrendDesk, facts: KnownFacts): Promise<TrendFacts> {
  const { store, log } = desk;
  const open = facts.rows.filter(({ until }) => until === null).toReversed();
  const seen = new Set<string>();
  const changes = open.map((story): StoryChange => {
    const name = seriesName(story);
    const ending: StoryEnd | null = seen.has(name) ? "merged" : endOf(story, facts);
    if (ending === null) seen.add(name);
    const tickets = isSilence(story) ? [] : ticketsOf(story, facts);
    const end = ending === null ? null : { ending, at: desk.now(), until: facts.today };
    return { id: story.id, key: story.key, tickets: tickets.length > 0 ? tickets : story.tickets, end };
  });
  if (changes.length === 0) return facts;
  await store.changeStories(desk.lease(), changes);
  for (const { id, end } of changes)
    if (end !== null) log.info({ story: id, ending: end.ending }, "story ended");
  const byId = new Map(changes.map((change) => [change.id, change]));
  const stories = facts.stories.flatMap((story) => {
    const change = byId.get(story.id);
    if (change?.end?.ending === "stays") return [];
    return change === undefined
      ? story
      : { ...story, tickets: change.tickets, until: change.end?.until ?? null };
  });
  return { ...facts, stories };
}

/**
 * Its complaints of the last days. Those that it had stay its own, in whatever group they are by now: what people split off
 * was told, too.
 */
function ticketsOf(story: StoryRow, { marks }: TrendFacts): readonly number[] {
  const had = new Set(story.tickets);
  const own = new Set(marksOf(story, marks));
  return marks.filter((mark) => own.has(mark) || had.has(mark.ticketId)).map(({ ticketId }) => ticketId);
}

const isSilence = ({ kind }: Pick<Finding, "kind">): boolean => kind === "mail" || kind === "complaints";

const endOf = (story: StoryRow, facts: TrendFacts) =>
  isSilence(story) ? silenceEnd(story, facts) : spikeEnd(story, facts);

/** Silences are of days that are over. */
function firstDay(finding: Finding, { today }: TrendFacts): string {
  return addDays(today, isSilence(finding) ? -finding.days : 1 - finding.days);
}

/** After a downtime mail is there and not read yet: that is no silence. */
async function isReadUp(
  { config, mailbox, store, now }: TrendDesk,
  post: Pick<Postroom, "errands">,
): Promise<boolean> {
  try {
    const { uidValidity, uidNext } = await (await post.errands()).open(config.folder);
    const cursor = await store.cursor(mailbox.id, config.folder);
    const waiting = await store.unfinished(mailbox.id, now(), 1);
    return cursor?.uidValidity === uidValidity && cursor.nextUid >= uidNext && waiting.length === 0;
  } catch (error) {
    if (error instanceof TemporaryError) return false;
    throw error;
  }
}
