import { deadlinesFrom, type Targets } from "./deadline.ts";
import { PRIORITIES, type Priority, type Reaction } from "./decision.ts";
import type { Rating, TicketEvent } from "./event.ts";
import type { TicketRow } from "./ticket.ts";

/** When it was said, and the business hours that a ticket has which begins again. */
export interface Said {
  readonly at: Date;
  readonly targets: Targets;
  /** What the message itself was given, where that is more than one step up. */
  readonly priority?: Priority;
}

/** One step up, and at least high: who has to ask again has waited once already. */
export function raised(priority: Priority): Priority {
  const above = Math.max(0, PRIORITIES.indexOf(priority) - 1);
  return PRIORITIES[Math.min(above, PRIORITIES.indexOf("high"))] ?? "high";
}

/** Whether a reaction reopens the ticket. */
export function comesBack(reaction: Reaction): boolean {
  return reaction.says === "unhappy" || (reaction.says === "rated" && reaction.rating === "not");
}

/** The customer is not satisfied: the ticket comes back with higher priority and deadlines of its own. */
export function reopening(
  ticket: Pick<TicketRow, "priority">,
  reason: string,
  { at, targets, priority }: Said,
): TicketEvent[] {
  const step = raised(ticket.priority);
  const to =
    priority !== undefined && PRIORITIES.indexOf(priority) < PRIORITIES.indexOf(step) ? priority : step;
  const reopened: TicketEvent = { type: "TicketReopened", at, reason, ...deadlinesFrom(at, to, targets) };
  return to === ticket.priority
    ? [reopened]
    : [reopened, { type: "PriorityRaised", at, from: ticket.priority, to, reason }];
}

/** What a rating does, whichever way it came: "good" ends the follow-up, "partly" is noted, "not" reopens. */
export function ratingEvents(ticket: Pick<TicketRow, "priority">, rating: Rating, said: Said): TicketEvent[] {
  const rated: TicketEvent = { type: "CustomerRated", at: said.at, rating };
  return rating === "not" ? [rated, ...reopening(ticket, "rated-not", said)] : [rated];
}
