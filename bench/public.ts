import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ConceptMatcher } from "../src/classify/concepts.ts";
import { Extractor } from "../src/classify/features.ts";
import { inColumns } from "../src/classify/lexicon.ts";
import { type Answer, macroF1 } from "../src/classify/metrics.ts";
import { argmax } from "../src/classify/model.ts";
import { chooseSpace } from "../src/classify/space.ts";
import { scoresOf, trainSvm } from "../src/classify/svm.ts";
import { type Vector, Vectoriser } from "../src/classify/vectorise.ts";

/*
 * node bench/public.ts FOLDER: the learner on public labelled text, one JSON object a line: {text, label, split}, split
 * "train" or "test". n-grams alone, since the concepts are about support mail. Prints Markdown.
 */
interface Row {
  readonly text: string;
  readonly label: string;
  readonly split: string;
}

const folder = process.argv[2];
if (folder === undefined) throw new Error("usage: node bench/public.ts FOLDER");
/** In texts so short, runs of two characters tell something, too. */
const SHORTEST = 2;
const extractor = new Extractor(
  new ConceptMatcher({ names: [], languages: [], phrases: inColumns([]) }),
  SHORTEST,
);
const extract = ({ text }: Row) =>
  extractor.extract({ subject: "", text, language: null }, true).groups.slice(0, NGRAM_GROUPS);
/** The one of these that does best by cross-validation on the training part. */
const COSTS = [0.3, 0.5, 0.8];
const FOLDS = 3;
/** Words and characters. */
const NGRAM_GROUPS = 2;
/** These texts are far shorter than mails: rare features count. */
const LIMITS = { leastDocuments: [1, 2], mostRows: [65_000, 65_000] };

/** Learns from some rows and judges others. */
function answer(train: readonly Row[], test: readonly Row[], { labels, cost }: Choice): Answer[] {
  const space = chooseSpace(
    train.map((row) => extract(row).map(({ ids, length }) => ids.slice(0, length))),
    LIMITS,
  );
  const vectoriser = new Vectoriser(space);
  const vectorOf = (row: Row): Vector => {
    const { rows, values } = vectoriser.vectorise(extract(row));
    return { rows: rows.slice(), values: values.slice() };
  };
  const model = trainSvm(
    train.map(vectorOf),
    train.map(({ label }) => labels.indexOf(label)),
    { cost, seed: 1, labels: labels.length, dimensions: space.ids.length, tolerance: 0.03 },
  );
  return test
    .filter(({ label }) => labels.includes(label))
    .map((row) => ({
      right: labels.indexOf(row.label),
      said: argmax(scoresOf(model, vectorOf(row))),
      confidence: 1,
    }));
}

interface Choice {
  readonly labels: readonly string[];
  readonly cost: number;
}

function bestCost(train: readonly Row[], labels: readonly string[]): number {
  const folds = Array.from({ length: FOLDS }, (_, fold) => fold);
  const scores = COSTS.map((cost) =>
    macroF1(
      folds.flatMap((fold) =>
        answer(
          train.filter((_, i) => i % FOLDS !== fold),
          train.filter((_, i) => i % FOLDS === fold),
          { labels, cost },
        ),
      ),
      labels.length,
    ),
  );
  return COSTS[argmax(scores)] ?? 0.3;
}

process.stdout.write(
  "| set | train | test | labels | cost | macro-F1 | seconds |\n| --- | --- | --- | --- | --- | --- | --- |\n",
);
for (const file of readdirSync(folder).filter((name) => name.endsWith(".jsonl"))) {
  const started = performance.now();
  const lines = readFileSync(join(folder, file), "utf8").trim().split("\n");
  const rows = lines.map((line): Row => JSON.parse(line));
  const train = rows.filter(({ split }) => split === "train");
  const test = rows.filter(({ split }) => split === "test");
  const labels = [...new Set(train.map(({ label }) => label))].sort();
  const cost = bestCost(train, labels);
  const answers = answer(train, test, { labels, cost });
  const f1 = macroF1(answers, labels.length).toFixed(3).replace(/^0/, "");
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  process.stdout.write(
    `| ${file} | ${train.length} | ${answers.length} | ${labels.length} | ${cost} | ${f1} | ${seconds} |\n`,
  );
}
