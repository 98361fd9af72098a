import { expect, test } from "vitest";
import { topicNameable } from "../../src/classify/nameable.ts";

test("a topic that is merely likely is not named to the customer", () => {
  expect(topicNameable({ label: "billing", confidence: 0.6, reasons: [] })).toBe(false);
  expect(topicNameable({ label: "billing", confidence: 1, reasons: [] })).toBe(true);
});

test("the topic that means none of the others is never named", () => {
  expect(topicNameable({ label: "other", confidence: 1, reasons: [] })).toBe(false);
});
