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

interface Copied {
  readonly uidMap?: ReadonlyMap<number, number> | undefined;
  readonly uidValidity?: bigint | undefined;
}

interface Batch {
  readonly moved: ReadonlyMap<number, number | null>;
  readonly missing: readonly number[];
  readonly uidValidity: bigint | null;
}

/**
 * Moves in batches. Where a later batch fails, what the earlier ones did is returned, and the rest is in neither
 * list: the next call says why. The first batch's failure is thrown.
 */
export async function move(
  session: Session,
  method: MoveMethod,
  order: { readonly path: string; readonly uids: readonly number[]; readonly target: string },
): Promise<MoveResult> {
  if (method === "keywords-only") {
    throw new PermanentError(
      "keywords-only",
      "the server has neither MOVE nor UIDPLUS: nothing can be moved safely",
    );
  }
  const moved = new Map<number, number | null>();
  const missing: number[] = [];
  let uidValidity: bigint | null = null;
  for (const [index, uids] of batches(ascending(order.uids), BATCH).entries()) {
    try {
      const batch = await moveBatch(session, method, { ...order, uids });
      for (const [from, to] of batch.moved) moved.set(from, to);
      missing.push(...batch.missing);
      uidValidity = batch.uidValidity ?? uidValidity;
    } catch (error) {
      if (index === 0) throw error;
      break;
    }
  }
  return { moved, missing, uidValidity };
}

function moveBatch(
  session: Session,
  method: "move" | "copy-expunge",
  order: { readonly path: string; readonly uids: readonly number[]; readonly target: string },
): Promise<Batch> {
  const { path, uids, target } = order;
  const doing = `move ${uids.length} messages from ${path} to ${target}`;
  return session.run(
    doing,
    async (client) => {
      const mailbox = await session.select(path);
      if (mailbox.readOnly) throw new PermanentError("refused", `could not ${doing}: ${path} is read-only`);
      // Without UIDPLUS nobody tells what a MOVE moved: look before and after.
      const told = client.capabilities.has("UIDPLUS") || client.capabilities.has("IMAP4rev2");
      const before = told ? null : await present(session, uids);
      if (before?.size === 0) return { moved: new Map(), missing: uids, uidValidity: null };
      const result: Copied =
        method === "move"
          ? orThrow(session, doing, await client.messageMove(sequenceSet(uids), target, { uid: true }))
          : await copyAndExpunge(session, uids, target);
      const uidMap = result.uidMap;
      if (uidMap !== undefined && uids.every((uid) => uidMap.has(uid))) {
        return { moved: uidMap, missing: [], uidValidity: result.uidValidity ?? null };
      }
      const after = await present(session, uids);
      const gone = uids.filter((uid) => !after.has(uid));
      const isMoved = (uid: number): boolean => uidMap?.has(uid) ?? before?.has(uid) ?? false;
      return {
        moved: new Map(gone.filter(isMoved).map((uid) => [uid, uidMap?.get(uid) ?? null])),
        missing: gone.filter((uid) => !isMoved(uid)),
        uidValidity: result.uidValidity ?? null,
      };
    },
    target,
  );
}

function orThrow<T>(session: Session, doing: string, result: T | false | undefined): T {
  if (result === false || result === undefined) throw session.refused(doing);
  return result;
}

/**
 * UID COPY, then STORE \Deleted and UID EXPUNGE of exactly what was copied. imapflow's own fallback is not used: it
 * marks and expunges what was asked for, copied or not.
 */
async function copyAndExpunge(session: Session, uids: readonly number[], target: string): Promise<Copied> {
  const { client } = session;
  const { mailbox } = client;
  const flags = mailbox === false ? undefined : mailbox.permanentFlags;
  if (flags !== undefined && !flags.has("\\Deleted")) {
    throw new PermanentError(
      "refused",
      `could not move to ${target}: the source folder does not let us delete`,
    );
  }
  const before = await present(session, uids);
  if (before.size === 0) return {};
  const copy = orThrow(
    session,
    `copy ${before.size} messages to ${target}`,
    await client.messageCopy(sequenceSet(before), target, { uid: true }),
  );
  // RFC 4315 section 3: COPYUID names what was copied. Where it is left out, UIDs never come back (RFC 3501 section
  // 2.3.1.1), so what is still there now was there, and was copied, then.
  const copied = copy.uidMap === undefined ? before : new Set(copy.uidMap.keys());
  if (copied.size > 0 && !(await client.messageDelete(sequenceSet(copied), { uid: true }))) {
    const refusal = session.refused(`remove ${copied.size} messages after copying them to ${target}`);
    throw new TemporaryError(`${refusal.message}; they are in both folders now`);
  }
  return { uidMap: copy.uidMap ?? new Map(), uidValidity: copy.uidValidity };
}
