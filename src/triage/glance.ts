import type { FolderState } from "../imap/inbox.ts";
import type { Desk } from "./desk.ts";
import { type Batch, readBatch, unheard, windowsOf } from "./read.ts";

/** What stands at or above a UID of the watched folder. */
interface Glance {
  readonly from: number;
  /** Those that the ledger does not know. */
  readonly fresh: readonly number[];
  /** null where some are known, and the windows hold them, too. */
  readonly begun: Begun | null;
}

/** Windows, the first of which is being read. */
export interface Begun {
  readonly windows: readonly (readonly number[])[];
  readonly reading: Promise<Batch>;
}

/** Looks from there on, and begins to read while the ledger is asked what it knows of that: hardly ever anything. */
export async function look(desk: Desk, { uidValidity }: FolderState, from: number): Promise<Glance> {
  const { folder } = desk.config;
  const uids = await desk.inbox.uids(folder, from);
  if (uids.length === 0) return { from, fresh: [], begun: null };
  const asking = unheard(desk.store.unaccounted(desk.mailbox.id, folder, uidValidity, uids));
  const windows = await windowsOf(desk, uids);
  const reading = unheard(readBatch(desk, uidValidity, windows[0] ?? []));
  const fresh = await asking;
  return { from, fresh, begun: fresh.length === uids.length ? { windows, reading } : null };
}

/**
 * Looks where the last run left off, while the database is asked whether it is still there: a message that has just been
 * announced is read meanwhile. null where nothing is known yet, and on any failure: who looks again meets it, too.
 */
export async function glance(desk: Desk, state: FolderState): Promise<Glance | null> {
  const { nextUid } = desk.reached;
  return nextUid === null ? null : look(desk, state, nextUid).catch(() => null);
}
