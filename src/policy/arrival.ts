import type { Address } from "../mail/message.ts";
import { complains } from "./customer.ts";
import { deadlinesFrom, type Targets } from "./deadline.ts";
import type { Decision, Reaction, TicketFacts } from "./decision.ts";
import type { TicketEvent } from "./event.ts";
import type { ReasonCode } from "./reasons.ts";
import { ratingEvents, reopening } from "./satisfaction.ts";
import { saferKind } from "./sure.ts";

/** What a decision about a message does to its ticket. */
export interface Arrival {
  readonly decision: Decision;
  /** When it came: its INTERNALDATE. */
  readonly at: Date;
  /** The ticket that it belongs to, as it was; null where it opens one. */
  readonly ticket: TicketFacts | null;
  /** The time that the acknowledgement names, if one is queued. */
  readonly promise: { readonly until: Date; readonly basis: string } | null;
  /** null: nobody waits for it, for it is from before foyer came. */
  readonly targets: Targets | null;
}

/** The events of a message: none for automatic mail, and for what a colleague sent. */
export function arrivalEvents({ decision, at, ticket, promise, targets }: Arrival): TicketEvent[] {
  if (decision.answered !== undefined && ticket !== null)
    return [{ type: "AgentAnswered", at, ...decision.answered }];
  if (decision.returned !== undefined && ticket !== null) return [{ type: "AddressDied", at }];
  if (decision.disposition !== "human" || "none" in decision.ticket) return [];
  if (ticket !== null && decision.acknowledge.reason.code === "staff-sender") return [];
  const { judgements, language, priority, folder } = decision;
  const writing = {
    at,
    kind: judgements.kind.label,
    topic: judgements.topic.label,
    tone: judgements.tone.label,
    complaint: complains(judgements, decision.customer),
    language,
    manner: decision.customer.primary ?? ("plain" as const),
    priority,
    folder,
    ...(targets === null || !asksForAnswer(decision)
      ? { answerDueAt: null, solutionDueAt: null }
      : deadlinesFrom(at, priority, targets)),
  };
  const first: TicketEvent =
    ticket === null
      ? {
          type: "TicketOpened",
          ...writing,
          recurrence: decision.recurrence?.topic ?? 0,
          complaintsInWindow: decision.recurrence?.complaints ?? 0,
        }
      : { type: "CustomerWrote", ...writing, thanks: asksNothing(decision) };
  return [
    first,
    ...reactionEvents(decision.reaction, { at, ticket, targets, decision }),
    ...(promise === null ? [] : [{ type: "PromiseMade" as const, at, ...promise }]),
  ];
}

function reactionEvents(
  reaction: Reaction | undefined,
  { at, ticket, targets, decision }: Pick<Arrival, "at" | "ticket" | "targets" | "decision">,
): TicketEvent[] {
  if (reaction === undefined || ticket === null || targets === null) return [];
  const said = { at, targets, priority: decision.priority };
  switch (reaction.says) {
    case "thanks":
      return [
        { type: "CustomerConfirmed", at, via: "thanks" },
        // All is well with who was asked: nothing else was open.
        ...(ticket.invited === true ? [{ type: "TicketResolved", at, by: "customer" } as const] : []),
      ];
    case "unhappy":
      return reopening(ticket, reaction.reason, said);
    case "rated":
      // As with a click (clickEvents): what a person has in hand stays there, and a second "no" opens nothing anew.
      if (ticket.awaitsCustomer === true) return ratingEvents(ticket, reaction.rating, said);
      return [
        { type: "CustomerRated", at, rating: reaction.rating },
        ...(ticket.ratedNot === true && reaction.rating === "good"
          ? [{ type: "TicketResolved" as const, at, by: "customer" as const }]
          : []),
      ];
  }
}

/** Praise, pitches and what is only for information wait for nobody; a sensitive matter needs a person whatever it is. */
function asksForAnswer(decision: Decision): boolean {
  const kind = saferKind(decision.judgements);
  return (
    decision.sensitivity !== null ||
    complains(decision.judgements, decision.customer) ||
    (kind !== "praise" && kind !== "other")
  );
}

/** Thanks, a rating, the word that ends automatic mail: nobody has to answer them. */
function asksNothing({ reaction, optOut }: Decision): boolean {
  return optOut === true || (reaction !== undefined && reaction.says !== "unhappy");
}

/** Reasons for silence that pass with the day or the ticket; the others hold for all automatic mail of the ticket. */
const PASSING: ReadonlySet<string> = new Set<ReasonCode>([
  "stale",
  "duplicate-delivery",
  "ticket-acknowledged",
  "ticket-answered",
  "opted-out",
  "dead-address",
  "address-budget",
  "domain-budget",
  "brake",
]);

/** Where later automatic mail on the ticket goes; null where who opened it must not be answered by a program. */
export function ticketAddress({ acknowledge, answerTo, disposition }: Decision): Address | null {
  const allowed = disposition === "human" && (acknowledge.send || PASSING.has(acknowledge.reason.code));
  return allowed ? (answerTo ?? null) : null;
}
