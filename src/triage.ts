import { PermanentError } from "./errors.ts";
import type { FolderState } from "./imap/inbox.ts";
import type { Ref } from "./mail/message.ts";
import type { Memory } from "./policy/memory.ts";
import { memoryKeys } from "./policy/remember.ts";
import type { Entry, LedgerRow } from "./store/message.ts";
import type { Cursor } from "./store/store.ts";
import { takeApprovals } from "./triage/approve.ts";
import { BATCH, type Desk, isStillThere, MAX_ATTEMPTS } from "./triage/desk.ts";
import { fileRows, logLeft, refText, retryAt } from "./triage/file.ts";
import { type Begun, glance, look } from "./triage/glance.ts";
import { judge, type Silence } from "./triage/judge.ts";
import { refreshLayer } from "./triage/layer.ts";
import { growNursery, keepNursery } from "./triage/nursery.ts";
import {
  type Arrival,
  type Batch,
  causeOf,
  readAhead,
  readBatch,
  unheard,
  unreadable,
  windowsOf,
} from "./triage/read.ts";

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

interface Settling {
  readonly nextUid: number | null;
  readonly silence: Silence;
}

/** S1 → S2 for one batch. Returns the rows that are to be filed. */
async function settle(desk: Desk, batch: Batch, { nextUid, silence }: Settling): Promise<LedgerRow[]> {
  const { arrivals } = batch;
  const fingerprints = arrivals.map((arrival) => arrival.fingerprint);
  const [known, remembered] = await Promise.all([
    desk.store.byFingerprint(desk.mailbox.id, fingerprints),
    recall(desk, arrivals),
  ]);
  const fresh = known.length === 0 ? arrivals : await withoutReturned(desk, arrivals, known);
  await postpone(desk, batch);
  // What has become of returned messages is to be known, too.
  const memory = known.length === 0 ? remembered : await recall(desk, fresh);
  const judged = fresh.map((arrival) => judge(desk, memory, arrival, silence));
  const uidValidity = batch.arrivals[0]?.ref.uidValidity ?? batch.postponed[0]?.ref.uidValidity;
  const cursor =
    nextUid === null || uidValidity === undefined
      ? null
      : { folder: desk.config.folder, uidValidity, nextUid };
  // Before the commit: asked once and done twice is better than lost.
  const entries = desk.folders === null ? judged : await takeApprovals(desk, judged);
  if (desk.folders !== null) await noteCustomers(desk, entries);
  const rows = await commit(desk, entries, cursor);
  logShadow(desk, rows);
  return rows.filter(isToBeFiled);
}

/** What a batch tells of customers for good: who wants no automatic mail, and which addresses take none any more. */
async function noteCustomers(desk: Desk, entries: readonly Entry[]): Promise<void> {
  for (const { decision, ref, ticketId } of entries) {
    if (decision?.optOut && decision.customerAddress !== null)
      await desk.store.setOptOut(decision.customerAddress.address.toLowerCase(), true);
    if (decision?.returned === undefined) continue;
    const known = await desk.store.markDead(desk.mailbox.id, decision.returned);
    if (known) desk.log.info({ ref: refText(ref), ticket: ticketId }, "address is dead");
  }
}

/**
 * A fingerprint that the ledger knows under another ref: the message was filed and an agent dragged it back (left
 * alone), or UIDVALIDITY changed before it was filed (relinked and filed now). Returns the arrivals that are new.
 */
