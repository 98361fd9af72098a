import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import Table from "cli-table3";
import { loadConfig } from "../config/load.ts";
import {
  freshSample,
  readSample,
  SAMPLE_ADDRESS,
  SAMPLE_AGENTS,
  SAMPLE_AUTHSERV_ID,
  SAMPLE_VIPS,
  samples,
} from "../demo/samples.ts";
import { type EmbeddedServer, startEmbedded } from "../demo/server.ts";
import { serve } from "../main.ts";
import type { Store } from "../store/store.ts";
import type { Log } from "../triage/desk.ts";
import { withHouse } from "./house.ts";

/** Milliseconds that the samples may take together. */
const LONGEST = 60_000;

/** What came of one sample. */
interface Outcome {
  readonly file: string;
  readonly folder: string;
  readonly disposition: string;
  readonly acknowledge: string;
  readonly ticket: number | null;
  readonly faults: readonly string[];
}

/** `foyer demo`: the real bot on an embedded mail server. With --once, exit 1 if a sample came out wrong. */
export async function demo(options: { readonly once?: boolean }): Promise<void> {
  const server = await startEmbedded();
  const dataDir = await mkdtemp(join(tmpdir(), "foyer-demo-"));
  const stop = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => stop.abort());
  try {
    await withHouse(demoConfig(server, dataDir), async (house) => {
      await house.store.importVips(SAMPLE_VIPS);
      const filed = listen();
      const served = serve({ ...house, log: () => filed.log }, stop.signal);
      await filed.ready;
      say(`foyer watches ${SAMPLE_ADDRESS} on an embedded mail server; ${samples.length} messages arrive.\n`);
      for (const sample of samples) await server.deliver(freshSample(readSample(sample.file), new Date()));
      await Promise.race([filed.count(samples.length), sleep(LONGEST, undefined, { signal: stop.signal })]);
      await settled(house.store);
      const wrong = await report(filed.events);
      await leave(server);
      if (wrong > 0) process.exitCode = 1;
      if (!options.once && !stop.signal.aborted) {
        say(
          `\nLook around with a mail client: IMAP 127.0.0.1:${server.imapPort}, user ${server.user}, password ${server.password}, no TLS. Ctrl-C ends the demo.`,
        );
        await new Promise((resolve) => stop.signal.addEventListener("abort", resolve));
      }
      stop.abort();
      await served;
    });
  } finally {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

function demoConfig(server: EmbeddedServer, dataDir: string) {
  const user = encodeURIComponent(server.user);
  return loadConfig({
    ADDRESS: SAMPLE_ADDRESS,
    DISPLAY_NAME: "Example Shop",
    IMAP_URL: `imap://${user}:${server.password}@127.0.0.1:${server.imapPort}?tls=none`,
    SMTP_URL: `smtp://127.0.0.1:${server.smtpPort}?tls=none`,
    AGENTS: SAMPLE_AGENTS.join(","),
    AUTHSERV_ID: SAMPLE_AUTHSERV_ID,
    DATA_DIR: dataDir,
    MODE: "live",
    ACK_HOLD: "0",
    ALERTS_PER_HOUR: "3",
  });
}

async function settled(store: Store): Promise<void> {
  for (let tries = 0; tries < 100 && (await store.nextDue(1)) !== null; tries += 1) await sleep(50);
}

interface Filed {
  readonly folder: string;
  readonly disposition: string;
  readonly acknowledge: string;
  readonly ticket: number | null;
}

/** Follows the log: which messages were filed, in the order of their arrival. */
function listen(): {
  log: Log;
  ready: Promise<void>;
  events: Map<number, Filed>;
  count(n: number): Promise<void>;
} {
  const events = new Map<number, Filed>();
  const waiting = new Set<() => void>();
  let open: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    open = resolve;
  });
  const hear = (fields: Readonly<Record<string, unknown>>, event: string): void => {
    if (event === "idle") open();
    if (event === "disconnected") process.stderr.write(`foyer: ${String(fields.detail ?? fields.cause)}\n`);
    if (event !== "filed") return;
    const filed = {
      folder: String(fields.folder),
      disposition: String(fields.disposition),
      acknowledge: String(fields.acknowledge),
      ticket: typeof fields.ticket === "number" ? fields.ticket : null,
    };
    // The embedded server numbers messages from 1, in the order of their arrival.
    const uid = Number(String(fields.ref).split("/").at(-1));
    events.set(uid, filed);
    progress(uid, events);
    for (const check of waiting) check();
  };
  return {
    log: { debug: hear, info: hear, warn: hear, error: hear },
    ready,
    events,
    count: (n) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (events.size < n) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
  };
}

