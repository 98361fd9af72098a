import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withHouse } from "../src/cli/house.ts";
import { loadConfig } from "../src/config/load.ts";
import { serve } from "../src/main.ts";
import type { Log } from "../src/triage/desk.ts";
import { environment, type Ground, openPlace } from "./ground.ts";

/** Milliseconds of each message, sorted. */
interface Latencies {
  readonly announcedToFiled: readonly number[];
  readonly deliveredToFiled: readonly number[];
  readonly deliveredToAcknowledged: readonly number[];
}

/** Markdown. */
export async function reportLatency(ground: Ground, mails: readonly Buffer[]): Promise<string> {
  const latency = await measureLatency(ground, mails);
  const row = (from: string, to: string, values: readonly number[]): string =>
    `| ${from} | ${to} | ${percentile(values, 0.5)} | ${percentile(values, 0.99)} |`;
  return [
    `### One message at a time, idle in between (${latency.announcedToFiled.length} messages, milliseconds)`,
    "",
    "| from | to | p50 | p99 |",
    "| --- | --- | --- | --- |",
    row("announced (`exists`)", "filed", latency.announcedToFiled),
    row("delivered by LMTP", "filed", latency.deliveredToFiled),
    row("delivered by LMTP", "acknowledgement in the sink (hold 0)", latency.deliveredToAcknowledged),
  ].join("\n");
}

/** foyer idles in IDLE; messages come one at a time by LMTP, each after the one before was acknowledged. */
async function measureLatency(ground: Ground, mails: readonly Buffer[]): Promise<Latencies> {
  const place = await openPlace(ground);
  const dataDir = mkdtempSync(join(tmpdir(), "foyer-bench-"));
  const config = loadConfig(environment(place, dataDir));
  const stop = new AbortController();
  const heard = listen();
  const served = withHouse(config, (house) => serve({ ...house, log: () => heard.log }, stop.signal));
  await heard.next("idle");
  const all = {
    announcedToFiled: [] as number[],
    deliveredToFiled: [] as number[],
    deliveredToAcknowledged: [] as number[],
  };
  for (const [index, mail] of mails.entries()) {
    const announced = heard.next("announced");
    const filed = heard.next("filed");
    const sunk = new Promise<number>((resolve) => {
      ground.onSunk = resolve;
      // Not every message is acknowledged.
      setTimeout(() => resolve(Number.NaN), 3000);
    });
    const delivered = Date.now();
    await ground.dovecot.deliver(place.user, mail, "customer@customer.example");
    const at = await filed;
    // The first few warm the code up.
    if (index >= 5) {
      all.announcedToFiled.push(at - (await announced));
      all.deliveredToFiled.push(at - delivered);
      const acknowledged = await sunk;
      if (!Number.isNaN(acknowledged)) all.deliveredToAcknowledged.push(acknowledged - delivered);
    } else await sunk;
  }
  stop.abort();
  await served;
  rmSync(dataDir, { recursive: true, force: true });
  const sorted = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b);
  return {
    announcedToFiled: sorted(all.announcedToFiled),
    deliveredToFiled: sorted(all.deliveredToFiled),
    deliveredToAcknowledged: sorted(all.deliveredToAcknowledged),
  };
}

/** A log that tells when an event was written. */
function listen(): { log: Log; next(event: string): Promise<number> } {
  const waiting = new Map<string, ((at: number) => void)[]>();
  const hear = (_fields: unknown, event: string): void => {
    const at = Date.now();
    for (const resolve of waiting.get(event) ?? []) resolve(at);
    waiting.delete(event);
  };
  return {
    log: { debug: hear, info: hear, warn: hear, error: hear },
    next: (event) =>
      new Promise((resolve) => {
        waiting.set(event, [...(waiting.get(event) ?? []), resolve]);
      }),
  };
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
