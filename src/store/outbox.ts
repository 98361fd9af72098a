import { and, asc, count, eq, gt, isNull, lte, ne, or, type SQL, sql } from "drizzle-orm";
import { addressKeys, budgetKeys, forgottenKey } from "./address.ts";
import { customerAddresses, customers } from "./customer-schema.ts";
import { type Database, first, isOneOf } from "./database.ts";
import { code, type EventType } from "./journal.ts";
import { inSeconds } from "./lease.ts";
import { countsForBudget, outbox } from "./outbox-schema.ts";
import type { OutboxRow } from "./outgoing.ts";
import { events } from "./schema.ts";
import type { Store } from "./store.ts";

const columns = {
  id: outbox.id,
  mailboxId: outbox.mailboxId,
  ticketId: outbox.ticketId,
  ledgerId: outbox.ledgerId,
  kind: outbox.kind,
  messageId: outbox.messageId,
  to: outbox.to,
  template: outbox.template,
  language: outbox.language,
  manner: outbox.manner,
  values: outbox.values,
  inReplyTo: outbox.inReplyTo,
  references: outbox.references,
  dueAt: outbox.dueAt,
  attempts: outbox.attempts,
  createdAt: outbox.createdAt,
};

/** Columns of an OutboxRow, and its state. */
export const outboxColumns = {
  ...columns,
  state: outbox.state,
  cause: outbox.cause,
  sentAt: outbox.sentAt,
};

export function claimOutbox(db: Database): Store["claimOutbox"] {
  return async (mailboxId, now, limit, seconds) => {
    const due = db
      .select({ id: outbox.id })
      .from(outbox)
      .where(
        and(
          eq(outbox.mailboxId, mailboxId),
          eq(outbox.state, "pending"),
          lte(outbox.dueAt, now),
          // What is not filed yet cannot be looked at once more. "ledger_id" is the outbox's: the ledger has none.
          sql`not exists (select 1 from ledger as answered where answered.id = ledger_id
            and answered.state in ('arrived', 'decided'))`,
          // The claim of a worker that died runs out by the database's clock.
          or(isNull(outbox.claimedUntil), lte(outbox.claimedUntil, sql`clock_timestamp()`)),
        ),
      )
      .orderBy(asc(outbox.dueAt), asc(outbox.id))
      .limit(limit)
      .for("update", { skipLocked: true });
    const rows: OutboxRow[] = await db
      .update(outbox)
      .set({
        claimedUntil: inSeconds(seconds),
        attempts: sql`${outbox.attempts} + 1`,
      })
      // Not "in": joined by a hash, it would read the whole outbox.
      .where(sql`${outbox.id} = any(array(${due}))`)
      .returning(columns);
    return rows.sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || a.id - b.id);
  };
}

export function nextDue(db: Database): Store["nextDue"] {
  return async (mailboxId) => {
    // Null is no obstacle to greatest(); what is claimed is due again when the claim runs out.
    const due = sql`min(greatest(${outbox.dueAt}, ${outbox.claimedUntil}))`.mapWith(outbox.dueAt);
    const rows = await db
      .select({ due })
      .from(outbox)
      .where(and(eq(outbox.mailboxId, mailboxId), eq(outbox.state, "pending")));
    return first(rows)?.due ?? null;
  };
}

export function markSent(db: Database): Store["markSent"] {
  return async (ids, at) => {
    if (ids.length === 0) return;
    // Whatever else was said of it meanwhile: it went out.
    const where = and(isOneOf(outbox.id, ids), ne(outbox.state, "sent"));
    await settle(db, where, { type: "AnswerSent", set: { state: "sent", sentAt: at, cause: null } });
  };
}

export function retryOutbox(db: Database): Store["retryOutbox"] {
  return (id, at, cause) => settle(db, pending(id), { type: "AnswerPostponed", set: { dueAt: at, cause } });
}

export function releaseOutbox(db: Database): Store["releaseOutbox"] {
  return async (ids, at) => {
    if (ids.length === 0) return;
    await db
      .update(outbox)
      .set({ claimedUntil: null, dueAt: at, attempts: sql`greatest(${outbox.attempts} - 1, 0)` })
      .where(and(isOneOf(outbox.id, ids), eq(outbox.state, "pending")));
  };
}

