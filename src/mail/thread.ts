import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";
import type { Message } from "./message.ts";

/** 128 bits, in hexadecimal: some gateways change the case of what they take for an address. */
const MAC_DIGITS = 32;
const OWN = /^<foyer\.(\d{1,15})\.([a-z0-9-]{1,40})\.([a-z0-9-]{1,64})\.([0-9a-f]{32})@([^<>@\s]{1,253})>$/;
const ID = /<[^<>\s]{1,990}>/g;
const TOKEN = /\[\p{Cf}{0,3}#\p{Cf}{0,3}(\d{1,15})\p{Cf}{0,3}\]/u;

/**
 * A Message-ID (RFC 5322 section 3.6.4) that carries its ticket and a keyed hash (HMAC-SHA256, 128 bits), so that an
 * answer finds its ticket even where the store has forgotten the message, and nobody can make one up.
 *
 * @param purpose What the mail is for, such as "acknowledgement"; letters, digits and hyphens survive.
 * @param nonce Makes the id unique among those of one ticket and purpose.
 */
export function makeMessageId(
  ticket: number,
  purpose: string,
  secret: string,
  domain: string,
  nonce: string,
): string {
  const fields = [String(ticket), atom(purpose, 40), atom(nonce, 64)];
  const at = domain.toLowerCase();
  return `<foyer.${fields.join(".")}.${mac([...fields, at], secret)}@${at}>`;
}

/** What a Message-ID of ours says of the mail that carries it. */
export interface OwnId {
  readonly ticket: number;
  readonly purpose: string;
}

/** The ticket of a Message-ID that {@link makeMessageId} made with this secret, else null. Constant-time in the hash. */
export function readMessageId(id: string, secret: string): number | null {
  return readOwnId(id, secret)?.ticket ?? null;
}

/** As {@link readMessageId}, with what the mail was for. */
export function readOwnId(id: string, secret: string): OwnId | null {
  if (id.length > 400) return null;
  const match = OWN.exec(id.toLowerCase());
  if (match === null) return null;
  const [, ticket = "", purpose = "", nonce = "", given = "", domain = ""] = match;
  const expected = mac([ticket, purpose, nonce, domain], secret);
  if (!timingSafeEqual(Buffer.from(given), Buffer.from(expected))) return null;
  return { ticket: Number(ticket), purpose };
}

/** `[#1042]`: stands in subjects of ours, for clients that drop References. */
export function subjectToken(ticket: number): string {
  return `[#${ticket}]`;
}

/** The first ticket number that a subject names as `[#1042]`; directional marks (Persian) may stand in it. */
export function readSubjectToken(subject: string): number | null {
  const match = TOKEN.exec(subject.slice(0, 2_000));
  return match?.[1] === undefined ? null : Number(match[1]);
}

/**
 * Message-IDs that a message answers, nearest first: In-Reply-To, then References from the newest to the oldest
 * (RFC 5322 section 3.6.4). Without its own.
 */
export function candidateIds(message: Message): readonly string[] {
  const ids = new Set([...message.inReplyTo, ...message.references.toReversed()]);
  if (message.messageId !== null) ids.delete(message.messageId);
  return [...ids];
}

/**
 * Message-IDs in the body: a bounce without threading fields still carries the header of what it returns.
 * Only good for ids that prove themselves ({@link readMessageId}).
 */
export function quotedIds(message: Message): readonly string[] {
  const found = [...message.enclosedIds, ...(message.text.slice(0, 50_000).match(ID) ?? [])];
  return [...new Set(found.filter((id) => id.startsWith("<foyer.")))].slice(0, 20);
}

function mac(fields: readonly string[], secret: string): string {
  // Newlines cannot stand in any field, so no two lists of fields give the same octets.
  return createHmac("sha256", secret).update(fields.join("\n")).digest("hex").slice(0, MAC_DIGITS);
}

function atom(value: string, length: number): string {
  const cleaned = value
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .slice(0, length);
  return cleaned === "" ? "x" : cleaned;
}
