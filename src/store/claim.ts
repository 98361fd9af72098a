import { and, eq } from "drizzle-orm";
import type { Database } from "./database.ts";
import { record } from "./journal.ts";
import { underLease } from "./lease.ts";
import type { PeriodStore } from "./period.ts";
import { periods } from "./period-schema.ts";
import { queueDrafts } from "./queue.ts";

export function periodStore(db: Database): PeriodStore {
  return {
    claimPeriod: (lease, { job, period, stock = null }, mail = []) =>
      underLease(db, lease, async (tx) => {
        const { mailboxId } = lease;
        const claimed = await tx
          .insert(periods)
          .values({ mailboxId, job, period, stock })
          .onConflictDoNothing()
          .returning({ job: periods.job });
        if (claimed.length === 0) return false;
        const drafts = mail.map((draft) => ({ draft, ticketId: null, ledgerId: null }));
        await record(tx, await queueDrafts(tx, mailboxId, drafts));
        return true;
      }),
    isClaimed: async (mailboxId, { job, period }) => {
      const rows = await db
        .select({ job: periods.job })
        .from(periods)
        .where(and(eq(periods.mailboxId, mailboxId), eq(periods.job, job), eq(periods.period, period)));
      return rows.length > 0;
    },
  };
}
