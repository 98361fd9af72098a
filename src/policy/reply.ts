import type { Kind } from "../classify/judgement.ts";
import type { Address, Message } from "../mail/message.ts";
import type { Acknowledge, AnswerTemplate, Decision, Manner, Reason, Refusal } from "./decision.ts";
import { hold } from "./hold.ts";
import { because, type ReasonCode } from "./reasons.ts";
import type { Routed } from "./route.ts";
import { comesBack } from "./satisfaction.ts";
import type { Sender } from "./sender.ts";
import { saferKind } from "./sure.ts";

/** DESIGN: who gets an automatic answer. */
const ANSWERS: Readonly<Record<Kind, { template: AnswerTemplate; code: ReasonCode }>> = {
  complaint: { template: "acknowledgement", code: "acknowledge-complaint" },
  question: { template: "acknowledgement", code: "acknowledge-question" },
  request: { template: "acknowledgement", code: "acknowledge-request" },
  praise: { template: "thanks", code: "thanks-for-praise" },
  other: { template: "receipt", code: "receipt-for-other" },
};

/** No answer for automatic mail; its reason is the guard's. */
export function refuseAnswer(refusal: Refusal): Acknowledge {
  return { send: false, reason: refusal.reason };
}

/**
 * Whether and how a person's message is acknowledged. Only the acknowledgement takes the manner of the customer's
 * primary type; thanks, receipt and the sensitive text are plain.
 */
export function acknowledge(routed: Routed, sender: Sender): Acknowledge {
  const held = reactionHeld(routed) ?? hold(routed, sender);
  if (held !== null) return { send: false, reason: held };
  if (routed.sensitivity !== null) {
    const reason = because("receipt-for-sensitive", routed.sensitivity);
    return { send: true, template: "sensitive", manner: "plain", reason };
  }
  const { template, code } = answerOf(routed);
  const manner: Manner = template === "acknowledgement" ? (routed.customer.view.primary ?? "plain") : "plain";
  return { send: true, template, manner, reason: because(code) };
}

/** What a customer says of an answer draws no acknowledgement. What it does to the ticket may be worth a mail of its own. */
function reactionHeld({ reaction }: Routed): Reason | null {
  if (reaction === null) return null;
  if (comesBack(reaction)) return because("ticket-reopened");
  return because(reaction.says === "thanks" ? "plain-thanks" : "rated");
}

/** The unhappy are never put off with a receipt, whatever their mail seems to be. */
function answerOf({ judgements, customer }: Routed): { template: AnswerTemplate; code: ReasonCode } {
  const { kind } = judgements;
  const unhappy = customer.view.types.some((type) => type === "vocal" || type === "silent");
  if (unhappy && (kind.label === "praise" || kind.label === "other"))
    return { template: "acknowledgement", code: "acknowledge-unhappy" };
  const read = saferKind(judgements);
  return read === kind.label ? ANSWERS[read] : { template: "acknowledgement", code: "acknowledge-unsure" };
}

/** Why agents are alerted, or null: a sensitive matter, urgent or VIP mail, or the brake. Nothing else interrupts them. */
export function alertOf(routed: Routed, priority: string, acknowledged: Acknowledge): Reason | null {
  const { sensitivity, customer, reaction } = routed;
  if (sensitivity !== null) return because("alert-sensitive", sensitivity);
  // Of a rating staff hear by a mail of its own, once.
  if (priority === "urgent" && reaction?.says !== "rated") return because("alert-urgent");
  if (customer.view.types.includes("vip")) return because("alert-vip");
  if (customer.vipUnverified) return because("alert-vip-unverified");
  return !acknowledged.send && acknowledged.reason.code === "brake" ? acknowledged.reason : null;
}

/**
 * Where an answer goes (RFC 5322 section 3.6.2: Reply-To, if it is sane), as decided; a decision made before this was
 * recorded falls back to the customer. null where nobody can be written to.
 */
export function answerAddress(message: Message, decision: Decision): Address | null {
  return decision.answerTo ?? decision.customerAddress ?? message.from;
}
