import { and, eq, isNull, sql } from "drizzle-orm";
import type { OwnTopic, Topic } from "../classify/judgement.ts";
import type { Language } from "../mail/message.ts";
import type { ComplaintStore } from "./complaint.ts";
import { complaintGroups } from "./complaint-schema.ts";
import { type Database, plainRows, rowsParameter } from "./database.ts";
import { underLease } from "./lease.ts";

export function complaintTexts(db: Database): ComplaintStore["complaintTexts"] {
  return async (groupId, limit) => {
    const rows = plainRows(
      await db.execute(sql`
        select * from (
          select distinct on (coalesce(c.customer_id, -c.ticket_id)) c.ticket_id, c.at, c.language, c.topic, m.subject, m.text, w.names
          from complaints c join messages m on m.ledger_id = c.ledger_id
            left join customers w on w.id = c.customer_id
          where c.group_id = ${groupId} and m.text <> ''
          order by coalesce(c.customer_id, -c.ticket_id), c.at desc
        ) as one_each order by at desc limit ${limit}`),
    );
    return rows.map((row) => ({
      ticketId: Number(row.ticket_id),
      language: row.language as Language,
      topic: row.topic as Topic | OwnTopic,
      subject: String(row.subject),
      text: String(row.text),
      names: namesOf(row.names),
    }));
  };
}

function namesOf(names: unknown): readonly string[] {
  const list: unknown = typeof names === "string" ? JSON.parse(names) : names;
  return Array.isArray(list) ? list.map(String) : [];
}

export function uncalledGroups(db: Database): ComplaintStore["uncalledGroups"] {
  return async (mailboxId, limit) =>
    plainRows(
      await db.execute(sql`
        select g.id, count(*) as complaints from complaint_groups g join complaints c on c.group_id = g.id
        where g.mailbox_id = ${mailboxId} and g.name is null and g.merged_into is null
        group by g.id
        having count(*) > 1
          and (g.called_of is null or count(*) >= 2 * g.called_of or 2 * count(*) <= g.called_of)
        order by g.id limit ${limit}`),
    ).map((row) => ({ id: Number(row.id), complaints: Number(row.complaints) }));
}

export function groupNames(db: Database): ComplaintStore["groupNames"] {
  return async (mailboxId) => {
    const rows = await db
      .select({
        id: complaintGroups.id,
        name: sql<string>`coalesce(${complaintGroups.name}, ${complaintGroups.called}, '')`,
      })
      .from(complaintGroups)
      .where(and(eq(complaintGroups.mailboxId, mailboxId), isNull(complaintGroups.mergedInto)));
    return rows.filter(({ name }) => name !== "");
  };
}

export function callGroups(db: Database): ComplaintStore["callGroups"] {
  return (lease, groups) =>
    underLease(db, lease, async (tx) => {
      const rows = groups.map(({ id, complaints, called }) => ({ id, complaints, called }));
      await tx.execute(sql`
        update complaint_groups set called = new.called, called_of = new.complaints
        from jsonb_to_recordset(${rowsParameter(rows)}) as new(id bigint, complaints integer, called text)
        where complaint_groups.id = new.id and complaint_groups.mailbox_id = ${lease.mailboxId}`);
    });
}
