import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";

/** What a link is good for; each has a key of its own. */
const TOKEN_PURPOSES = ["rate", "opt-out", "card", "act", "confirm"] as const;
export type TokenPurpose = (typeof TOKEN_PURPOSES)[number];

export interface Token {
  readonly purpose: TokenPurpose;
  /** Of act and confirm: the action. */
  readonly ticket: number;
  /** Letters a to z, digits and hyphens, at most 40: "good", "partly"; "" for none. */
  readonly value: string;
  /** To the second; good before it, no longer at it. */
  readonly expires: Date;
}

/** Why a token is not taken. `malformed`: none, or cut off; `forged`: the hash is not ours, so nothing in it is true. */
export type TokenFault = "malformed" | "forged" | "wrong-purpose" | "other-ticket" | "expired";

/** What the reader of a token wants it to be. */
export interface Wanted {
  readonly purpose: TokenPurpose;
  /** Where it must be this ticket's. */
  readonly ticket?: number;
  readonly now: Date;
}

/** 128 bits, in hexadecimal: some gateways change the case of what passes through them. */
const MAC_DIGITS = 32;
const WHOLE = /^(rate|opt-out|card|act|confirm)_(\d{1,15})_([a-z0-9-]{0,40})_([0-9a-z]{1,8})_([0-9a-f]{32})$/;
/** Not in the address of a page: whoever quotes our mail with its links has not answered by it. */
const WITHIN =
  /(?<![a-z0-9_/-])(?:rate|opt-out|card|act|confirm)_\d{1,15}_[a-z0-9-]{0,40}_[0-9a-z]{1,8}_[0-9a-f]{32}(?![a-z0-9_-])/i;

/**
 * A signed text that stands for a permission: HMAC-SHA256, 128 bits, with a key that is derived from `secret` for each
 * purpose. It goes into the path of a URL or the subject of a mail as it is, and holds no personal data. Throws
 * RangeError for a ticket or value that does not fit.
 */
export function makeToken(token: Token, secret: string): string {
  const { purpose, ticket, value, expires } = token;
  const fields = [purpose, String(ticket), value, Math.floor(expires.getTime() / 1000).toString(36)];
  const made = `${fields.join("_")}_${mac(fields, secret)}`;
  if (!WHOLE.test(made)) throw new RangeError(`no token can carry ticket ${ticket} and value ${value}`);
  return made;
}

/**
 * The token if {@link makeToken} made it with this secret, for this purpose (and ticket), and it has not expired; else
 * why not. Constant-time in the hash, blind to upper and lower case.
 */
export function readToken(text: string, wanted: Wanted, secret: string): Token | TokenFault {
  const match = text.length > 200 ? null : WHOLE.exec(text.toLowerCase());
  if (match === null) return "malformed";
  const [, given = "", ticket = "", value = "", seconds = "", hash = ""] = match;
  const expected = mac([given, ticket, value, seconds], secret);
  if (!timingSafeEqual(Buffer.from(hash), Buffer.from(expected))) return "forged";
  const purpose = TOKEN_PURPOSES.find((one) => one === given);
  if (purpose === undefined || purpose !== wanted.purpose) return "wrong-purpose";
  if (wanted.ticket !== undefined && wanted.ticket !== Number(ticket)) return "other-ticket";
  const expires = new Date(Number.parseInt(seconds, 36) * 1000);
  return wanted.now >= expires ? "expired" : { purpose, ticket: Number(ticket), value, expires };
}

/** The first thing in a text (a subject, a line of a mail) that looks like a token, for {@link readToken}; or null. */
export function findToken(text: string): string | null {
  return WITHIN.exec(text.slice(0, 20_000))?.[0] ?? null;
}

/** A text without all that looks like a token: what is quoted back to people, or to others, holds no permission. */
export function withoutTokens(text: string): string {
  return text.replace(new RegExp(WITHIN, "gi"), "");
}

function mac(fields: readonly string[], secret: string): string {
  const key = createHmac("sha256", secret).update(`foyer link ${fields[0]}`).digest();
  // Underscores cannot stand in any field, so no two lists of fields give the same octets.
  return createHmac("sha256", key).update(fields.join("_")).digest("hex").slice(0, MAC_DIGITS);
}
