// Cross-validates the learner on data/train, each mail judged by a model that did not see it (--mails, the default),
// nor any mail of its author (--authors), nor any of its language (--languages); --bare judges by concepts alone:
// node scripts/crossvalidate.ts [--mails | --authors | --languages] [--bare] [predictions.jsonl]
import { crossValidateData } from "../src/cli/evaluate.ts";
import { printFigures } from "../src/cli/evaluation-table.ts";

const words = process.argv.slice(2);
const predictionsPath = words.find((word) => !word.startsWith("--"));
const figures = await crossValidateData({
  dataDir: "data",
  heldOut: (["authors", "languages"] as const).find((held) => words.includes(`--${held}`)) ?? "mails",
  withoutLanguage: words.includes("--bare"),
  onProgress: (done, total) => process.stderr.write(`\r${done}/${total}`),
  ...(predictionsPath !== undefined && { predictionsPath }),
});
process.stderr.write("\r");
console.log(printFigures(figures));
