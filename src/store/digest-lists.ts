import { type SQL, sql } from "drizzle-orm";
import type { OwnTopic, Topic } from "../classify/judgement.ts";
import type { FolderRole, Priority } from "../policy/decision.ts";
import type { ListedMatter, OpenComplaint, StoredFacts } from "../policy/digest-facts.ts";
import type { Rating } from "../policy/event.ts";
import type { TicketState } from "../policy/ticket.ts";
import { type Database, isOneOf, plainRows } from "./database.ts";
import type { DigestStore } from "./digest.ts";
import { ASKS, type Stretch, time } from "./digest-counts.ts";
import { toldInDigests } from "./schema.ts";
import { waitingState } from "./ticket-schema.ts";

/** Lists hold so many: of the rest the digest says how many. */
const MOST = 8;
/** Groups, each with its last periods. */
const MOST_GROUPS = 6;

/** Subject of the ticket's newest message from the customer's side, and who that is. */
const MATTER: SQL = sql`t.id as ticket,
  coalesce(nullif(t.answer_to->>'name', ''), t.customer_address, t.answer_to->>'address', '') as who,
  coalesce((select m.subject from ledger l join messages m on m.ledger_id = l.id where l.ticket_id = t.id
    order by l.id limit 1), '') as subject`;

type Row = Readonly<Record<string, unknown>>;

const matterOf = (row: Row): ListedMatter => ({
  ticket: Number(row.ticket),
  subject: String(row.subject),
  who: String(row.who),
});

/** When a person is to have done something; the hand-over's deadline stands for all others. */
const DUE_AT: SQL = sql`coalesce(t.handover_due_at, t.answer_due_at, t.solution_due_at)`;

/** What is late, the longest first. */
export async function overdueTickets(db: Database, one: Stretch): Promise<StoredFacts["overdue"]> {
  const rows = await db.execute(sql`
    select ${MATTER}, t.state, t.complaint, t.folder, ${DUE_AT} as due_at, t.missed_at is not null as listed
    from tickets t where t.mailbox_id = ${one.mailboxId} and ${waitingState(sql`t.state`)} and ${DUE_AT} < ${one.now}
    order by ${DUE_AT} limit ${MOST}`);
  return plainRows(rows).map((row) => ({
    ...matterOf(row),
    state: row.state as TicketState,
    complaint: row.complaint === true,
    folder: row.folder as FolderRole,
    dueAt: new Date(String(row.due_at)),
    listed: row.listed === true,
  }));
}

export function openComplaints(db: Database): DigestStore["openComplaints"] {
  return async (mailboxId, { now, limit }) => {
    const rows = plainRows(
      await db.execute(sql`
        select ${MATTER}, t.state, t.priority, t.opened_at, ${DUE_AT} as due_at, t.promised_until,
          count(*) over () as in_all, count(*) filter (where ${DUE_AT} < ${time(now)}) over () as late
        from tickets t where t.mailbox_id = ${mailboxId} and ${waitingState(sql`t.state`)} and t.complaint
        order by t.opened_at, t.id limit ${limit}`),
    );
    const [first] = rows;
    return {
      list: rows.map(openComplaint),
      inAll: Number(first?.in_all ?? 0),
      late: Number(first?.late ?? 0),
    };
  };
}

function openComplaint(row: Row): OpenComplaint {
  const moment = (value: unknown): Date | null => (value === null ? null : new Date(String(value)));
  return {
    ...matterOf(row),
    state: row.state as TicketState,
    priority: row.priority as Priority,
    openedAt: new Date(String(row.opened_at)),
    dueAt: moment(row.due_at),
    promisedUntil: moment(row.promised_until),
  };
}

/** Promises that were not kept, the latest first. */
export async function brokenPromises(db: Database, one: Stretch): Promise<StoredFacts["broken"]> {
  const rows = await db.execute(sql`
    select ${MATTER}, e.at, case when t.last_answer_at >= e.at then t.last_answer_at end as answered_at
    from events e join tickets t on t.id = e.ticket_id
    where ${toldInDigests(sql`e.type`)} and e.type = 'PromiseBroken' and e.mailbox_id = ${one.mailboxId}
      and e.at >= ${one.from} and e.at < ${one.to}
    order by e.at desc, e.id desc limit ${MOST}`);
  return plainRows(rows).map((row) => ({
    ...matterOf(row),
    at: new Date(String(row.at)),
    answeredAt: row.answered_at === null ? null : new Date(String(row.answered_at)),
  }));
}

/** What customers were not pleased with, the worst and latest first; each ticket's last word. */
export async function badRatings(db: Database, one: Stretch): Promise<StoredFacts["badRatings"]> {
  const rows = await db.execute(sql`
    select * from (
      select distinct on (t.id) ${MATTER}, r.rating, r.comment, r.at
      from ratings r join tickets t on t.id = r.ticket_id
      where r.at >= ${one.from} and r.at < ${one.to} and t.mailbox_id + 0 = ${one.mailboxId}
      order by t.id, r.at desc, r.id desc
    ) as last where rating <> 'good' order by rating = 'not' desc, at desc limit ${MOST}`);
  return plainRows(rows).map((row) => ({
    ...matterOf(row),
    rating: row.rating as Rating,
    comment: String(row.comment),
  }));
}

