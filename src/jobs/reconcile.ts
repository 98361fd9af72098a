import type { Desk } from "../triage/desk.ts";

export interface Reconciled {
  /** Of the watched folder, as it is now. */
  readonly uidValidity: bigint;
  /** Messages in INBOX that had no ledger row and are taken as arrivals now. */
  readonly missed: readonly number[];
}

/**
 * Compares server and ledger (DESIGN principle 1): `missed` must be triaged by the caller. What stands in foyer's other
 * folders is compared by the rounds of look.ts.
 */
export async function reconcile(desk: Desk): Promise<Reconciled> {
  const { folder } = desk.config;
  const state = await desk.inbox.open(folder);
  const here = await desk.inbox.uids(folder, 1);
  const missed = await desk.store.unaccounted(desk.mailbox.id, folder, state.uidValidity, here);
  if (missed.length > 0) desk.log.info({ missed: missed.length }, "reconciled");
  return { uidValidity: state.uidValidity, missed };
}
