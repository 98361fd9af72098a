import { describe, expect, test } from "vitest";
import { measureAnswers, promised, type Wait } from "../../src/policy/measure.ts";
import { promiseTime, promiseWords } from "../../src/policy/promise.ts";
import { at, rules } from "./ticket.ts";

const NOW = at("27T10:00");
const openedAt = at("9T10:00");
const hoursOn = (hours: number): Date => new Date(openedAt.getTime() + hours * 3_600_000);
const wait = (changes: Partial<Wait>): Wait => ({
  priority: "normal",
  openedAt,
  firstAnswerAt: null,
  resolvedAt: null,
  ...changes,
});
const many = (count: number, changes: Partial<Wait>): Wait[] =>
  Array.from({ length: count }, () => wait(changes));

/** What is promised, once these waits have been seen. */
function promisedAfter(waits: readonly Wait[], changes: Partial<typeof rules> = {}) {
  const all = { ...rules, ...changes };
  const measured = Object.fromEntries(measureAnswers(waits, NOW, all).map((one) => [one.priority, one]));
  return promised({ ...all, measured }, "normal");
}

describe("what a customer is promised", () => {
  test("is what nearly all answers take", () => {
    const quick = many(40, { firstAnswerAt: hoursOn(3) });
    expect(promisedAfter(quick)).toEqual({ hours: 3, basis: "measured" });
  });

  test("is the target where no answer was ever seen, not the longest wait so far", () => {
    const never = promisedAfter(many(176, {}));
    expect(never).toEqual({ hours: 8, basis: "target" });
    expect(promiseWords(promiseTime(NOW, never.hours, rules.hours), NOW, "en", "Europe/Budapest")).toBe(
      "by noon on Monday 30 November",
    );
  });

  test("is the target where answers are given elsewhere, whatever the few that are seen took", () => {
    const few = many(40, { firstAnswerAt: hoursOn(3) });
    expect(promisedAfter(few, { answersSeen: false })).toEqual({ hours: 8, basis: "target-unseen" });
  });

  test("is never more than a customer may be told, though many wait for weeks", () => {
    const slow = [...many(60, { firstAnswerAt: hoursOn(5) }), ...many(20, {})];
    expect(promisedAfter(slow)).toEqual({ hours: 5 * 8, basis: "measured-capped" });
    // Round the clock a working day has more hours.
    const always = { ...rules.hours, week: Array(7).fill({ from: 0, to: 1440 }) };
    expect(promisedAfter(slow, { hours: always })).toEqual({ hours: 5 * 24, basis: "measured-capped" });
  });

  test("is a target that is longer than that, for the company wants it so", () => {
    const slow = [...many(60, { firstAnswerAt: hoursOn(5) }), ...many(20, {})];
    const answerHours = { ...rules.answerHours, normal: 60 };
    expect(promisedAfter(slow, { answerHours }).hours).toBe(60);
  });
});
