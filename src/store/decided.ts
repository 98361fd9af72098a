import { and, eq, sql } from "drizzle-orm";
import { TemporaryError } from "../errors.ts";
import { addressKey } from "./address.ts";
import { type Database, insertRows, isOneOf, rowsParameter, together } from "./database.ts";
import { arrivedRow, refKey } from "./ledger.ts";
import type { Entry, LedgerRow } from "./message.ts";
import type { Written } from "./queue.ts";
import { ledger, messages } from "./schema.ts";
import type { KnownCustomers } from "./trace.ts";

/** Rows that are new, and those that were postponed or reopened before. */
export async function writeLedger(
  tx: Database,
  mailboxId: number,
  written: readonly Written[],
  standing: ReadonlyMap<string, LedgerRow>,
): Promise<void> {
  const stands = ({ entry }: Written): boolean => standing.has(refKey(entry.ref));
  await together([
    insertLedger(
      tx,
      mailboxId,
      written.filter((one) => !stands(one)),
    ),
    decideArrived(tx, written.filter(stands)),
  ]);
}

async function insertLedger(tx: Database, mailboxId: number, written: readonly Written[]): Promise<void> {
  const inserted = await insertRows(tx, ledger, {
    rows: written.map(({ entry, ledgerId }) => ({
      id: ledgerId,
      ...arrivedRow(mailboxId, entry.ref),
      ...decidedColumns(entry),
    })),
    rest: sql`on conflict do nothing returning id`,
  });
  // Only another commit of the same owner at the same time can have taken it: done again, it stands.
  if (inserted.length < written.length) throw new TemporaryError("another commit took the same message");
}

/** What a decision makes of a ledger row. */
export function decidedColumns(entry: Entry) {
  const { fingerprint, messageId } = entry.message;
  return {
    state: entry.state,
    reason: entry.reason,
    fingerprint,
    messageId,
    ticketId: entry.ticketId,
    role: roleOf(entry),
  };
}

const roleOf = (entry: Entry) =>
  entry.state === "attention" ? "attention" : (entry.decision?.folder ?? null);

/** Rows that were postponed or reopened before. */
async function decideArrived(tx: Database, written: readonly Written[]): Promise<void> {
  if (written.length === 0) return;
  const rows = written.map(({ entry, ledgerId }) => {
    const { messageId, ticketId, ...columns } = decidedColumns(entry);
    return { id: ledgerId, message_id: messageId, ticket_id: ticketId, ...columns };
  });
  await tx
    .update(ledger)
    .set({
      state: sql`decided.state`,
      reason: sql`decided.reason`,
      fingerprint: sql`decided.fingerprint`,
      messageId: sql`decided.message_id`,
      ticketId: sql`decided.ticket_id`,
      role: sql`decided.role`,
      retryAt: null,
    })
    .from(
      sql`jsonb_to_recordset(${rowsParameter(rows)}) as decided(id bigint, state text, reason text,
        fingerprint text, message_id text, ticket_id bigint, role text)`,
    )
    .where(
      and(
        eq(ledger.id, sql`decided.id`),
        isOneOf(
          ledger.id,
          rows.map((row) => row.id),
        ),
      ),
    );
}

export async function writeMessages(
  tx: Database,
  mailboxId: number,
  written: readonly Written[],
  customers: KnownCustomers,
): Promise<void> {
  const rows = written.map(({ entry: { message, decision, customer }, ledgerId }) => ({
    ledgerId,
    mailboxId,
    customerId: customers.get(addressKey(customer?.address) ?? "")?.id ?? null,
    content: message.content,
    references: message.references,
    fromName: message.from?.name ?? null,
    fromAddress: message.from?.address ?? null,
    subject: message.subject,
    text: message.text,
    internalDate: message.internalDate,
    size: message.size,
    decision,
  }));
  await insertRows(tx, messages, { rows, rest: REPLACED });
}

/** A reopened message may have been decided before (in shadow mode): the new decision replaces all of it. */
const REPLACED = sql`on conflict (ledger_id) do update set customer_id = excluded.customer_id,
  content = excluded.content, "references" = excluded."references", from_name = excluded.from_name,
  from_address = excluded.from_address, subject = excluded.subject, text = excluded.text,
  internal_date = excluded.internal_date, size = excluded.size, decision = excluded.decision`;
