import { PRIORITIES } from "../policy/decision.ts";
import { MEASURED_DAYS, measureAnswers, promised } from "../policy/measure.ts";
import { areAnswersSeen } from "../policy/seen.ts";
import { type Desk, rulesOf } from "../triage/desk.ts";

const DAY = 86_400_000;

/** Whether agents' answers are seen well enough; said when that changes. */
async function measureSight({
  config,
  store,
  now,
  log,
  habits,
}: Pick<Desk, "config" | "store" | "now" | "log" | "habits">): Promise<void> {
  const share = await store.answersSeen(config.policy.name, now());
  const enough = areAnswersSeen(share);
  if (enough !== habits.answersSeen) log.warn({ ...share, enough }, "answers seen");
  habits.answersSeen = enough;
}

/**
 * Measures how long the mailbox's first answers have taken of late, and promises that from now on; where answers are not
 * seen nothing is known of how long they take, and the target stands. What is promised differently is in the journal, for
 * whoever leads.
 */
export async function measure(
  desk: Pick<Desk, "config" | "mailbox" | "store" | "lease" | "now" | "log" | "habits">,
): Promise<void> {
  const now = desk.now();
  const before = rulesOf(desk);
  await measureSight(desk);
  const { answersSeen } = desk.habits;
  const waits = await desk.store.waits(desk.mailbox.id, new Date(now.getTime() - MEASURED_DAYS * DAY));
  const measurements = answersSeen ? measureAnswers(waits, now, before) : [];
  const after = {
    ...before,
    answersSeen,
    measured: Object.fromEntries(
      measurements.map(({ priority, hours, steps }) => [priority, { hours, steps }]),
    ),
  };
  const changes = PRIORITIES.map((priority) => ({
    priority,
    from: promised(before, priority).hours,
    to: promised(after, priority).hours,
    basis: promised(after, priority).basis,
  })).filter(({ from, to }) => from !== to);
  await desk.store.setMeasured(desk.lease(), measurements, { at: now, changes });
  desk.habits.measured = after.measured;
  for (const change of changes) desk.log.info(change, "promise changed");
}
