import { createHmac } from "node:crypto";
import type { Message } from "../mail/message.ts";
import { canonical, isOneOf } from "./addresses.ts";
import { AWAY_SUBJECTS } from "./cues/away.ts";
import type { AnswerWay, Context, MailboxPolicy, TicketFacts } from "./decision.ts";
import { autoreplyField, autoSubmitted, challengeResponse } from "./guards/autoresponse.ts";
import { deliveryStatus } from "./guards/bounce.ts";
import { bareSubject, type Guard, values } from "./guards/guard.ts";
import { calendarReply, otherReport, readReceipt } from "./guards/report.ts";
import type { Sender } from "./sender.ts";

/** Which of our people, for the journal: a keyed hash of the address, which tells nobody else who it was. */
export function agentKey(address: string, secret: string): string {
  return createHmac("sha256", secret)
    .update(`agent ${canonical(address)}`)
    .digest("hex")
    .slice(0, 16);
}

/** What programs send in a colleague's name: nobody has answered by it. */
const PROGRAMS: readonly Guard[] = [
  autoSubmitted,
  autoreplyField,
  calendarReply,
  readReceipt,
  deliveryStatus,
  otherReport,
  challengeResponse,
];

/**
 * Whether an arriving message is a colleague's answer to the customer of its ticket, and how it came. A note to the
 * colleagues alone, a forward to a supplier, and what a program sent are none.
 */
export function staffAnswer(message: Message, context: Context, sender: Sender): AnswerWay | null {
  const { ticket, mailbox } = context;
  const own = message.from !== null && isOneOf(message.from.address, mailbox.addresses);
  if (ticket === null || context.ownMessageId || sender.forwarded || !(own || sender.staff)) return null;
  // A ticket's number can be guessed, the Message-IDs of its thread cannot.
  if (ticket.by === "subject-token" && mailbox.authservId !== null && !sender.authenticated) return null;
  if (!answers(message, ticket.facts, mailbox)) return null;
  return message.to.some((one) => isOneOf(one.address, mailbox.addresses)) ? "thread" : "copy";
}

/**
 * Whether one of us answers a mail of foyer's to staff that is about no single ticket, such as a digest. It is no
 * customer's message; what one of us writes about a ticket joins that.
 */
export const isStaffNote = ({ ticket, answersStaffMail }: Context, { staff, forwarded }: Sender): boolean =>
  answersStaffMail === true && ticket === null && staff && !forwarded;

/** Whether a message that one of us sent is a person's answer to the customer of this ticket. */
export function answers(
  message: Message,
  facts: TicketFacts,
  mailbox: Pick<MailboxPolicy, "addresses">,
): boolean {
  const { text, forwarded } = bareSubject(message.subject);
  if (forwarded || AWAY_SUBJECTS.some((pattern) => pattern.test(text.toLowerCase()))) return false;
  if (PROGRAMS.some((guard) => guard(message, mailbox) !== null)) return false;
  return reachesCustomer(message, facts);
}

const BCC_ADDRESS = /[^\s<>,;"@]{1,64}@[^\s<>,;"@]{1,255}/g;

function reachesCustomer(message: Message, facts: TicketFacts): boolean {
  const known = [...facts.participants, facts.customerAddress, facts.answerTo ?? null];
  const customers = new Set(known.flatMap((one) => (one === null ? [] : canonical(one))));
  const copied = values(message, "bcc").flatMap((value) => value.slice(0, 2_000).match(BCC_ADDRESS) ?? []);
  const to = [...message.to, ...message.cc].slice(0, 200).map((one) => one.address);
  return [...to, ...copied].some((address) => customers.has(canonical(address)));
}
