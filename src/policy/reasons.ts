import type { Reason } from "./decision.ts";

/**
 * Every reason code of the policy with its meaning; the README prints this table. Codes stay once published.
 * The text of a reason may add a detail after a colon.
 */
export const REASONS = {
  // What makes a message automatic: filed to `automatic`, never answered.
  "own-address": "it comes from the mailbox's own address",
  "staff-answer": "it is a colleague's answer to the customer",
  "manager-decided": "it is a manager's decision, by the link of a mail of ours",
  "staff-note": "it is a colleague's answer to a mail that foyer wrote to staff",
  "decision-refused": "it would decide by a link of ours, and is not taken",
  "own-message-id": "its Message-ID is one that foyer made",
  "calendar-reply": "it is a calendar program's answer to an invitation (iTIP REPLY or COUNTER)",
  "read-receipt": "it is a disposition notification (RFC 8098), a read receipt",
  "abuse-report": "it is an abuse or authentication failure report (ARF, RFC 5965)",
  "dmarc-report": "it is a DMARC aggregate report (RFC 7489)",
  "tls-report": "it is an SMTP TLS report (RFC 8460)",
  "other-report": "it is a multipart/report made by a program (RFC 6522)",
  "delivery-status": "it is a delivery status notification (RFC 3464)",
  "bounce-without-mime": "it is a bounce, though without the MIME type of one",
  "challenge-response": "it asks a sender to prove to be human before delivery (challenge-response)",
  "auto-submitted": "its Auto-Submitted field says that a program sent it (RFC 3834)",
  "autoreply-header": "a field of an autoresponder is in its header",
  "x-loop": "its X-Loop field says that a mail robot passed it on",
  "null-sender": "its return path is empty, so nothing may answer it (RFC 5321 section 4.5.5)",
  "mailing-list": "it came through a mailing list (RFC 2369, RFC 2919)",
  precedence: "its Precedence field says list, bulk or junk",
  "bulk-mail": "a field of a bulk mailer or newsletter is in its header",
  "tool-notification": "it is a notification of a tool (issue tracker, monitoring, social network)",
  "noreply-address": "its address takes no replies",
  "system-address": "its address belongs to a program, not to a person",
  "empty-sender": "its From field is empty",
  "spam-verdict": "the mail server calls it spam",
  unparsable: "it could not be parsed",

  // What only refuses the acknowledgement: filed as any human mail.
  "missing-sender": "it has no From field, so there is nobody to answer",
  "unreadable-sender": "its sender's address cannot be written to",
  "response-suppressed": "its X-Auto-Response-Suppress field forbids automatic replies",
  "not-addressed": "the mailbox's address is neither in To nor in Cc",
  "doubtful-subject": "its subject looks like an out-of-office note",
  "doubtful-text": "its text looks like an out-of-office note",
  "doubtful-bulk": "it looks like a person's reply, yet a bulk mailer's field is in its header",
  "contact-form": "it comes from a form of the own site, whose address takes no replies",
  "noreply-reply-to": "its Reply-To takes no replies",
  "staff-sender": "a colleague sent it",
  "opted-out": "the customer wants no automatic mail",
  "dead-address": "mail to this address has come back for good",
  "duplicate-delivery": "the same message was delivered before",
  stale: "it is too old for an acknowledgement",
  "ticket-acknowledged": "its ticket has had an acknowledgement",
  "ticket-answered": "its ticket has been answered by a person",
  "plain-thanks": "it is nothing but thanks, which draws no other answer",
  rated: "it says whether it was solved, which is noted",
  "ticket-reopened":
    "the customer is not satisfied: the ticket is taken up again, and a mail of its own says so",
  "address-budget": "this address has had its automatic mail for today",
  "domain-budget": "this domain has had its automatic mail for the hour or the day",
  brake: "automatic mail is far above the mailbox's usual rate; a person should look",

  // Why an acknowledgement goes out.
  "acknowledge-complaint": "a complaint is acknowledged",
  "acknowledge-question": "a question is acknowledged",
  "acknowledge-request": "a request is acknowledged",
  "acknowledge-unsure": "it is not sure what it is, so it is acknowledged as a question",
  "acknowledge-unhappy": "its tone is unhappy, so it is acknowledged as a complaint",
  "thanks-for-praise": "praise gets a short thanks",
  "receipt-for-other": "what is no complaint, question, request or praise gets a short receipt",
  "receipt-for-sensitive": "a sensitive matter gets the minimal text; a person is alerted",

  // Tickets.
  "ticket-by-own-message-id": "it answers a mail of ours",
  "ticket-by-references": "it refers to a message of the ticket",
  "ticket-by-awaited": "an earlier message of the ticket refers to it",
  "ticket-by-subject-token": "its subject names the ticket, and its sender takes part in it",
  "ticket-opened": "it begins a ticket",
  "answers-outreach": "it answers a mail of ours to a customer who had fallen silent",

  // Customers.
  "forwarded-by-staff": "a colleague forwarded it, so it belongs to its original sender",
  vip: "the customer is on the VIP list",
  "vip-unverified": "the address is on the VIP list, but nothing vouches for the sender",
  vocal: "the tone is angry or confrontational",
  silent: "the unhappiness is played down",
  frequent: "the customer writes often",

  // Sensitive matters.
  bereavement: "it speaks of a death",
  "self-harm": "it speaks of self-harm",
  legal: "it speaks of legal steps",
  breach: "it speaks of leaked personal data",

  // Priority and folder.
  urgency: "the classifier's urgency",
  "urgency-unsure": "the classifier is not sure enough that it can wait",
  "kind-unsure": "the classifier is not sure what it is",
  "floor-sensitive": "a sensitive matter is never less than this",
  "floor-vip-complaint": "a VIP's complaint is at least high",
  "floor-reopened": "the customer is not satisfied, so it is above its ticket, and high at least",
  "floor-same-topic": "the customer has had trouble with the same topic before",
  "floor-third-complaint": "it is at least the customer's third complaint of late",
  "floor-ticket": "a later message is no lower than its ticket",
  "folder-automatic": "automatic mail",
  "folder-urgent": "harm now or within hours",
  "folder-vip": "a customer of the VIP list",
  "folder-vocal": "angry or confrontational",
  "folder-silent": "unhappiness played down",
  "folder-today": "high priority, or a complaint",
  "folder-happy": "praise, or thanks for an answer",
  "folder-low": "nothing to hurry for",
  "folder-frequent": "from who writes often",
  "folder-queue": "everything else",
  "folder-attention": "a person must look",

  // Alerts.
  "alert-urgent": "urgent mail has come",
  "alert-vip": "VIP mail has come",
  "alert-vip-unverified": "mail claims to come from a VIP; its sender is not verified",
  "alert-sensitive": "a sensitive matter has come",
} as const satisfies Readonly<Record<string, string>>;

export type ReasonCode = keyof typeof REASONS;

/** A reason of the table; `detail` may be the customer's words, so it is cut and cleaned of control characters. */
export function because(code: ReasonCode, detail?: string): Reason {
  const clean = detail === undefined ? "" : detail.slice(0, 200).replace(/[\p{Cc}\p{Cf}]+/gu, " ");
  const text = clean === "" ? REASONS[code] : `${REASONS[code]}: ${clean.trim().slice(0, 100)}`;
  return { code, text };
}
