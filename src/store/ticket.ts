import { and, eq, sql } from "drizzle-orm";
import { addressKey } from "./address.ts";
import { type Database, insertRows, isOneOf, rowsParameter, together } from "./database.ts";
import { ticketParticipants, tickets } from "./schema.ts";
import type { Entry, Store } from "./store.ts";
import type { KnownCustomers } from "./trace.ts";

export function reserveTickets(db: Database): Store["reserveTickets"] {
  return async (count) => {
    const rows = await db
      .select({ number: sql`nextval('ticket_numbers')`.mapWith(Number) })
      .from(sql`generate_series(1, ${count}::integer)`);
    return rows.map((row) => row.number).sort((a, b) => a - b);
  };
}

/** All that the messages of a batch do to one ticket. */
interface TicketChange {
  readonly id: number;
  readonly first: Entry;
  opens: boolean;
  messages: number;
  lastMessageAt: Date;
  /** The last message of a person: automatic mail in a thread leaves folder and priority as they are. */
  lastHuman: Entry | null;
  readonly participants: Set<string>;
}

export async function writeTickets(
  tx: Database,
  mailboxId: number,
  entries: readonly Entry[],
  customers: KnownCustomers,
): Promise<void> {
  const changes = changesOf(entries);
  const opened = changes.filter((change) => change.opens);
  const appended = changes.filter((change) => !change.opens);
  await together([open(tx, mailboxId, opened, customers), append(tx, mailboxId, appended)]);
}

export async function writeParticipants(tx: Database, entries: readonly Entry[]): Promise<void> {
  const rows = changesOf(entries).flatMap(({ id, participants }) =>
    [...participants].map((address) => ({ ticketId: id, address })),
  );
  await insertRows(tx, ticketParticipants, { rows, rest: sql`on conflict do nothing` });
}

function changesOf(entries: readonly Entry[]): TicketChange[] {
  const changes = new Map<number, TicketChange>();
  for (const entry of entries) {
    if (entry.ticketId === null || entry.decision === null) continue;
    const at = entry.message.internalDate;
    const change = changes.get(entry.ticketId) ?? {
      id: entry.ticketId,
      first: entry,
      opens: false,
      messages: 0,
      lastMessageAt: at,
      lastHuman: null,
      participants: new Set<string>(),
    };
    changes.set(entry.ticketId, change);
    change.opens ||= entry.opensTicket;
    change.messages++;
    if (at > change.lastMessageAt) change.lastMessageAt = at;
    if (entry.decision.disposition !== "human") continue;
    change.lastHuman = entry;
    // The customer, not From: a colleague who forwards does not take part.
    const participant = addressKey(entry.decision.customerAddress?.address);
    if (participant !== null) change.participants.add(participant);
  }
  return [...changes.values()];
}

async function open(
  tx: Database,
  mailboxId: number,
  changes: readonly TicketChange[],
  customers: KnownCustomers,
): Promise<void> {
  const rows = changes.flatMap(({ id, first, lastHuman, messages, lastMessageAt }) => {
    const { decision } = lastHuman ?? first;
    if (decision === null) return [];
    const customerAddress = addressKey(first.decision?.customerAddress?.address);
    return {
      id,
      mailboxId,
      customerId: customers.get(customerAddress ?? "")?.id ?? null,
      customerAddress,
      folder: decision.folder,
      priority: decision.priority,
      messages,
      openedAt: first.message.internalDate,
      lastMessageAt,
    };
  });
  await insertRows(tx, tickets, { rows });
}

async function append(tx: Database, mailboxId: number, changes: readonly TicketChange[]): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ id, lastHuman, messages, lastMessageAt }) => ({
    id,
    folder: lastHuman?.decision?.folder ?? null,
    priority: lastHuman?.decision?.priority ?? null,
    messages,
    last_message_at: lastMessageAt,
  }));
  await tx
    .update(tickets)
    .set({
      // A person who writes again reopens.
      state: sql`case when change.folder is null then ${tickets.state} else 'open' end`,
      folder: sql`coalesce(change.folder, ${tickets.folder})`,
      priority: sql`coalesce(change.priority, ${tickets.priority})`,
      messages: sql`${tickets.messages} + change.messages`,
      lastMessageAt: sql`greatest(${tickets.lastMessageAt}, change.last_message_at)`,
    })
    .from(
      sql`jsonb_to_recordset(${rowsParameter(rows)})
        as change(id bigint, folder text, priority text, messages integer, last_message_at timestamptz)`,
    )
    .where(
      and(
        eq(tickets.mailboxId, mailboxId),
        eq(tickets.id, sql`change.id`),
        isOneOf(
          tickets.id,
          changes.map((change) => change.id),
        ),
      ),
    );
}
