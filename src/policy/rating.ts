import type { Rating, TicketEvent } from "./event.ts";
import { ratingEvents, type Said } from "./satisfaction.ts";
import type { TicketRow, TicketState } from "./ticket.ts";

/** Days within which a customer may change an answer. */
export const CHANGE_DAYS = 7;

/** `stored`: it counts; `same`: said before, as by a double click; `late`: it was answered long ago, and stays so. */
export type RatingFate = "stored" | "same" | "late";

/** When what was last done about a matter was rated; null: it was not yet. Whoever answers again is rated anew. */
export function standingRating({ ratedAt, lastAnswerAt }: TicketRow): Date | null {
  return ratedAt === null || (lastAnswerAt !== null && lastAnswerAt > ratedAt) ? null : ratedAt;
}

/** What is to become of a rating. */
export function fateOfRating(ticket: TicketRow, rating: Rating, now: Date): RatingFate {
  const ratedAt = standingRating(ticket);
  if (ratedAt === null) return "stored";
  if (now.getTime() - ratedAt.getTime() > CHANGE_DAYS * 86_400_000) return "late";
  return ticket.rating === rating ? "same" : "stored";
}

/** States in which the customer's word decides whether the matter is done; in the others a person has it in hand. */
const WITH_CUSTOMER: ReadonlySet<TicketState> = new Set(["waiting-customer", "resolved"]);

/**
 * What a click does to its ticket: what a rating does, but that what a person has in hand stays there. Whoever takes a
 * "not" back has settled what it opened again.
 */
export function clickEvents(ticket: TicketRow, rating: Rating, said: Said): TicketEvent[] {
  if (WITH_CUSTOMER.has(ticket.state)) return ratingEvents(ticket, rating, said);
  const rated: TicketEvent = { type: "CustomerRated", at: said.at, rating };
  const takenBack = ticket.state === "reopened" && standingRating(ticket) !== null && rating === "good";
  return takenBack ? [rated, { type: "TicketResolved", at: said.at, by: "customer" }] : [rated];
}
