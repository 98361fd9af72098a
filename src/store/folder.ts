import { and, asc, eq, sql } from "drizzle-orm";
import { type Database, first, isOneOf, rowsParameter } from "./database.ts";
import { code, record } from "./journal.ts";
import { underLease } from "./lease.ts";
import { currentRefColumns, unaccounted } from "./ledger.ts";
import { cursors, mailboxes } from "./mailbox-schema.ts";
import { events, ledger } from "./schema.ts";
import type { Cursor, Mailbox, Store } from "./store.ts";

export function openMailbox(db: Database): Store["openMailbox"] {
  return async (mailbox) => {
    const rows = await db
      .insert(mailboxes)
      .values(mailbox)
      // The address may change; startedAt never does.
      .onConflictDoUpdate({ target: mailboxes.name, set: { address: sql`excluded.address` } })
      .returning({
        id: mailboxes.id,
        name: mailboxes.name,
        address: mailboxes.address,
        startedAt: mailboxes.startedAt,
      });
    return first(rows) ?? unreachable();
  };
}

function unreachable(): Mailbox {
  throw new TypeError("an upsert returned no row");
}

export function findCursor(db: Database): Store["cursor"] {
  return async (mailboxId, folder) => {
    const rows = await db
      .select({ folder: cursors.folder, uidValidity: cursors.uidValidity, nextUid: cursors.nextUid })
      .from(cursors)
      .where(and(eq(cursors.mailboxId, mailboxId), eq(cursors.folder, folder)));
    return first(rows);
  };
}

/** Within one UIDVALIDITY a cursor never goes back: a slower commit may come after a faster one. */
export async function advanceCursor(tx: Database, mailboxId: number, cursor: Cursor): Promise<void> {
  await tx
    .insert(cursors)
    .values({ mailboxId, ...cursor })
    .onConflictDoUpdate({
      target: [cursors.mailboxId, cursors.folder],
      set: {
        uidValidity: sql`excluded.uid_validity`,
        nextUid: sql`case when ${cursors.uidValidity} = excluded.uid_validity
          then greatest(${cursors.nextUid}, excluded.next_uid) else excluded.next_uid end`,
      },
    });
}

export function startFolder(db: Database): Store["startFolder"] {
  return (lease, cursor, { uids, reason }) =>
    underLease(db, lease, async (tx) => {
      await advanceCursor(tx, lease.mailboxId, cursor);
      const fresh = await unaccounted(tx)(lease.mailboxId, cursor.folder, cursor.uidValidity, uids);
      if (fresh.length === 0) return;
      // One statement: a mailbox that is years old has a hundred thousand of them.
      await tx.execute(sql`
        with seen as (
          insert into ${ledger} (mailbox_id, first_folder, first_uid_validity, first_uid,
            folder, uid_validity, uid, state, reason)
          select ${lease.mailboxId}::integer, ${cursor.folder}, ${cursor.uidValidity}::bigint, uid::bigint,
            ${cursor.folder}, ${cursor.uidValidity}::bigint, uid::bigint, 'left', ${reason}
          from jsonb_array_elements_text(${rowsParameter(fresh)}) as asked(uid)
          on conflict do nothing
          returning id
        )
        insert into ${events} (mailbox_id, type, ledger_id, codes)
        select ${lease.mailboxId}::integer, 'LeftAlone', id, jsonb_build_object('reason', ${code(reason)}::text)
        from seen`);
    });
}

export function reopen(db: Database): Store["reopen"] {
  return (lease, { folder, uidValidity }, reason, limit) =>
    underLease(db, lease, async (tx) => {
      const left = await tx
        .select({ id: ledger.id })
        .from(ledger)
        .where(
          and(
            eq(ledger.mailboxId, lease.mailboxId),
            eq(ledger.folder, folder),
            eq(ledger.uidValidity, uidValidity),
            eq(ledger.reason, reason),
            eq(ledger.state, "left"),
          ),
        )
        .orderBy(asc(ledger.id))
        .limit(limit)
        .for("update");
      if (left.length === 0) return [];
      const ids = left.map((row) => row.id);
      const rows = await tx
        .update(ledger)
        .set({ state: "arrived", reason: null, retryAt: null, attempts: 0, filedAt: null })
        .where(isOneOf(ledger.id, ids))
        .returning({ id: ledger.id, ...currentRefColumns });
      await record(
        tx,
        rows.map((row) => ({ mailboxId: lease.mailboxId, type: "MessageReopened", ledgerId: row.id })),
      );
      return rows.sort((a, b) => a.id - b.id).map(({ id: _, ...ref }) => ref);
    });
}
