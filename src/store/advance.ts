import { and, asc, eq, getTableColumns, isNotNull, lte, sql } from "drizzle-orm";
import { readEvent, type TicketEvent } from "../policy/event.ts";
import { foldTicket, type Ticket } from "../policy/ticket.ts";
import { type Database, isOneOf, updateRows } from "./database.ts";
import { type NewEvent, record, ticketEventRow } from "./journal.ts";
import { underLease } from "./lease.ts";
import { outbox } from "./outbox-schema.ts";
import type { OutboxDraft } from "./outgoing.ts";
import { queueDrafts } from "./queue.ts";
import { events } from "./schema.ts";
import type { Store } from "./store.ts";
import { addOurs } from "./thread.ts";
import { tickets } from "./ticket-schema.ts";
import type { TicketStep } from "./tickets.ts";

export function advance(db: Database): Store["advance"] {
  return (lease, steps, mail) => underLease(db, lease, (tx) => takeSteps(tx, lease.mailboxId, steps, mail));
}

/** {@link advance} within a transaction of the caller's. */
export async function takeSteps(
  tx: Database,
  mailboxId: number,
  steps: readonly TicketStep[],
  mail: (taken: ReadonlySet<number>) => readonly OutboxDraft[] = () => [],
): Promise<ReadonlySet<number>> {
  const asked = steps.map((step) => step.ticketId);
  const [rows, spent] = [await lockTickets(tx, mailboxId, asked), await spentReasons(tx, steps)];
  const taken = take(steps, rows, spent);
  await writeFolded(tx, taken.rows);
  await record(
    tx,
    taken.steps.flatMap((step) => eventRows(mailboxId, step)),
  );
  const ids = new Set(taken.steps.map((step) => step.ticketId));
  await queue(tx, mailboxId, { steps: taken.steps, mail: mail(ids) });
  return ids;
}

/** Rows of these tickets of the mailbox, by number; in order of their numbers, so that two writers never wait for each other. */
export async function lockTickets(
  tx: Database,
  mailboxId: number,
  ids: readonly number[],
): Promise<Map<number, Ticket>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .select()
    .from(tickets)
    .where(and(eq(tickets.mailboxId, mailboxId), isOneOf(tickets.id, ids)))
    .orderBy(asc(tickets.id))
    .for("update");
  return new Map(rows.map((row) => [row.id, row]));
}

/** "ticket/once" of what these steps would send and has been queued before. */
async function spentReasons(tx: Database, steps: readonly TicketStep[]): Promise<Set<string>> {
  const asking = steps.filter((step) => step.outbox.some((draft) => draft.once));
  if (asking.length === 0) return new Set();
  const rows = await tx
    .select({ ticketId: outbox.ticketId, once: outbox.once })
    .from(outbox)
    .where(
      and(
        isNotNull(outbox.once),
        isOneOf(
          outbox.ticketId,
          asking.map((step) => step.ticketId),
        ),
      ),
    );
  return new Set(rows.map((row) => `${row.ticketId}/${row.once}`));
}

interface Taken {
  readonly steps: readonly TicketStep[];
  readonly rows: readonly Ticket[];
}

function take(steps: readonly TicketStep[], rows: ReadonlyMap<number, Ticket>, spent: Set<string>): Taken {
  const changed = new Map<number, Ticket>();
  const taken = steps.filter((step) => {
    const before = rows.get(step.ticketId);
    const row = changed.get(step.ticketId) ?? before;
    if (row === undefined || (step.version !== undefined && step.version !== before?.version)) return false;
    const reasons = step.outbox.flatMap(({ once }) => (once ? [`${step.ticketId}/${once}`] : []));
    if (reasons.some((reason) => spent.has(reason))) return false;
    for (const reason of reasons) spent.add(reason);
    changed.set(row.id, { ...folded(row, step.events), nextAt: timerOf(row, step) });
    return true;
  });
  return { steps: taken, rows: [...changed.values()] };
}

/** What happened has to be looked at; the moment itself does not matter, for it has passed. */
function timerOf(row: Ticket, step: TicketStep): Date | null {
  if (step.nextAt !== undefined) return step.nextAt;
  return step.events[0]?.at ?? row.nextAt;
}

/** The ticket after these events; its version counts the change. */
export function folded(ticket: Ticket, list: readonly TicketEvent[]): Ticket {
  let row = ticket;
  for (const event of list) row = { ...row, ...foldTicket(row, event) };
  return { ...row, version: ticket.version + 1 };
}

export async function writeFolded(tx: Database, rows: readonly Ticket[]): Promise<void> {
  await updateRows(tx, tickets, rows);
}

function eventRows(mailboxId: number, { ticketId, ledgerId, events: list }: TicketStep): NewEvent[] {
  return list.map((event) => ({
    mailboxId,
    ticketId,
    ledgerId: ledgerId ?? null,
    ...ticketEventRow(event),
  }));
}

async function queue(
  tx: Database,
  mailboxId: number,
  { steps, mail }: { readonly steps: readonly TicketStep[]; readonly mail: readonly OutboxDraft[] },
): Promise<void> {
  const drafts = [
    ...steps.flatMap(({ ticketId, outbox: list }) =>
      list.map((draft) => ({ draft, ticketId, ledgerId: null })),
    ),
    ...mail.map((draft) => ({ draft, ticketId: null, ledgerId: null })),
  ];
  await record(tx, await queueDrafts(tx, mailboxId, drafts));
  await addOurs(tx, mailboxId, drafts);
}

export function findTickets(db: Database): Store["tickets"] {
  return async (ids) =>
    ids.length === 0
      ? []
      : db.select().from(tickets).where(isOneOf(tickets.id, ids)).orderBy(asc(tickets.id));
}

export function dueTickets(db: Database): Store["dueTickets"] {
  return (mailboxId, now, limit) =>
    db
      .select(getTableColumns(tickets))
      .from(tickets)
      .where(and(eq(tickets.mailboxId, mailboxId), lte(tickets.nextAt, now)))
      .orderBy(asc(tickets.nextAt))
      .limit(limit);
}

export function ticketEvents(db: Database): Store["ticketEvents"] {
  return async (ticketId) => {
    const rows = await db
      .select({ type: events.type, at: events.at, codes: events.codes })
      .from(events)
      .where(eq(events.ticketId, ticketId))
      .orderBy(sql`id`);
    return rows.flatMap(({ type, at, codes }) => readEvent(type, at, codes) ?? []);
  };
}
