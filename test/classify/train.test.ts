import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { crossValidate } from "../../src/classify/crossvalidate.ts";
import { figuresFor } from "../../src/classify/evaluate.ts";
import { parseLabelled } from "../../src/classify/labelled.ts";
import { parseLexicon } from "../../src/classify/lexicon.ts";
import { saveModel } from "../../src/classify/modelfile.ts";
import { saveNatural, trainNatural } from "../../src/classify/natural.ts";
import { trainLinear } from "../../src/classify/train.ts";

const lexicon = parseLexicon([{ code: "en", text: readFileSync("data/concepts/en.txt", "utf8") }]);
const mails = parseLabelled(readFileSync("data/train/en.jsonl", "utf8"), "en.jsonl").slice(0, 200);

test("the same mails and seed give the same file, octet for octet", () => {
  const train = () => saveModel(trainLinear(mails, lexicon, { seed: 7 }));
  expect(Buffer.compare(train(), train())).toBe(0);
  expect(Buffer.compare(saveNatural(trainNatural(mails)), saveNatural(trainNatural(mails)))).toBe(0);
});

test("progress counts up to its total", () => {
  const seen: [number, number][] = [];
  trainLinear(mails, lexicon, { seed: 1, onProgress: (done, total) => seen.push([done, total]) });
  expect(seen.map(([done]) => done)).toEqual(seen.map((_, i) => i + 1));
  expect(seen.at(-1)).toEqual([seen.length, seen.length]);
});

test("two hundred mails already teach more than chance, on mails that were held out", () => {
  const figures = figuresFor(mails, crossValidate(mails, lexicon, { heldOut: "mails", folds: 2, seed: 1 }));
  expect(figures.messages).toBe(200);
  expect(figures.tasks.kind.macroF1.value).toBeGreaterThan(0.3);
  expect(figures.tasks.rootCause.messages).toBe(mails.filter(({ kind }) => kind === "complaint").length);
});
