import { and, asc, desc, eq, inArray, lt, ne, or, type SQL, sql } from "drizzle-orm";
import { correctionOf } from "../policy/correction.ts";
import { type Database, first, isOneOf } from "./database.ts";
import { record } from "./journal.ts";
import { corrections, customerFactsTold } from "./learning.ts";
import { underLease } from "./lease.ts";
import { ledger, mailboxes, messages, tickets, vips } from "./schema.ts";
import type { AgentMove, CorrectionRow, StoredLesson, Teachings } from "./taught.ts";

const TEXT_LABELS = ["urgency", "tone", "kind", "topic"] as const;

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

type Stored = typeof corrections.$inferSelect;

/** Facts hold from the moment they are learned; text labels wait for the next training. */
async function tellFact(tx: Database, row: Stored): Promise<void> {
  if (row.learns !== "customer" && row.learns !== "guard") return;
  const author = first(
    await tx
      .select({ customerId: messages.customerId, address: messages.fromAddress, decision: messages.decision })
      .from(messages)
      .where(eq(messages.ledgerId, row.ledgerId)),
  );
  const address = author?.decision?.customerAddress?.address ?? author?.address ?? null;
  if (row.label === "vip" && address !== null)
    await tx.insert(vips).values({ match: address.toLowerCase(), name: null }).onConflictDoNothing();
  if (row.label === "vip" || author === null || author.customerId === null) return;
  const fact = row.label === "frequent" ? "frequent" : "person";
  await tx
    .insert(customerFactsTold)
    .values({ correctionId: row.id, customerId: author.customerId, fact })
    .onConflictDoNothing();
}

async function withdrawFact(tx: Database, row: Stored): Promise<void> {
  await tx.delete(customerFactsTold).where(eq(customerFactsTold.correctionId, row.id));
  if (row.label !== "vip" || row.learns !== "customer") return;
  const author = first(
    await tx
      .select({ address: messages.fromAddress, decision: messages.decision })
      .from(messages)
      .where(eq(messages.ledgerId, row.ledgerId)),
  );
  const address = author?.decision?.customerAddress?.address ?? author?.address ?? null;
  if (address !== null) await tx.delete(vips).where(eq(vips.match, address.toLowerCase()));
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

export function addCorrection(db: Database): Teachings["addCorrection"] {
  return (given) =>
    db.transaction(async (tx) => {
      const row = first(
        await tx.select({ mailboxId: ledger.mailboxId }).from(ledger).where(eq(ledger.id, given.ledgerId)),
      );
      if (row === null) return null;
      const { mailboxId } = row;
      // The last word on a question stands.
      await tx
        .update(corrections)
        .set({ state: "undone", changedAt: new Date() })
        .where(
          and(
            eq(corrections.ledgerId, given.ledgerId),
            eq(corrections.learns, given.learns),
            ne(corrections.state, "undone"),
          ),
        );
      const [added] = await tx
        .insert(corrections)
        .values({ ...given, mailboxId, state: "learned" })
        .returning({ id: corrections.id });
      const { ledgerId, learns, label } = given;
      await record(tx, [{ mailboxId, ledgerId, type: "CorrectionLearned", codes: { learns, label } }]);
      return added === undefined ? null : findCorrection(tx)(added.id);
    });
}

export function listCorrections(db: Database): Teachings["corrections"] {
  return ({ mailboxId, limit }) =>
    rowsOf(db, {
      where: mailboxId === null ? undefined : eq(corrections.mailboxId, mailboxId),
      order: desc(corrections.id),
      limit,
    });
}

export function findCorrection(db: Database): Teachings["correction"] {
  return async (id) =>
    first(await rowsOf(db, { where: eq(corrections.id, id), order: asc(corrections.id), limit: 1 }));
}

export function confirmCorrection(db: Database): Teachings["confirmCorrection"] {
  return (id) => change(db, id, { from: ["asked"], to: "learned" });
}

export function undoCorrection(db: Database): Teachings["undoCorrection"] {
  return (id) => change(db, id, { from: ["settling", "asked", "learned"], to: "undone" });
}

function change(
  db: Database,
  id: number,
  { from, to }: { readonly from: readonly Stored["state"][]; readonly to: "learned" | "undone" },
): Promise<CorrectionRow | null> {
  return db.transaction(async (tx) => {
    const [row] = await tx
      .update(corrections)
      .set({ state: to, changedAt: new Date() })
      .where(and(eq(corrections.id, id), inArray(corrections.state, [...from])))
      .returning();
    if (row === undefined) return null;
    await (to === "learned" ? tellFact(tx, row) : withdrawFact(tx, row));
    await record(tx, [
      {
        mailboxId: row.mailboxId,
        ledgerId: row.ledgerId,
        type: to === "learned" ? "CorrectionLearned" : "CorrectionUndone",
        codes: { learns: row.learns, label: row.label },
      },
    ]);
    return findCorrection(tx)(id);
  });
}

export function forgetCorrections(db: Database): Teachings["forgetCorrections"] {
  return async (mailboxId, before) => {
    const gone = await db
      .delete(corrections)
      .where(and(eq(corrections.mailboxId, mailboxId), lt(corrections.at, before)))
      .returning({ id: corrections.id });
    return gone.length;
  };
}

export function lessons(db: Database): Teachings["lessons"] {
  return async (mailboxId) => {
    const rows = await db
      .select({
        correctionId: corrections.id,
        learns: corrections.learns,
        label: corrections.label,
        weight: corrections.weight,
        subject: messages.subject,
        text: messages.text,
      })
      .from(corrections)
      .innerJoin(messages, eq(messages.ledgerId, corrections.ledgerId))
      .where(
        and(
          eq(corrections.mailboxId, mailboxId),
          eq(corrections.state, "learned"),
          inArray(corrections.learns, [...TEXT_LABELS]),
          or(ne(messages.text, ""), ne(messages.subject, "")),
        ),
      )
      .orderBy(asc(corrections.id));
    return rows.flatMap(({ learns, ...row }): StoredLesson[] => {
      const label = TEXT_LABELS.find((one) => one === learns);
      return label === undefined ? [] : [{ ...row, learns: label }];
    });
  };
}

async function rowsOf(
  db: Database,
  { where, order, limit }: { readonly where: SQL | undefined; readonly order: SQL; readonly limit: number },
): Promise<CorrectionRow[]> {
  const rows = await db
    .select({
      id: corrections.id,
      mailboxId: corrections.mailboxId,
      mailbox: mailboxes.name,
      ledgerId: corrections.ledgerId,
      ticketId: ledger.ticketId,
      learns: corrections.learns,
      label: corrections.label,
      from: corrections.fromRole,
      to: corrections.toRole,
      state: corrections.state,
      weight: corrections.weight,
      at: corrections.at,
      subject: messages.subject,
    })
    .from(corrections)
    .innerJoin(mailboxes, eq(mailboxes.id, corrections.mailboxId))
    .innerJoin(ledger, eq(ledger.id, corrections.ledgerId))
    .leftJoin(messages, eq(messages.ledgerId, corrections.ledgerId))
    .where(where)
    .orderBy(order)
    .limit(limit);
  return rows.map((row) => ({ ...row, subject: row.subject ?? "" }));
}
