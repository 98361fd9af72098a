import type { Judgements } from "../classify/judgement.ts";
import type { Context, CustomerType, CustomerView, Reason } from "./decision.ts";
import { because } from "./reasons.ts";
import type { Sender } from "./sender.ts";
import { isSure, saferKind } from "./sure.ts";

export interface Customer {
  readonly view: CustomerView;
  /** On the VIP list, but nothing vouches for the sender: VIP's folder, nobody's privileges. */
  readonly vipUnverified: boolean;
}

/**
 * What sort of customer writes. Several types at once; the order is vip, vocal, silent, frequent, and the first is
 * the primary one, whose manner the answer takes: a contract outweighs a mood, a mood a habit; and of moods the one that
 * would not come back to complain a second time yields to the one that shouts now only where both are there.
 */
export function customerOf(judgements: Judgements, context: Context, sender: Sender): Customer {
  const listed = context.customer?.vip === true;
  const vip = listed && sender.authenticated;
  const reasons: Reason[] = [...sender.reasons];
  const types: CustomerType[] = [];
  const add = (type: CustomerType, detail?: string) => {
    types.push(type);
    reasons.push(because(type, detail));
  };
  if (vip) add("vip");
  else if (listed) reasons.push(because("vip-unverified"));
  const { tone } = judgements;
  if (isSure(tone)) {
    const words = tone.reasons.slice(0, 3).join(", ");
    if (tone.label === "vocal") add("vocal", words);
    if (tone.label === "understated") add("silent", words);
  }
  const contacts = contactsWithin(context);
  if (contacts >= context.mailbox.frequent.contacts) {
    add("frequent", `${contacts} contacts in ${context.mailbox.frequent.days} days`);
  } else if (context.customer?.frequent === true) add("frequent", "an agent says so");
  const view = { types, primary: types[0] ?? null, authenticated: sender.authenticated, reasons };
  return { view, vipUnverified: listed && !vip };
}

/** Contacts within the window, this one included. */
function contactsWithin(context: Context): number {
  const since = context.now.getTime() - context.mailbox.frequent.days * 86_400_000;
  const before = (context.customer?.contacts ?? []).filter(
    (at) => at.getTime() >= since && at <= context.now,
  );
  return before.length + 1;
}

/** A complaint, or a person who is unhappy whatever the mail seems to be. */
export function complains(judgements: Judgements, { types }: Pick<CustomerView, "types">): boolean {
  const unhappy = types.some((type) => type === "vocal" || type === "silent");
  return unhappy || saferKind(judgements) === "complaint";
}
