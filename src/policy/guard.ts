import type { Message } from "../mail/message.ts";
import type { Context, MailboxPolicy, Refusal } from "./decision.ts";
import { autoreplyField, autoSubmitted, challengeResponse, loop } from "./guards/autoresponse.ts";
import { deliveryStatus, plainBounce } from "./guards/bounce.ts";
import { bulkMail, mailingList, precedence, toolNotification } from "./guards/bulk.ts";
import type { Guard } from "./guards/guard.ts";
import {
  abuseReport,
  calendarReply,
  dmarcReport,
  otherReport,
  readReceipt,
  tlsReport,
} from "./guards/report.ts";
import {
  emptySender,
  noreplyAddress,
  nullSender,
  ownAddress,
  spamVerdict,
  systemAddress,
} from "./guards/sender.ts";
import { isOverruled } from "./person.ts";

/**
 * Order is meaning: the first reason wins. What the message is (by MIME type, then by field) stands before who
 * sent it, and the server's verdict last, so that a bounce is known for a bounce even where it is called spam.
 */
const GUARDS: readonly Guard[] = [
  ownAddress,
  calendarReply,
  readReceipt,
  tlsReport,
  abuseReport,
  dmarcReport,
  deliveryStatus,
  plainBounce,
  otherReport,
  autoSubmitted,
  autoreplyField,
  challengeResponse,
  mailingList,
  precedence,
  toolNotification,
  loop,
  bulkMail,
  nullSender,
  emptySender,
  systemAddress,
  noreplyAddress,
  spamVerdict,
];

/**
 * Why a message is automatic and what it then is, or null where a person sent it. Judges the message alone; what only
 * refuses the acknowledgement of a person's mail is in hold.ts.
 */
export function guard(
  message: Message,
  mailbox: Pick<MailboxPolicy, "addresses">,
  said: Pick<Context, "person" | "customer"> = { customer: null },
): Refusal | null {
  for (const one of GUARDS) {
    const refusal = one(message, mailbox);
    if (refusal !== null && !isOverruled(refusal, said)) return refusal;
  }
  return null;
}
