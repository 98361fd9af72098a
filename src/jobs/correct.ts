import type { Inbox } from "../imap/inbox.ts";
import { contentKey, fingerprint } from "../mail/fingerprint.ts";
import { correctionOf, SWEEP_MILLISECONDS, sweepWeight } from "../policy/correction.ts";
import type { FolderRole } from "../policy/decision.ts";
import { roleOf } from "../policy/place.ts";
import { memoryKeys } from "../policy/remember.ts";
import type { LedgerRow } from "../store/message.ts";
import type { Move } from "../store/seen.ts";
import type { AgentMove, CorrectionRow } from "../store/taught.ts";
import type { Desk } from "../triage/desk.ts";
import { judge } from "../triage/judge.ts";
import type { Read } from "../triage/read.ts";
import type { Lookout } from "./lookout.ts";

/** After a day a move whose message is nowhere to be found is forgotten. */
const GIVEN_UP = 86_400_000;

/** Notes settled moves that teach something (policy/correction.ts); {@link takeCorrections} takes them up. */
export async function noteCorrections({ store, lease }: Desk, moves: readonly Move[]): Promise<void> {
  const noted = moves.flatMap(({ ledgerId, from, to, movedAt }): AgentMove[] => {
    const [left, reached] = [from === null ? null : roleOf(from), roleOf(to)];
    return left === null || reached === null ? [] : [{ ledgerId, from: left, to: reached, at: movedAt }];
  });
  if (noted.length > 0) await store.noteMoves(lease(), noted);
}

/** Takes the noted moves for what they say, if the message still stands there. Returns their number. */
export async function takeCorrections({ desk, errands }: Lookout): Promise<number> {
  const before = new Date(desk.now().getTime() - desk.config.settleSeconds * 1000);
  const moves = await desk.store.settling(desk.mailbox.id, before);
  if (moves.length === 0) return 0;
  const inbox = await errands();
  const rows = await desk.store.ledger(moves.map((move) => move.ledgerId));
  const byId = new Map(rows.map((row) => [row.id, row]));
  let taken = 0;
  for (const move of moves) {
    const weight = sweepWeight(sweepOf(move, moves));
    if (await takeCorrection({ desk, inbox }, move, { row: byId.get(move.ledgerId), weight })) taken++;
  }
  return taken;
}

/** The connection that does not watch INBOX. */
interface Clerk {
  readonly desk: Desk;
  readonly inbox: Inbox;
}

/** How many moves of the same kind lie within a minute of this one: the hand that made them is the same, or as good as. */
function sweepOf(move: CorrectionRow, moves: readonly CorrectionRow[]): number {
  return moves.filter(
    ({ from, to, at }) =>
      from === move.from &&
      to === move.to &&
      Math.abs(at.getTime() - move.at.getTime()) <= SWEEP_MILLISECONDS,
  ).length;
}

async function takeCorrection(
  clerk: Clerk,
  move: CorrectionRow,
  { row, weight }: { readonly row: LedgerRow | undefined; readonly weight: number },
): Promise<boolean> {
  const { desk } = clerk;
  const { from, to } = move;
  // What a colleague wrote says nothing of customers' mail, wherever it is put.
  const note = row?.decision?.acknowledge.reason.code === "staff-note";
  const taught = from === null || to === null || note ? null : correctionOf(from, to);
  const here = row !== undefined && to !== null && desk.folders?.[to] === row.ref.folder;
  if (taught === null || !here || !(await stands(clerk, row))) {
    // Moved on, or done with; where that has not been noticed yet, it will be.
    const old = desk.now().getTime() - move.at.getTime() > GIVEN_UP;
    if (taught === null || !here || old) await desk.store.dropMove(desk.lease(), move.id);
    return false;
  }
  if (move.learns === "guard" && !(await decideAsPerson(clerk, row, to))) {
    await desk.store.dropMove(desk.lease(), move.id);
    return false;
  }
  const state = taught.needsWord ? "asked" : "learned";
  await desk.store.settle(desk.lease(), move.id, { state, weight });
  const { learns, label, ticketId } = move;
  desk.log.info({ correction: move.id, ticket: ticketId, from, to, learns, label, state }, "correction");
  return true;
}

async function stands({ inbox }: Clerk, { ref }: LedgerRow): Promise<boolean> {
  const { uidValidity } = await inbox.open(ref.folder);
  return uidValidity === ref.uidValidity && (await inbox.listed(ref.folder, [ref.uid])).length > 0;
}

/**
 * The guards saw a program where an agent sees a person: the message is decided anew, stays where the agent put it,
 * and is acknowledged. Done again after a crash it comes to the same. false where nobody can be answered anyway.
 */
async function decideAsPerson({ desk, inbox }: Clerk, row: LedgerRow, folder: FolderRole): Promise<boolean> {
  const [fetched] = await inbox.fetch(row.ref.folder, [row.ref.uid], desk.config.wholeMessageBytes);
  if (fetched === undefined) return false;
  const [parsed] = await desk.parser.parseAll([fetched.raw], undefined, desk.layer.file);
  if (!parsed?.message || !parsed.judgements) return false;
  const { message, judgements } = parsed;
  const arrival: Read = {
    ref: row.ref,
    fetched: {
      uid: fetched.uid,
      internalDate: fetched.internalDate,
      size: fetched.size,
      flags: fetched.flags,
    },
    fingerprint: fingerprint(fetched.raw, fetched.internalDate),
    message,
    judgements,
    cause: null,
    person: folder,
  };
  const memory = await desk.store.memory(desk.mailbox.id, memoryKeys([message], desk.secret), desk.now());
  // It is no second delivery of itself.
  memory.contents.delete(contentKey(message));
  if (desk.numbers.length === 0) desk.numbers.push(...(await desk.store.reserveTickets(1)));
  const entry = judge(desk, memory, arrival, "by-date");
  if (entry.decision?.disposition !== "human") return false;
  await desk.store.reconsider(desk.lease(), [row.id]);
  await desk.store.commit(desk.lease(), [entry], null);
  await desk.store.markFiled(desk.lease(), [{ ledgerId: row.id, ref: null }], desk.now());
  await inbox.addKeywords(row.ref.folder, [row.ref.uid], entry.decision.keywords);
  return true;
}
