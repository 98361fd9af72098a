import { expect, test } from "vitest";
import { areAnswersSeen, seenPercent } from "../../src/policy/seen.ts";

test.each([
  { resolved: 0, seen: 0, enough: true, percent: null },
  { resolved: 19, seen: 0, enough: true, percent: null },
  { resolved: 20, seen: 17, enough: false, percent: 85 },
  { resolved: 20, seen: 18, enough: true, percent: 90 },
  { resolved: 1000, seen: 899, enough: false, percent: 89 },
])("$seen answers seen of $resolved: $percent %, enough: $enough", ({ enough, percent, ...share }) => {
  expect(areAnswersSeen(share)).toBe(enough);
  expect(seenPercent(share)).toBe(percent);
});
