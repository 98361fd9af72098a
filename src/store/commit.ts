import { sql } from "drizzle-orm";
import { type Database, plainRows, together } from "./database.ts";
import { decidedColumns, writeLedger, writeMessages } from "./decided.ts";
import { advanceCursor } from "./folder.ts";
import { code, type NewEvent, ticketEventRow } from "./journal.ts";
import { underLease } from "./lease.ts";
import { ledgerRows, refKey, standingAt } from "./ledger.ts";
import type { Entry, LedgerRow } from "./message.ts";
import { draftsOf, queueAnswers, type Written } from "./queue.ts";
import type { Store } from "./store.ts";
import { writeMessageIds } from "./thread.ts";
import { writeParticipants, writeTickets } from "./ticket.ts";
import { addTraces, type KnownCustomers, lockCustomers } from "./trace.ts";

/**
 * One way to the database and back for what is read and one for what is written, whatever the number of entries: who
 * waits for a message waits for these.
 */
export function commit(db: Database): Store["commit"] {
  return (lease, entries, cursor) =>
    underLease(db, lease, async (tx) => {
      const { mailboxId } = lease;
      const [standing, numbers, mailNumbers, customers] = await together([
        standingRows(tx, mailboxId, entries),
        reserveIds(tx, "ledger", entries.length),
        reserveIds(tx, "outbox", entries.flatMap((entry) => entry.outbox).length),
        // Of all entries, before it is known which stand already: hardly ever any.
        lockCustomers(tx, tracesOf(entries)),
        cursor === null ? Promise.resolve() : advanceCursor(tx, mailboxId, cursor),
      ]);
      const isFinal = (entry: Entry) => (standing.get(refKey(entry.ref))?.state ?? "arrived") !== "arrived";
      const fresh = onePerRef(entries).filter((entry) => !isFinal(entry));
      const rows =
        fresh.length === 0
          ? []
          : await write(tx, mailboxId, { entries: fresh, standing, numbers, mailNumbers, customers });
      const written = new Map(rows.map((row) => [refKey(row.ref), row]));
      return entries.flatMap(({ ref }) => written.get(refKey(ref)) ?? standing.get(refKey(ref)) ?? []);
    });
}

/** Numbers of rows before they are written: what belongs to them need not wait. */
async function reserveIds(
  tx: Database,
  table: "ledger" | "outbox",
  count: number,
): Promise<readonly number[]> {
  if (count === 0) return [];
  const rows = plainRows(
    await tx.execute(sql`
      select nextval(pg_get_serial_sequence(${table}, 'id')) as id from generate_series(1, ${count}::integer)`),
  );
  return rows.map((row) => Number(row.id));
}

const tracesOf = (entries: readonly Entry[]) => entries.flatMap((entry) => entry.customer ?? []);

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

interface Writing {
  readonly entries: readonly Entry[];
  readonly standing: ReadonlyMap<string, LedgerRow>;
  /** Of ledger rows that are new. */
  readonly numbers: readonly number[];
  /** Of outbox rows. */
  readonly mailNumbers: readonly number[];
  readonly customers: KnownCustomers;
}

/**
 * Statements are sent one after another in the order in which they are begun here, which is that of the foreign keys,
 * without waiting for answers that nobody needs.
 */
async function write(tx: Database, mailboxId: number, writing: Writing): Promise<LedgerRow[]> {
  const { entries, standing, customers } = writing;
  const written = numbered(writing);
  const opening = writeTickets(tx, mailboxId, entries, customers);
  // What was postponed or reopened is changed by another kind of statement, which might overtake.
  if (standing.size > 0) await together([opening]);
  const decided = written.flatMap((one) => decidedEvents(mailboxId, one));
  await together([
    opening,
    writeLedger(tx, mailboxId, written, standing),
    writeParticipants(tx, entries),
    writeMessageIds(tx, mailboxId, entries),
    queueAnswers(tx, mailboxId, { drafts: draftsOf(written), ids: writing.mailNumbers, decided }),
    writeMessages(tx, mailboxId, written, customers),
    addTraces(tx, customers, tracesOf(entries)),
  ]);
  return written.map(({ entry, ledgerId }) =>
    ledgerRow(entry, ledgerId, standing.get(refKey(entry.ref)) ?? null),
  );
}

/** Each entry with its ledger row: the one that it has already, else a new one. */
function numbered({ entries, standing, numbers }: Writing): readonly Written[] {
  const fresh = numbers.values();
  return entries.map((entry) => {
    const ledgerId = standing.get(refKey(entry.ref))?.id ?? fresh.next().value;
    if (ledgerId === undefined) throw new TypeError("too few ledger rows were reserved");
    return { entry, ledgerId };
  });
}

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
