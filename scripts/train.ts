// Trains the shipped models from data/: node scripts/train.ts
import { trainModel } from "../src/cli/train.ts";

for (const [engine, out] of [
  ["linear", "models/base.foyer"],
  ["natural", "models/natural.foyer"],
] as const) {
  const onProgress = (done: number, total: number) => process.stderr.write(`\r${engine} ${done}/${total}`);
  const trained = await trainModel({ dataDir: "data", out, engine, onProgress });
  process.stderr.write("\r");
  console.log(
    `${out}: ${trained.version}, ${trained.mails} mails, ${(trained.size / 1e6).toFixed(1)} MB, ${trained.seconds.toFixed(0)} s`,
  );
}
