import { PRIORITIES } from "../policy/decision.ts";
import { MEASURED_DAYS, measureAnswers, promisedHours } from "../policy/measure.ts";
import { type Desk, rulesOf } from "../triage/desk.ts";

const DAY = 86_400_000;

/**
 * Measures how long the mailbox's first answers have taken of late, and promises that from now on. What is promised
 * differently is in the journal, for whoever leads.
 */
export async function measure(
  desk: Pick<Desk, "config" | "mailbox" | "store" | "lease" | "now" | "log" | "habits">,
): Promise<void> {
  const now = desk.now();
  const before = rulesOf(desk);
  const waits = await desk.store.waits(desk.mailbox.id, new Date(now.getTime() - MEASURED_DAYS * DAY));
  const measurements = measureAnswers(waits, now, before);
  const after = {
    ...before,
    measured: Object.fromEntries(
      measurements.map(({ priority, hours, steps }) => [priority, { hours, steps }]),
    ),
  };
  const changes = PRIORITIES.map((priority) => ({
    priority,
    from: promisedHours(before, priority),
    to: promisedHours(after, priority),
  })).filter(({ from, to }) => from !== to);
  await desk.store.setMeasured(desk.lease(), measurements, { at: now, changes });
  desk.habits.measured = after.measured;
  for (const change of changes) desk.log.info(change, "promise changed");
}
