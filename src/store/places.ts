import { and, asc, eq, isNotNull, lte, type SQL, sql } from "drizzle-orm";
import type { Place } from "../policy/place.ts";
import { messageIdKey } from "./address.ts";
import { takeSteps } from "./advance.ts";
import { type Database, insertRows, isOneOf, plainRows, rowsParameter } from "./database.ts";
import { advanceCursor } from "./folder.ts";
import { record, ticketEventRow } from "./journal.ts";
import { underLease } from "./lease.ts";
import { currentRefColumns, ledgerRows } from "./ledger.ts";
import { ledger, messageIds, messages, tickets } from "./schema.ts";
import type { Store } from "./store.ts";

type Sight = Pick<
  Store,
  | "byMessageId"
  | "follow"
  | "settledMoves"
  | "settleMoves"
  | "noteAnswers"
  | "unansweredAt"
  | "thread"
  | "answersSeen"
>;

/** What agents do with messages, as it is seen and as it is written down. */
export function sight(db: Database): Sight {
  return {
    byMessageId: async (mailboxId, ids) =>
      ids.length === 0
        ? []
        : ledgerRows(db, and(eq(ledger.mailboxId, mailboxId), isOneOf(ledger.messageId, ids))),
    follow: follow(db),
    settledMoves: settledMoves(db),
    settleMoves: settleMoves(db),
    noteAnswers: noteAnswers(db),
    unansweredAt: unansweredAt(db),
    thread: thread(db),
    answersSeen: answersSeen(db),
  };
}

/** Where the message of a row stands, as far as it has settled. */
const settledPlace = sql<Place | null>`coalesce(${ledger.place}, ${ledger.role})`;

function follow(db: Database): Store["follow"] {
  return (lease, found, now) =>
    underLease(db, lease, async (tx) => {
      if (found.length === 0) return;
      const rows = found.map(({ ledgerId, ref, place }) => ({
        id: ledgerId,
        folder: ref.folder,
        uid_validity: ref.uidValidity.toString(),
        uid: ref.uid,
        place,
      }));
      const isBack = sql`found.place = ${settledPlace}`;
      const since = sql`case when ${isBack} then null
        when ${ledger.movedTo} = found.place then ${ledger.movedAt} else ${now.toISOString()}::timestamptz end`;
      const linked = await tx
        .update(ledger)
        .set({
          folder: sql`found.folder`,
          uidValidity: sql`found.uid_validity`,
          uid: sql`found.uid`,
          movedTo: sql`case when ${isBack} then null else found.place end`,
          movedAt: since,
        })
        .from(
          sql`jsonb_to_recordset(${rowsParameter(rows)})
            as found(id bigint, folder text, uid_validity bigint, uid bigint, place text)`,
        )
        .where(
          and(
            eq(ledger.mailboxId, lease.mailboxId),
            eq(ledger.id, sql`found.id`),
            isOneOf(
              ledger.id,
              found.map((one) => one.ledgerId),
            ),
          ),
        )
        .returning({ id: ledger.id, ticketId: ledger.ticketId });
      await record(
        tx,
        linked.map(({ id, ticketId }) => ({
          mailboxId: lease.mailboxId,
          type: "MessageRelinked" as const,
          ledgerId: id,
          ticketId,
        })),
      );
    });
}

/** Messages that ask for nothing, or that colleagues wrote, do not carry their ticket. */
const CARRIES = sql`messages.decision ->> 'disposition' = 'human'
  and messages.decision #>> '{acknowledge,reason,code}' not in ('staff-sender', 'plain-thanks', 'rated')`;

function settledMoves(db: Database): Store["settledMoves"] {
  return async (mailboxId, before, limit) => {
    // In plain SQL: of the columns of a single table drizzle writes the bare names, which mean those of "later" in here.
    const newest = sql<number | null>`(select max(later.id) from ledger as later
      join messages on messages.ledger_id = later.id
      where later.ticket_id = ledger.ticket_id and ${CARRIES})`;
    const rows = await db
      .select({
        ledgerId: ledger.id,
        ticketId: ledger.ticketId,
        from: settledPlace,
        to: ledger.movedTo,
        movedAt: ledger.movedAt,
        newest: newest.mapWith(Number),
      })
      .from(ledger)
      .where(and(eq(ledger.mailboxId, mailboxId), isNotNull(ledger.movedAt), lte(ledger.movedAt, before)))
      .orderBy(asc(ledger.movedAt), asc(ledger.id))
      .limit(limit);
    return rows.flatMap(({ to, movedAt, newest: last, ...row }) =>
      to === null || movedAt === null ? [] : { ...row, to, movedAt, carries: last === row.ledgerId },
    );
  };
}

function settleMoves(db: Database): Store["settleMoves"] {
  return (lease, moves) =>
    underLease(db, lease, async (tx) => {
      const { mailboxId } = lease;
      const steps = moves.flatMap(({ step }) => (step === null ? [] : [step]));
      const taken = await takeSteps(tx, mailboxId, { steps, mail: [] });
      const settled = moves.filter(({ step }) => step === null || taken.has(step.ticketId));
      if (settled.length === 0) return;
      await tx
        .update(ledger)
        .set({ place: sql`${ledger.movedTo}`, movedTo: null, movedAt: null })
        .where(
          isOneOf(
            ledger.id,
            settled.map(({ move }) => move.ledgerId),
          ),
        );
      // A message without a ticket has its move in the journal all the same.
      const lonely = settled.flatMap(({ step, move }) => {
        const { from } = move;
        return step === null && from !== null ? [{ ...move, from }] : [];
      });
      await record(
        tx,
        lonely.map(({ ledgerId, ticketId, from, to, movedAt }) => ({
          mailboxId,
          ledgerId,
          ticketId,
          ...ticketEventRow({ type: "MessageMoved", at: movedAt, from, to, carries: false }),
        })),
      );
    });
}

function noteAnswers(db: Database): Store["noteAnswers"] {
  return (lease, answers, cursor) =>
    underLease(db, lease, async (tx) => {
      const { mailboxId } = lease;
      if (cursor !== null) await advanceCursor(tx, mailboxId, cursor);
      await takeSteps(tx, mailboxId, { steps: answers.map(({ step }) => step), mail: [] });
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
    });
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

function answersSeen(db: Database): Store["answersSeen"] {
  return async (mailbox, since) => {
    const [row] = plainRows(
      await db.execute(sql`
        select count(*) as resolved, count(${tickets.firstAnswerAt}) as seen from tickets
        where mailbox_id = any(array(select id from mailboxes where name = ${mailbox}))
          and state = 'resolved' and resolved_at >= ${since.toISOString()}::timestamptz and ${ASKED}`),
    );
    return { resolved: Number(row?.resolved ?? 0), seen: Number(row?.seen ?? 0) };
  };
}
