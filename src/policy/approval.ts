import type { Message } from "../mail/message.ts";
import type { Approval, ApprovalFault } from "./action.ts";
import { isOneOf } from "./addresses.ts";
import type { MailboxPolicy } from "./decision.ts";
import type { Sender } from "./sender.ts";
import { agentKey } from "./staff.ts";
import { findToken, readToken } from "./token.ts";

/** The configuration's secret, and when the message is decided about. */
interface Key {
  readonly secret: string;
  readonly now: Date;
}

/** A manager by the key that links are bound to; null where nobody of them has it (any more). */
export function managerOf(
  key: string,
  { managers }: Pick<MailboxPolicy, "managers">,
  secret: string,
): string | null {
  return managers.find((one) => agentKey(one, secret) === key) ?? null;
}

/**
 * What a message that carries the token of an action means: a manager's decision, or why it is none. Powers need proof:
 * the link is bound to one manager, and its sender must be that manager, vouched for by the mailbox' own server. null
 * where there is no token, or none that we made.
 */
export function approvalOf(
  message: Message,
  sender: Sender,
  mailbox: Pick<MailboxPolicy, "managers">,
  { secret, now }: Key,
): Approval | null {
  // Not in the text: whoever answers a digest with all that stood in it has decided nothing.
  const text = findToken(message.subject);
  if (text === null) return null;
  const wanted = { purpose: "act", now } as const;
  const token = readToken(text, wanted, secret);
  if (token === "expired") {
    // Good but for its age: read as it was made.
    const aged = readToken(text, { ...wanted, now: new Date(0) }, secret);
    return typeof aged === "object" ? { action: aged.ticket, refused: "expired" } : null;
  }
  if (typeof token === "string") return null;
  const fault = faultOf(message, sender, { managers: mailbox.managers, key: token.value, secret });
  return fault === null
    ? { action: token.ticket, by: token.value }
    : { action: token.ticket, refused: fault };
}

function faultOf(
  { from }: Message,
  { authenticated }: Sender,
  {
    managers,
    key,
    secret,
  }: { readonly managers: readonly string[]; readonly key: string; readonly secret: string },
): ApprovalFault | null {
  if (from === null || !isOneOf(from.address, managers)) return "not-a-manager";
  if (agentKey(from.address, secret) !== key) return "other-manager";
  return authenticated ? null : "unauthenticated";
}
