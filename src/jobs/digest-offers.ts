import type { DecisionLine } from "../policy/digest.ts";
import { actionLink } from "../policy/link.ts";
import type { Period } from "../policy/period.ts";
import { viewAction } from "../triage/action.ts";
import { decisionAbout } from "../triage/confirm.ts";
import type { Desk } from "../triage/desk.ts";
import type { DigestDesk } from "./brought.ts";
import { type OfferDesk, offersOf } from "./offers.ts";

interface Room {
  readonly desk: OfferDesk & Pick<Desk, "lease" | "now">;
  readonly publicUrl: string | null;
}

/** Offers one manager what can be decided from the digest of a period; returns the numbers of the offers. */
export async function offeredTo({ desk, publicUrl }: Room, period: Period): Promise<readonly number[]> {
  const { config, store } = desk;
  // A link needs a page, or a server that vouches for who answers.
  if (publicUrl === null && config.policy.authservId === null) return [];
  const offers = await offersOf(desk, period);
  return offers.length === 0 ? [] : store.offerActions(desk.mailbox.id, offers, desk.now());
}

/** What is still to be decided of these offers, with the links of one manager. */
export async function decisionLines(
  desk: DigestDesk,
  { reader, actions }: { readonly reader: string | null; readonly actions: readonly number[] },
): Promise<readonly DecisionLine[]> {
  const { store, config, secret, now, publicUrl } = desk;
  if (reader === null) return [];
  const base = {
    publicUrl,
    mailboxAddress: config.address,
    authenticates: config.policy.authservId !== null,
  };
  const lines: DecisionLine[] = [];
  for (const id of actions) {
    const action = await store.action(id);
    if (action === null || action.state !== "offered") continue;
    const view = await viewAction(store, action);
    const link = actionLink({ id, kind: action.offer.kind, manager: reader }, base, { secret, now: now() });
    if (view === null || link === null) continue;
    lines.push({ ...decisionAbout({ action, view }), link });
  }
  return lines;
}
