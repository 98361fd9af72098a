import type { Ref } from "../mail/message.ts";
import type { Memory } from "../policy/memory.ts";
import { memoryKeys } from "../policy/remember.ts";
import type { Entry, LedgerRow } from "../store/message.ts";
import { takeApprovals } from "./approve.ts";
import { commit } from "./commit.ts";
import { type Desk, isStillThere } from "./desk.ts";
import { fileRows, logLeft, refText, retryAt } from "./file.ts";
import { judge, type Silence } from "./judge.ts";
import { tellOfNotes } from "./note.ts";
import type { Arrival, Batch } from "./read.ts";

interface Settling {
  readonly nextUid: number | null;
  readonly silence: Silence;
}

/** S1 → S2 for one batch. Returns the rows that are to be filed. */
export async function settle(desk: Desk, batch: Batch, { nextUid, silence }: Settling): Promise<LedgerRow[]> {
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
  if (desk.folders !== null) {
    await noteCustomers(desk, entries);
    await tellOfNotes(desk, entries);
  }
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

async function postpone(desk: Desk, batch: Batch): Promise<void> {
  for (const { ref, cause } of batch.postponed) {
    const code = cause?.code ?? "unknown";
    const [row] = await desk.store.postpone(desk.lease(), [ref], code, retryAt(desk.now(), 0));
    desk.log.warn({ ref: refText(ref), cause: code, attempts: row?.attempts }, "postponed");
  }
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

/** What stands in the watched folder still, though it was decided. */
export const isToBeFiled = (row: LedgerRow): boolean => row.state === "decided" || row.state === "attention";

const sameRef = (a: Ref, b: Ref): boolean =>
  a.folder === b.folder && a.uidValidity === b.uidValidity && a.uid === b.uid;
