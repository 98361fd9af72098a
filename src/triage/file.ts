import { PermanentError } from "../errors.ts";
import { ensureFolders } from "../imap/folders.ts";
import { fingerprint } from "../mail/fingerprint.ts";
import type { Ref } from "../mail/message.ts";
import type { LedgerRow, Moved } from "../store/message.ts";
import { type Desk, MAX_ATTEMPTS } from "./desk.ts";
import { causeOf, unheard } from "./read.ts";

/**
 * S2 → S3: keywords first, so that the copy in the new folder has them, then one UID MOVE a folder, then the ledger is
 * marked. A crash in between is found out by {@link explainMissing}.
 */
export async function fileRows(desk: Desk, rows: readonly LedgerRow[]): Promise<void> {
  if (desk.folders === null || rows.length === 0) return;
  // Side by side: whoever has the lease by now sets the same keywords.
  const marking = unheard(mark(desk, rows));
  await desk.store.checkLease(desk.lease());
  await marking;
  const moved: Filed[] = [];
  try {
    for (const [target, group] of groupBy(rows, (row) => desk.folders?.[row.folder ?? "attention"] ?? ""))
      moved.push(...(await fileGroup(desk, group, target)));
  } finally {
    // What was moved is noted even where a later group failed.
    if (moved.length > 0) await note(desk, moved);
  }
}

async function mark(desk: Desk, rows: readonly LedgerRow[]): Promise<void> {
  try {
    await setKeywords(desk, rows);
  } catch (error) {
    // A server that refuses a keyword (RFC 5530 CANNOT, LIMIT) still moves.
    if (!(error instanceof PermanentError)) throw error;
    desk.log.warn({ cause: error.code }, "keywords refused");
  }
}

interface Filed extends Moved {
  readonly row: LedgerRow;
}

async function note(desk: Desk, filed: readonly Filed[]): Promise<void> {
  await desk.store.markFiled(desk.lease(), filed, desk.now());
  logFiled(
    desk,
    filed.map((one) => one.row),
  );
}

async function fileGroup(desk: Desk, rows: readonly LedgerRow[], target: string): Promise<readonly Filed[]> {
  try {
    return await moveGroup(desk, rows, target);
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
    // An agent removed or renamed the folder.
    if (error.code === "no-such-folder") await ensureFolders(desk.inbox, desk.config.folders);
    return fileSingly(desk, rows, target);
  }
}

async function setKeywords(desk: Desk, rows: readonly LedgerRow[]): Promise<void> {
  const uidsByKeyword = new Map<string, number[]>();
  for (const row of rows)
    for (const keyword of row.decision?.keywords ?? []) {
      const uids = uidsByKeyword.get(keyword) ?? [];
      uids.push(row.ref.uid);
      uidsByKeyword.set(keyword, uids);
    }
  // Keywords that stand on the same messages go in one STORE.
  const keywordsByUids = groupBy([...uidsByKeyword], ([, uids]) => uids.join(","));
  for (const [, same] of keywordsByUids) {
    const uids = same[0]?.[1] ?? [];
    await desk.inbox.addKeywords(
      desk.config.folder,
      uids,
      same.map(([keyword]) => keyword),
    );
  }
}

async function moveGroup(desk: Desk, rows: readonly LedgerRow[], target: string): Promise<readonly Filed[]> {
  if (target === desk.config.folder) return rows.map((row) => ({ row, ledgerId: row.id, ref: row.ref }));
  if (desk.inbox.moveMethod === "keywords-only") {
    await desk.store.markLeft(desk.lease(), idsOf(rows), "keywords-only", false);
    logLeft(desk, rows, "keywords-only");
    return [];
  }
  const result = await desk.inbox.move(
    desk.config.folder,
    rows.map((row) => row.ref.uid),
    target,
  );
  const filed: Filed[] = [];
  for (const row of rows) {
    const uid = result.moved.get(row.ref.uid);
    if (uid !== undefined)
      filed.push({ row, ledgerId: row.id, ref: newRef(target, result.uidValidity, uid) });
    else if (result.missing.includes(row.ref.uid)) filed.push(...(await explainMissing(desk, row, target)));
  }
  return filed;
}

