import { and, asc, eq, isNotNull, isNull, lte, ne, or, type SQL, sql } from "drizzle-orm";
import { type Database, isOneOf, isOneOfRefs, rowsParameter } from "./database.ts";
import { code, type NewEvent, record } from "./journal.ts";
import { underLease } from "./lease.ts";
import { cancelAnswersTo } from "./outbox.ts";
import { ledger, messages, unfinishedState } from "./schema.ts";
import type { LedgerRow, Moved, Store } from "./store.ts";

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
  return (mailboxId, now, limit) =>
    ledgerRows(
      db,
      and(
        eq(ledger.mailboxId, mailboxId),
        unfinishedState(ledger),
        or(isNull(ledger.retryAt), lte(ledger.retryAt, now)),
      ),
      limit,
    );
}

export function unaccounted(db: Database): Store["unaccounted"] {
  return async (mailboxId, folder, uidValidity, uids) => {
    if (uids.length === 0) return [];
    const asked = sql`jsonb_array_elements_text(${rowsParameter(uids)}) as asked(uid)`;
    const uid = sql`asked.uid::bigint`;
    const known = (columns: typeof currentRefColumns | typeof firstRefColumns) => sql`exists (
      select 1 from ${ledger} where ${ledger.mailboxId} = ${mailboxId} and ${columns.folder} = ${folder}
      and ${columns.uidValidity} = ${uidValidity} and ${columns.uid} = ${uid})`;
    const rows = await db
      .select({ uid: sql`${uid}`.mapWith(Number) })
      .from(asked)
      .where(sql`not ${known(firstRefColumns)} and not ${known(currentRefColumns)}`)
      .orderBy(uid);
    return rows.map((row) => row.uid);
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

export function postpone(db: Database): Store["postpone"] {
  return async (lease, refs, cause, retryAt) => {
    if (refs.length === 0) return [];
    return underLease(db, lease, async (tx) => {
      const mine = eq(ledger.mailboxId, lease.mailboxId);
      const standing = or(isOneOfRefs(firstRefColumns, refs), isOneOfRefs(currentRefColumns, refs));
      const arrived = refs.map((ref) => ({ ...arrivedRow(lease.mailboxId, ref), reason: code(cause) }));
      const known = await tx
        .select({ first: firstRefColumns, current: currentRefColumns })
        .from(ledger)
        .where(and(mine, standing))
        .for("update");
      const taken = new Set(known.flatMap((row) => [refKey(row.first), refKey(row.current)]));
      const fresh = arrived.filter((row) => !taken.has(refKey(row)));
      if (fresh.length > 0) await tx.insert(ledger).values(fresh).onConflictDoNothing();
      const tried = await tx
        .update(ledger)
        .set({
          attempts: sql`${ledger.attempts} + 1`,
          retryAt,
          reason: sql`case when ${ledger.state} = 'attention' then ${ledger.reason} else ${code(cause)} end`,
        })
        .where(and(mine, standing, unfinishedState(ledger)))
        .returning({ id: ledger.id, attempts: ledger.attempts, ticketId: ledger.ticketId });
      await record(
        tx,
        tried.map(({ id, attempts, ticketId }) => ({
          mailboxId: lease.mailboxId,
          type: "Postponed",
          ledgerId: id,
          ticketId,
          codes: { cause: code(cause), attempts },
        })),
      );
      return ledgerRows(tx, and(mine, standing));
    });
  };
}

/** A row of a message that was seen and nothing more. */
export function arrivedRow(mailboxId: number, { folder, uidValidity, uid }: LedgerRow["ref"]) {
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

export function refKey({ folder, uidValidity, uid }: LedgerRow["ref"]): string {
  return `${uidValidity}/${uid}/${folder}`;
}

export function markFiled(db: Database): Store["markFiled"] {
  return (lease, moved, now) =>
    underLease(db, lease, async (tx) => {
      if (moved.length === 0) return;
      const to = target(moved);
      const filed = await tx
        .update(ledger)
        .set({
          ...to.set,
          state: sql`case when ${ledger.state} = 'decided' then 'filed' else ${ledger.state} end`,
          filedAt: now,
          retryAt: null,
        })
        .from(to.rows)
        .where(
          and(
            to.matches(lease.mailboxId),
            or(eq(ledger.state, "decided"), and(eq(ledger.state, "attention"), isNull(ledger.filedAt))),
          ),
        )
        .returning({ id: ledger.id, state: ledger.state, ticketId: ledger.ticketId, role: ledger.role });
      const told = new Map(moved.map((one) => [one.ledgerId, one.ref !== null]));
      await record(
        tx,
        filed.map(
          ({ id, state, ticketId, role }): NewEvent => ({
            mailboxId: lease.mailboxId,
            type: state === "filed" ? "MessageFiled" : "AttentionFiled",
            at: now,
            ledgerId: id,
            ticketId,
            codes: { folder: role, uidKnown: told.get(id) ?? false },
          }),
        ),
      );
    });
}

export function markLeft(db: Database): Store["markLeft"] {
  return (lease, ledgerIds, reason, cancelOutbox) =>
    underLease(db, lease, async (tx) => {
      if (ledgerIds.length === 0) return;
      const left = await tx
        .update(ledger)
        .set({ state: "left", reason, retryAt: null })
        .where(
          and(eq(ledger.mailboxId, lease.mailboxId), isOneOf(ledger.id, ledgerIds), ne(ledger.state, "left")),
        )
        .returning({ id: ledger.id, ticketId: ledger.ticketId });
      await record(
        tx,
        left.map(({ id, ticketId }) => ({
          mailboxId: lease.mailboxId,
          type: "LeftAlone",
          ledgerId: id,
          ticketId,
          codes: { reason: code(reason) },
        })),
      );
      if (cancelOutbox) await cancelAnswersTo(tx, ledgerIds, reason);
    });
}

export function relink(db: Database): Store["relink"] {
  return (lease, moved) =>
    underLease(db, lease, async (tx) => {
      if (moved.length === 0) return;
      const to = target(moved);
      const linked = await tx
        .update(ledger)
        .set(to.set)
        .from(to.rows)
        .where(and(to.matches(lease.mailboxId), isNotNull(sql`moved.uid`)))
        .returning({ id: ledger.id, ticketId: ledger.ticketId });
      await record(
        tx,
        linked.map(({ id, ticketId }) => ({
          mailboxId: lease.mailboxId,
          type: "MessageRelinked",
          ledgerId: id,
          ticketId,
        })),
      );
    });
}

/** For a row whose new UID is not known the last known ref stays. */
function target(moved: readonly Moved[]) {
  const rows = moved.map(({ ledgerId, ref }) => ({
    id: ledgerId,
    folder: ref?.folder ?? null,
    uid_validity: ref?.uidValidity.toString() ?? null,
    uid: ref?.uid ?? null,
  }));
  return {
    rows: sql`jsonb_to_recordset(${rowsParameter(rows)})
      as moved(id bigint, folder text, uid_validity bigint, uid bigint)`,
    matches: (mailboxId: number) => and(eq(ledger.mailboxId, mailboxId), eq(ledger.id, sql`moved.id`)),
    set: {
      folder: sql`coalesce(moved.folder, ${ledger.folder})`,
      uidValidity: sql`coalesce(moved.uid_validity, ${ledger.uidValidity})`,
      uid: sql`coalesce(moved.uid, ${ledger.uid})`,
    },
  };
}
