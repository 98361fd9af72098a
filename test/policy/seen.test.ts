import { expect, test } from "vitest";
import { areAnswersSeen, seenPercent } from "../../src/policy/seen.ts";

test.each([
  { resolved: 0, seen: 0, old: 0, ended: 0, enough: true, percent: null },
  { resolved: 19, seen: 0, old: 19, ended: 0, enough: true, percent: null },
  { resolved: 20, seen: 17, old: 100, ended: 90, enough: false, percent: 85 },
  { resolved: 20, seen: 18, old: 100, ended: 10, enough: true, percent: 90 },
  { resolved: 1000, seen: 899, old: 0, ended: 0, enough: false, percent: 89 },
  // Who never moves anything to Resolved.
  { resolved: 3, seen: 0, old: 40, ended: 19, enough: false, percent: 47 },
  { resolved: 3, seen: 3, old: 40, ended: 20, enough: true, percent: 50 },
])(
  "$seen answers seen of $resolved, $ended of $old old ones: $percent %, enough: $enough",
  ({ enough, percent, ...share }) => {
    expect(areAnswersSeen(share)).toBe(enough);
    expect(seenPercent(share)).toBe(percent);
  },
);
