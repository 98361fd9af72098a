import type { TicketEvent } from "../policy/event.ts";
import type { TemplateName } from "../policy/template.ts";
import type { Ticket } from "../policy/ticket.ts";
import { reopenedValues } from "../smtp/values.ts";
import type { OutboxRow } from "../store/outgoing.ts";
import type { Desk } from "../triage/desk.ts";

type OutcomeDesk = Pick<Desk, "store" | "lease" | "now">;

/** Mail whose texts can apologise for a broken promise. */
const APOLOGISING: ReadonlySet<TemplateName> = new Set<TemplateName>([
  "progress",
  "handover",
  "solved",
  "followup",
  "fixed",
  "reopened",
]);

/** Takes the apology that a ticket owes, if this mail can make it: the next such mail makes it, and no other. */
export function takeApology(row: OutboxRow, owed: Set<number>): boolean {
  return row.ticketId !== null && APOLOGISING.has(row.template) && owed.delete(row.ticketId);
}

export async function apologised(desk: OutcomeDesk, rows: readonly OutboxRow[]): Promise<void> {
  await tell(desk, rows, () => [{ type: "ApologyMade", at: desk.now() }]);
}

/** What it means for the ticket that a mail did not go out: a promise was not made, a customer was not asked. */
export async function unsent(desk: OutcomeDesk, row: OutboxRow, reason: string): Promise<void> {
  await tell(desk, [row], (ticket) => missing(row, ticket, { reason, at: desk.now() }));
}

function missing(
  row: OutboxRow,
  ticket: Ticket,
  { reason, at }: { readonly reason: string; readonly at: Date },
): TicketEvent[] {
  if ((row.kind === "followup" || row.kind === "fixed") && ticket.followUp === "sent")
    return [{ type: "FollowUpExcused", at, code: reason }];
  const promise = reopenedValues.safeParse(row.values).data?.promise ?? null;
  const untold = promise !== null && ticket.promisedUntil?.getTime() === Date.parse(promise.deadline);
  return untold && row.kind !== "progress" ? [{ type: "PromiseWithdrawn", at }] : [];
}

async function tell(
  { store, lease }: OutcomeDesk,
  rows: readonly OutboxRow[],
  eventsOf: (ticket: Ticket) => TicketEvent[],
): Promise<void> {
  const ids = rows.flatMap((row) => row.ticketId ?? []);
  if (ids.length === 0) return;
  const steps = (await store.tickets(ids))
    .map((ticket) => ({ ticketId: ticket.id, events: eventsOf(ticket), outbox: [] }))
    .filter((step) => step.events.length > 0);
  if (steps.length > 0) await store.advance(lease(), steps);
}
