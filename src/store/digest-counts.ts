import { type SQL, sql } from "drizzle-orm";
import type { OwnTopic, RootCause, Topic } from "../classify/judgement.ts";
import type { Disposition, Priority } from "../policy/decision.ts";
import type { StoredFacts, ToldEvent } from "../policy/digest-facts.ts";
import type { Rating } from "../policy/event.ts";
import { KEYWORDS } from "../policy/keywords.ts";
import { type Database, plainRows } from "./database.ts";
import { toldInDigests } from "./schema.ts";

/** A period of a mailbox with the one before it, as times of the database. */
export interface Stretch {
  readonly mailboxId: number;
  readonly before: SQL;
  readonly from: SQL;
  readonly to: SQL;
  readonly timeZone: string;
  readonly now: SQL;
}

export const time = (moment: Date): SQL => sql`${moment.toISOString()}::timestamptz`;

/** What asks for an answer. */
export const ASKS: SQL = sql`t.kind in ('complaint', 'question', 'request')`;

const flag = (value: unknown): boolean => value === true;

/** Messages by local day, and what they were taken for. */
export async function arrivals(db: Database, one: Stretch): Promise<StoredFacts["arrivals"]> {
  const rows = await db.execute(sql`
    select internal_date >= ${one.from} as current, (internal_date at time zone ${one.timeZone})::date::text as day,
      decision->>'disposition' as disposition, decision->>'folder' = 'happy' as happy,
      decision->'keywords' @> ${JSON.stringify([KEYWORDS.unsure])}::jsonb as unsure, count(*) as count
    from messages where mailbox_id + 0 = ${one.mailboxId} and internal_date >= ${one.before}
      and internal_date < ${one.to} and decision is not null
    group by 1, 2, 3, 4, 5`);
  return plainRows(rows).map((row) => ({
    current: flag(row.current),
    day: String(row.day),
    disposition: row.disposition as Disposition,
    happy: flag(row.happy),
    unsure: flag(row.unsure),
    count: Number(row.count),
  }));
}

export async function complaintCounts(db: Database, one: Stretch): Promise<StoredFacts["complaints"]> {
  const rows = await db.execute(sql`
    select at >= ${one.from} as current, (at at time zone ${one.timeZone})::date::text as day, topic, root_cause,
      count(*) as count
    from complaints where mailbox_id = ${one.mailboxId} and at >= ${one.before} and at < ${one.to}
    group by 1, 2, 3, 4`);
  return plainRows(rows).map((row) => ({
    current: flag(row.current),
    day: String(row.day),
    topic: row.topic as Topic | OwnTopic,
    rootCause: row.root_cause as RootCause,
    count: Number(row.count),
  }));
}

const within = (at: SQL, one: Stretch): SQL =>
  sql`e.mailbox_id = ${one.mailboxId} and ${at} >= ${one.before} and ${at} < ${one.to}`;

export async function eventCounts(db: Database, one: Stretch): Promise<StoredFacts["events"]> {
  const rows = await db.execute(sql`
    select e.at >= ${one.from} as current, e.type, t.priority,
      case when t.id is null then count(*) else count(distinct t.id) end as count
    from events e left join tickets t on t.id = e.ticket_id
    where ${toldInDigests(sql`e.type`)} and ${within(sql`e.at`, one)}
      -- Nobody solved what ended with its customer's erasure.
      and (e.type <> 'TicketResolved' or e.codes->>'by' <> 'erasure')
    group by 1, 2, 3, t.id is null`);
  return plainRows(rows).map((row) => ({
    current: flag(row.current),
    type: row.type as ToldEvent,
    priority: row.priority === null ? null : (row.priority as Priority),
    count: Number(row.count),
  }));
}

export async function promiseChanges(db: Database, one: Stretch): Promise<StoredFacts["promiseChanges"]> {
  const rows = await db.execute(sql`
    select e.at, e.codes->>'priority' as priority, e.codes->>'from' as was, e.codes->>'to' as now,
      coalesce(e.codes->>'basis', 'measured') as basis from events e
    where ${toldInDigests(sql`e.type`)} and e.type in ('PromiseLengthened', 'PromiseShortened')
      and ${within(sql`e.at`, one)} and e.at >= ${one.from}
    order by e.at, e.id limit 50`);
  return plainRows(rows).map((row) => ({
    priority: row.priority as Priority,
    from: Number(row.was),
    to: Number(row.now),
    basis: String(row.basis),
    at: new Date(String(row.at)),
  }));
}

/** Tickets that were first answered in the stretch. */
export async function firstAnswers(db: Database, one: Stretch): Promise<StoredFacts["firstAnswers"]> {
  const rows = await db.execute(sql`
    select t.first_answer_at >= ${one.from} as current, t.priority, t.opened_at, t.first_answer_at
    from tickets t where t.mailbox_id = ${one.mailboxId} and t.first_answer_at >= ${one.before}
      and t.first_answer_at < ${one.to} and ${ASKS}`);
  return plainRows(rows).map((row) => ({
    current: flag(row.current),
    priority: row.priority as Priority,
    openedAt: new Date(String(row.opened_at)),
    firstAnswerAt: new Date(String(row.first_answer_at)),
    resolvedAt: null,
  }));
}

export async function ratingCounts(db: Database, one: Stretch): Promise<StoredFacts["ratings"]> {
  const rows = await db.execute(sql`
    select r.at >= ${one.from} as current, r.rating, count(*) as count
    from ratings r join tickets t on t.id = r.ticket_id
    where r.at >= ${one.before} and r.at < ${one.to} and t.mailbox_id + 0 = ${one.mailboxId} group by 1, 2`);
  return plainRows(rows).map((row) => ({
    current: flag(row.current),
    rating: row.rating as Rating,
    count: Number(row.count),
  }));
}

/** What agents' moves and words said, as far as it stands. */
export async function correctionCounts(db: Database, one: Stretch): Promise<StoredFacts["corrections"]> {
  const rows = await db.execute(sql`
    select at >= ${one.from} as current, learns, label, count(*) as count from corrections
    where mailbox_id = ${one.mailboxId} and state = any(array['settling', 'asked', 'learned'])
      and at >= ${one.before} and at < ${one.to} group by 1, 2, 3 order by count desc`);
  return plainRows(rows).map((row) => ({
    current: flag(row.current),
    learns: String(row.learns),
    label: String(row.label),
    count: Number(row.count),
  }));
}
