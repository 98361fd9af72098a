import { describe, expect, test } from "vitest";
import { parseLabelled } from "../../src/classify/labelled.ts";
import { PermanentError } from "../../src/errors.ts";

const good = {
  id: "en-1",
  language: "en",
  subject: "",
  text: "hello",
  urgency: "low",
  kind: "other",
  tone: "neutral",
  topic: "other",
  root_cause: null,
};
const line = (changes: object) => JSON.stringify({ ...good, ...changes });

test("empty lines are passed over", () => {
  expect(parseLabelled(`${line({})}\n\n`, "a.jsonl")).toEqual([good]);
});

describe("a bad line is refused with file, line and cause", () => {
  test.each([
    ["no JSON", "{", "a.jsonl:2: not JSON"],
    ["no object", "[]", "a.jsonl:2: not a JSON object"],
    [
      "unknown label",
      line({ id: "x", urgency: "asap" }),
      'a.jsonl:2: urgency is "asap"; expected one of urgent',
    ],
    ["hostile label", line({ id: "x", topic: "__proto__" }), "a.jsonl:2: topic"],
    ["inherited name as a label", line({ id: "x", kind: "constructor" }), "a.jsonl:2: kind"],
    ["no text", line({ id: "x", text: 5 }), "a.jsonl:2: text is 5"],
    ["unknown language", line({ id: "x", language: "xx" }), "a.jsonl:2: language"],
    ["second use of an id", line({}), 'a.jsonl:2: id "en-1" occurs twice'],
    ["unknown cause", line({ id: "x", root_cause: "luck" }), "a.jsonl:2: root_cause"],
  ])("%s", (_, bad, message) => {
    expect(() => parseLabelled(`${line({})}\n${bad}`, "a.jsonl")).toThrow(message);
  });

  test("a file without a mail", () => {
    expect(() => parseLabelled("\n", "a.jsonl")).toThrow(PermanentError);
  });
});
