import "../src/cli/heap.ts";
import { cpus } from "node:os";
import { reportBacklog } from "./backlog.ts";
import { type Ground, openGround } from "./ground.ts";
import { reportLatency } from "./latency.ts";
import { reportLooks } from "./look.ts";
import { writeMails } from "./mails.ts";
import { reportFootprint } from "./memory.ts";
import { reportTicks } from "./tick.ts";

/*
 * npm run bench [-- backlog|latency|look|memory|tick …] [--quick]: everything, or these parts, against Dovecot and Postgres
 * on this machine. Prints Markdown; progress goes to stderr.
 */
const quick = process.argv.includes("--quick");
const asked = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const began = performance.now();
const progress = (step: string): void => {
  process.stderr.write(`${((performance.now() - began) / 1000).toFixed(0)} s  ${step}\n`);
};
const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const PARTS: Readonly<Record<string, (ground: Ground) => Promise<void>>> = {
  backlog: async (ground) => {
    const rounds = quick ? 1 : 3;
    say(await reportBacklog(ground, await writeMails(quick ? 400 : 2000), { rounds, onStep: progress }));
  },
  latency: async (ground) => say(await reportLatency(ground, await writeMails(quick ? 25 : 105))),
  look: async (ground) => say(await reportLooks(ground, await writeMails(quick ? 400 : 3000))),
  memory: async (ground) => say(await reportFootprint(ground, await writeMails(100))),
  tick: () => reportTicks(say),
};

const unknown = asked.filter((part) => !Object.hasOwn(PARTS, part));
if (unknown.length > 0) {
  process.stderr.write(`there are the parts ${Object.keys(PARTS).join(", ")}; not ${unknown.join(", ")}\n`);
  process.exit(2);
}
const ground = await openGround();
try {
  say(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "unknown"}`);
  for (const [part, measure] of Object.entries(PARTS)) {
    if (asked.length > 0 && !asked.includes(part)) continue;
    progress(part);
    say("");
    await measure(ground);
  }
} finally {
  await ground.stop();
}
progress("done");
