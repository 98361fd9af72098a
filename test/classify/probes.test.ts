import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { classOf, type LabelledMail, parseLabelled } from "../../src/classify/labelled.ts";
import { LinearClassifier } from "../../src/classify/linear.ts";
import { TASKS } from "../../src/classify/tasks.ts";

let classifier: LinearClassifier;
let mails: readonly LabelledMail[];
beforeAll(() => {
  classifier = LinearClassifier.load(readFileSync("models/base.foyer"));
  mails = readdirSync("data/probes").flatMap((file) =>
    parseLabelled(readFileSync(`data/probes/${file}`, "utf8"), file),
  );
});

test.each([
  ["urgency", 0.85],
  ["kind", 0.88],
  ["tone", 0.93],
  ["topic", 0.86],
  ["rootCause", 0.85],
] as const)("short ordinary mail in five languages is understood: %s", (name, least) => {
  const task = TASKS.find((one) => one.name === name);
  if (task === undefined) throw new Error(name);
  const asked = mails.filter((mail) => classOf(mail, task) >= 0);
  const wrong = asked.filter(
    (mail) => classifier.judge(mail)[name].label !== task.labels[classOf(mail, task)],
  );
  expect(1 - wrong.length / asked.length, wrong.map(({ id }) => id).join(" ")).toBeGreaterThanOrEqual(least);
});

test("nothing urgent among it is put aside as normal or low", () => {
  const missed = mails.filter(
    (mail) => mail.urgency === "urgent" && ["normal", "low"].includes(classifier.judge(mail).urgency.label),
  );
  expect(missed.map(({ id }) => id)).toEqual([]);
});

test("no model learns from it", () => {
  const taught = new Set(
    readdirSync("data/train").flatMap((file) =>
      parseLabelled(readFileSync(`data/train/${file}`, "utf8"), file).map(({ text }) => text),
    ),
  );
  expect(mails.filter(({ text }) => taught.has(text)).map(({ id }) => id)).toEqual([]);
});
