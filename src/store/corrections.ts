import { and, asc, desc, eq, inArray, lt, ne, or, type SQL } from "drizzle-orm";
import { type Stored, tellFact, withdrawFact } from "./customer-fact.ts";
import { type Database, first } from "./database.ts";
import { record } from "./journal.ts";
import { corrections } from "./learning.ts";
import { mailboxes } from "./mailbox-schema.ts";
import { ledger, messages } from "./schema.ts";
import type { CorrectionRow, StoredLesson, Teachings } from "./taught.ts";

const TEXT_LABELS = ["urgency", "tone", "kind", "topic"] as const;

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

export async function rowsOf(
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