/**
 * A UID that was gone when it was to be moved: either our own move went through before a crash could be marked, then
 * the message stands in the target folder; or an agent was first, and it is left where it is.
 */
async function explainMissing(desk: Desk, row: LedgerRow, target: string): Promise<readonly Filed[]> {
  const found = await findIn(desk, row, target);
  if (found !== null) return [{ row, ledgerId: row.id, ref: found }];
  await desk.store.markLeft(desk.lease(), [row.id], "agent-moved", false);
  logLeft(desk, [row], "agent-moved");
  return [];
}

/** Where in `folder` the message of this row stands, by Message-ID and then by fingerprint; null if it does not. */
async function findIn(desk: Desk, row: LedgerRow, folder: string): Promise<Ref | null> {
  if (row.messageId === null) return null;
  const uids = await desk.inbox.findMessageId(folder, row.messageId);
  if (uids.length === 0) return null;
  const { uidValidity } = await desk.inbox.open(folder);
  const candidates = await desk.inbox.fetch(folder, uids.slice(-20), desk.config.wholeMessageBytes);
  const same = candidates.find((one) => fingerprint(one.raw, one.internalDate) === row.fingerprint);
  await desk.inbox.open(desk.config.folder);
  return same === undefined ? null : { folder, uidValidity, uid: same.uid };
}

/** The server refused a batch: one message may be the cause, so each is tried alone. */
async function fileSingly(desk: Desk, rows: readonly LedgerRow[], target: string): Promise<readonly Filed[]> {
  const filed: Filed[] = [];
  for (const row of rows) {
    try {
      filed.push(...(await moveGroup(desk, [row], target)));
    } catch (error) {
      if (!(error instanceof PermanentError)) throw error;
      await postponeMove(desk, row, causeOf(error));
    }
  }
  return filed;
}

async function postponeMove(desk: Desk, row: LedgerRow, cause: string): Promise<void> {
  // A full mailbox is the operator's to empty, and takes its time.
  if (row.attempts + 1 >= MAX_ATTEMPTS && cause !== "over-quota") {
    await desk.store.markLeft(desk.lease(), [row.id], `move-failed-${cause}`, false);
    return logLeft(desk, [row], `move-failed-${cause}`, "error");
  }
  await desk.store.postpone(desk.lease(), [row.ref], cause, retryAt(desk.now(), row.attempts));
  desk.log.warn({ ref: row.ref, cause, attempts: row.attempts + 1 }, "postponed");
}

/** 10 s, 20 s, 40 s … at most an hour. */
export function retryAt(now: Date, attempts: number): Date {
  return new Date(now.getTime() + Math.min(3_600_000, 10_000 * 2 ** attempts));
}

function newRef(folder: string, uidValidity: bigint | null, uid: number | null | undefined): Ref | null {
  return uidValidity === null || uid === null || uid === undefined ? null : { folder, uidValidity, uid };
}

const idsOf = (rows: readonly LedgerRow[]): number[] => rows.map((row) => row.id);

function logFiled(desk: Desk, rows: readonly LedgerRow[]): void {
  for (const row of rows)
    desk.log.info(
      {
        ref: refText(row.firstRef),
        ticket: row.ticketId,
        folder: row.folder,
        disposition: row.decision?.disposition,
        acknowledge: row.decision?.acknowledge.reason.code,
        reasons: row.decision?.reasons.map((reason) => reason.code),
      },
      "filed",
    );
}

export function logLeft(
  desk: Desk,
  rows: readonly LedgerRow[],
  reason: string,
  level: "info" | "error" = "info",
): void {
  for (const row of rows)
    desk.log[level]({ ref: refText(row.firstRef), ticket: row.ticketId, reason }, "left alone");
}

/** "INBOX/1720000000/42", as `foyer explain` takes it. */
export function refText(ref: Ref): string {
  return `${ref.folder}/${ref.uidValidity}/${ref.uid}`;
}

function groupBy<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}
