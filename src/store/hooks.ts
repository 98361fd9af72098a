import { and, asc, desc, eq, isNotNull, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import { type Database, first, rowsParameter } from "./database.ts";
import type { HookDraft, HookStore } from "./hook.ts";
import { hooks } from "./hook-schema.ts";
import { inSeconds, underLease } from "./lease.ts";
import { mailboxes } from "./mailbox-schema.ts";

/** The queue of webhooks, as methods of the store. */
export function hookQueue(db: Database): HookStore {
  return {
    queueHook: (lease, hook) => underLease(db, lease, (tx) => insertHook(tx, lease.mailboxId, hook)),
    claimHooks: claimHooks(db),
    hookSent: (id, at) => settle(db, id, { state: "sent", cause: null, settledAt: at }),
    failHook: (id, at, cause) => settle(db, id, { state: "failed", cause, settledAt: at }),
    retryHook: async (id, at, cause) => {
      await db.update(hooks).set({ dueAt: at, cause, claimedUntil: null }).where(isPending(id));
    },
    brokenHook: brokenHook(db),
  };
}

/** Within a transaction of the caller's. False where it is there already. */
export async function insertHook(tx: Database, mailboxId: number, hook: HookDraft): Promise<boolean> {
  const rows = await tx
    .insert(hooks)
    .values({ ...hook, mailboxId })
    .onConflictDoNothing({ target: [hooks.mailboxId, hooks.once] })
    .returning({ id: hooks.id });
  return rows.length > 0;
}

function claimHooks(db: Database): HookStore["claimHooks"] {
  return async (mailboxId, now, limit, seconds) => {
    const due = db
      .select({ id: hooks.id })
      .from(hooks)
      .where(
        and(
          eq(hooks.mailboxId, mailboxId),
          eq(hooks.state, "pending"),
          lte(hooks.dueAt, now),
          or(isNull(hooks.claimedUntil), lte(hooks.claimedUntil, sql`clock_timestamp()`)),
        ),
      )
      .orderBy(asc(hooks.dueAt), asc(hooks.id))
      .limit(limit)
      .for("update", { skipLocked: true });
    const rows = await db
      .update(hooks)
      .set({ claimedUntil: inSeconds(seconds), attempts: sql`${hooks.attempts} + 1` })
      .where(sql`${hooks.id} = any(array(${due}))`)
      .returning({
        id: hooks.id,
        target: hooks.target,
        body: hooks.body,
        once: hooks.once,
        ticketIds: hooks.ticketIds,
        dueAt: hooks.dueAt,
        attempts: hooks.attempts,
      });
    return rows.sort((a, b) => a.id - b.id);
  };
}

const isPending = (id: number): SQL | undefined => and(eq(hooks.id, id), eq(hooks.state, "pending"));

async function settle(
  db: Database,
  id: number,
  set: Pick<typeof hooks.$inferInsert, "state" | "cause" | "settledAt">,
): Promise<void> {
  await db
    .update(hooks)
    .set({ ...set, body: null, claimedUntil: null })
    .where(isPending(id));
}

function brokenHook(db: Database): HookStore["brokenHook"] {
  return async (mailbox, target) => {
    const newest = first(
      await db
        .select({ state: hooks.state, cause: hooks.cause, at: hooks.settledAt })
        .from(hooks)
        .innerJoin(mailboxes, eq(mailboxes.id, hooks.mailboxId))
        .where(and(eq(mailboxes.name, mailbox), eq(hooks.target, target), isNotNull(hooks.settledAt)))
        .orderBy(desc(hooks.settledAt), desc(hooks.id))
        .limit(1),
    );
    if (newest?.state !== "failed" || newest.at === null) return null;
    return { cause: newest.cause ?? "unknown", at: newest.at };
  };
}

/** Takes back what waits to tell of these tickets. */
export async function forgetHooks(tx: Database, ticketIds: readonly number[]): Promise<void> {
  if (ticketIds.length === 0) return;
  await tx
    .update(hooks)
    .set({ state: "cancelled", cause: "erased", body: null, claimedUntil: null })
    .where(
      and(
        eq(hooks.state, "pending"),
        sql`exists (select 1 from jsonb_array_elements(${hooks.ticketIds}) as told(id)
          join jsonb_array_elements(${rowsParameter(ticketIds)}) as gone(id) on told.id = gone.id)`,
      ),
    );
}
