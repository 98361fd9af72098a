// Cross-validates the learner on data/train: node scripts/crossvalidate.ts [--bare] [predictions.jsonl]
import { crossValidateData } from "../src/cli/evaluate.ts";
import { printFigures } from "../src/cli/evaluation-table.ts";

const words = process.argv.slice(2);
const predictionsPath = words.find((word) => !word.startsWith("--"));
const figures = await crossValidateData({
  dataDir: "data",
  withoutLanguage: words.includes("--bare"),
  onProgress: (done, total) => process.stderr.write(`\r${done}/${total}`),
  ...(predictionsPath !== undefined && { predictionsPath }),
});
process.stderr.write("\r");
console.log(printFigures(figures));
