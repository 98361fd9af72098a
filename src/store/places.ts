import { and, asc, eq, isNotNull, lte, sql } from "drizzle-orm";
import type { Place } from "../policy/place.ts";
import { takeSteps } from "./advance.ts";
import { type Database, isOneOf, rowsParameter } from "./database.ts";
import { record, ticketEventRow } from "./journal.ts";
import { underLease } from "./lease.ts";
import { ledger } from "./schema.ts";
import type { Store } from "./store.ts";

type Moves = Pick<Store, "follow" | "settledMoves" | "settleMoves">;

/** Where agents put messages, as it is seen and as it is written down. */
export function moves(db: Database): Moves {
  return { follow: follow(db), settledMoves: settledMoves(db), settleMoves: settleMoves(db) };
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
export const CARRIES = sql`messages.decision ->> 'disposition' = 'human'
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
      const taken = await takeSteps(tx, mailboxId, steps);
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
