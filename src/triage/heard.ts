import type { Address, Message } from "../mail/message.ts";
import type { Decision } from "../policy/decision.ts";
import { greetingName } from "../smtp/names.ts";
import type { BadRatingValues } from "../smtp/staff-values.ts";
import type { CustomerValues, ReopenedValues } from "../smtp/values.ts";
import type { OutboxDraft } from "../store/store.ts";
import { EXCERPT, newMessageId, promiseFor, senderText, type Writing } from "./writing.ts";

interface Reply {
  readonly decision: Decision;
  readonly to: Address;
  readonly ticket: number;
}

/** What a customer hears who reacts to an answer of ours: that it is taken up again, by when, or a word of thanks. */
export function heard(desk: Writing, message: Message, { decision, to, ticket }: Reply): OutboxDraft {
  const reopened = decision.acknowledge.send && decision.acknowledge.template === "reopened";
  const kind = reopened ? "reopened" : "closing";
  const common: CustomerValues = {
    name: greetingName(to),
    ticket,
    subject: message.subject,
    company: desk.config.displayName,
    mailboxAddress: desk.config.address,
  };
  const values: CustomerValues | ReopenedValues = reopened
    ? { ...common, promise: promiseFor(desk, decision) }
    : common;
  return {
    kind,
    messageId: newMessageId(desk, ticket, kind),
    to: [to],
    template: kind,
    language: decision.language,
    manner: "plain",
    values,
    inReplyTo: message.messageId,
    references: message.messageId === null ? message.references : [...message.references, message.messageId],
    dueAt: new Date(desk.now().getTime() + desk.config.ackHoldSeconds * 1000),
  };
}

/**
 * The word to whoever looks after complaints (else the agents) that a customer is not, or only partly, satisfied; null
 * where there is nothing of the kind, or nobody to tell.
 */
export function badRating(
  desk: Writing,
  message: Message,
  decision: Decision,
  ticket: number | null,
): OutboxDraft | null {
  const { complaintsManager, agents, displayName, address, policy } = desk.config;
  const to = complaintsManager === null ? agents : [complaintsManager];
  const rating = badness(decision);
  if (rating === null || to.length === 0) return null;
  const values: BadRatingValues = {
    ticket,
    from: senderText(decision),
    subject: message.subject,
    excerpt: message.replyText.slice(0, EXCERPT),
    folder: desk.folders?.[decision.folder] ?? decision.folder,
    rating,
    due: rating === "partly" ? null : promiseFor(desk, decision),
    company: displayName,
    mailboxAddress: address,
  };
  return {
    kind: "bad-rating",
    messageId: newMessageId(desk, ticket ?? 0, "bad-rating"),
    to: to.map((one) => ({ name: "", address: one })),
    template: "bad-rating",
    language: policy.language,
    manner: "plain",
    values,
    inReplyTo: null,
    references: [],
    dueAt: desk.now(),
  };
}

function badness({ reaction }: Decision): BadRatingValues["rating"] | null {
  if (reaction?.says === "unhappy") return "unhappy";
  return reaction?.says === "rated" && reaction.rating !== "good" ? reaction.rating : null;
}