async function withoutReturned(
  desk: Desk,
  arrivals: readonly Arrival[],
  rows: readonly LedgerRow[],
): Promise<readonly Arrival[]> {
  const known = new Map(rows.map((row) => [row.fingerprint, row]));
  const fresh: Arrival[] = [];
  for (const arrival of arrivals) {
    const row = known.get(arrival.fingerprint);
    if (row === undefined || row.state === "arrived" || sameRef(row.ref, arrival.ref)) {
      fresh.push(arrival);
      continue;
    }
    if (await isStillThere(desk, row)) {
      // A copy: delivered twice within a second, or left behind when the server died amid a MOVE.
      fresh.push(arrival);
      continue;
    }
    const lease = desk.lease();
    const unread = row.state === "decided" || row.state === "attention";
    const here = { ledgerId: row.id, ref: arrival.ref };
    const decidedHere = row.folder !== null && desk.folders?.[row.folder] === desk.config.folder;
    const place = decidedHere ? (row.folder ?? "inbox") : "inbox";
    if (unread) await desk.store.relink(lease, [here]);
    // An agent's move, as any other.
    else await desk.store.follow(lease, [{ ...here, place }], desk.now());
    const unfiled = row.state === "attention" && row.ref.folder === desk.config.folder;
    if (row.state === "decided" || unfiled) await fileRows(desk, [{ ...row, ref: arrival.ref }]);
    else if (row.state !== "left") {
      await desk.store.markLeft(lease, [row.id], "agent-returned", false);
      logLeft(desk, [row], "agent-returned");
    }
  }
  return fresh;
}

/** What is to be known for deciding about these; sees to it that there are numbers for their tickets. */
async function recall(desk: Desk, arrivals: readonly Arrival[]): Promise<Memory> {
  const messages = arrivals.flatMap((arrival) => (arrival.message === null ? [] : [arrival.message]));
  const short = messages.length - desk.numbers.length;
  const [memory, numbers] = await Promise.all([
    desk.store.memory(desk.mailbox.id, memoryKeys(messages, desk.secret), desk.now()),
    short > 0 ? desk.store.reserveTickets(short) : [],
  ]);
  desk.numbers.push(...numbers);
  return memory;
}

/** One transaction; where the database refuses a row, each alone, and what it still refuses goes to a person. */
async function commit(
  desk: Desk,
  entries: readonly Entry[],
  cursor: Cursor | null,
): Promise<readonly LedgerRow[]> {
  try {
    return await desk.store.commit(desk.lease(), entries, cursor);
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
    const rows: LedgerRow[] = [];
    for (const entry of entries) rows.push(...(await commitAlone(desk, entry)));
    await desk.store.commit(desk.lease(), [], cursor);
    return rows;
  }
}

async function commitAlone(desk: Desk, entry: Entry): Promise<readonly LedgerRow[]> {
  try {
    return await desk.store.commit(desk.lease(), [entry], null);
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
    desk.log.error({ ref: refText(entry.ref), cause: error.code }, "refused by the database");
    const bare = { ...entry.message, messageId: null, references: [], from: null, subject: "", text: "" };
    const plain: Entry = { ...entry, state: "attention", reason: error.code, message: bare, decision: null };
    return desk.store.commit(
      desk.lease(),
      [{ ...plain, ticketId: null, events: [], customer: null, outbox: [] }],
      null,
    );
  }
}

async function postpone(desk: Desk, batch: Batch): Promise<void> {
  for (const { ref, cause } of batch.postponed) {
    const code = cause?.code ?? "unknown";
    const [row] = await desk.store.postpone(desk.lease(), [ref], code, retryAt(desk.now(), 0));
    desk.log.warn({ ref: refText(ref), cause: code, attempts: row?.attempts }, "postponed");
  }
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

function logShadow(desk: Desk, rows: readonly LedgerRow[]): void {
  if (desk.folders !== null) return;
  for (const row of rows)
    desk.log.info(
      {
        ref: refText(row.firstRef),
        ticket: row.ticketId,
        folder: row.folder,
        acknowledge: row.decision?.acknowledge.reason.code,
      },
      "shadow",
    );
}

const isToBeFiled = (row: LedgerRow): boolean => row.state === "decided" || row.state === "attention";

const sameRef = (a: Ref, b: Ref): boolean =>
  a.folder === b.folder && a.uidValidity === b.uidValidity && a.uid === b.uid;
