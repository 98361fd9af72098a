import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Judged, Judgements } from "../../src/classify/judgement.ts";
import { LinearClassifier } from "../../src/classify/linear.ts";
import { TASKS } from "../../src/classify/tasks.ts";

interface Judgement extends Judged {
  readonly judgements: Judgements;
}

/** What the shipped model said when it was made; scripts/train.ts writes it anew with every new model. */
const stored = readFileSync("test/classify/fixtures/judgements.jsonl", "utf8")
  .trim()
  .split("\n")
  .map((line): Judgement => JSON.parse(line));
const classifier = LinearClassifier.load(readFileSync("models/base.foyer"));

test.each(stored.map((mail, index) => ({ index, mail })))("mail $index is judged as before", ({ mail }) => {
  const said = classifier.judge(mail);
  for (const { name } of TASKS) {
    expect(said[name].label).toBe(mail.judgements[name].label);
    expect(Math.abs(said[name].confidence - mail.judgements[name].confidence)).toBeLessThan(1e-4);
    expect(said[name].reasons).toEqual(mail.judgements[name].reasons);
  }
});
