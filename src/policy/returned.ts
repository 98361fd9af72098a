import type { Message } from "../mail/message.ts";
import { candidateIds, quotedIds, readOwnId } from "../mail/thread.ts";
import { AUDIENCES } from "./template.ts";

/** What one recipient's fields say (RFC 3464 section 2.3). */
interface Recipient {
  readonly action: string;
  /** RFC 3463, e.g. "5.1.1". */
  readonly status: string;
  /** What the other server said. */
  readonly diagnostic: string;
}

/** Recipients of one notification that are read; a mail of ours has one. */
const MOST = 20;

/**
 * RFC 3463: codes that speak of the address itself and for good. 5.1.7 and 5.1.8 speak of the sender's address; 5.2.2
 * (full), 5.3.4 (too large), 5.6.x and 5.7.x (refused as spam, or by a policy) of this message or this moment, though
 * their first digit calls them permanent. 5.4.310 is Exchange's word for a domain that does not exist.
 */
const DEAD = /^5\.(?:1\.(?!7$|8$)\d{1,3}|2\.1|4\.4|4\.310)$/;
/** Whether a code of RFC 3463 says that an address takes no mail, now or ever. */
export function speaksOfDeadAddress(status: string): boolean {
  return DEAD.test(status) && !VAGUE.test(status);
}

/** "Other": says nothing by itself, so that the other server's own words count. */
const VAGUE = /^5\.(?:0|1|2|3|4)\.0$/;
const CODE = /\b5\.\d{1,3}\.\d{1,3}\b/g;
const UNKNOWN =
  /\b(?:user|recipient|mailbox|account|address)\b[^.\n]{0,40}\b(?:unknown|not found|does not exist|doesn't exist|no longer|disabled|invalid)\b|\b(?:unknown|no such|invalid) (?:user|recipient|mailbox|account|address)\b|\bdoes not have an? \S{1,60} account\b/i;

/**
 * The Message-ID of a mail of ours to a customer that came back for good, or null. Our ids are signed, so nobody can make an address
 * dead by making up a bounce. To be asked of a message that is known for a bounce.
 */
export function returnedMail(message: Message, secret: string): string | null {
  const ours = [...quotedIds(message), ...candidateIds(message)].find((id) => isToCustomer(id, secret));
  return ours !== undefined && isForGood(message.text) ? ours : null;
}

/** An alert that comes back says nothing of a customer. */
function isToCustomer(id: string, secret: string): boolean {
  const purpose = readOwnId(id, secret)?.purpose;
  return Object.entries(AUDIENCES).some(([name, reader]) => name === purpose && reader === "customer");
}

/** Whether what a notification says of a recipient means that the address takes no mail, now or ever. */
function isForGood(text: string): boolean {
  const recipients = recipientsOf(text.slice(0, 50_000));
  if (recipients.length > 0) return recipients.some(isDead);
  // Notes from before RFC 3464 (qmail, old Exim): only a code that speaks of the address.
  return (text.slice(0, 20_000).match(CODE) ?? []).some((code) => /^5\.1\.(?:1|2|3|6|10)$/.test(code));
}

function isDead({ action, status, diagnostic }: Recipient): boolean {
  if (action !== "failed" || !status.startsWith("5.")) return false;
  if (speaksOfDeadAddress(status)) return true;
  if (!VAGUE.test(status)) return false;
  const [code] = diagnostic.match(CODE) ?? [];
  return code !== undefined && !VAGUE.test(code) ? DEAD.test(code) : UNKNOWN.test(diagnostic);
}

/** The fields follow each other in blocks, one for each recipient, of which each has a Final-Recipient. */
function recipientsOf(text: string): readonly Recipient[] {
  return text
    .replace(/\r?\n[ \t]+/g, " ")
    .split(/^(?=(?:original-recipient|final-recipient)[ \t]*:)/im)
    .slice(0, MOST * 2)
    .map((block) => ({
      action: field(block, "action").toLowerCase(),
      status: /^\d\.\d{1,3}\.\d{1,3}/.exec(field(block, "status"))?.[0] ?? "",
      diagnostic: field(block, "diagnostic-code"),
    }))
    .filter(({ action }) => action !== "");
}

const field = (block: string, name: string): string =>
  new RegExp(`^${name}[ \\t]*:[ \\t]*(.{0,1000})`, "im").exec(block)?.[1]?.trim() ?? "";
