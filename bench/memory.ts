import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { environment, type Ground, login, openPlace } from "./ground.ts";

interface Footprint {
  /** Milliseconds from spawn to watching. */
  readonly startUp: number;
  /** Resident megabytes. */
  readonly atRest: number;
  readonly afterHundred: number;
  /** The highest from the start until a message of 50 MB had passed. */
  readonly peakBig: number;
}

/** glibc gives each thread that allocates a heap of its own; with one for all, less lies idle. */
const ONE_ARENA = { MALLOC_ARENA_MAX: "1" };

/** Markdown. */
export async function reportFootprint(ground: Ground, mails: readonly Buffer[]): Promise<string> {
  const rows: string[] = [];
  for (const [name, settings] of [
    ["as it is", {}],
    ["MALLOC_ARENA_MAX=1", ONE_ARENA],
  ] as const) {
    const { startUp, atRest, afterHundred, peakBig } = await measureFootprint(ground, mails, settings);
    const megabytes = [atRest, afterHundred, peakBig].map((one) => `${one.toFixed(0)} MB`);
    rows.push(`| ${name} | ${startUp.toFixed(0)} ms | ${megabytes.join(" | ")} |`);
  }
  return [
    "### `foyer run` with Postgres, resident",
    "",
    "| | start-up until watching | at rest | after 100 messages | highest until a 50 MB message has passed |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}

/** `foyer run` as a process of its own. */
async function measureFootprint(
  ground: Ground,
  mails: readonly Buffer[],
  settings: Readonly<Record<string, string>>,
): Promise<Footprint> {
  const place = await openPlace(ground);
  const dataDir = mkdtempSync(join(tmpdir(), "foyer-bench-"));
  const env = { ...environment(place, dataDir), LOG_LEVEL: "debug", ...settings };
  const began = performance.now();
  const child = spawn(process.execPath, ["src/cli.ts", "run"], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout });
  const seen = { filed: 0 };
  const waiting: { done: () => boolean; resolve: () => void }[] = [];
  const until = (done: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      if (done()) resolve();
      else waiting.push({ done, resolve });
    });
  let idle = false;
  lines.on("line", (line) => {
    const { event } = JSON.parse(line) as { event?: string };
    if (event === "filed") seen.filed += 1;
    if (event === "idle") idle = true;
    for (const one of waiting) if (one.done()) one.resolve();
  });
  await until(() => idle);
  const startUp = performance.now() - began;
  const resident = (field: string): number =>
    Number(
      new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1] ?? 0,
    ) / 1024;
  const atRest = resident("VmRSS");
  const client = await login(place.imapPort, place.user);
  for (const mail of mails) await client.append("INBOX", mail);
  await until(() => seen.filed >= mails.length);
  const afterHundred = resident("VmRSS");
  await client.append("INBOX", bigMail(50_000_000));
  await until(() => seen.filed >= mails.length + 1);
  const peakBig = resident("VmHWM");
  await client.logout();
  child.kill("SIGTERM");
  await new Promise((resolve) => child.once("exit", resolve));
  rmSync(dataDir, { recursive: true, force: true });
  return { startUp, atRest, afterHundred, peakBig };
}

function bigMail(octets: number): Buffer {
  const line = `${"QUJD".repeat(19)}\r\n`;
  return Buffer.from(
    [
      "From: Big Sender <big@customer.example>",
      "To: support@shop.example",
      "Subject: The film of my broken washing machine",
      `Date: ${new Date().toUTCString().replace("GMT", "+0000")}`,
      "Message-ID: <big@customer.example>",
      "MIME-Version: 1.0",
      'Content-Type: multipart/mixed; boundary="b"',
      "",
      "--b",
      "Content-Type: text/plain; charset=utf-8",
      "",
      "Please see the film: the drum does not turn any more.",
      "--b",
      'Content-Type: video/mp4; name="film.mp4"',
      'Content-Disposition: attachment; filename="film.mp4"',
      "Content-Transfer-Encoding: base64",
      "",
      line.repeat(Math.ceil(octets / line.length)),
      "--b--",
      "",
    ].join("\r\n"),
  );
}
