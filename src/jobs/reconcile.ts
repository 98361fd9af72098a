import type { Listed } from "../imap/inbox.ts";
import { fingerprint } from "../mail/fingerprint.ts";
import type { LedgerRow, Moved } from "../store/store.ts";
import { type Desk, isStillThere } from "../triage/desk.ts";

export interface Reconciled {
  /** Of the watched folder, as it is now. */
  readonly uidValidity: bigint;
  /** Messages in INBOX that had no ledger row and are taken as arrivals now. */
  readonly missed: readonly number[];
  /** Messages found in role folders whose row was relinked: an agent moved them. */
  readonly followed: number;
  /** Messages in role folders that foyer never saw in INBOX: an agent or a server rule put them there. */
  readonly adopted: number;
}

/**
 * Compares server and ledger (DESIGN principle 1): afterwards every message in INBOX and in the role folders has a
 * ledger row. `missed` must be triaged by the caller.
 */
export async function reconcile(desk: Desk): Promise<Reconciled> {
  const { folder } = desk.config;
  const state = await desk.inbox.open(folder);
  const here = await desk.inbox.uids(folder, 1);
  const missed = await desk.store.unaccounted(desk.mailbox.id, folder, state.uidValidity, here);
  let followed = 0;
  let adopted = 0;
  for (const path of new Set(Object.values(desk.folders ?? {}))) {
    if (path === folder) continue;
    const result = await reconcileFolder(desk, path);
    followed += result.followed;
    adopted += result.adopted;
  }
  await desk.inbox.open(folder);
  const result = { uidValidity: state.uidValidity, missed, followed, adopted };
  if (missed.length + followed + adopted > 0)
    desk.log.info({ missed: missed.length, followed, adopted }, "reconciled");
  return result;
}

async function reconcileFolder(desk: Desk, path: string): Promise<{ followed: number; adopted: number }> {
  const { uidValidity, uidNext } = await desk.inbox.open(path);
  const known = await desk.store.cursor(desk.mailbox.id, path);
  const from = known?.uidValidity === uidValidity ? known.nextUid : 1;
  const uids = (await desk.inbox.uids(path, from)).filter((uid) => uid < uidNext);
  const strange = await desk.store.unaccounted(desk.mailbox.id, path, uidValidity, uids);
  const moved: Moved[] = [];
  const used = new Set<number>();
  for (const listed of await desk.inbox.listed(path, strange)) {
    const row = await recognise(desk, path, { listed, used });
    if (row !== null) moved.push({ ledgerId: row.id, ref: { folder: path, uidValidity, uid: listed.uid } });
  }
  await desk.store.relink(desk.lease(), moved);
  const followed = new Set(moved.map((one) => one.ref?.uid));
  const rest = strange.filter((uid) => !followed.has(uid));
  const cursor = { folder: path, uidValidity, nextUid: uidNext };
  await desk.store.startFolder(desk.lease(), cursor, { uids: rest, reason: "found-in-folder" });
  return { followed: followed.size, adopted: rest.length };
}

/** The ledger row of a message that stands in another folder than we knew. */
async function recognise(
  desk: Desk,
  path: string,
  { listed, used }: { readonly listed: Listed; readonly used: Set<number> },
): Promise<LedgerRow | null> {
  const [fetched] = await desk.inbox.fetch(path, [listed.uid], desk.config.wholeMessageBytes);
  if (fetched === undefined) return null;
  const rows = await desk.store.byFingerprint(desk.mailbox.id, [
    fingerprint(fetched.raw, fetched.internalDate),
  ]);
  for (const row of rows) {
    // Not yet filed by us: the triage of INBOX decides about it, and finds it gone.
    if (used.has(row.id) || row.state === "arrived" || row.state === "decided") continue;
    // A copy: the message that the row is about stands where it stood.
    if (await isStillThere(desk, row)) continue;
    used.add(row.id);
    return row;
  }
  return null;
}
