// Trains the shipped models from data/: node scripts/train.ts
import { readFileSync, writeFileSync } from "node:fs";
import type { Judged } from "../src/classify/judgement.ts";
import { LinearClassifier } from "../src/classify/linear.ts";
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

// What the new model says of the mails that test/classify/same-judgements.test.ts holds it to.
const stored = "test/classify/fixtures/judgements.jsonl";
const classifier = LinearClassifier.load(readFileSync("models/base.foyer"));
const judged = readFileSync(stored, "utf8")
  .trim()
  .split("\n")
  .map((line): Judged => JSON.parse(line))
  .map(({ subject, text, language }) => ({
    subject,
    text,
    language,
    judgements: classifier.judge({ subject, text, language }),
  }));
writeFileSync(stored, `${judged.map((mail) => JSON.stringify(mail)).join("\n")}\n`);
