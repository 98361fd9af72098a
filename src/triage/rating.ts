import type { MailboxConfig } from "../config.ts";
import { TemporaryError } from "../errors.ts";
import type { Rating } from "../policy/event.ts";
import { clickEvents, fateOfRating, type RatingFate, standingRating } from "../policy/rating.ts";
import type { Store } from "../store/store.ts";
import type { TicketStep } from "../store/tickets.ts";
import { targetsOf } from "./desk.ts";

/** A customer's click on "is it solved?" */
export interface Click {
  readonly ticketId: number;
  readonly rating: Rating;
  /** The customer's words, "" for none. */
  readonly comment: string;
  readonly at: Date;
}

export interface RatingOutcome {
  readonly fate: RatingFate;
  /** When the answer that stands was given. */
  readonly ratedAt: Date;
}

/** As often as another writer comes first. */
const TRIES = 5;

/**
 * Takes a rating once: the same again changes nothing but adds new words, a change of mind within some days counts, what
 * comes later does not. What mail it brings is for the scheduler to see. null where there is no such ticket. Throws
 * TemporaryError where others keep changing the ticket.
 */
export async function takeRating(
  store: Pick<Store, "tickets" | "rate">,
  config: MailboxConfig,
  click: Click,
): Promise<RatingOutcome | null> {
  const { ticketId, rating, comment, at } = click;
  for (let tried = 0; tried < TRIES; tried++) {
    const [ticket] = await store.tickets([ticketId]);
    if (ticket === undefined) return null;
    const fate = fateOfRating(ticket, rating, at);
    const ratedAt = fate === "stored" ? at : (standingRating(ticket) ?? at);
    if (fate === "late" || (fate === "same" && comment === "")) return { fate, ratedAt };
    const events = fate === "stored" ? clickEvents(ticket, rating, { at, targets: targetsOf(config) }) : null;
    const step: TicketStep | null =
      events === null ? null : { ticketId, version: ticket.version, events, outbox: [] };
    const { mailboxId } = ticket;
    if (await store.rate({ mailboxId, ticketId, rating, comment, at, step })) return { fate, ratedAt };
  }
  throw new TemporaryError(`ticket ${ticketId} keeps changing`);
}
