import { and, asc, eq, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import type { Ref } from "../mail/message.ts";
import { type Database, isOneOf, isOneOfRefs, plainRows } from "./database.ts";
import type { LedgerRow } from "./message.ts";
import { ledger, messages, unfinishedState } from "./schema.ts";
import type { Store } from "./store.ts";

export const firstRefColumns = {
  folder: ledger.firstFolder,
  uidValidity: ledger.firstUidValidity,
  uid: ledger.firstUid,
};
export const currentRefColumns = { folder: ledger.folder, uidValidity: ledger.uidValidity, uid: ledger.uid };

/** Ledger rows in the order of their ids. */
export async function ledgerRows(db: Database, where: SQL | undefined, limit?: number): Promise<LedgerRow[]> {
  const query = db
    .select({
      id: ledger.id,
      firstRef: firstRefColumns,
      ref: currentRefColumns,
      state: ledger.state,
      reason: ledger.reason,
      attempts: ledger.attempts,
      fingerprint: ledger.fingerprint,
      messageId: ledger.messageId,
      ticketId: ledger.ticketId,
      folder: ledger.role,
      decision: messages.decision,
    })
    .from(ledger)
    .leftJoin(messages, eq(messages.ledgerId, ledger.id))
    .where(where)
    .orderBy(asc(ledger.id));
  return limit === undefined ? query : query.limit(limit);
}

/**
 * Rows whose message stands at one of these refs, or was first seen there. Not "or", which would use neither index;
 * and "+ 0", for by the mailbox alone any index will do, says a plan from before there are statistics.
 */
export function standingAt(mailboxId: number, refs: readonly Ref[]): SQL {
  return sql`(${ledger.mailboxId} + 0 = ${mailboxId} and ${ledger.id} = any(array(
    select id from ledger where ${isOneOfRefs(FIRST_REF, refs)}
    union select id from ledger where ${isOneOfRefs(CURRENT_REF, refs)})))`;
}

const FIRST_REF = { folder: sql`first_folder`, uidValidity: sql`first_uid_validity`, uid: sql`first_uid` };
const CURRENT_REF = { folder: sql`folder`, uidValidity: sql`uid_validity`, uid: sql`uid` };

export function findLedger(db: Database): Store["ledger"] {
  return (ids) => (ids.length === 0 ? Promise.resolve([]) : ledgerRows(db, isOneOf(ledger.id, ids)));
}

export function byFingerprint(db: Database): Store["byFingerprint"] {
  return async (mailboxId, fingerprints) =>
    fingerprints.length === 0
      ? []
      : ledgerRows(db, and(eq(ledger.mailboxId, mailboxId), isOneOf(ledger.fingerprint, fingerprints)));
}

export function unfinished(db: Database): Store["unfinished"] {
  return (mailboxId, now, limit, where) =>
    ledgerRows(
      db,
      and(
        eq(ledger.mailboxId, mailboxId),
        unfinishedState(ledger),
        where && and(eq(ledger.folder, where.folder), eq(ledger.uidValidity, where.uidValidity)),
        or(isNull(ledger.retryAt), lte(ledger.retryAt, now)),
      ),
      limit,
    );
}

export function unaccounted(db: Database): Store["unaccounted"] {
  return async (mailboxId, folder, uidValidity, uids) => {
    if (uids.length === 0) return [];
    const refs = uids.map((uid) => ({ folder, uidValidity, uid }));
    const mine = sql`mailbox_id + 0 = ${mailboxId}`;
    const known = plainRows(
      await db.execute(sql`
        select first_uid as uid from ledger where ${mine} and ${isOneOfRefs(FIRST_REF, refs)}
        union select uid from ledger where ${mine} and ${isOneOfRefs(CURRENT_REF, refs)}`),
    );
    const seen = new Set(known.map((row) => Number(row.uid)));
    return [...new Set(uids)].filter((uid) => !seen.has(uid)).sort((a, b) => a - b);
  };
}

export function counts(db: Database): Store["counts"] {
  return async (mailboxId) => {
    const rows = await db
      .select({ state: ledger.state, count: sql`count(*)`.mapWith(Number) })
      .from(ledger)
      .where(eq(ledger.mailboxId, mailboxId))
      .groupBy(ledger.state);
    const none = { arrived: 0, decided: 0, filed: 0, left: 0, attention: 0 };
    return { ...none, ...Object.fromEntries(rows.map((row) => [row.state, row.count])) };
  };
}

/** A row of a message that was seen and nothing more. */
export function arrivedRow(mailboxId: number, { folder, uidValidity, uid }: Ref) {
  return {
    mailboxId,
    firstFolder: folder,
    firstUidValidity: uidValidity,
    firstUid: uid,
    folder,
    uidValidity,
    uid,
    state: "arrived" as const,
  };
}

export function refKey({ folder, uidValidity, uid }: Ref): string {
  return `${uidValidity}/${uid}/${folder}`;
}
