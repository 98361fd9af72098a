import { getDomain } from "tldts";
import { isPublicProvider } from "./providers.ts";

/**
 * An address that is safe in an SMTP envelope: one "@", nothing that could close the path, begin a second recipient or
 * a second line. Underscores are no host name's, yet some domains have them. Quoted local parts (RFC 5321 section 4.1.2) are not worth their risks here.
 */
const SANE = /^[^\s\p{C}<>()[\],;:\\"@]{1,64}@[\p{L}\p{N}](?:[\p{L}\p{N}._-]{0,252}[\p{L}\p{N}])?$/u;

export function isSaneAddress(address: string): boolean {
  return address.length <= 254 && SANE.test(address) && !address.includes("..");
}

export function localPart(address: string): string {
  const at = address.lastIndexOf("@");
  return (at < 0 ? address : address.slice(0, at)).trim().toLowerCase();
}

export function domainOf(address: string): string {
  const at = address.lastIndexOf("@");
  return at < 0
    ? ""
    : address
        .slice(at + 1)
        .trim()
        .toLowerCase();
}

/** The domain that somebody registered (example.co.uk of mail.example.co.uk); the domain itself where there is none. */
export function registrableDomain(address: string): string {
  const domain = domainOf(address);
  return getDomain(domain) ?? domain;
}

const GMAIL: ReadonlySet<string> = new Set(["gmail.com", "googlemail.com"]);

/**
 * One name for all spellings of a mailbox, for comparing and counting, never for writing to: lower case and without
 * the "+tag" of a subaddress (RFC 5233). Gmail has two domains and does not see the dots of a local part.
 */
export function canonical(address: string): string {
  const domain = domainOf(address);
  const local = localPart(address);
  const plus = local.indexOf("+");
  const user = plus > 0 ? local.slice(0, plus) : local;
  return GMAIL.has(domain) ? `${user.replaceAll(".", "")}@gmail.com` : `${user}@${domain}`;
}

/** The domain whose budget a mail to this address uses; null where strangers share it (a public provider), or none is. */
export function budgetDomain(address: string): string | null {
  const domain = registrableDomain(address);
  const shared = isPublicProvider(domain) || isPublicProvider(domainOf(address));
  return shared || domain === "" ? null : domain;
}

/** Whether `address` is one of `addresses` (lower case), subaddresses included. */
export function isOneOf(address: string, addresses: readonly string[]): boolean {
  const wanted = canonical(address);
  return addresses.some((one) => canonical(one) === wanted);
}

/** Local parts of addresses that take no replies: noreply, no-reply.orders, donotreply, noreply+x … */
const NOREPLY =
  /(?:^|[._+=-])(?:(?:no|not|non|do[._-]?not|dont|never)[._-]?(?:reply|replies|respond|response|repondre|responder|rispondere|antworten)|(?:nao|nicht|ne[._-]?pas)[._-]?(?:responda|antworten|repondre)|(?:ne[._-]?)?otvechat|unattended|undisclosed)(?:$|[._+=-]|\d)/;
const RUN_TOGETHER = /^(?:[a-z]{0,20})(?:noreply|donotreply|noresponse)[a-z0-9]{0,20}$/;

export function isNoreply(address: string): boolean {
  const local = localPart(address).slice(0, 100);
  return NOREPLY.test(local) || RUN_TOGETHER.test(local);
}
