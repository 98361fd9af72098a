import type { Judgement, Judgements } from "../classify/judgement.ts";
import type { Language, Message } from "../mail/message.ts";
import { complains, customerOf } from "./customer.ts";
import type {
  Context,
  CustomerView,
  Decision,
  MailboxPolicy,
  Reason,
  Refusal,
  TicketChoice,
} from "./decision.ts";
import { guard } from "./guard.ts";
import { refuse } from "./guards/guard.ts";
import { heard, isInvited } from "./invited.ts";
import { keywordsOf } from "./keywords.ts";
import { asksToOptOut } from "./optout.ts";
import { reactionOf } from "./reaction.ts";
import { because, type ReasonCode } from "./reasons.ts";
import { recurrenceOf, recurs } from "./recurrence.ts";
import { acknowledge, alertOf, refuseAnswer } from "./reply.ts";
import { route } from "./route.ts";
import { answerTo, type Sender, senderOf } from "./sender.ts";
import { sensitivityOf } from "./sensitive.ts";
import { isStaffNote, staffAnswer } from "./staff.ts";

/**
 * What is to be done about a message: pure, so that the same message in the same context gives the same decision.
 * A person's message is routed, filed and perhaps acknowledged; automatic mail is filed to `automatic`.
 */
export function decide(message: Message, judgements: Judgements, context: Context): Decision {
  const sender = senderOf(message, context.mailbox);
  const way = staffAnswer(message, context, sender);
  if (way !== null) {
    const refusal = refuse("own", "staff-answer");
    return {
      ...decideAutomatic(message, judgements, { context, sender, refusal }),
      // What was read in Sent already is counted.
      ...(context.known !== true && { answered: { by: context.agent ?? null, via: way } }),
    };
  }
  const refusal = context.ownMessageId
    ? refuse("own", "own-message-id")
    : (guard(message, context.mailbox, context) ?? deciding(context, sender) ?? noting(context, sender));
  return refusal === null
    ? decideHuman(message, heard(message, judgements, context), { context, sender })
    : decideAutomatic(message, judgements, { context, sender, refusal });
}

/** A manager's decision is no customer's message, and what a colleague took for one neither. */
function deciding({ approval }: Context, { staff }: Sender): Refusal | null {
  if (approval === undefined || approval === null) return null;
  if ("by" in approval) return refuse("own", "manager-decided");
  return staff ? refuse("own", "decision-refused", approval.refused) : null;
}

/** A person of the team is to see it, and nobody waits for an answer. */
const noting = (context: Context, sender: Sender): Refusal | null =>
  isStaffNote(context, sender) ? refuse("own", NOTE) : null;

function decideHuman(
  message: Message,
  judgements: Judgements,
  { context, sender }: { context: Context; sender: Sender },
): Decision {
  const customer = customerOf(judgements, context, sender);
  const sensitive = sensitivityOf(message);
  const reaction = sender.staff ? null : reactionOf(message, judgements, context);
  const sensitivity = sensitive?.sensitivity ?? null;
  const unhappy = complains(judgements, customer.view);
  const recurrence = recurrenceOf(judgements, context, unhappy);
  const again = recurs(recurrence, unhappy);
  const routed = { message, judgements, context, customer, sensitivity, reaction, again };
  const { priority, folder, reasons } = route(routed);
  const answer = acknowledge(routed, sender);
  const language = languageOf(message, context);
  const ticket = ticketOf(context, { open: true });
  return {
    disposition: "human",
    customerAddress: sender.customer,
    ...answering(message, sender, context.mailbox),
    ...(asksToOptOut(message, context) && { optOut: true }),
    ...(reaction !== null && { reaction }),
    ...(recurrence.topic + recurrence.complaints > 0 && { recurrence }),
    language,
    judgements,
    customer: customer.view,
    sensitivity: routed.sensitivity,
    priority,
    folder,
    ticket,
    acknowledge: answer,
    alert: alertOf(routed, priority, answer),
    keywords: keywordsOf(routed, priority, language),
    reasons: [
      ...reasons,
      ...customer.view.reasons,
      ...(sensitive === null ? [] : [sensitive.reason]),
      ticketReason(context),
      ...(isInvited(context) ? [because("answers-outreach")] : []),
      answer.reason,
    ],
    classifierVersion: context.classifierVersion ?? "",
  };
}

