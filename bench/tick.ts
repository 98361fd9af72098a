import { tick } from "../src/jobs/tick.ts";
import { openCrowd } from "../test/support/crowd.ts";
import { startPostgres } from "../test/support/postgres.ts";

const NEVER = new AbortController().signal;
const ROUNDS = 7;

/** Prints how long a tick takes, as Markdown. */
export async function reportTicks(say: (line: string) => unknown): Promise<void> {
  say("### A tick of the scheduler, 10,000 open tickets in Postgres (median of 7, milliseconds)\n");
  say("| fallen due | a tick |");
  say("| --- | --- |");
  for (const [due, time] of await measureTicks([0, 10, 100, 1000, 10_000]))
    say(`| ${due.toLocaleString("en")} | ${time.toFixed(0)} |`);
}

/** Milliseconds of a scheduler tick, median of seven, with 10,000 open tickets of which so many have fallen due. */
async function measureTicks(due: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const server = await startPostgres();
  const crowd = await openCrowd(await server.createDatabase(), 10_000);
  const medians = new Map<number, number>();
  try {
    for (const count of due) {
      const times: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        await crowd.fallDue(count);
        const began = performance.now();
        await tick(crowd.desk, NEVER);
        times.push(performance.now() - began);
      }
      medians.set(count, times.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN);
    }
    return medians;
  } finally {
    await crowd.close();
    await server.stop();
  }
}
