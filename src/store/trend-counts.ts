import { sql } from "drizzle-orm";
import type { OwnTopic, RootCause, Topic } from "../classify/judgement.ts";
import { type SeriesKind, seriesName } from "../policy/trend.ts";
import { type Database, plainRows } from "./database.ts";
import type { TrendStore } from "./trend.ts";

const dayOf = (column: string, timeZone: string) =>
  sql`to_char(${sql.raw(column)} at time zone ${timeZone}, 'YYYY-MM-DD')`;

/** Who was erased counts as one customer a ticket: nobody knows better. */
const complainer = sql`coalesce(c.customer_id, -c.ticket_id)`;

export function trendCounts(db: Database): TrendStore["trendCounts"] {
  return async (mailboxId, { since, timeZone }) => {
    const from = sql`${since.toISOString()}::timestamptz`;
    const rows = plainRows(
      await db.execute(sql`
        with marked as (
          select c.group_id::text as grp, c.topic, c.root_cause, ${dayOf("c.at", timeZone)} as day,
            ${complainer} as customer
          from complaints c where c.mailbox_id = ${mailboxId} and c.at >= ${from}
        ), written as (
          select ${dayOf("t.opened_at", timeZone)} as day, coalesce(t.customer_id, -t.id) as customer
          from tickets t where t.mailbox_id = ${mailboxId} and t.opened_at >= ${from}
        )
        select 'group' as kind, grp as key, day, count(distinct customer) as customers from marked group by grp, day
        union all select 'topic', topic, day, count(distinct customer) from marked group by topic, day
        union all select 'root-cause', root_cause, day, count(distinct customer) from marked group by root_cause, day
        union all select 'complaints', '', day, count(distinct customer) from marked group by day
        union all select 'mail', '', day, count(distinct customer) from written group by day`),
    );
    const counts = new Map<string, Map<string, number>>();
    for (const row of rows) {
      const name = seriesName({ kind: row.kind as SeriesKind, key: String(row.key) });
      const series = counts.get(name) ?? new Map<string, number>();
      counts.set(name, series.set(String(row.day), Number(row.customers)));
    }
    return counts;
  };
}

export function trendMarks(db: Database): TrendStore["trendMarks"] {
  return async (mailboxId, { since, timeZone }) => {
    const rows = plainRows(
      await db.execute(sql`
        select c.ticket_id, ${complainer} as customer, ${dayOf("c.at", timeZone)} as day, c.group_id, c.topic, c.root_cause
        from complaints c
        where c.mailbox_id = ${mailboxId} and c.at >= ${since.toISOString()}::timestamptz
        order by c.at, c.ticket_id`),
    );
    return rows.map((row) => ({
      ticketId: Number(row.ticket_id),
      customer: Number(row.customer),
      date: String(row.day),
      group: Number(row.group_id),
      topic: row.topic as Topic | OwnTopic,
      rootCause: row.root_cause as RootCause,
    }));
  };
}
