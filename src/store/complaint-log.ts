import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { Language } from "../mail/message.ts";
import type { Weighted } from "../policy/likeness.ts";
import type { ComplaintStore, Unlogged } from "./complaint.ts";
import { complaintGroups, complaints, complaintTermCounts, complaintTerms } from "./complaint-schema.ts";
import { type Database, first, insertRows, isOneOf, plainRows, rowsParameter } from "./database.ts";
import { underLease } from "./lease.ts";
import { ledger, messages, tickets } from "./schema.ts";

/** Newest complaints that are looked at for each term: what is common enough to have more tells little. */
const NEWEST = 200;
const CANDIDATES = 40;
/** The term that counts all complaints of a mailbox; those of messages are positive. */
const ALL = -1;
/** Messages of a ticket among which the one that complains is looked for. */
const MESSAGES_READ = 10;

export function unloggedComplaints(db: Database): ComplaintStore["unloggedComplaints"] {
  return async (mailboxId, limit) => {
    const waiting = await db
      .select({ id: tickets.id, customerId: tickets.customerId })
      .from(tickets)
      .where(and(eq(tickets.mailboxId, mailboxId), eq(tickets.complaint, true), isNull(tickets.loggedAt)))
      .orderBy(asc(tickets.id))
      .limit(limit);
    const found: Unlogged[] = [];
    for (const ticket of waiting) found.push(...(await complaining(db, ticket)));
    return found;
  };
}

/** The first message of a ticket that complains, else the first that a person wrote; none where all were erased. */
async function complaining(
  db: Database,
  ticket: { readonly id: number; readonly customerId: number | null },
): Promise<Unlogged[]> {
  const rows = await db
    .select({
      ledgerId: ledger.id,
      at: messages.internalDate,
      subject: messages.subject,
      text: messages.text,
      decision: messages.decision,
    })
    .from(ledger)
    .innerJoin(messages, eq(messages.ledgerId, ledger.id))
    .where(eq(ledger.ticketId, ticket.id))
    .orderBy(asc(ledger.id))
    .limit(MESSAGES_READ);
  const human = rows.flatMap(({ decision, ...row }) =>
    decision?.disposition === "human" ? [{ ...row, decision }] : [],
  );
  const chosen = human.find(({ decision }) => decision.judgements.kind.label === "complaint") ?? human[0];
  if (chosen === undefined) return [];
  const { language } = chosen.decision;
  return [{ ...chosen, ticketId: ticket.id, customerId: ticket.customerId, language }];
}

export function termFrequencies(db: Database): ComplaintStore["termFrequencies"] {
  return async (mailboxId, terms) => {
    const rows = await db
      .select({ term: complaintTermCounts.term, complaints: complaintTermCounts.complaints })
      .from(complaintTermCounts)
      .where(
        and(eq(complaintTermCounts.mailboxId, mailboxId), isOneOf(complaintTermCounts.term, [ALL, ...terms])),
      );
    const holding = new Map(rows.map((row) => [row.term, row.complaints]));
    return { messages: holding.get(ALL) ?? 0, holding };
  };
}

export function alikeComplaints(db: Database): ComplaintStore["alikeComplaints"] {
  return async (mailboxId, language, terms) => {
    const asked = terms.map(([term, weight]) => ({ term, weight }));
    const rows = plainRows(
      await db.execute(sql`
        with alike as (
          select found.ticket_id, sum(found.weight * asked.weight) as likeness
          from jsonb_to_recordset(${rowsParameter(asked)}) as asked(term integer, weight real)
          cross join lateral (
            select ticket_id, weight from complaint_terms
            where term = asked.term and mailbox_id = ${mailboxId} order by ticket_id desc limit ${NEWEST}
          ) as found
          group by found.ticket_id order by likeness desc limit 400
        ), ranked as (
          select alike.ticket_id, alike.likeness, complaints.language, complaints.group_id, row_number() over (
            partition by complaints.language = ${language} order by alike.likeness desc, alike.ticket_id
          ) as place
          from alike join complaints on complaints.ticket_id = alike.ticket_id
        )
        select * from ranked where place <= ${CANDIDATES}`),
    );
    return rows.map((row) => ({
      id: Number(row.ticket_id),
      likeness: Number(row.likeness),
      language: row.language as Language,
      group: Number(row.group_id),
    }));
  };
}

export function logComplaint(db: Database): ComplaintStore["logComplaint"] {
  return (lease, draft) =>
    underLease(db, lease, async (tx) => {
      const { mailboxId } = lease;
      const known = first(
        await tx
          .select({ groupId: complaints.groupId })
          .from(complaints)
          .where(eq(complaints.ticketId, draft.ticketId)),
      );
      if (known !== null) return known.groupId;
      const groupId = draft.groupId ?? (await newGroup(tx, mailboxId));
      const { terms, termIds, ...row } = draft;
      await tx.insert(complaints).values({ ...row, mailboxId, groupId });
      await writeTerms(tx, { mailboxId, ticketId: draft.ticketId, terms });
      await countTerms(tx, mailboxId, [ALL, ...termIds]);
      await tx.update(tickets).set({ loggedAt: draft.at }).where(eq(tickets.id, draft.ticketId));
      return groupId;
    });
}

export async function newGroup(tx: Database, mailboxId: number): Promise<number> {
  const rows = await tx.insert(complaintGroups).values({ mailboxId }).returning({ id: complaintGroups.id });
  return first(rows)?.id ?? 0;
}

async function writeTerms(
  tx: Database,
  { mailboxId, ticketId, terms }: { mailboxId: number; ticketId: number; terms: Weighted },
): Promise<void> {
  const rows = terms.map(([term, weight]) => ({ term, mailboxId, ticketId, weight }));
  await insertRows(tx, complaintTerms, { rows, rest: sql`on conflict do nothing` });
}

async function countTerms(tx: Database, mailboxId: number, terms: readonly number[]): Promise<void> {
  // In one order, so that two writers never wait for each other.
  const rows = [...new Set(terms)].sort((a, b) => a - b).map((term) => ({ term, mailboxId, complaints: 1 }));
  await insertRows(tx, complaintTermCounts, {
    rows,
    rest: sql`on conflict (term, mailbox_id) do update set complaints = ${complaintTermCounts.complaints} + 1`,
  });
}

/** Complaints of these tickets stay in their groups, and are found by nothing that was said in them any more. */
export async function forgetTerms(tx: Database, ticketIds: readonly number[]): Promise<void> {
  if (ticketIds.length > 0)
    await tx.delete(complaintTerms).where(isOneOf(complaintTerms.ticketId, ticketIds));
}
