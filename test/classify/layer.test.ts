import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import type { Judged, Layer } from "../../src/classify/judgement.ts";
import { type LabelledMail, parseLabelled } from "../../src/classify/labelled.ts";
import { loadLayer, saveLayer } from "../../src/classify/layerfile.ts";
import { LinearClassifier } from "../../src/classify/linear.ts";
import { parseTopics } from "../../src/classify/owntopics.ts";
import { type Lesson, Teacher } from "../../src/classify/teach.ts";
import { tryOut } from "../../src/classify/trial.ts";

let base: LinearClassifier;
let replay: readonly LabelledMail[];
beforeAll(() => {
  base = LinearClassifier.load(readFileSync("models/base.foyer"));
  replay = parseLabelled(readFileSync("data/train/en.jsonl", "utf8"), "en.jsonl").slice(0, 150);
});

const mail = (text: string, language: Judged["language"] = "en"): Judged => ({ subject: "", text, language });
const urgent = (text: string, language: Judged["language"] = "en"): Lesson => ({
  message: mail(text, language),
  task: "urgency",
  label: "urgent",
  weight: 1,
});
const taught = (lessons: readonly Lesson[]): Layer => {
  const layer = new Teacher(base, replay).teach(lessons, []);
  if (layer === null) throw new Error("nothing was learned");
  return layer;
};

const plain = "Could somebody look at the pump of tank 4 when the night shift hands over? Order 88127-4.";
const warranty = [
  "The warranty card was missing from the box, is my warranty valid without it?",
  "How long is the warranty on the blender, and does it cover the motor?",
  "I would like to extend the warranty of my washing machine for two years.",
  "Does the guarantee hold if another shop repairs the phone? The warranty says nothing.",
  "Where do I register the product for the extended warranty?",
];
const topics = () =>
  parseTopics(warranty.map((text) => JSON.stringify({ topic: "warranty", text })).join("\n"), "topics.jsonl");

describe("a correction", () => {
  test("is right afterwards, and so is a slightly changed copy", () => {
    expect(base.judge(mail(plain)).urgency.label).not.toBe("urgent");
    const layer = taught([urgent(plain)]);
    expect(base.judge(mail(plain), layer).urgency.label).toBe("urgent");
    const changed = plain.replace("88127-4", "90311-2").replace("Could somebody", "Please can somebody");
    expect(base.judge(mail(changed), layer).urgency.label).toBe("urgent");
  });

  test("leaves other mail and other questions as they were", () => {
    const layer = taught([urgent(plain)]);
    for (const one of replay) {
      const [before, after] = [base.judge(one), base.judge(one, layer)];
      expect(after.urgency.label).toBe(before.urgency.label);
      expect([after.kind, after.tone, after.topic]).toEqual([before.kind, before.tone, before.topic]);
    }
  });

  test("that is taken back leaves no trace", () => {
    const kept = [urgent(plain)];
    const octets = (lessons: readonly Lesson[]) => saveLayer(taught(lessons));
    const without = octets(kept);
    expect(octets([...kept, urgent("The gate of hall 2 is stuck again.")])).not.toEqual(without);
    expect(octets(kept)).toEqual(without);
    expect(new Teacher(base, replay).teach([], [])).toBeNull();
  });

  test.each([
    ["order numbers", "8812734 99-123 44471"],
    ["prototype names", "__proto__ constructor hasOwnProperty toString __proto__"],
    ["emoji", "👨‍👩‍👧‍👦🏳️‍🌈😡😡😡 🙏"],
    ["every script", "日本語 العربية עברית ไทย ქართული Ελληνικά русский"],
    ["nothing", ""],
    ["lone surrogates and NUL", "\0\ud83d\udc00\ud83d"],
  ])("of %s does no harm", (_name, text) => {
    const layer = taught([urgent(text, null), urgent(plain)]);
    expect(base.judge(mail(plain), layer).urgency.label).toBe("urgent");
    const wrong = replay.filter(
      (one) =>
        base.judge(one).urgency.label === one.urgency && base.judge(one, layer).urgency.label !== one.urgency,
    );
    expect(wrong.map(({ id }) => id)).toEqual([]);
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain("urgent");
  });

  test("to a label that does not exist teaches nothing", () => {
    const lesson: Lesson = { message: mail(plain), task: "urgency", label: "__proto__", weight: 1 };
    expect(new Teacher(base, replay).teach([lesson], [])).toBeNull();
  });
});

