import { sql } from "drizzle-orm";
import type { TicketEvent } from "../policy/event.ts";
import { openedTicket, type Ticket } from "../policy/ticket.ts";
import { addressKey } from "./address.ts";
import { folded, lockTickets, writeFolded } from "./advance.ts";
import { type Database, insertRows, together } from "./database.ts";
import type { Entry } from "./message.ts";
import type { Store } from "./store.ts";
import { ticketParticipants, tickets } from "./ticket-schema.ts";
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
  messages: number;
  lastMessageAt: Date;
  readonly events: TicketEvent[];
  readonly participants: Set<string>;
}

export async function writeTickets(
  tx: Database,
  mailboxId: number,
  entries: readonly Entry[],
  customers: KnownCustomers,
): Promise<void> {
  const changes = changesOf(entries);
  const opens = ({ events }: TicketChange) => events.some((event) => event.type === "TicketOpened");
  const opened = changes.filter(opens);
  const appended = changes.filter((change) => !opens(change));
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
      messages: 0,
      lastMessageAt: at,
      events: [],
      participants: new Set<string>(),
    };
    changes.set(entry.ticketId, change);
    change.messages++;
    change.events.push(...entry.events);
    if (at > change.lastMessageAt) change.lastMessageAt = at;
    if (entry.decision.disposition !== "human") continue;
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
  const rows = changes.flatMap(({ id, first, events, messages, lastMessageAt }): Ticket[] => {
    const [opening, ...more] = events;
    if (opening?.type !== "TicketOpened") return [];
    const customerAddress = addressKey(first.decision?.customerAddress?.address);
    const ticket: Ticket = {
      ...openedTicket(opening),
      id,
      mailboxId,
      customerId: customers.get(customerAddress ?? "")?.id ?? null,
      customerAddress,
      answerTo: first.answerTo,
      messages,
      lastMessageAt,
      nextAt: more.some((event) => event.type === "CustomerWrote") ? opening.at : first.nextAt,
      version: 0,
    };
    return [folded(ticket, more)];
  });
  await insertRows(tx, tickets, { rows });
}

/** Folded here, under lock, as `advance` does. What has come is looked at soon. */
async function append(tx: Database, mailboxId: number, changes: readonly TicketChange[]): Promise<void> {
  const known = await lockTickets(
    tx,
    mailboxId,
    changes.map((change) => change.id),
  );
  const rows = changes.flatMap(({ id, messages, lastMessageAt, events }) => {
    const before = known.get(id);
    if (before === undefined) return [];
    const lastMessage = new Date(Math.max(before.lastMessageAt.getTime(), lastMessageAt.getTime()));
    const nextAt = events.length === 0 ? before.nextAt : (events[0]?.at ?? null);
    const count = before.messages + messages;
    return { ...folded(before, events), messages: count, lastMessageAt: lastMessage, nextAt };
  });
  await writeFolded(tx, rows);
}
