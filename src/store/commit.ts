import { and, eq, sql } from "drizzle-orm";
import { TemporaryError } from "../errors.ts";
import { addressKey } from "./address.ts";
import { type Database, insertRows, isOneOf, rowsParameter, together } from "./database.ts";
import { advanceCursor } from "./folder.ts";
import { code, type NewEvent, record, ticketEventRow } from "./journal.ts";
import { underLease } from "./lease.ts";
import { arrivedRow, ledgerRows, refKey, standingAt } from "./ledger.ts";
import { queueAnswers, type Written } from "./queue.ts";
import { ledger, messages } from "./schema.ts";
import type { Entry, LedgerRow, Store } from "./store.ts";
import { writeMessageIds } from "./thread.ts";
import { writeParticipants, writeTickets } from "./ticket.ts";
import { addTraces, type KnownCustomers, lockCustomers } from "./trace.ts";

export function commit(db: Database): Store["commit"] {
  return (lease, entries, cursor) =>
    underLease(db, lease, async (tx) => {
      const { mailboxId } = lease;
      const [standing] = await together([
        standingRows(tx, mailboxId, entries),
        cursor === null ? Promise.resolve() : advanceCursor(tx, mailboxId, cursor),
      ]);
      const isFinal = (entry: Entry) => (standing.get(refKey(entry.ref))?.state ?? "arrived") !== "arrived";
      const fresh = onePerRef(entries).filter((entry) => !isFinal(entry));
      const rows = fresh.length === 0 ? [] : await write(tx, mailboxId, fresh, standing);
      const written = new Map(rows.map((row) => [refKey(row.ref), row]));
      return entries.flatMap(({ ref }) => written.get(refKey(ref)) ?? standing.get(refKey(ref)) ?? []);
    });
}

/** Rows that these refs have already, as first or as current ref, by both. */
async function standingRows(
  tx: Database,
  mailboxId: number,
  entries: readonly Entry[],
): Promise<Map<string, LedgerRow>> {
  const refs = entries.map((entry) => entry.ref);
  const rows = refs.length === 0 ? [] : await ledgerRows(tx, standingAt(mailboxId, refs));
  // A ref is first of all that of the message that stands there now.
  return new Map([
    ...rows.map((row) => [refKey(row.firstRef), row] as const),
    ...rows.map((row) => [refKey(row.ref), row] as const),
  ]);
}

function onePerRef(entries: readonly Entry[]): Entry[] {
  const byRef = new Map<string, Entry>();
  for (const entry of entries) if (!byRef.has(refKey(entry.ref))) byRef.set(refKey(entry.ref), entry);
  return [...byRef.values()];
}

/** In the order of the foreign keys; each step is one statement or a few, whatever the number of entries. */
async function write(
  tx: Database,
  mailboxId: number,
  entries: readonly Entry[],
  standing: ReadonlyMap<string, LedgerRow>,
): Promise<LedgerRow[]> {
  const traces = entries.flatMap((entry) => entry.customer ?? []);
  const customers = await lockCustomers(tx, traces);
  await together([addTraces(tx, customers, traces), writeTickets(tx, mailboxId, entries, customers)]);
  const [rows] = await together([
    writeLedger(tx, mailboxId, entries, standing),
    writeParticipants(tx, entries),
    writeMessageIds(tx, mailboxId, entries),
  ]);
  const written = entries.map((entry): Written => ({ entry, ledgerId: idOf(rows, entry) }));
  const [queued] = await together([
    queueAnswers(tx, mailboxId, written),
    writeMessages(tx, mailboxId, written, customers),
  ]);
  await record(tx, [...written.flatMap((one) => decidedEvents(mailboxId, one)), ...queued]);
  return written.map(({ entry, ledgerId }) =>
    ledgerRow(entry, ledgerId, standing.get(refKey(entry.ref)) ?? null),
  );
}

async function writeLedger(
  tx: Database,
  mailboxId: number,
  entries: readonly Entry[],
  standing: ReadonlyMap<string, LedgerRow>,
): Promise<ReadonlyMap<string, number>> {
  const ids = new Map<string, number>();
  for (const entry of entries) {
    const row = standing.get(refKey(entry.ref));
    if (row !== undefined) ids.set(refKey(entry.ref), row.id);
  }
  const fresh = entries.filter((entry) => !ids.has(refKey(entry.ref)));
  const again = entries.filter((entry) => ids.has(refKey(entry.ref)));
  if (again.length > 0) await decideArrived(tx, again, ids);
  if (fresh.length === 0) return ids;
  const inserted = await insertRows(tx, ledger, {
    rows: fresh.map((entry) => ({ ...arrivedRow(mailboxId, entry.ref), ...decidedColumns(entry) })),
    rest: sql`on conflict do nothing returning id, folder, uid_validity, uid`,
  });
  for (const row of inserted) ids.set(`${row.uid_validity}/${row.uid}/${row.folder}`, Number(row.id));
  return ids;
}

function decidedColumns(entry: Entry) {
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
async function decideArrived(
  tx: Database,
  entries: readonly Entry[],
  ids: ReadonlyMap<string, number>,
): Promise<void> {
  const rows = entries.map((entry) => {
    const { messageId, ticketId, ...columns } = decidedColumns(entry);
    return { id: idOf(ids, entry), message_id: messageId, ticket_id: ticketId, ...columns };
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

function idOf(ids: ReadonlyMap<string, number>, entry: Entry): number {
  const id = ids.get(refKey(entry.ref));
  // Only another commit of the same owner at the same time can have taken it: done again, it stands.
  if (id === undefined) throw new TemporaryError("another commit took the same message");
  return id;
}

async function writeMessages(
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

function decidedEvents(mailboxId: number, { entry, ledgerId }: Written): NewEvent[] {
  const { decision, ticketId, state } = entry;
  const common = { mailboxId, ticketId, ledgerId };
  const list: NewEvent[] = [];
  if (decision !== null)
    list.push({
      ...common,
      type: "MessageDecided",
      codes: {
        disposition: decision.disposition,
        folder: decision.folder,
        priority: decision.priority,
        acknowledge: decision.acknowledge.send,
        why: code(decision.acknowledge.reason.code),
      },
    });
  if (ticketId !== null) for (const event of entry.events) list.push({ ...common, ...ticketEventRow(event) });
  if (state === "attention")
    list.push({ ...common, type: "NeedsAttention", codes: { reason: code(entry.reason) } });
  if (state === "left") list.push({ ...common, type: "LeftAlone", codes: { reason: code(entry.reason) } });
  if (state === "decided" && decision === null) list.push({ ...common, type: "MessageDecided" });
  return list;
}

function ledgerRow(entry: Entry, id: number, before: LedgerRow | null): LedgerRow {
  const { role, ...columns } = decidedColumns(entry);
  return {
    id,
    firstRef: before?.firstRef ?? entry.ref,
    ref: entry.ref,
    attempts: before?.attempts ?? 0,
    folder: role,
    decision: entry.decision,
    ...columns,
  };
}
