import { and, asc, eq, sql } from "drizzle-orm";
import { correctionOf } from "../policy/correction.ts";
import { rowsOf } from "./corrections.ts";
import { tellFact } from "./customer-fact.ts";
import { type Database, first, isOneOf } from "./database.ts";
import { record } from "./journal.ts";
import { corrections } from "./learning.ts";
import { underLease } from "./lease.ts";
import { ledger } from "./schema.ts";
import type { AgentMove, Teachings } from "./taught.ts";
import { tickets } from "./ticket-schema.ts";

export function noteMoves(db: Database): Teachings["noteMoves"] {
  return (lease, moves) =>
    underLease(db, lease, async (tx) => {
      for (const move of moves) await noteMove(tx, lease.mailboxId, move);
    });
}

async function noteMove(tx: Database, mailboxId: number, move: AgentMove): Promise<void> {
  const open = and(eq(corrections.ledgerId, move.ledgerId), eq(corrections.state, "settling"));
  const before = first(await tx.select().from(corrections).where(open).for("update"));
  const from = before?.fromRole ?? move.from;
  const event = { mailboxId, ledgerId: move.ledgerId, codes: { from, to: move.to } };
  if (before !== null) {
    await tx.delete(corrections).where(open);
    await record(tx, [{ ...event, type: "CorrectionCancelled" }]);
  }
  const taught = correctionOf(from, move.to);
  if (taught === null || (await wasAnswered(tx, move))) return;
  await tx.insert(corrections).values({
    mailboxId,
    ledgerId: move.ledgerId,
    ...taught.correction,
    fromRole: from,
    toRole: move.to,
    state: "settling",
    at: move.at,
  });
  await record(tx, [{ ...event, type: "CorrectionNoted" }]);
}

/** Whether a person had answered before the move; who sorts first and answers then has sorted all the same. */
async function wasAnswered(tx: Database, { ledgerId, at }: AgentMove): Promise<boolean> {
  const rows = await tx
    .select({ at: tickets.firstAnswerAt })
    .from(ledger)
    .innerJoin(tickets, eq(tickets.id, ledger.ticketId))
    .where(eq(ledger.id, ledgerId));
  return rows.some((row) => row.at !== null && row.at < at);
}

export function settling(db: Database): Teachings["settling"] {
  return (mailboxId, before) =>
    rowsOf(db, {
      where: and(
        eq(corrections.mailboxId, mailboxId),
        eq(corrections.state, "settling"),
        sql`${corrections.at} <= ${before.toISOString()}::timestamptz`,
      ),
      order: asc(corrections.at),
      limit: 500,
    });
}

export function settle(db: Database): Teachings["settle"] {
  return (lease, id, { state, weight }) =>
    underLease(db, lease, async (tx) => {
      const [row] = await tx
        .update(corrections)
        .set({ state, weight, changedAt: new Date() })
        .where(and(eq(corrections.id, id), eq(corrections.state, "settling")))
        .returning();
      if (row === undefined) return;
      if (state === "learned") await tellFact(tx, row);
      await record(tx, [
        {
          mailboxId: row.mailboxId,
          ledgerId: row.ledgerId,
          type: state === "learned" ? "CorrectionLearned" : "CorrectionAsked",
          codes: { learns: row.learns, label: row.label, weight },
        },
      ]);
    });
}

export function dropMove(db: Database): Teachings["dropMove"] {
  return (lease, id) =>
    underLease(db, lease, async (tx) => {
      const gone = await tx
        .delete(corrections)
        .where(and(eq(corrections.id, id), eq(corrections.state, "settling")))
        .returning();
      await record(
        tx,
        gone.map((row) => ({
          mailboxId: row.mailboxId,
          ledgerId: row.ledgerId,
          type: "CorrectionCancelled" as const,
          codes: { from: row.fromRole, to: row.toRole },
        })),
      );
    });
}

export function reconsider(db: Database): Teachings["reconsider"] {
  return (lease, ledgerIds) =>
    underLease(db, lease, async (tx) => {
      if (ledgerIds.length === 0) return;
      const rows = await tx
        .update(ledger)
        .set({ state: "arrived", reason: null, retryAt: null })
        .where(
          and(
            eq(ledger.mailboxId, lease.mailboxId),
            isOneOf(ledger.id, ledgerIds),
            eq(ledger.state, "filed"),
          ),
        )
        .returning({ id: ledger.id });
      await record(
        tx,
        rows.map(({ id }) => ({
          mailboxId: lease.mailboxId,
          ledgerId: id,
          type: "MessageReopened" as const,
        })),
      );
    });
}
