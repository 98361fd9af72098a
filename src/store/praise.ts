import { type SQL, sql } from "drizzle-orm";
import type { RootCause } from "../classify/judgement.ts";
import { type Database, plainRows } from "./database.ts";
import type { Praise, TeamStore } from "./team.ts";

const MOST = 2000;

/** What a team hears of its own work, as methods of the store. */
export function team(db: Database): TeamStore {
  return {
    freshPraise: freshPraise(db),
    praise: praise(db),
    goodRatings: goodRatings(db),
    complaintCauses: complaintCauses(db),
  };
}

const time = (date: Date): SQL => sql`${date.toISOString()}::timestamptz`;

/** Who answered the ticket last before `moment`. */
const answeredBy = (ticket: string, moment: string): SQL => sql`(
  select e.codes->>'by' from events e
  where e.ticket_id = ${sql.raw(ticket)} and e.type = 'AgentAnswered' and e.at <= ${sql.raw(moment)}
  order by e.at desc, e.id desc limit 1)`;

const judgedKind = sql`m.decision->'judgements'->'kind'`;

function freshPraise(db: Database): TeamStore["freshPraise"] {
  return (mailboxId, since, limit) =>
    praiseOf(
      db,
      sql`select t.id as ticket_id, null as by, m.text, ${judgedKind}->>'confidence' as confidence
        from messages m join ledger l on l.id = m.ledger_id join tickets t on t.id = l.ticket_id
        where m.mailbox_id = ${mailboxId} and m.internal_date >= ${time(since)}
          and l.role = 'happy' and l.state = 'filed' and ${judgedKind}->>'label' = 'praise' and m.text <> ''
          and not exists (select 1 from hooks h where h.mailbox_id = t.mailbox_id and h.once = 'praise-' || t.id)
        order by t.id, l.id limit ${limit}`,
    );
}

function praise(db: Database): TeamStore["praise"] {
  return (mailboxId, { from, to }) =>
    praiseOf(
      db,
      sql`select * from (
        select l.ticket_id, ${answeredBy("l.ticket_id", "m.internal_date")} as by, m.text,
          ${judgedKind}->>'confidence' as confidence, m.internal_date as at
        from messages m join ledger l on l.id = m.ledger_id
        where m.mailbox_id = ${mailboxId} and m.internal_date >= ${time(from)} and m.internal_date < ${time(to)}
          and ${judgedKind}->>'label' = 'praise' and m.text <> '' and l.ticket_id is not null
        union all
        select t.id, ${answeredBy("t.id", "r.at")}, r.comment, '1', r.at
        from ratings r join tickets t on t.id = r.ticket_id
        where t.mailbox_id = ${mailboxId} and r.at >= ${time(from)} and r.at < ${time(to)}
          and r.rating = 'good' and r.comment <> ''
      ) as said order by at desc limit ${MOST}`,
    );
}

async function praiseOf(db: Database, query: SQL): Promise<readonly Praise[]> {
  return plainRows(await db.execute(query)).map((row) => ({
    ticketId: Number(row.ticket_id),
    by: row.by === null ? null : String(row.by),
    text: String(row.text),
    confidence: Number(row.confidence ?? 0),
  }));
}

function goodRatings(db: Database): TeamStore["goodRatings"] {
  return async (mailboxId, { from, to }) => {
    const rows = plainRows(
      await db.execute(sql`
        select by, count(*) as tickets from (
          select ${answeredBy("t.id", "t.rated_at")} as by from tickets t
          where t.mailbox_id = ${mailboxId} and t.rating = 'good' and t.rated_at >= ${time(from)} and t.rated_at < ${time(to)}
        ) as rated where by is not null group by by`),
    );
    return new Map(rows.map((row) => [String(row.by), Number(row.tickets)]));
  };
}

function complaintCauses(db: Database): TeamStore["complaintCauses"] {
  return async (mailboxId, { from, to }) => {
    const happened = (type: string): SQL =>
      sql`exists (select 1 from events e where e.ticket_id = t.id and e.type = ${type})`;
    const rows = plainRows(
      await db.execute(sql`
        select c.root_cause, count(*) as count,
          count(*) filter (where ${happened("PromiseBroken")}) as late,
          count(*) filter (where ${happened("TicketReopened")}) as reopened,
          count(*) filter (where t.rating in ('partly', 'not')) as unhappy,
          count(*) filter (where t.rating = 'good' or (t.rating is null and t.follow_up = 'confirmed')) as mended
        from complaints c join tickets t on t.id = c.ticket_id
        where c.mailbox_id = ${mailboxId} and c.at >= ${time(from)} and c.at < ${time(to)}
        group by c.root_cause order by count(*) desc, c.root_cause`),
    );
    return rows.map((row) => ({
      cause: row.root_cause as RootCause,
      count: Number(row.count),
      late: Number(row.late),
      reopened: Number(row.reopened),
      unhappy: Number(row.unhappy),
      mended: Number(row.mended),
    }));
  };
}