/** The folders filling: redrawn on a terminal, one line a message in a pipe. */
function progress(uid: number, events: ReadonlyMap<number, Filed>): void {
  if (!process.stdout.isTTY) {
    say(
      `${String(events.size).padStart(3)}  ${samples[uid - 1]?.file.padEnd(34) ?? ""} → ${events.get(uid)?.folder}`,
    );
    return;
  }
  const counts = Map.groupBy(events.values(), (event) => event.folder);
  const lines = [...counts].map(
    ([folder, inside]) => `  ${folder.padEnd(10)} ${"■".repeat(inside.length)} ${inside.length}`,
  );
  const before = [...events.values()].slice(0, -1);
  const drawn = new Set(before.map((event) => event.folder)).size;
  process.stdout.write(`${drawn > 0 ? `\u001b[${drawn}A\u001b[0J` : ""}${lines.join("\n")}\n`);
}

/** The table of what was filed where and why; returns how many came out otherwise than expected. */
async function report(events: ReadonlyMap<number, Filed>): Promise<number> {
  const outcomes: Outcome[] = samples.map((sample, index) => {
    const event = events.get(index + 1);
    const filed = event ?? { folder: "not filed", disposition: "", acknowledge: "", ticket: null };
    return { file: sample.file, ...filed, faults: faultsOf(sample.expect, filed) };
  });
  const table = new Table({
    head: ["", "sample", "folder", "sender", "ticket", "answer"],
    style: { head: [], border: [] },
  });
  for (const one of outcomes)
    table.push([
      one.faults.length === 0 ? "✓" : "✗",
      one.file,
      one.folder,
      one.disposition,
      one.ticket ?? "",
      one.acknowledge,
    ]);
  say(`\n${table.toString()}`);
  const wrong = outcomes.filter((one) => one.faults.length > 0);
  for (const one of wrong) say(`✗ ${one.file}: ${one.faults.join("; ")}`);
  say(
    wrong.length === 0
      ? `All ${outcomes.length} samples came out as expected.`
      : `${wrong.length} of ${outcomes.length} samples came out otherwise than expected.`,
  );
  return wrong.length;
}

function faultsOf(expect: (typeof samples)[number]["expect"], filed: Filed): string[] {
  const acknowledged = /^(acknowledge-|thanks-|receipt-)/.test(filed.acknowledge);
  return [
    ...(filed.folder === expect.folder ? [] : [`filed to ${filed.folder}, expected ${expect.folder}`]),
    ...(filed.disposition === expect.disposition
      ? []
      : [`taken for ${filed.disposition}, expected ${expect.disposition}`]),
    ...(acknowledged === expect.acknowledged
      ? []
      : [acknowledged ? "answered, expected no answer" : `not answered (${filed.acknowledge})`]),
    ...(expect.reason === undefined || expect.reason === filed.acknowledge
      ? []
      : [`refused as ${filed.acknowledge}, expected ${expect.reason}`]),
  ];
}

/** Two acknowledgements to look at, as files that any mail client opens. */
async function leave(server: EmbeddedServer): Promise<void> {
  const answers = server.sent().filter((mail) => mail.raw.includes("Auto-Submitted: auto-replied"));
  say(
    `\n${answers.length} automatic answers went out, ${server.sent().length - answers.length} alerts to the agents.`,
  );
  const folder = join("var", "demo");
  await mkdir(folder, { recursive: true });
  const kept = [answers[0], answers.find((mail) => /^Content-Language: fa/m.test(mail.raw.toString()))];
  for (const [index, mail] of kept.entries()) {
    if (mail === undefined) continue;
    const path = join(folder, `acknowledgement-${index + 1}.eml`);
    await writeFile(path, mail.raw);
    say(`  to ${mail.envelope.to.join(", ")}: ${path}`);
  }
}