const AGAIN: SQL = sql`t.complaint and (t.recurrence > 0 or t.complaints_in_window >= 2)`;

/** Who complained again about the same, or for the third time in the window. */
export async function recurringCustomers(
  db: Database,
  one: Stretch,
): Promise<Pick<StoredFacts, "recurring" | "recurringList">> {
  const opened = sql`t.mailbox_id = ${one.mailboxId} and t.opened_at >= ${one.before} and t.opened_at < ${one.to}`;
  const whose = sql`coalesce(t.customer_id, -t.id)`;
  const [counts] = plainRows(
    await db.execute(sql`
      select count(distinct ${whose}) filter (where t.opened_at >= ${one.from}) as now,
        count(distinct ${whose}) filter (where t.opened_at < ${one.from}) as before
      from tickets t where ${opened} and ${AGAIN}`),
  );
  const rows = await db.execute(sql`
    select * from (
      select distinct on (${whose}) ${MATTER}, t.topic, greatest(t.recurrence, t.complaints_in_window) + 1 as complaints
      from tickets t where ${opened} and t.opened_at >= ${one.from} and ${AGAIN}
      order by ${whose}, t.opened_at desc
    ) as last order by complaints desc, ticket desc limit ${MOST}`);
  return {
    recurring: { now: Number(counts?.now ?? 0), before: Number(counts?.before ?? 0) },
    recurringList: plainRows(rows).map((row) => ({
      ...matterOf(row),
      topic: row.topic as Topic | OwnTopic,
      complaints: Number(row.complaints),
    })),
  };
}

/** Groups with complaints in the period, those of most customers first, with how many there were in the last periods. */
export async function groupFacts(
  db: Database,
  one: Stretch,
  starts: readonly Date[],
): Promise<Pick<StoredFacts, "groups" | "groupsInAll">> {
  const rows = plainRows(
    await db.execute(sql`
      select c.group_id, g.name, g.called, count(*) as complaints, count(*) over () as in_all,
        count(distinct coalesce(c.customer_id, -c.ticket_id)) as customers,
        not exists (select 1 from complaints o where o.group_id = c.group_id and o.at < ${one.from}) as fresh
      from complaints c join complaint_groups g on g.id = c.group_id
      where c.mailbox_id = ${one.mailboxId} and c.at >= ${one.from} and c.at < ${one.to}
      group by c.group_id, g.name, g.called order by customers desc, complaints desc, c.group_id desc limit ${MOST_GROUPS}`),
  );
  const history = await groupHistory(db, one, {
    starts,
    groups: rows.map((row) => Number(row.group_id)),
  });
  return {
    groups: rows.map((row) => {
      const counts = history.get(Number(row.group_id)) ?? [];
      return {
        group: Number(row.group_id),
        name: row.name === null ? null : String(row.name),
        called: row.called === null ? null : String(row.called),
        complaints: Number(row.complaints),
        before: counts.at(-2) ?? 0,
        customers: Number(row.customers),
        fresh: row.fresh === true,
        history: counts,
      };
    }),
    groupsInAll: Number(rows[0]?.in_all ?? 0),
  };
}

async function groupHistory(
  db: Database,
  one: Stretch,
  { starts, groups }: { readonly starts: readonly Date[]; readonly groups: readonly number[] },
): Promise<ReadonlyMap<number, number[]>> {
  const [first] = starts;
  const counts = new Map(groups.map((group) => [group, starts.map(() => 0)]));
  if (groups.length === 0 || first === undefined) return counts;
  const bounds = sql.join(starts.map(time), sql`, `);
  const rows = await db.execute(sql`
    select group_id, width_bucket(at, array[${bounds}]) as bucket, count(*) as count from complaints
    where ${isOneOf(sql`group_id`, groups)} and at >= ${time(first)} and at < ${one.to} group by 1, 2`);
  for (const row of plainRows(rows)) {
    const history = counts.get(Number(row.group_id));
    if (history !== undefined) history[Number(row.bucket) - 1] = Number(row.count);
  }
  return counts;
}

/** On how many tickets it is our turn, and how many of them are late. */
export async function waitingTickets(
  db: Database,
  mailboxId: number,
  now: Date,
): Promise<{ readonly waiting: number; readonly overdue: number }> {
  const [row] = plainRows(
    await db.execute(sql`
      select count(*) filter (where ${ASKS}) as waiting, count(*) filter (where ${DUE_AT} < ${time(now)}) as overdue
      from tickets t where t.mailbox_id = ${mailboxId} and ${waitingState(sql`t.state`)}`),
  );
  return { waiting: Number(row?.waiting ?? 0), overdue: Number(row?.overdue ?? 0) };
}