export function failOutbox(db: Database): Store["failOutbox"] {
  return (id, cause) => settle(db, pending(id), { type: "AnswerFailed", set: { state: "failed", cause } });
}

export function cancelOutbox(db: Database): Store["cancelOutbox"] {
  return (id, reason) =>
    settle(db, pending(id), { type: "AnswerCancelled", set: { state: "cancelled", cause: reason } });
}

/** Cancels what still waits to go out in answer to these messages. */
export function cancelAnswersTo(tx: Database, ledgerIds: readonly number[], reason: string): Promise<void> {
  const where = and(isOneOf(outbox.ledgerId, ledgerIds), eq(outbox.state, "pending"));
  return settle(tx, where, { type: "AnswerCancelled", set: { state: "cancelled", cause: reason } });
}

const pending = (id: number) => and(eq(outbox.id, id), eq(outbox.state, "pending"));

interface Change {
  readonly type: EventType;
  readonly set: Partial<typeof outbox.$inferInsert>;
}

/** Changes rows, ends their claims, and writes it into the journal, all in one statement. */
export async function settle(db: Database, where: SQL | undefined, { type, set }: Change): Promise<void> {
  const settled = db
    .update(outbox)
    .set({ ...set, claimedUntil: null })
    .where(where)
    .returning({
      id: outbox.id,
      mailboxId: outbox.mailboxId,
      ticketId: outbox.ticketId,
      ledgerId: outbox.ledgerId,
      attempts: outbox.attempts,
    });
  const at = set.sentAt instanceof Date ? set.sentAt : new Date();
  await db.execute(sql`
    with settled as ${settled}
    insert into ${events} (mailbox_id, at, type, ticket_id, ledger_id, outbox_id, codes)
    select mailbox_id, ${at.toISOString()}::timestamptz, ${type}, ticket_id, ledger_id, id,
      jsonb_build_object('attempts', attempts, 'cause', ${code(set.cause ?? null)}::text)
    from settled`);
}

export function recheck(db: Database): Store["recheck"] {
  return async (rows, now) => {
    const recipients = addressKeys(rows.flatMap((row) => row.to.map((one) => one.address)));
    if (recipients.length === 0) return new Map();
    const [found, sent] = await Promise.all([
      db
        .select({
          address: customerAddresses.address,
          optedOut: customers.optedOut,
          dead: customers.dead,
        })
        .from(customerAddresses)
        .innerJoin(customers, eq(customers.id, customerAddresses.customerId))
        .where(isOneOf(customerAddresses.address, [...recipients, ...recipients.map(forgottenKey)])),
      sentSince(db, budgetKeys(recipients), new Date(now.getTime() - DAY)),
    ]);
    const byAddress = new Map(found.map((row) => [row.address, row]));
    return new Map(
      rows.map((row) => {
        const keys = addressKeys(row.to.map((one) => one.address));
        const facts = [...keys, ...keys.map(forgottenKey)].map((key) => byAddress.get(key));
        const optedOut = facts.some((one) => one?.optedOut === true);
        const [key] = budgetKeys(keys.slice(0, 1));
        const sentToday = sent.get(key ?? "") ?? 0;
        return [row.id, { optedOut, dead: facts.some((one) => one?.dead === true), sentToday }];
      }),
    );
  };
}

const DAY = 86_400_000;

/** Automatic mails that customers got, by budget key. */
async function sentSince(
  db: Database,
  keys: readonly string[],
  since: Date,
): Promise<ReadonlyMap<string | null, number>> {
  const rows = await db
    .select({ key: outbox.toAddress, mails: count() })
    .from(outbox)
    .where(
      and(
        isOneOf(outbox.toAddress, keys),
        gt(outbox.countsAt, since),
        eq(outbox.state, "sent"),
        countsForBudget(outbox),
      ),
    )
    .groupBy(outbox.toAddress);
  return new Map(rows.map(({ key, mails }) => [key, mails]));
}
