import { readFileSync } from "node:fs";
import { type Figures, figuresFor } from "../src/classify/evaluate.ts";
import type { Classifier } from "../src/classify/judgement.ts";
import { type LabelledMail, parseLabelled } from "../src/classify/labelled.ts";
import { inColumns, type Lexicon } from "../src/classify/lexicon.ts";
import { LinearClassifier } from "../src/classify/linear.ts";
import { NaturalClassifier, saveNatural, trainNatural } from "../src/classify/natural.ts";
import { seededRandom, shuffle } from "../src/classify/random.ts";
import { TASKS } from "../src/classify/tasks.ts";
import { trainLinear } from "../src/classify/train.ts";
import { readLabelledMail, readLexicon } from "../src/jobs/labelled-files.ts";

/*
 * node bench/curve.ts FILE.jsonl: what more mail and the concepts bring. Trains on an eighth, a quarter, half and all of
 * data/train, then without concepts, then natural's classifier; each measured on the file. Prints Markdown.
 */
const file = process.argv[2];
if (file === undefined) throw new Error("usage: node bench/curve.ts FILE.jsonl");
const measured = parseLabelled(readFileSync(file, "utf8"), file);
const all = await readLabelledMail("data");
const order = Int32Array.from(all.keys());
shuffle(order, seededRandom(1));
const lexicon = await readLexicon("data");
const noConcepts: Lexicon = { names: [], languages: [], phrases: inColumns([]) };

function some(share: number): LabelledMail[] {
  const chosen = new Set(order.subarray(0, Math.round(share * order.length)));
  return all.filter((_, index) => chosen.has(index));
}

const linear = (mails: readonly LabelledMail[], words: Lexicon): Classifier =>
  new LinearClassifier(trainLinear(mails, words, { seed: 1 }), "curve");

function row(name: string, mails: number, figures: Figures): string {
  const scores = TASKS.map((task) => figures.tasks[task.name].macroF1.value);
  return `| ${[name, mails, ...[...scores, figures.meanMacroF1].map((score) => score.toFixed(3).slice(1))].join(" | ")} |\n`;
}

process.stdout.write("| | mails | urgency | kind | tone | topic | root cause | mean |\n");
process.stdout.write("| --- | --- | --- | --- | --- | --- | --- | --- |\n");
const measure = (name: string, mails: number, classifier: Classifier) =>
  process.stdout.write(
    row(
      name,
      mails,
      figuresFor(
        measured,
        measured.map((mail) => classifier.judge(mail)),
      ),
    ),
  );
for (const share of [1 / 8, 1 / 4, 1 / 2, 1]) {
  const mails = some(share);
  measure("foyer", mails.length, linear(mails, lexicon));
}
measure("foyer without concepts", all.length, linear(all, noConcepts));
measure("natural", all.length, NaturalClassifier.load(saveNatural(trainNatural(all))));
