import { PermanentError, TemporaryError } from "../errors.ts";
import type { MoveMethod, MoveResult } from "./inbox.ts";
import { present } from "./open.ts";
import { ascending, batches, sequenceSet } from "./sequence.ts";
import type { Session } from "./session.ts";

/** A server killed amid a MOVE of thousands leaves doubles behind; of fifty it was never seen to. */
const BATCH = 50;

/**
 * MOVE (RFC 6851), else COPY and UID EXPUNGE of exactly those (UIDPLUS, RFC 4315). A server with neither can only
 * EXPUNGE all that is marked \Deleted, and what agents marked so is theirs.
 */
export function moveMethodOf(capabilities: { has(name: string): boolean }): MoveMethod {
  const has = (name: string): boolean => capabilities.has(name) || capabilities.has("IMAP4rev2");
  if (has("MOVE")) return "move";
  return has("UIDPLUS") ? "copy-expunge" : "keywords-only";
}

interface Order {
  readonly path: string;
  readonly uids: readonly number[];
  readonly target: string;
}

interface Copied {
  readonly uidMap?: ReadonlyMap<number, number> | undefined;
  readonly uidValidity?: bigint | undefined;
}

interface Result {
  readonly moved: Map<number, number | null>;
  readonly missing: number[];
  uidValidity: bigint | null;
}

/**
 * Moves in batches. Where a later batch fails, what the earlier ones did is returned, and the rest is in neither
 * list: the next call says why. The first batch's failure is thrown.
 */
export async function move(session: Session, method: MoveMethod, order: Order): Promise<MoveResult> {
  if (method === "keywords-only") {
    throw new PermanentError(
      "keywords-only",
      "the server has neither MOVE nor UIDPLUS: nothing can be moved safely",
    );
  }
  const result: Result = { moved: new Map(), missing: [], uidValidity: null };
  for (const uids of batches(ascending(order.uids), BATCH)) {
    try {
      await moveBatch(session, method, { order: { ...order, uids }, result });
    } catch (error) {
      if (result.moved.size === 0 && result.missing.length === 0) throw error;
      break;
    }
  }
  return result;
}

/** Tries before a batch that the server neither moves nor refuses is given up. */
const TRIES = 3;

function moveBatch(
  session: Session,
  method: "move" | "copy-expunge",
  { order, result }: { readonly order: Order; readonly result: Result },
): Promise<void> {
  const doing = `move ${order.uids.length} messages from ${order.path} to ${order.target}`;
  const work = async (): Promise<void> => {
    const mailbox = await session.select(order.path);
    if (mailbox.readOnly)
      throw new PermanentError("refused", `could not ${doing}: ${order.path} is read-only`);
    let left = order.uids;
    for (let tries = 0; tries < TRIES && left.length > 0; tries++) {
      // A server with UIDPLUS tells what it moved; else, and where something was left, look.
      if (tries > 0 || !tells(session)) left = await dropMissing(session, left, result.missing);
      if (left.length > 0)
        left = await moveOnce(session, method, { order: { ...order, uids: left }, result });
    }
    if (left.length > 0) throw new TemporaryError(`could not ${doing}: ${left.length} are still there`);
  };
  return session.run(doing, work, order.target);
}

const tells = ({ client }: Session): boolean =>
  client.capabilities.has("UIDPLUS") || client.capabilities.has("IMAP4rev2");

/** Which of `uids` are there. NOOP first: a server may keep showing what another client has expunged. */
async function dropMissing(
  session: Session,
  uids: readonly number[],
  missing: number[],
): Promise<readonly number[]> {
  await session.client.noop();
  const there = await present(session, uids);
  missing.push(...uids.filter((uid) => !there.has(uid)));
  return uids.filter((uid) => there.has(uid));
}

/** One try; returns what it did not move. */
async function moveOnce(
  session: Session,
  method: "move" | "copy-expunge",
  { order, result }: { readonly order: Order; readonly result: Result },
): Promise<readonly number[]> {
  session.takeRefusal();
  const told = await (method === "move" ? moveByMove(session, order) : moveByCopy(session, order));
  // Dovecot refuses a whole MOVE where one message has vanished: NO [EXPUNGEISSUED], success to imapflow.
  const isRefused = session.takeRefusal() !== null;
  result.uidValidity = told.uidValidity ?? result.uidValidity;
  const after = told.uidMap === undefined && !isRefused ? await present(session, order.uids) : null;
  const isMoved = (uid: number): boolean =>
    told.uidMap?.has(uid) ?? (!tells(session) && after !== null && !after.has(uid));
  for (const uid of order.uids.filter(isMoved)) result.moved.set(uid, told.uidMap?.get(uid) ?? null);
  return order.uids.filter((uid) => !isMoved(uid));
}

async function moveByMove(session: Session, { uids, target }: Order): Promise<Copied> {
  const moved = await session.client.messageMove(sequenceSet(uids), target, { uid: true });
  if (!moved) throw session.refused(`move ${uids.length} messages to ${target}`);
  return moved;
}

/**
 * UID COPY, then STORE \Deleted and UID EXPUNGE of exactly what COPYUID names (RFC 4315 section 3); without it
 * nothing is deleted. imapflow's own fallback is not used: it deletes what was asked for, copied or not.
 */
async function moveByCopy(session: Session, { uids, target }: Order): Promise<Copied> {
  const { client } = session;
  const flags = client.mailbox === false ? undefined : client.mailbox.permanentFlags;
  if (flags !== undefined && !flags.has("\\Deleted")) {
    throw new PermanentError(
      "refused",
      `could not move to ${target}: the source folder does not let us delete`,
    );
  }
  const copied = await client.messageCopy(sequenceSet(uids), target, { uid: true });
  if (!copied) throw session.refused(`copy ${uids.length} messages to ${target}`);
  if (copied.uidMap === undefined || copied.uidMap.size === 0) return { uidMap: new Map() };
  if (!(await client.messageDelete(sequenceSet(copied.uidMap.keys()), { uid: true }))) {
    const refusal = session.refused(`remove ${copied.uidMap.size} messages after copying them to ${target}`);
    throw new TemporaryError(`${refusal.message}; they are in both folders now`);
  }
  return copied;
}
