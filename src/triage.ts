import type { FolderState } from "./imap/inbox.ts";
import type { LedgerRow } from "./store/message.ts";
import { BATCH, type Desk, MAX_ATTEMPTS } from "./triage/desk.ts";
import { fileRows, retryAt } from "./triage/file.ts";
import { type Begun, glance, look } from "./triage/glance.ts";
import type { Silence } from "./triage/judge.ts";
import { refreshLayer } from "./triage/layer.ts";
import { growNursery, keepNursery } from "./triage/nursery.ts";
import { type Batch, causeOf, readAhead, readBatch, unheard, unreadable, windowsOf } from "./triage/read.ts";
import { isToBeFiled, settle } from "./triage/settle.ts";

/*
 * The life of a batch of messages:
 *
 *   S1 arrived  → read (fetch, parse)          nothing is written
 *   S2 decided  → one transaction              ledger, message, ticket, outbox, journal, cursor
 *   S3 filed    → keywords, one move a folder  then the ledger is marked
 *   S4 answered → jobs/deliver.ts              when the outbox row falls due
 *
 * After a crash at any line, running it again is the repair: the first decision stands.
 */

/**
 * Drains the watched folder: what an earlier run began, then what arrived. Reading runs two batches ahead of committing.
 * Stops between batches when `signal` aborts. Returns how many messages were settled.
 */
export async function triage(
  desk: Desk,
  state: FolderState,
  signal: AbortSignal,
  onProgress: (done: number) => void = () => undefined,
): Promise<number> {
  const { folder } = desk.config;
  const where = { folder, uidValidity: state.uidValidity };
  const layer = desk.layer.file;
  const glancing = glance(desk, state);
  const [unfinished, cursor] = await Promise.all([
    desk.store.unfinished(desk.mailbox.id, desk.now(), BATCH, where),
    desk.store.cursor(desk.mailbox.id, folder),
    refreshLayer(desk),
  ]);
  const finished = await finish(desk, state, unfinished);
  const from = cursor?.nextUid ?? 1;
  const glanced = await glancing;
  const { fresh, begun } = glanced?.from === from ? glanced : await look(desk, state, from);
  desk.reached.nextUid = (fresh.at(-1) ?? from - 1) + 1;
  let done = 0;
  const onSettled = (count: number): void => {
    done += count;
    onProgress(finished + done);
  };
  // What was judged as the mailbox taught before is judged again.
  const ahead = desk.layer.file === layer ? begun : null;
  return (
    finished +
    (await triageUids(desk, state, fresh, { silence: null, signal, advance: true, onSettled, ahead }))
  );
}

export interface Run {
  readonly silence: Silence;
  readonly signal: AbortSignal;
  /** Whether the cursor moves past these UIDs. */
  readonly advance: boolean;
  readonly onSettled?: (count: number) => void;
  /** What has begun already, of exactly these UIDs. */
  readonly ahead?: Begun | null;
}

/**
 * Reads, decides, commits and files these UIDs of the watched folder, in order, batch by batch. While one batch is
 * decided and committed, the next two are read and the one before is filed.
 */
export async function triageUids(
  desk: Desk,
  state: FolderState,
  uids: readonly number[],
  run: Run,
): Promise<number> {
  const { windows, reading: begun = null } = run.ahead ?? { windows: await windowsOf(desk, uids) };
  const read = (window: readonly number[]) =>
    window === windows[0] && begun !== null ? begun : readBatch(desk, state.uidValidity, window);
  let settled = 0;
  let filing: Promise<void> = Promise.resolve();
  try {
    for await (const { window, reading } of readAhead(windows, read)) {
      if (run.signal.aborted) break;
      if (uids.length > BATCH) growNursery();
      const batch = await reading.catch((error: unknown) => blame(desk, state, { uids: window, error }));
      const nextUid = run.advance ? (window.at(-1) ?? 0) + 1 : null;
      const rows = await settle(desk, batch, { nextUid, silence: run.silence });
      await filing;
      settled += batch.arrivals.length;
      filing = unheard(fileRows(desk, rows).then(() => run.onSettled?.(batch.arrivals.length)));
    }
    await filing;
  } finally {
    await Promise.allSettled([filing]);
    if (uids.length > BATCH) keepNursery();
  }
  return settled;
}

/**
 * One message that the server cannot hand over would stop the mailbox for ever: its window is noted as tried, and read
 * again later, in the end one by one ({@link finish}).
 */
async function blame(
  desk: Desk,
  state: FolderState,
  { uids, error }: { readonly uids: readonly number[]; readonly error: unknown },
): Promise<never> {
  const refs = uids.map((uid) => ({ folder: desk.config.folder, uidValidity: state.uidValidity, uid }));
  await desk.store.postpone(desk.lease(), refs, causeOf(error), retryAt(desk.now(), 0));
  throw error;
}

/** What an earlier run, or an earlier try, left unfinished and is due now. Returns how many rows changed. */
async function finish(desk: Desk, state: FolderState, rows: readonly LedgerRow[]): Promise<number> {
  if (rows.length === 0) return 0;
  const decided = rows.filter(isToBeFiled);
  if (desk.folders === null) await leaveInShadow(desk, decided);
  else await fileRows(desk, decided);
  const unread = rows.filter((row) => row.state === "arrived");
  // The first time all together; what fails again is tried one by one, to find the message that is to blame.
  const once = unread.filter((row) => row.attempts <= 1);
  const alone = unread.filter((row) => row.attempts > 1);
  for (const group of [once, ...alone.map((row) => [row])]) await readAgain(desk, state, group);
  return rows.length;
}

/** Decided while live, and not filed before shadow mode was switched on. */
async function leaveInShadow(desk: Desk, rows: readonly LedgerRow[]): Promise<void> {
  await desk.store.markLeft(
    desk.lease(),
    rows.map((row) => row.id),
    "shadow",
    true,
  );
}

async function readAgain(desk: Desk, state: FolderState, rows: readonly LedgerRow[]): Promise<void> {
  if (rows.length === 0) return;
  const uids = rows.map((row) => row.ref.uid);
  const spent = rows.filter((row) => row.attempts >= MAX_ATTEMPTS);
  const batch =
    spent.length > 0
      ? await givenUp(desk, spent)
      : await readBatch(desk, state.uidValidity, uids).catch((error: unknown) =>
          blame(desk, state, { uids, error }),
        );
  await desk.store.markLeft(
    desk.lease(),
    rows.filter((row) => batch.vanished.includes(row.ref.uid)).map((row) => row.id),
    "vanished",
    true,
  );
  await fileRows(desk, await settle(desk, batch, { nextUid: null, silence: "by-date" }));
}

/** Tried often enough: a person has to look. */
async function givenUp(desk: Desk, rows: readonly LedgerRow[]): Promise<Batch> {
  const listed = await desk.inbox.listed(
    desk.config.folder,
    rows.map((row) => row.ref.uid),
  );
  const arrivals = rows.map(({ ref }) =>
    unreadable(
      ref,
      listed.find((one) => one.uid === ref.uid),
      desk.now(),
    ),
  );
  return { arrivals, vanished: [], postponed: [] };
}
