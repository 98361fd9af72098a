import { and, eq, isNotNull, isNull, ne, or, sql } from "drizzle-orm";
import { type Database, insertRows, isOneOf, plainRows, rowsParameter } from "./database.ts";
import { code, record } from "./journal.ts";
import { heldRow, lost, underLease } from "./lease.ts";
import { arrivedRow, currentRefColumns, firstRefColumns, ledgerRows, refKey, standingAt } from "./ledger.ts";
import type { Moved } from "./message.ts";
import { cancelAnswersTo } from "./outbox.ts";
import { events, ledger, unfinishedState } from "./schema.ts";
import type { Store } from "./store.ts";

export function postpone(db: Database): Store["postpone"] {
  return async (lease, refs, cause, retryAt) => {
    if (refs.length === 0) return [];
    return underLease(db, lease, async (tx) => {
      const standing = standingAt(lease.mailboxId, refs);
      const arrived = refs.map((ref) => ({ ...arrivedRow(lease.mailboxId, ref), reason: code(cause) }));
      const known = await tx
        .select({ first: firstRefColumns, current: currentRefColumns })
        .from(ledger)
        .where(standing)
        .for("update");
      const taken = new Set(known.flatMap((row) => [refKey(row.first), refKey(row.current)]));
      const fresh = arrived.filter((row) => !taken.has(refKey(row)));
      await insertRows(tx, ledger, { rows: fresh, rest: sql`on conflict do nothing` });
      const tried = await tx
        .update(ledger)
        .set({
          attempts: sql`${ledger.attempts} + 1`,
          retryAt,
          reason: sql`case when ${ledger.state} = 'attention' then ${ledger.reason} else ${code(cause)} end`,
        })
        .where(and(standing, unfinishedState(ledger)))
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
      return ledgerRows(tx, standing);
    });
  };
}

/** One statement, and so one way to the database and back: whoever waits for a message waits for this, too. */
export function markFiled(db: Database): Store["markFiled"] {
  return async (lease, moved, now) => {
    if (moved.length === 0) return;
    const to = target(moved);
    const filed = db
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
          sql`exists (select from held)`,
          to.matches(lease.mailboxId),
          or(eq(ledger.state, "decided"), and(eq(ledger.state, "attention"), isNull(ledger.filedAt))),
        ),
      )
      .returning({ id: ledger.id, state: ledger.state, ticketId: ledger.ticketId, role: ledger.role });
    const held = await db.execute(sql`
      with held as ${heldRow(db, lease)}, filed as ${filed}, told as (
        insert into ${events} (mailbox_id, at, type, ticket_id, ledger_id, codes)
        select ${lease.mailboxId}::integer, ${now.toISOString()}::timestamptz,
          case state when 'filed' then 'MessageFiled' else 'AttentionFiled' end, ticket_id, id,
          jsonb_build_object('folder', role, 'uidKnown', id = any(array(
            select known::bigint from jsonb_array_elements_text(${rowsParameter(idsTold(moved))}) as asked(known))))
        from filed)
      select from held`);
    if (plainRows(held).length === 0) throw lost(lease);
  };
}

/** Those of which the server told where they stand now. */
const idsTold = (moved: readonly Moved[]): number[] =>
  moved.flatMap(({ ledgerId, ref }) => (ref === null ? [] : ledgerId));

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
    matches: (mailboxId: number) =>
      and(
        eq(ledger.mailboxId, mailboxId),
        eq(ledger.id, sql`moved.id`),
        isOneOf(
          ledger.id,
          moved.map((one) => one.ledgerId),
        ),
      ),
    set: {
      folder: sql`coalesce(moved.folder, ${ledger.folder})`,
      uidValidity: sql`coalesce(moved.uid_validity, ${ledger.uidValidity})`,
      uid: sql`coalesce(moved.uid, ${ledger.uid})`,
    },
  };
}