function decideAutomatic(
  message: Message,
  judgements: Judgements,
  { context, sender, refusal }: { context: Context; sender: Sender; refusal: Refusal },
): Decision {
  const noted = refusal.reason.code === NOTE;
  return {
    disposition: refusal.disposition,
    customerAddress: sender.customer,
    language: languageOf(message, context),
    judgements,
    customer: { ...NOBODY, authenticated: sender.authenticated },
    sensitivity: null,
    priority: noted ? "normal" : "low",
    folder: noted ? "queue" : "automatic",
    ...(refusal.disposition === "bounce" && context.returned && { returned: context.returned }),
    ...(DECIDING.has(refusal.reason.code) && context.approval && { approval: context.approval }),
    // A bounce or a vacation note belongs to the ticket that it answers, and never opens one.
    ticket: DECIDING.has(refusal.reason.code) ? { none: true } : ticketOf(context, { none: true }),
    acknowledge: refuseAnswer(refusal),
    alert: null,
    keywords: [],
    reasons: [
      refusal.reason,
      because(noted ? "folder-queue" : "folder-automatic"),
      ...(context.ticket === null ? [] : [ticketReason(context)]),
    ],
    classifierVersion: context.classifierVersion ?? "",
  };
}

/**
 * The decision about what could not be parsed or decided: to `attention`, where a person looks. `cause` is a short code
 * without message content.
 */
export function decideUnparsable(cause: string, mailbox?: Pick<MailboxPolicy, "language">): Decision {
  const reason = because("unparsable", cause);
  return {
    disposition: "unparsable",
    customerAddress: null,
    language: mailbox?.language ?? "en",
    judgements: NOTHING_JUDGED,
    customer: NOBODY,
    sensitivity: null,
    priority: "normal",
    folder: "attention",
    ticket: { none: true },
    acknowledge: { send: false, reason },
    alert: null,
    keywords: [],
    reasons: [reason, because("folder-attention")],
    classifierVersion: "",
  };
}

const NOTE = "staff-note" satisfies ReasonCode;
const DECIDING: ReadonlySet<string> = new Set<ReasonCode>(["manager-decided", "decision-refused"]);

const NOBODY: CustomerView = { types: [], primary: null, authenticated: false, reasons: [] };

const NOTHING_JUDGED: Judgements = {
  urgency: nothing("normal"),
  kind: nothing("other"),
  tone: nothing("neutral"),
  topic: nothing("other"),
  rootCause: nothing("external"),
};

function nothing<Label extends string>(label: Label): Judgement<Label> {
  return { label, confidence: 0, reasons: [] };
}

function answering(message: Message, sender: Sender, mailbox: MailboxPolicy): Pick<Decision, "answerTo"> {
  const address = answerTo(message, sender, mailbox);
  return address === null ? {} : { answerTo: address };
}

/** Below this the detected language is a guess, and what the customer wrote in before tells more. */
const LANGUAGE_SURE = 0.5;

/** The message's language if it is sure, else the customer's, else the guess, else the mailbox's own. */
function languageOf(message: Message, context: Context): Language {
  const { language, confidence } = message.language;
  if (language !== null && confidence >= LANGUAGE_SURE) return language;
  return context.customer?.language ?? language ?? context.mailbox.language;
}

function ticketOf(context: Context, otherwise: TicketChoice): TicketChoice {
  return context.ticket === null ? otherwise : { append: context.ticket.facts.id, by: context.ticket.by };
}

const TICKET_REASONS = {
  "own-message-id": "ticket-by-own-message-id",
  references: "ticket-by-references",
  awaited: "ticket-by-awaited",
  "subject-token": "ticket-by-subject-token",
} as const satisfies Record<string, ReasonCode>;

function ticketReason(context: Context): Reason {
  return because(context.ticket === null ? "ticket-opened" : TICKET_REASONS[context.ticket.by]);
}
