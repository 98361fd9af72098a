import { cpus } from "node:os";
import { openGround } from "./ground.ts";
import { measureLatency, percentile } from "./latency.ts";
import { writeMails } from "./mails.ts";
import { measureFootprint } from "./memory.ts";
import { contenders, measure } from "./throughput.ts";
import { reportTicks } from "./tick.ts";

/*
 * npm run bench -- tick: the scheduler alone. npm run bench [-- --quick]: everything against Dovecot and Postgres on this machine, in one run. Prints Markdown.
 */
const quick = process.argv.includes("--quick");
const count = quick ? 400 : 2000;
const rounds = quick ? 1 : 2;
const say = (line: string): boolean => process.stdout.write(`${line}\n`);
const progress = (line: string): boolean => process.stderr.write(`${line}\n`);
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

if (process.argv.includes("tick")) {
  await reportTicks(say);
  process.exit();
}
const ground = await openGround();
const mails = writeMails(count);
const megabytes = mails.reduce((sum, mail) => sum + mail.length, 0) / 1_000_000;
say(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "unknown"}\n`);
say(`### A backlog of ${count} messages, ${megabytes.toFixed(0)} MB (median of ${rounds})\n`);
const speeds = new Map<string, number[]>();
for (let round = 1; round <= rounds; round += 1)
  for (const contender of contenders) {
    const speed = await measure(contender, ground, mails);
    speeds.set(contender.name, [...(speeds.get(contender.name) ?? []), speed]);
    progress(`round ${round}: ${contender.name}: ${speed.toFixed(0)}/s`);
  }
const names = [...speeds.keys()];
const medians = names.map((name) => median(speeds.get(name) ?? []));
const [bare = 1, parsed = 1, plain = 1] = medians;
say("| | messages a second | to the bare loop | to fetch + mailparser | to the plain loop |");
say("| --- | --- | --- | --- | --- |");
for (const [index, name] of names.entries()) {
  const speed = medians[index] ?? Number.NaN;
  say(
    `| ${name} | ${speed.toFixed(0)} | ${(speed / bare).toFixed(2)} | ${(speed / parsed).toFixed(2)} | ${(speed / plain).toFixed(2)} |`,
  );
}
const latency = await measureLatency(ground, writeMails(quick ? 25 : 55));
say(
  `\n### One message at a time, idle in between (${latency.announcedToFiled.length} messages, milliseconds)\n`,
);
say("| from | to | p50 | p99 |");
say("| --- | --- | --- | --- |");
const row = (from: string, to: string, values: readonly number[]): boolean =>
  say(`| ${from} | ${to} | ${percentile(values, 0.5)} | ${percentile(values, 0.99)} |`);
row("announced (`exists`)", "filed", latency.announcedToFiled);
row("delivered by LMTP", "filed", latency.deliveredToFiled);
row("delivered by LMTP", "acknowledgement in the sink (hold 0)", latency.deliveredToAcknowledged);
const footprint = await measureFootprint(ground, writeMails(100));
say("\n### `foyer run` with Postgres\n");
say(
  "| start-up until watching | resident at rest | after 100 messages | highest while a 50 MB message passes |",
);
say("| --- | --- | --- | --- |");
say(
  `| ${footprint.startUp.toFixed(0)} ms | ${footprint.atRest.toFixed(0)} MB | ${footprint.afterHundred.toFixed(0)} MB | ${footprint.peakBig.toFixed(0)} MB |`,
);
await ground.stop();
