import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import { OLD_DAYS, SEEN_DAYS } from "../policy/seen.ts";
import { messageIdKey } from "./address.ts";
import { takeSteps } from "./advance.ts";
import { agentAnswers } from "./answer-schema.ts";
import { type Database, insertRows, isOneOf, plainRows } from "./database.ts";
import { advanceCursor } from "./folder.ts";
import { underLease } from "./lease.ts";
import { currentRefColumns, ledgerRows } from "./ledger.ts";
import { CARRIES } from "./places.ts";
import { ledger, messageIds, messages } from "./schema.ts";
import type { SeenAnswer } from "./seen.ts";
import type { Store } from "./store.ts";
import { IS_SOMEBODYS, tickets } from "./ticket-schema.ts";

type Answers = Pick<Store, "byMessageId" | "noteAnswers" | "unansweredAt" | "thread" | "answersSeen">;

/** Answers of people, as they are seen and as they are written down. */
export function answers(db: Database): Answers {
  return {
    byMessageId: async (mailboxId, ids) =>
      ids.length === 0
        ? []
        : ledgerRows(db, and(eq(ledger.mailboxId, mailboxId), isOneOf(ledger.messageId, ids))),
    noteAnswers: noteAnswers(db),
    unansweredAt: unansweredAt(db),
    thread: thread(db),
    answersSeen: answersSeen(db),
  };
}

function noteAnswers(db: Database): Store["noteAnswers"] {
  return (lease, answers, cursor) =>
    underLease(db, lease, async (tx) => {
      const { mailboxId } = lease;
      if (cursor !== null) await advanceCursor(tx, mailboxId, cursor);
      await takeSteps(
        tx,
        mailboxId,
        answers.map(({ step }) => step),
      );
      const rows = answers.flatMap(({ messageId, step: { ticketId } }) =>
        messageId === null
          ? []
          : { mailboxId, messageId: messageIdKey(messageId), ticketId, kind: "seen" as const },
      );
      await insertRows(tx, messageIds, {
        rows: [...new Map(rows.map((row) => [row.messageId, row])).values()].sort((a, b) =>
          a.messageId < b.messageId ? -1 : 1,
        ),
        rest: sql`on conflict (mailbox_id, message_id) do update
          set ticket_id = excluded.ticket_id, kind = excluded.kind where message_ids.kind = 'awaited'`,
      });
      await keepTexts(tx, mailboxId, answers);
    });
}

/** The last one of each ticket; of a solved one the index has to know it, too. Its tickets are locked. */
async function keepTexts(tx: Database, mailboxId: number, answers: readonly SeenAnswer[]): Promise<void> {
  const asked = answers.flatMap(({ text, step: { ticketId, events } }) => {
    const at = events.find(({ type }) => type === "AgentAnswered")?.at;
    return text === null || at === undefined ? [] : { ticketId, mailboxId, at, text };
  });
  if (asked.length === 0) return;
  const numbers = asked.map(({ ticketId }) => ticketId);
  const living = await tx
    .select({ id: tickets.id })
    .from(tickets)
    .where(and(isOneOf(tickets.id, numbers), IS_SOMEBODYS));
  const rows = asked
    .filter(({ ticketId }) => living.some(({ id }) => id === ticketId))
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  await insertRows(tx, agentAnswers, {
    rows: [...new Map(rows.map((row) => [row.ticketId, row])).values()],
    rest: sql`on conflict (ticket_id) do update set at = excluded.at, text = excluded.text
      where agent_answers.at <= excluded.at`,
  });
  await tx
    .update(tickets)
    .set({ indexedAt: null })
    .where(and(isOneOf(tickets.id, numbers), eq(tickets.state, "resolved")));
}

/** What was answered to these is kept no longer. */
export async function forgetTexts(tx: Database, ticketIds: readonly number[]): Promise<void> {
  if (ticketIds.length > 0) await tx.delete(agentAnswers).where(isOneOf(agentAnswers.ticketId, ticketIds));
}

function unansweredAt(db: Database): Store["unansweredAt"] {
  return async (mailboxId, { folder, uidValidity }, uids) => {
    if (uids.length === 0) return [];
    const rows = plainRows(
      await db.execute(sql`
        select ledger.id as ledger_id, ledger.ticket_id from ledger
        join messages on messages.ledger_id = ledger.id
        join tickets on tickets.id = ledger.ticket_id
        where ledger.mailbox_id + 0 = ${mailboxId} and ledger.folder = ${folder}
          and ledger.uid_validity = ${uidValidity.toString()}::bigint and ${isOneOf(sql`ledger.uid`, uids)}
          and ${CARRIES} and tickets.state in ('open', 'waiting-us', 'reopened', 'escalated')
          and (tickets.last_answer_at is null or tickets.last_answer_at < messages.internal_date)
        order by ledger.id`),
    );
    return rows.map((row) => ({ ledgerId: Number(row.ledger_id), ticketId: Number(row.ticket_id) }));
  };
}

function thread(db: Database): Store["thread"] {
  return (ticketId) =>
    db
      .select({
        ledgerId: ledger.id,
        ref: currentRefColumns,
        messageId: ledger.messageId,
        references: messages.references,
        fromName: messages.fromName,
        fromAddress: messages.fromAddress,
        decision: messages.decision,
        subject: messages.subject,
        size: messages.size,
        text: messages.text,
      })
      .from(ledger)
      .innerJoin(messages, eq(messages.ledgerId, ledger.id))
      .where(eq(ledger.ticketId, ticketId))
      .orderBy(asc(ledger.id));
}

/** What asks for nothing needs no answer, and tells nothing of whether answers are seen. */
const ASKED: SQL = sql`${tickets.kind} in ('complaint', 'question', 'request')`;
/** Not of an erased customer, whom nobody answers; not from before foyer came, when nobody looked. */
const KNOWN: SQL = sql`${IS_SOMEBODYS} and (${tickets.firstAnswerAt} is not null or ${tickets.resolvedAt} is not null or ${tickets.answerDueAt} is not null)`;

function answersSeen(db: Database): Store["answersSeen"] {
  return async (mailbox, now) => {
    const ago = (days: number): SQL => sql`${now.toISOString()}::timestamptz - ${days} * interval '1 day'`;
    const isResolved = sql`state = 'resolved' and resolved_at >= ${ago(SEEN_DAYS)}`;
    const isOld = sql`opened_at >= ${ago(SEEN_DAYS)} and opened_at < ${ago(OLD_DAYS)}`;
    const [row] = plainRows(
      await db.execute(sql`
        select count(*) filter (where ${isResolved}) as resolved,
          count(first_answer_at) filter (where ${isResolved}) as seen,
          count(*) filter (where ${isOld}) as old,
          count(*) filter (where ${isOld} and (first_answer_at is not null or state = 'resolved')) as ended
        from tickets
        where mailbox_id = any(array(select id from mailboxes where name = ${mailbox}))
          and ((${isResolved}) or (${isOld})) and ${ASKED} and ${KNOWN}`),
    );
    return {
      resolved: Number(row?.resolved ?? 0),
      seen: Number(row?.seen ?? 0),
      old: Number(row?.old ?? 0),
      ended: Number(row?.ended ?? 0),
    };
  };
}
