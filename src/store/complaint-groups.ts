import { and, desc, eq, gte, notInArray, sql } from "drizzle-orm";
import type { Language } from "../mail/message.ts";
import type { GroupState } from "../policy/action.ts";
import type { Grouped } from "../policy/regroup.ts";
import { agreedAnswers } from "./agreed-schema.ts";
import type { ComplaintGroup, ComplaintStore } from "./complaint.ts";
import { complaintGroups, complaints } from "./complaint-schema.ts";
import { type Database, first, isOneOf, plainRows, rowsParameter } from "./database.ts";
import { begunGroups, lockGroups, newGroups, pinGroups, standingGroup } from "./grouping.ts";
import { underLease } from "./lease.ts";
import { messages } from "./schema.ts";
import { tickets } from "./ticket-schema.ts";

export function listComplaints(db: Database): ComplaintStore["complaints"] {
  return (mailboxId, { groupId, since, limit }) =>
    db
      .select({
        ticketId: complaints.ticketId,
        ledgerId: complaints.ledgerId,
        customerId: complaints.customerId,
        at: complaints.at,
        language: complaints.language,
        topic: complaints.topic,
        rootCause: complaints.rootCause,
        severity: complaints.severity,
        groupId: complaints.groupId,
        subject: messages.subject,
        state: tickets.state,
        recurrence: tickets.recurrence,
        firstAnswerAt: tickets.firstAnswerAt,
        promisedUntil: tickets.promisedUntil,
        resolvedAt: tickets.resolvedAt,
        rating: tickets.rating,
      })
      .from(complaints)
      .innerJoin(tickets, eq(tickets.id, complaints.ticketId))
      .innerJoin(messages, eq(messages.ledgerId, complaints.ledgerId))
      .where(
        and(
          eq(complaints.mailboxId, mailboxId),
          ...(groupId === undefined ? [] : [eq(complaints.groupId, groupId)]),
          ...(since === undefined ? [] : [gte(complaints.at, since)]),
        ),
      )
      .orderBy(desc(complaints.at), desc(complaints.ticketId))
      .limit(limit);
}

/** Who was erased counts as one customer a complaint: nobody knows better. */
const customers = sql`count(distinct coalesce(c.customer_id, -c.ticket_id))`;

const counted = sql`g.id, g.name, g.called, g.state, g.link, g.pinned, count(*) as complaints, ${customers} as customers,
  array_to_json(array_agg(distinct c.language)) as languages, min(c.at) as first_at, max(c.at) as last_at`;

export function complaintGroupsSince(db: Database): ComplaintStore["complaintGroups"] {
  return async (mailboxId, since, limit) =>
    plainRows(
      await db.execute(sql`
        select ${counted} from complaints c join complaint_groups g on g.id = c.group_id
        where c.mailbox_id = ${mailboxId} and c.at >= ${since.toISOString()}::timestamptz
        group by g.id order by customers desc, last_at desc limit ${limit}`),
    ).map(groupOf);
}

export function complaintGroup(db: Database): ComplaintStore["complaintGroup"] {
  return async (mailboxId, id) => {
    const standing = await standingGroup(db, mailboxId, id);
    if (standing === null) return null;
    const rows = plainRows(
      await db.execute(sql`
        select ${counted} from complaint_groups g join complaints c on c.group_id = g.id
        where g.id = ${standing} group by g.id`),
    );
    return first(rows.map(groupOf));
  };
}

function groupOf(row: Readonly<Record<string, unknown>>): ComplaintGroup {
  const languages = typeof row.languages === "string" ? JSON.parse(row.languages) : row.languages;
  return {
    id: Number(row.id),
    name: row.name === null ? null : String(row.name),
    called: row.called === null ? null : String(row.called),
    state: row.state as GroupState,
    link: row.link === null ? null : String(row.link),
    pinned: row.pinned === true,
    complaints: Number(row.complaints),
    customers: Number(row.customers),
    languages: languages as readonly Language[],
    firstAt: new Date(String(row.first_at)),
    lastAt: new Date(String(row.last_at)),
  };
}

export function groupedComplaints(db: Database): ComplaintStore["groupedComplaints"] {
  return async (mailboxId, since, limit) => {
    const { ticketId, groupId, placed, ties } = complaints;
    const rows: Grouped[] = await db
      .select({ ticketId, groupId, placed, ties })
      .from(complaints)
      .where(and(eq(complaints.mailboxId, mailboxId), gte(complaints.at, since)))
      .orderBy(desc(complaints.at), desc(complaints.ticketId))
      .limit(limit);
    const known = new Set(rows.map((row) => row.ticketId));
    const older = [...new Set(rows.flatMap((row) => row.ties.map(([tied]) => tied)))].filter(
      (tied) => !known.has(tied),
    );
    // What is not grouped anew stays where it is, and others may come to it.
    const anchors =
      older.length === 0
        ? []
        : await db.select({ ticketId, groupId }).from(complaints).where(isOneOf(ticketId, older));
    return [...rows, ...anchors.map((one) => ({ ...one, placed: true, ties: [] }))].sort(
      (one, other) => one.ticketId - other.ticketId,
    );
  };
}

