import cron, { type ScheduledTask } from "node-cron";
import { PermanentError } from "../errors.ts";
import type { BaseModel } from "../jobs/learn.ts";
import type { Desk } from "../triage/desk.ts";
import { causeOf } from "../triage/read.ts";

/** Learns what the desk's mailbox teaches; null where the engine knows no layers. A failure is told, and stops nothing. */
export function learning(base: BaseModel | null, desk: Desk): (() => Promise<void>) | null {
  if (base === null) return null;
  const { store, now, log, mailbox, config } = desk;
  const { topics, correctionDays } = config;
  return async () => {
    try {
      // Only now: with what reads example messages it takes as much memory as all of policy/.
      const { learn } = await import("../jobs/learn.ts");
      await learn({ store, base, now, log }, { mailboxId: mailbox.id, topics, correctionDays });
    } catch (error) {
      const detail = error instanceof PermanentError ? error.message : undefined;
      log.error({ cause: causeOf(error), detail }, "not learned");
    }
  };
}

/** When a mailbox is learned from. */
export type Timetable = Pick<Desk["config"], "topics" | "learnAt"> & {
  readonly policy: Pick<Desk["config"]["policy"], "timeZone">;
};

/** Learns at once what has come since the last time, and then whenever LEARN_AT says so. */
export function learnOnSchedule(
  config: Timetable,
  now: (() => Promise<void>) | null,
): { close(): Promise<void> } {
  if (now === null) return { close: async () => undefined };
  let running: Promise<void> = config.topics === null ? Promise.resolve() : now();
  const task: ScheduledTask | null =
    config.learnAt === null
      ? null
      : cron.schedule(
          config.learnAt,
          () => {
            running = running.then(now);
          },
          { timezone: config.policy.timeZone },
        );
  return {
    close: async () => {
      await task?.destroy();
      await running;
    },
  };
}
