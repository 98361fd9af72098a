import { and, asc, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import type { OwnTopic, Topic } from "../classify/judgement.ts";
import type { Language } from "../mail/message.ts";
import type { Candidate } from "../policy/likeness.ts";
import type { ComplaintDraft, ComplaintStore, Unlogged } from "./complaint.ts";
import { complaintGroups, complaints, complaintTermCounts, complaintTerms } from "./complaint-schema.ts";
import {
  type Database,
  insertRows,
  isOneOf,
  plainRows,
  rowsParameter,
  sorted,
  together,
} from "./database.ts";
import { begunGroups, lockGroups, standingGroup } from "./grouping.ts";
import { underLease } from "./lease.ts";
import { ledger, messages } from "./schema.ts";
import { tickets } from "./ticket-schema.ts";

/** Newest complaints that are looked at for each term: what is common enough to have more tells little. */
const NEWEST = 200;
const CANDIDATES = 40;
/** The term that counts all complaints of a mailbox; those of messages are positive. */
const ALL = -1;
/** Messages of a ticket among which the one that complains is looked for. */
const MESSAGES_READ = 10;

/** Of each ticket the first message that complains, else the first that a person wrote; none where all were erased. */
export function unloggedComplaints(db: Database): ComplaintStore["unloggedComplaints"] {
  return (mailboxId, limit) => {
    const earliest = db
      .select({
        ledgerId: ledger.id,
        at: messages.internalDate,
        subject: messages.subject,
        text: messages.text,
        decision: messages.decision,
      })
      .from(ledger)
      .innerJoin(messages, eq(messages.ledgerId, ledger.id))
      .where(eq(ledger.ticketId, tickets.id))
      .orderBy(sorted(ledger.id))
      .limit(MESSAGES_READ)
      .as("earliest");
    const complains = sql`${earliest.decision} #>> '{judgements,kind,label}' = 'complaint'`;
    const complaining = db
      .select()
      .from(earliest)
      .where(sql`${earliest.decision} ->> 'disposition' = 'human'`)
      .orderBy(desc(complains), asc(earliest.ledgerId))
      .limit(1)
      .as("complaining");
    return db
      .select({
        ticketId: tickets.id,
        customerId: tickets.customerId,
        ledgerId: complaining.ledgerId,
        at: complaining.at,
        subject: complaining.subject,
        text: complaining.text,
        decision: complaining.decision,
      })
      .from(tickets)
      .innerJoinLateral(complaining, sql`true`)
      .where(and(eq(tickets.mailboxId, mailboxId), eq(tickets.complaint, true), isNull(tickets.loggedAt)))
      .orderBy(asc(tickets.id))
      .limit(limit)
      .then((rows) =>
        rows.flatMap(({ decision, ...row }): Unlogged[] =>
          decision === null ? [] : [{ ...row, decision, language: decision.language }],
        ),
      );
  };
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

/** The few terms by which they are looked up bring candidates; by all that they have in common these are compared. */
export function alikeComplaints(db: Database): ComplaintStore["alikeComplaints"] {
  return async (mailboxId, asked) => {
    const terms = asked.flatMap((one, n) =>
      one.terms.map(([term, weight]) => ({ n, language: one.language, term, weight })),
    );
    const all = asked.flatMap(({ compared }, n) => compared.map(([term, weight]) => ({ n, term, weight })));
    const rows = plainRows(
      await db.execute(sql`
        with asked as materialized (
          select * from jsonb_to_recordset(${rowsParameter(terms)}) as asked(n integer, language text, term integer, weight real)
        ), found as materialized (
          select distinct_terms.term, newest.ticket_id, newest.weight
          from (select distinct term from asked) as distinct_terms cross join lateral (
            select ticket_id, weight from complaint_terms
            where term = distinct_terms.term and mailbox_id = ${mailboxId} order by ticket_id desc limit ${NEWEST}
          ) as newest
        ), alike as (
          select asked.n, asked.language, found.ticket_id, sum(found.weight * asked.weight) as likeness
          from asked join found on found.term = asked.term group by asked.n, asked.language, found.ticket_id
        ), ranked as (
          select alike.n, alike.ticket_id, alike.likeness, complaints.language, complaints.topic, complaints.group_id, row_number() over (
            partition by alike.n, complaints.language = alike.language order by alike.likeness desc, alike.ticket_id
          ) as place
          from alike join complaints on complaints.ticket_id = alike.ticket_id
        ), compared as materialized (
          select * from jsonb_to_recordset(${rowsParameter(all)}) as compared(n integer, term integer, weight real)
        )
        select ranked.n, ranked.ticket_id, ranked.language, ranked.topic, ranked.group_id, sum(theirs.weight * compared.weight) as likeness
        from ranked
        join complaint_terms as theirs on theirs.ticket_id = ranked.ticket_id
        join compared on compared.n = ranked.n and compared.term = theirs.term
        where ranked.place <= ${CANDIDATES}
        group by ranked.n, ranked.ticket_id, ranked.language, ranked.topic, ranked.group_id`),
    );
    const found = asked.map((): Candidate<number>[] => []);
    for (const row of rows)
      found[Number(row.n)]?.push({
        id: Number(row.ticket_id),
        likeness: Number(row.likeness),
        language: row.language as Language,
        topic: row.topic as Topic | OwnTopic,
        group: Number(row.group_id),
      });
    return found;
  };
}

export function logComplaints(db: Database): ComplaintStore["logComplaints"] {
  return (lease, drafts) =>
    underLease(db, lease, async (tx) => {
      const { mailboxId } = lease;
      const ticketIds = drafts.map((draft) => draft.ticketId);
      const known = await tx
        .select({ ticketId: complaints.ticketId, groupId: complaints.groupId })
        .from(complaints)
        .where(isOneOf(complaints.ticketId, ticketIds));
      const groups = new Map(known.map((row) => [row.ticketId, row.groupId]));
      const fresh = drafts.filter((draft) => !groups.has(draft.ticketId));
      if (fresh.length > 0) await write(tx, { mailboxId, fresh, groups });
      return drafts.map((draft) => groups.get(draft.ticketId) ?? 0);
    });
}

/** Writes drafts that are not in the log yet, and notes in `groups` (by ticket) where they went. */
async function write(
  tx: Database,
  {
    mailboxId,
    fresh,
    groups,
  }: { mailboxId: number; fresh: readonly ComplaintDraft[]; groups: Map<number, number> },
): Promise<void> {
  await lockGroups(tx, mailboxId);
  const begun = await begunGroups(
    tx,
    mailboxId,
    fresh.map(({ group }) => group),
  );
  for (const { ticketId, group } of fresh) {
    // Since it was chosen it may have been merged.
    const standing = typeof group === "number" ? await standingGroup(tx, mailboxId, group) : null;
    groups.set(ticketId, standing ?? begun.get(typeof group === "number" ? 0 : group.begunBy) ?? 0);
  }
  const rows = fresh.map(({ terms, termIds, group, ...row }) => ({
    ...row,
    mailboxId,
    groupId: groups.get(row.ticketId) ?? 0,
  }));
  await together([
    insertRows(tx, complaints, { rows }),
    writeTerms(tx, mailboxId, fresh),
    countTerms(tx, mailboxId, fresh),
    tx
      .update(tickets)
      .set({ loggedAt: sql`now()` })
      .where(
        isOneOf(
          tickets.id,
          rows.map((row) => row.ticketId),
        ),
      ),
  ]);
}

async function writeTerms(tx: Database, mailboxId: number, drafts: readonly ComplaintDraft[]): Promise<void> {
  const rows = drafts.flatMap(({ ticketId, terms }) =>
    terms.map(([term, weight]) => ({ term, mailboxId, ticketId, weight })),
  );
  await insertRows(tx, complaintTerms, { rows, rest: sql`on conflict do nothing` });
}

async function countTerms(tx: Database, mailboxId: number, drafts: readonly ComplaintDraft[]): Promise<void> {
  const counts = new Map([[ALL, drafts.length]]);
  for (const { termIds } of drafts)
    for (const term of new Set(termIds)) counts.set(term, (counts.get(term) ?? 0) + 1);
  // In one order, so that two writers never wait for each other.
  const rows = [...counts]
    .sort((a, b) => a[0] - b[0])
    .map(([term, holding]) => ({ term, mailboxId, complaints: holding }));
  await insertRows(tx, complaintTermCounts, {
    rows,
    rest: sql`on conflict (term, mailbox_id) do update set complaints = ${complaintTermCounts.complaints} + excluded.complaints`,
  });
}

/** Complaints of these tickets stay in their groups, and are found by nothing that was said in them any more. */
export async function forgetTerms(tx: Database, ticketIds: readonly number[]): Promise<void> {
  if (ticketIds.length === 0) return;
  await tx.delete(complaintTerms).where(isOneOf(complaintTerms.ticketId, ticketIds));
  // What foyer called them may have been said by them, and is taken from the others anew.
  const theirs = tx
    .select({ id: complaints.groupId })
    .from(complaints)
    .where(isOneOf(complaints.ticketId, ticketIds));
  await tx
    .update(complaintGroups)
    .set({ called: null, calledOf: null })
    .where(inArray(complaintGroups.id, theirs));
}
