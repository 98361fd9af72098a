import { authenticate } from "../mail/authentication.ts";
import type { Address, Message } from "../mail/message.ts";
import { isNoreply, isOneOf, isSaneAddress } from "./addresses.ts";
import type { MailboxPolicy, Reason } from "./decision.ts";
import { because } from "./reasons.ts";

/** Who stands behind a message, and whether anything vouches for it. */
export interface Sender {
  /** The original sender of a colleague's forward, else From. */
  readonly customer: Address | null;
  /** From is a colleague's address. */
  readonly staff: boolean;
  /** A colleague forwarded it and that is authenticated: the customer is the original sender. */
  readonly forwarded: boolean;
  readonly authenticated: boolean;
  readonly reasons: readonly Reason[];
}

/**
 * Powers need proof: a forward belongs to its original sender only where the colleague's own mail is authenticated.
 * The colleague then vouches for the sender.
 */
export function senderOf(
  message: Message,
  mailbox: Pick<MailboxPolicy, "staff" | "addresses" | "authservId">,
): Sender {
  const { authenticated, reasons } = authenticate(message, mailbox.authservId);
  const staff = message.from !== null && isOneOf(message.from.address, mailbox.staff);
  const original = message.forwarded?.from ?? null;
  const forwarded =
    staff &&
    authenticated &&
    original !== null &&
    isSaneAddress(original.address) &&
    !isOneOf(original.address, mailbox.staff) &&
    !isOneOf(original.address, mailbox.addresses);
  return {
    customer: forwarded ? original : message.from,
    staff,
    forwarded,
    authenticated,
    reasons: forwarded ? [...reasons, because("forwarded-by-staff")] : reasons,
  };
}

/**
 * Where an answer goes. RFC 5322 section 3.6.2: to Reply-To; here only if that is one address that can take mail and
 * is neither ours nor a colleague's, else to the customer. null where nobody can be written to.
 */
export function answerTo(message: Message, sender: Sender, mailbox: MailboxPolicy): Address | null {
  const { customer } = sender;
  if (!sender.forwarded) {
    const [reply, ...more] = distinct(message.replyTo);
    const usable =
      reply !== undefined &&
      more.length === 0 &&
      isSaneAddress(reply.address) &&
      !isNoreply(reply.address) &&
      !isOneOf(reply.address, mailbox.addresses) &&
      !isOneOf(reply.address, mailbox.staff);
    if (usable) return reply.name === "" ? { ...reply, name: customer?.name ?? "" } : reply;
  }
  return customer !== null && isSaneAddress(customer.address) ? customer : null;
}

function distinct(addresses: readonly Address[]): readonly Address[] {
  return [...new Map(addresses.slice(0, 50).map((one) => [one.address.toLowerCase(), one])).values()];
}