describe("a topic of the mailbox' own", () => {
  test("works after five examples, says why, and takes nothing from the others", () => {
    const layer = new Teacher(base, replay).teach([], topics());
    const judged = base.judge(mail("Is the warranty still valid for a kettle that I bought in 2024?"), layer);
    expect(judged.topic.label).toBe("warranty");
    expect(judged.topic.reasons.join(" ").toLowerCase()).toContain("warranty");
    expect(judged.topic.confidence).toBeGreaterThan(0);
    expect(judged.topic.confidence).toBeLessThanOrEqual(1);
    const lost = replay.filter((one) => base.judge(one, layer).topic.label !== base.judge(one).topic.label);
    expect(lost.length).toBeLessThanOrEqual(1);
  });

  test.each([
    ["no JSON", "nonsense", /topics\.jsonl:1: not JSON/],
    ["no text", '{"topic": "warranty"}', /topics\.jsonl:1: "text" is missing/],
    ["a topic of foyer's", '{"topic": "billing", "text": "x"}', /"billing" is one of foyer's own topics/],
    ["a prototype's name", '{"topic": "__proto__", "text": "x"}', /is no name for a topic/],
    ["an inherited name", '{"topic": "constructor", "text": "x"}', /is no name for a topic/],
    ["a folder's name", '{"topic": "../etc", "text": "x"}', /is no name for a topic/],
    ["nothing", "\n\n", /holds no example/],
  ])("in a file with %s is refused, and what to do is said", (_name, content, problem) => {
    expect(() => parseTopics(content, "topics.jsonl")).toThrow(problem);
  });
});

describe("a layer's file", () => {
  test("is read back as it was", () => {
    const layer = new Teacher(base, replay).teach([urgent(plain)], topics());
    if (layer === null) throw new Error("nothing was learned");
    const { layer: read, version } = loadLayer(saveLayer(layer));
    expect(read).toEqual(layer);
    expect(version).toMatch(/^layer-3\.[0-9a-f]{12}$/);
  });

  test.each([
    ["cut short", (file: Uint8Array) => file.slice(0, -8)],
    ["altered", (file: Uint8Array) => file.with(file.length - 9, 77)],
    ["of a base model", () => new Uint8Array(readFileSync("models/base.foyer"))],
    ["empty", () => new Uint8Array(0)],
  ])("that is %s is refused", (_name, spoil) => {
    const file = saveLayer(taught([urgent(plain)]));
    expect(() => loadLayer(spoil(file))).toThrow(/model file/);
  });
});

describe("a new layer is tried out", () => {
  const material = (lessons: readonly Lesson[], tests: readonly LabelledMail[] = replay) => ({
    base,
    teacher: new Teacher(base, replay),
    lessons,
    topics: [],
    tests,
  });

  test("and may go live where it makes nothing worse", () => {
    const lessons = [urgent(plain)];
    const { objection, baseTests, heldOut } = tryOut(taught(lessons), material(lessons));
    expect(objection).toBeNull();
    expect(heldOut).toBeNull();
    for (const { before, after } of baseTests) expect(after).toBeGreaterThanOrEqual(before - 0.005);
  });

  test("and stays out where mails of the base come out worse", () => {
    const calm = replay.filter(({ urgency }) => urgency !== "urgent").slice(0, 40);
    const lessons = calm.map(
      (one): Lesson => ({ message: one, task: "urgency", label: "urgent", weight: 1 }),
    );
    const layer = new Teacher(base, []).teach(lessons, []);
    if (layer === null) throw new Error("nothing was learned");
    expect(tryOut(layer, { ...material([urgent(plain)]), tests: calm }).objection).toBe("base-tests");
  });
});
