import { deadlinesFrom, type Targets } from "./deadline.ts";
import type { TicketEvent } from "./event.ts";
import type { Place } from "./place.ts";
import type { TicketRow } from "./ticket.ts";

/** A move of a message that has settled. */
export interface SettledMove {
  readonly from: Place;
  readonly to: Place;
  /** Since when it stands there. */
  readonly at: Date;
  readonly carries: boolean;
}

/** Who takes over what agents hand over. */
type Taker = Extract<TicketEvent, { type: "HandedOver" }>["to"];

export interface HandOverRules {
  readonly targets: Targets;
  /** Complaints have somebody of their own. */
  readonly complaintsManager: boolean;
}

/** What a move does to its ticket, and the mail that it is worth. */
export interface Consequence {
  readonly events: readonly TicketEvent[];
  readonly mail: "hand-over" | "solved" | null;
}

/** An answer within so long before the ticket was resolved was the last word. Milliseconds. */
const LAST_WORD = 24 * 3_600_000;

/**
 * What a settled move does. A ticket goes with its newest message that asks for something; moving an older one, or
 * thanks, is written down and changes nothing.
 *
 * - to `escalated`: handed over, with a deadline; out of it again (not to `resolved`): taken back.
 * - to `resolved`: done, and the customer is told, unless an agent's answer was the last word or nothing was asked.
 *   Out of it again: open as before, without a word to the customer.
 * - to `archive` or `trash`: done without a word, if it was answered or asked nothing; else it stays open, for somebody
 *   still waits. To `junk`: done, and nothing more is sent.
 */
export function consequenceOf(
  ticket: TicketRow,
  move: SettledMove,
  { rules, now }: { readonly rules: HandOverRules; readonly now: Date },
): Consequence {
  const moved: TicketEvent = { type: "MessageMoved", ...move };
  if (!move.carries || move.from === move.to) return { events: [moved], mail: null };
  const left = leaving(ticket, move, { rules, now });
  const { events, mail } = reaching(ticket, move, { rules, now });
  return { events: [moved, ...left, ...events], mail };
}

interface At {
  readonly rules: HandOverRules;
  readonly now: Date;
}

function leaving(ticket: TicketRow, { from, to }: SettledMove, { rules, now }: At): TicketEvent[] {
  const away = to === "resolved" || to === "escalated" || to === "junk";
  if (from === "escalated" && ticket.state === "escalated" && !away)
    return [{ type: "HandOverCancelled", at: now }];
  if (
    from !== "resolved" ||
    ticket.state !== "resolved" ||
    to === "archive" ||
    to === "trash" ||
    to === "junk"
  )
    return [];
  const waits = ticket.lastAnswerAt === null || ticket.lastCustomerAt > ticket.lastAnswerAt;
  const due = waits
    ? deadlinesFrom(now, ticket.priority, rules.targets)
    : { answerDueAt: null, solutionDueAt: null };
  return [{ type: "ResolutionCancelled", at: now, ...due }];
}

function reaching(ticket: TicketRow, { to, at }: SettledMove, { rules, now }: At): Consequence {
  const resolved: TicketEvent = { type: "TicketResolved", at: now, by: "folder" };
  switch (to) {
    case "escalated":
      return { events: handOver(ticket, { rules, now }), mail: "hand-over" };
    case "resolved":
      return ticket.state === "resolved"
        ? NOTHING
        : { events: [resolved], mail: asks(ticket) && !isLastWord(ticket, at) ? "solved" : null };
    case "archive":
    case "trash":
      return isSettled(ticket) && ticket.state !== "resolved" ? { events: [resolved], mail: null } : NOTHING;
    case "junk":
      return ticket.state === "resolved"
        ? NOTHING
        : { events: [resolved, { type: "FollowUpExcused", at: now, code: "junk" }], mail: null };
    default:
      return NOTHING;
  }
}

const NOTHING: Consequence = { events: [], mail: null };

/** The taker has as long as a first answer may take, and no longer than the customer was told. */
function handOver(ticket: TicketRow, { rules, now }: At): TicketEvent[] {
  const target = deadlinesFrom(now, ticket.priority, rules.targets).answerDueAt;
  const promised = ticket.promisedUntil;
  const dueAt = promised !== null && promised > now && promised < target ? promised : target;
  const to: Taker = ticket.complaint && rules.complaintsManager ? "complaints-manager" : "supervisor";
  const promise: TicketEvent = { type: "PromiseMade", at: now, until: dueAt, basis: "hand-over" };
  return [{ type: "HandedOver", at: now, to, dueAt }, ...(dueAt === promised ? [] : [promise])];
}

const asks = ({ kind, complaint }: TicketRow): boolean =>
  complaint || (kind !== "praise" && kind !== "other");

const isSettled = (ticket: TicketRow): boolean =>
  !asks(ticket) || (ticket.lastAnswerAt !== null && ticket.lastAnswerAt >= ticket.lastCustomerAt);

function isLastWord({ lastAnswerAt, lastCustomerAt }: TicketRow, resolvedAt: Date): boolean {
  if (lastAnswerAt === null || lastAnswerAt < lastCustomerAt) return false;
  return resolvedAt.getTime() - lastAnswerAt.getTime() <= LAST_WORD;
}
