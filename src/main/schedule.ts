import { EventEmitter, once } from "node:events";
import cron from "node-cron";
import { logComplaints, regroupComplaints } from "../jobs/complaints.ts";
import { clearDrafts } from "../jobs/draft.ts";
import { deliverHooks } from "../jobs/hooks.ts";
import { measure } from "../jobs/measure.ts";
import { tick } from "../jobs/tick.ts";
import type { Session } from "./session.ts";

/**
 * Looks each minute at what has fallen due on the mailbox's tickets and at new complaints, each hour at which of them are
 * alike, and every six hours at how long answers take, until `signal` aborts. Whoever holds the lease does it: several
 * workers share the mailboxes, and no minute is kept twice.
 */
export async function schedule({ desk, post, clock, queued }: Session, signal: AbortSignal): Promise<void> {
  const bell = new EventEmitter();
  const due = { measure: true, regroup: false };
  const tasks = [
    cron.schedule("* * * * *", () => bell.emit("minute")),
    cron.schedule("7 */6 * * *", () => {
      due.measure = true;
    }),
    cron.schedule("23 * * * *", () => {
      due.regroup = true;
    }),
  ];
  try {
    while (!signal.aborted) {
      if (due.measure) await measure(desk);
      due.measure = false;
      await logComplaints(desk, signal);
      if (due.regroup) await regroupComplaints(desk);
      due.regroup = false;
      if ((await tick(clock, signal)) > 0) queued.emit("queued");
      if (post !== null) await clearDrafts(post);
      await deliverHooks(desk, signal);
      await once(bell, "minute", { signal }).catch(() => undefined);
    }
  } finally {
    for (const task of tasks) await task.destroy();
  }
}
