// From which confidence a topic is right in 95 of 100 mails: node scripts/nameable.ts predictions.jsonl
// where the predictions are those of scripts/crossvalidate.ts. The table of src/classify/nameable.ts is its output.
import { readFileSync } from "node:fs";
import { TOPICS } from "../src/classify/judgement.ts";
import { readLabelledMail } from "../src/jobs/labelled-files.ts";

const WANTED = 0.95;
/** Fewer mails prove nothing. */
const LEAST_MAILS = 30;

const right = new Map((await readLabelledMail("data")).map((mail) => [mail.id, mail.topic]));
const said = readFileSync(process.argv[2] ?? "", "utf8")
  .trim()
  .split("\n")
  .map((line): { id: string; topic: string; confidence: { topic: number } } => JSON.parse(line));
for (const topic of TOPICS) {
  const own = said
    .filter((prediction) => prediction.topic === topic)
    .sort((a, b) => b.confidence.topic - a.confidence.topic);
  let correct = 0;
  let found = "never";
  for (const [i, { id, confidence }] of own.entries()) {
    if (right.get(id) === topic) correct++;
    if (i + 1 < LEAST_MAILS || correct / (i + 1) < WANTED) continue;
    const share = `${i + 1} of ${own.length} mails, ${((100 * correct) / (i + 1)).toFixed(1)} % right`;
    found = `from ${(Math.ceil(confidence.topic * 1000) / 1000).toFixed(3)} (${share})`;
  }
  console.log(`${topic.padEnd(16)} ${found}`);
}
