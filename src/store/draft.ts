import { and, eq, isNotNull, or } from "drizzle-orm";
import type { Database } from "./database.ts";
import { underLease } from "./lease.ts";
import type { Store } from "./store.ts";
import { drafts, tickets } from "./ticket-schema.ts";

export function keepDraft(db: Database): Store["keepDraft"] {
  return (lease, { ticketId, ref, hash }) =>
    underLease(db, lease, async (tx) => {
      await tx
        .insert(drafts)
        .values({ ticketId, mailboxId: lease.mailboxId, state: "kept", ...ref, hash })
        .onConflictDoNothing();
    });
}

export function needlessDrafts(db: Database): Store["needlessDrafts"] {
  return async (mailboxId, limit) => {
    const rows = await db
      .select({
        ticketId: drafts.ticketId,
        folder: drafts.folder,
        uidValidity: drafts.uidValidity,
        uid: drafts.uid,
        hash: drafts.hash,
      })
      .from(drafts)
      .innerJoin(tickets, eq(tickets.id, drafts.ticketId))
      .where(
        and(
          eq(drafts.mailboxId, mailboxId),
          eq(drafts.state, "kept"),
          or(isNotNull(tickets.firstAnswerAt), eq(tickets.state, "resolved")),
        ),
      )
      .limit(limit);
    return rows.map(({ ticketId, hash, ...ref }) => ({ ticketId, hash, ref }));
  };
}

export function settleDraft(db: Database): Store["settleDraft"] {
  return (lease, ticketId, state) =>
    underLease(db, lease, async (tx) => {
      const ours = and(eq(drafts.ticketId, ticketId), eq(drafts.mailboxId, lease.mailboxId));
      await tx.update(drafts).set({ state, at: new Date() }).where(ours);
    });
}
