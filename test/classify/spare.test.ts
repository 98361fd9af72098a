import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import type { Judged, Layer } from "../../src/classify/judgement.ts";
import { type LabelledMail, parseLabelled } from "../../src/classify/labelled.ts";
import { loadLayer, saveLayer } from "../../src/classify/layerfile.ts";
import { LinearClassifier } from "../../src/classify/linear.ts";
import { type Lesson, Teacher } from "../../src/classify/teach.ts";

let base: LinearClassifier;
let replay: readonly LabelledMail[];
beforeAll(() => {
  base = LinearClassifier.load(readFileSync("models/base.foyer"));
  replay = parseLabelled(readFileSync("data/train/en.jsonl", "utf8"), "en.jsonl").slice(0, 150);
});

const mail = (text: string): Judged => ({ subject: "", text, language: "en" });
const notUrgent = (text: string): Lesson => ({
  message: mail(text),
  task: "urgency",
  label: "normal",
  weight: 1,
});
const taught = (...texts: string[]): Layer => {
  const layer = new Teacher(base, replay).teach(texts.map(notUrgent), []);
  if (layer === null) throw new Error("nothing was learned");
  return layer;
};
const urgencyOf = (text: string, layer: Layer | null) => base.judge(mail(text), layer).urgency.label;

const course =
  "Our course on 14 May has a part on what to do at a gas leak; which of your meters may we borrow for the class of twelve?";

describe("a person's word that a message with words of harm is not urgent", () => {
  test("holds for the message and for a copy of it, also after the layer was saved", () => {
    expect(urgencyOf(course, null)).toBe("urgent");
    const { layer } = loadLayer(saveLayer(taught(course)));
    expect(urgencyOf(course, layer)).not.toBe("urgent");
    const copy = `Hello, ${course.replace("14 May", "21 June").replace("which of your meters", "which meters")}`;
    expect(urgencyOf(copy, layer)).not.toBe("urgent");
  });

  test.each([
    ["the same wording with other words of harm", course.replace("a gas leak", "a fire; my oven is smoking")],
    ["the same wording with a second sign of harm", `${course} By the way there is carbon monoxide here.`],
    [
      "the same sign in a message half alike",
      "There is a gas leak at our class, which of your meters may we borrow?",
    ],
    [
      "the same sign in other words",
      "We have a gas leak by the boiler that your fitter left an hour ago, please come.",
    ],
    ["the sign alone", "A gas leak!"],
  ])("does not hold for %s", (_, text) => {
    expect(urgencyOf(text, taught(course))).toBe("urgent");
  });

  test("does not add up: twenty of them put down no other customer's cry", () => {
    const courses = Array.from({ length: 20 }, (_, i) =>
      course
        .replace("course", ["course", "book", "film", "talk"][i % 4] ?? "")
        .replace("twelve", `class ${i}`),
    );
    const layer = taught(...courses, "We have a gas leak here.", "A gas leak by the boiler.");
    for (const text of [
      "We have a gas leak here.",
      "A gas leak by the boiler.",
      "We have a gas leak at our house, help!",
    ])
      expect(urgencyOf(text, layer)).toBe("urgent");
  });
});
