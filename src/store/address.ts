import { createHash } from "node:crypto";
import { canonical, domainOf } from "../policy/addresses.ts";

/** RFC 5321 section 4.5.3.1 allows 254; what is longer is no customer, and would not fit into an index. */
const LONGEST_ADDRESS = 320;

/** The address as customers are keyed by; null for what cannot be one. */
export function addressKey(address: string | null | undefined): string | null {
  const key = (address ?? "").trim().toLowerCase();
  return key === "" || key.length > LONGEST_ADDRESS ? null : key;
}

export function addressKeys(addresses: readonly (string | null | undefined)[]): string[] {
  return [...new Set(addresses.map(addressKey).filter((key) => key !== null))];
}

/** The addresses as budgets are keyed by: all spellings of a mailbox are one. */
export function budgetKeys(addresses: readonly (string | null | undefined)[]): string[] {
  return [...new Set(addressKeys(addresses).map(canonical))];
}

/** What the VIP list may hold for this address: itself, "@" and its domain, and the domains above that one. */
export function vipMatches(address: string): string[] {
  const labels = domainOf(address).split(".").slice(-10);
  const above = labels.slice(0, -1).map((_, index) => `@${labels.slice(index).join(".")}`);
  return [address, ...above];
}

/**
 * By what the wish of an erased person is remembered, that no automatic mail be sent to this address: its digest. It is
 * no address, and tells none.
 */
export function forgottenKey(address: string): string {
  return `sha256:${createHash("sha256").update(address).digest("hex")}`;
}

export const isForgotten = (key: string): boolean => key.startsWith("sha256:");

/** A B-tree takes 2,700 octets at most: longer Message-IDs are known by their digest. */
export function messageIdKey(messageId: string): string {
  if (messageId.length <= 500) return messageId;
  return `sha256:${createHash("sha256").update(messageId).digest("hex")}`;
}
