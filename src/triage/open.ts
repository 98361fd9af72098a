import type { FolderState } from "../imap/inbox.ts";
import type { Cursor } from "../store/store.ts";
import { type Desk, isFromBefore } from "./desk.ts";

/**
 * First start: what is in the folder is left alone. UIDVALIDITY changed (RFC 3501 section 2.3.1.1): every UID is new;
 * mail from before the first start is left alone, the rest is read again and recognised by its fingerprint.
 */
export async function openFolder(desk: Desk): Promise<{ state: FolderState; cursor: Cursor }> {
  const { folder } = desk.config;
  const state = await desk.inbox.open(folder);
  const known = await desk.store.cursor(desk.mailbox.id, folder);
  if (known !== null && known.uidValidity === state.uidValidity) return { state, cursor: known };
  const uids = (await desk.inbox.uids(folder, 1)).filter((uid) => uid < state.uidNext);
  const first = known === null;
  const cursor = { folder, uidValidity: state.uidValidity, nextUid: first ? state.uidNext : 1 };
  const old = first ? uids : await olderThanStart(desk, uids);
  await desk.store.startFolder(desk.lease(), cursor, { uids: old, reason: "before-start" });
  if (!first) await forgetUnread(desk, state.uidValidity);
  desk.log.info(
    { folder, uidValidity: state.uidValidity, left: old.length },
    first ? "first start" : "uidvalidity changed",
  );
  return { state, cursor };
}

/** Rows that were never read have no fingerprint to be found again by; their messages are read anew. */
async function forgetUnread(desk: Desk, uidValidity: bigint): Promise<void> {
  const rows = await desk.store.unfinished(desk.mailbox.id, new Date("9999-12-31"), 100_000);
  const old = rows.filter(
    (row) =>
      row.state === "arrived" && row.ref.folder === desk.config.folder && row.ref.uidValidity !== uidValidity,
  );
  await desk.store.markLeft(
    desk.lease(),
    old.map((row) => row.id),
    "renumbered",
    false,
  );
}

async function olderThanStart(desk: Desk, uids: readonly number[]): Promise<number[]> {
  const old: number[] = [];
  for (const window of windows(uids, 500))
    for (const one of await desk.inbox.listed(desk.config.folder, window))
      if (isFromBefore(desk.mailbox, one.internalDate)) old.push(one.uid);
  return old;
}

function windows<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