export function regroupComplaints(db: Database): ComplaintStore["regroupComplaints"] {
  return (lease, moves) =>
    underLease(db, lease, async (tx) => {
      if (moves.length === 0) return;
      await lockGroups(tx, lease.mailboxId);
      const begun = await begunGroups(
        tx,
        lease.mailboxId,
        moves.map(({ group }) => group),
      );
      const rows = moves.map(({ ticketId, group }) => ({
        ticket_id: ticketId,
        group_id: typeof group === "number" ? group : begun.get(group.begunBy),
      }));
      // A person may have merged or split since the moves were reckoned: what is placed by now stays.
      const moved = plainRows(
        await tx.execute(sql`
          update complaints set group_id = new.id
          from jsonb_to_recordset(${rowsParameter(rows)}) as moved(ticket_id bigint, group_id bigint),
            complaint_groups as new, complaints as before
          where complaints.ticket_id = moved.ticket_id and complaints.mailbox_id = ${lease.mailboxId}
            and before.ticket_id = moved.ticket_id and not complaints.placed and new.id = moved.group_id
            and new.merged_into is null
          returning before.group_id as was, new.id as now`),
      );
      await leaveTrails(
        tx,
        moved.map(({ was, now }) => [Number(was), Number(now)]),
      );
    });
}

/** A group that is left empty leads to where most of it went: its number may stand in a mail. */
async function leaveTrails(
  tx: Database,
  moved: readonly (readonly [was: number, now: number])[],
): Promise<void> {
  const trails = [...Map.groupBy(moved, ([was]) => was)].map(([was, list]) => {
    const targets = [...Map.groupBy(list, ([, now]) => now)].sort((a, b) => b[1].length - a[1].length);
    return { was, now: targets[0]?.[0] ?? null };
  });
  await tx.execute(sql`
    update complaint_groups set merged_into = trail.now
    from jsonb_to_recordset(${rowsParameter(trails)}) as trail(was bigint, now bigint)
    where complaint_groups.id = trail.was and not complaint_groups.pinned
      and not exists (select 1 from complaints where group_id = trail.was)`);
}

export function mergeGroups(db: Database): ComplaintStore["mergeGroups"] {
  return (mailboxId, from, into) =>
    db.transaction(async (tx) => {
      await lockGroups(tx, mailboxId);
      const [source, target] = [
        await standingGroup(tx, mailboxId, from),
        await standingGroup(tx, mailboxId, into),
      ];
      if (source === null || target === null || source === target) return false;
      await tx.update(complaints).set({ groupId: target }).where(eq(complaints.groupId, source));
      await moveAnswers(tx, source, target);
      await tx.update(complaintGroups).set({ mergedInto: target }).where(eq(complaintGroups.id, source));
      await pinGroups(tx, [source, target]);
      return true;
    });
}

/** The answers of the group that stays are kept; in other languages those of the other hold. */
async function moveAnswers(tx: Database, source: number, target: number): Promise<void> {
  const known = tx
    .select({ language: agreedAnswers.language })
    .from(agreedAnswers)
    .where(eq(agreedAnswers.groupId, target));
  await tx
    .update(agreedAnswers)
    .set({ groupId: target })
    .where(and(eq(agreedAnswers.groupId, source), notInArray(agreedAnswers.language, known)));
}

export function splitGroup(db: Database): ComplaintStore["splitGroup"] {
  return (mailboxId, id, ticketIds) =>
    db.transaction(async (tx) => {
      await lockGroups(tx, mailboxId);
      const group = await standingGroup(tx, mailboxId, id);
      if (group === null || ticketIds.length === 0) return null;
      const members = await tx
        .select({ ticketId: complaints.ticketId })
        .from(complaints)
        .where(eq(complaints.groupId, group));
      const known = new Set(members.map((one) => one.ticketId));
      const leaving = new Set(ticketIds);
      if (leaving.size === known.size || [...leaving].some((one) => !known.has(one))) return null;
      const [fresh = 0] = await newGroups(tx, mailboxId, 1);
      await tx
        .update(complaints)
        .set({ groupId: fresh })
        .where(isOneOf(complaints.ticketId, [...leaving]));
      await pinGroups(tx, [group, fresh]);
      return fresh;
    });
}

export function changeGroup(db: Database): ComplaintStore["changeGroup"] {
  return (mailboxId, id, change) =>
    db.transaction(async (tx) => {
      await lockGroups(tx, mailboxId);
      const group = await standingGroup(tx, mailboxId, id);
      if (group === null) return false;
      await tx.update(complaintGroups).set(change).where(eq(complaintGroups.id, group));
      await pinGroups(tx, [group]);
      return true;
    });
}
