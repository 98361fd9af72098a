const LONGEST = 254;
const LONGEST_LOCAL = 64;

/**
 * True for an address that can be put into SMTP as it is: dot-atom of RFC 5322 section 3.4.1, no quoted local part, no
 * comment, no address literal; the domain may be internationalised. Anything with CR, LF, NUL, comma, space or quotes is refused:
 * it could smuggle in a second recipient.
 */
export function safeAddress(address: string): boolean {
  const at = address.lastIndexOf("@");
  if (address.length > LONGEST || at < 1 || at > LONGEST_LOCAL) return false;
  const atom = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}$/;
  if (
    !address
      .slice(0, at)
      .split(".")
      .every((part) => atom.test(part))
  )
    return false;
  const labels = address.slice(at + 1).split(".");
  const label = /^[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?$/u;
  return labels.every((part) => label.test(part));
}
