import { contentKey } from "../mail/fingerprint.ts";
import { orderNumbers, phones } from "../mail/mentions.ts";
import type { Message } from "../mail/message.ts";
import { arrivalEvents, ticketAddress } from "../policy/arrival.ts";
import { decide, decideUnparsable } from "../policy/decide.ts";
import type { Acknowledge, Decision } from "../policy/decision.ts";
import { promised } from "../policy/measure.ts";
import type { Memory } from "../policy/memory.ts";
import { contextFor, remember } from "../policy/remember.ts";
import { firstLook } from "../policy/timer.ts";
import { acknowledgementValues } from "../smtp/values.ts";
import type { CustomerTrace, Entry, StoredMessage } from "../store/message.ts";
import type { OutboxDraft } from "../store/outgoing.ts";
import { answersFor } from "./answer.ts";
import { type Desk, isFromBefore, rulesOf } from "./desk.ts";
import { versionOf } from "./layer.ts";
import { type Arrival, causeOf, type Read } from "./read.ts";

/**
 * Why automatic answers are out of the question for a whole run, or null. `by-date`: for mail from before the first
 * start, where an interrupted backfill cannot be told from new mail otherwise.
 */
export type Silence = "backfill" | "by-date" | null;

/** S1 → S2 for one message; folds the decision into `memory`. Sends and moves nothing. */
export function judge(desk: Desk, memory: Memory, arrival: Arrival, silence: Silence): Entry {
  if (arrival.message === null) return attention(desk, arrival, arrival.cause.code);
  try {
    return decided(desk, memory, arrival, silence);
  } catch (error) {
    desk.log.error({ ref: arrival.ref, cause: causeOf(error) }, "undecided");
    return attention(desk, arrival, "undecided");
  }
}

function decided(desk: Desk, memory: Memory, arrival: Read, silence: Silence): Entry {
  const { message } = arrival;
  const now = desk.now();
  const at = arrival.fetched.internalDate;
  const context = {
    ...contextFor(message, memory, desk.config.policy, now, desk.secret),
    ...(arrival.person !== undefined && { person: true }),
    classifierVersion: versionOf(desk),
  };
  const before = silence === "by-date" && isFromBefore(desk.mailbox, arrival.fetched.internalDate);
  const quiet = silence === "by-date" ? (before ? "before-start" : null) : silence;
  const decided = silenced(decide(message, arrival.judgements, context), quiet);
  const decision = arrival.person === undefined ? decided : { ...decided, folder: arrival.person };
  const ticketId = ticketOf(desk, decision);
  remember(memory, message, decision, ticketId, now);
  const shadow = desk.folders === null;
  const awake = quiet === null && !shadow;
  const rules = rulesOf(desk);
  const outbox = shadow ? [] : answersFor(desk, message, decision, ticketId);
  const until = promiseIn(outbox);
  const events = arrivalEvents({
    decision,
    at,
    ticket: context.ticket?.facts ?? null,
    promise: until === null ? null : { until, basis: promised(rules, decision.priority).basis },
    targets: awake ? rules : null,
  });
  return {
    ref: arrival.ref,
    state: shadow ? "left" : decision.folder === "attention" ? "attention" : "decided",
    reason: shadow ? "shadow" : null,
    message: stored(arrival, message),
    decision,
    ticketId,
    events,
    answerTo: awake ? ticketAddress(decision) : null,
    nextAt: awake ? firstLook(events, rules) : null,
    customer: decision.disposition === "human" ? trace(message, decision, at) : null,
    outbox,
  };
}

/** The time that the customer is told, if an acknowledgement names one. */
function promiseIn(outbox: readonly OutboxDraft[]): Date | null {
  const draft = outbox.find((one) => one.template === "acknowledgement");
  const promise =
    draft === undefined ? null : (acknowledgementValues.safeParse(draft.values).data?.promise ?? null);
  return promise === null ? null : new Date(promise.deadline);
}

function silenced(decision: Decision, silence: "backfill" | "before-start" | null): Decision {
  if (silence === null) return decision;
  const text =
    silence === "backfill" ? "older mail is filed, never acknowledged" : "it came before foyer was started";
  const acknowledge: Acknowledge = decision.acknowledge.send
    ? { send: false, reason: { code: silence, text } }
    : decision.acknowledge;
  return { ...decision, acknowledge, alert: null };
}

function ticketOf(desk: Desk, decision: Decision): number | null {
  if ("append" in decision.ticket) return decision.ticket.append;
  if (!("open" in decision.ticket)) return null;
  const number = desk.numbers.shift();
  if (number === undefined) throw new Error("no ticket number was reserved");
  return number;
}

function stored(arrival: Arrival, message: Message): StoredMessage {
  return {
    fingerprint: arrival.fingerprint,
    content: contentKey(message),
    messageId: message.messageId,
    references: [...new Set([...message.references, ...message.inReplyTo])],
    from: message.from,
    subject: message.subject,
    text: message.text,
    internalDate: arrival.fetched.internalDate,
    size: arrival.fetched.size,
  };
}

function trace(message: Message, decision: Decision, at: Date): CustomerTrace | null {
  const address = decision.customerAddress;
  if (address === null) return null;
  return {
    address: address.address.toLowerCase(),
    name: address.name === "" ? null : address.name,
    language: message.language.language,
    phones: phones(message.text, message.language.language),
    orderNumbers: orderNumbers(message.text),
    at,
  };
}

/** Could not be parsed or decided: a person must look. */
function attention(desk: Desk, arrival: Arrival, cause: string): Entry {
  return {
    ref: arrival.ref,
    state: desk.folders === null ? "left" : "attention",
    reason: desk.folders === null ? "shadow" : cause,
    message: {
      fingerprint: arrival.fingerprint,
      content: arrival.fingerprint,
      messageId: arrival.message?.messageId ?? null,
      references: [],
      from: arrival.message?.from ?? null,
      subject: arrival.message?.subject ?? "",
      text: "",
      internalDate: arrival.fetched.internalDate,
      size: arrival.fetched.size,
    },
    decision: decideUnparsable(cause, desk.config.policy),
    ticketId: null,
    events: [],
    answerTo: null,
    nextAt: null,
    customer: null,
    outbox: [],
  };
}
