import ipaddr from "ipaddr.js";

/**
 * Whether an IP address is one of the public internet: neither private, loopback, link-local (where clouds keep their
 * keys, at 169.254.169.254), shared, multicast or reserved, nor one that hides an IPv4 address in itself (RFC 6890).
 */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === "unicast";
}

/** Whether the host of a URL is an address rather than a name: nobody would resolve it, so nobody would look at it. */
export function literalAddress(hostname: string): string | null {
  const bare = hostname.replace(/^\[(.*)\]$/, "$1");
  return ipaddr.isValid(bare) ? bare : null;
}
