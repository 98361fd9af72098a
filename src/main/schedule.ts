import { EventEmitter, once } from "node:events";
import cron from "node-cron";
import { LeaseLostError } from "../errors.ts";
import type { Job } from "../jobs/job.ts";
import { JOBS } from "../jobs/jobs.ts";
import { causeOf } from "../triage/read.ts";
import type { Session } from "./session.ts";

/**
 * Does each job when its time comes, one after the other, until `signal` aborts. Whoever holds the lease does it: several
 * workers share the mailboxes, and no minute is kept twice.
 */
export async function schedule(session: Session, signal: AbortSignal): Promise<void> {
  const { desk } = session;
  const bell = new EventEmitter();
  const due = new Set<Job>(JOBS);
  const timezone = desk.config.policy.timeZone;
  const tasks = JOBS.map((job) =>
    cron.schedule(
      job.at,
      () => {
        due.add(job);
        bell.emit("due");
      },
      { timezone },
    ),
  );
  try {
    while (!signal.aborted) {
      await doJobs(session, due, signal);
      if (due.size === 0) await once(bell, "due", { signal }).catch(() => undefined);
    }
  } finally {
    for (const task of tasks) await task.destroy();
  }
}

/** One round of what is done from time to time; throws the first failure when all were tried. */
export async function doJobsOnce(session: Session, signal: AbortSignal): Promise<void> {
  const failures = await doJobs(session, new Set(JOBS), signal);
  if (failures.length > 0) throw failures[0];
}

/**
 * In the table's order, taking them out. One that fails stops no other, and is done when its time comes again. Returns
 * what was thrown.
 */
async function doJobs(session: Session, due: Set<Job>, signal: AbortSignal): Promise<readonly unknown[]> {
  const { desk, queued } = session;
  const failures: unknown[] = [];
  for (const job of JOBS) {
    if (signal.aborted || !due.delete(job)) continue;
    try {
      await job.work(session, signal);
    } catch (error) {
      if (error instanceof LeaseLostError) throw error;
      desk.log.error({ job: job.name, cause: causeOf(error) }, "job failed");
      failures.push(error);
    }
  }
  // Whatever was done may have queued mail.
  queued.emit("queued");
  return failures;
}
