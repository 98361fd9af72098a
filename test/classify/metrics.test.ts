import { expect, test } from "vitest";
import { fitSharpness, softmax } from "../../src/classify/calibrate.ts";
import { bootstrap, calibrationError, confusion, coverageAt, macroF1 } from "../../src/classify/metrics.ts";

const answers = [
  { right: 0, said: 0, confidence: 0.9 },
  { right: 0, said: 1, confidence: 0.6 },
  { right: 1, said: 1, confidence: 0.8 },
  { right: 1, said: 1, confidence: 0.7 },
];

test("macro-F1 is the mean over labels, not over mails", () => {
  // Label 0: precision 1, recall 1/2; label 1: precision 2/3, recall 1.
  expect(macroF1(answers, 2)).toBeCloseTo((2 / 3 + 4 / 5) / 2);
});

test("confusion has a row for each right label", () => {
  expect(confusion(answers, 2)).toEqual([
    [1, 1],
    [0, 2],
  ]);
});

test("coverage at a target counts the surest answers", () => {
  expect(coverageAt(answers, 0.9)).toEqual({ coverage: 0.75, threshold: 0.7 });
});

test("a classifier that is as right as it says has no calibration error", () => {
  const honest = Array.from({ length: 100 }, (_, i) => ({
    right: i < 75 ? 1 : 0,
    said: 1,
    confidence: 0.75,
  }));
  expect(calibrationError(honest)).toBeCloseTo(0);
});

test("the bootstrap interval holds the figure and is the same every time", () => {
  const interval = bootstrap(answers, (some) => macroF1(some, 2));
  expect(interval.low).toBeLessThanOrEqual(interval.value);
  expect(interval.high).toBeGreaterThanOrEqual(interval.value);
  expect(bootstrap(answers, (some) => macroF1(some, 2))).toEqual(interval);
});

test("softmax stays a probability for extreme scores", () => {
  expect([...softmax([1e9, -1e9], 50)]).toEqual([1, 0]);
});

test("temperature scaling tells an overconfident scorer to be modest", () => {
  const scores = Array.from({ length: 100 }, () => [2, -2]);
  const classes = scores.map((_, i) => (i < 70 ? 0 : 1));
  const sharpness = fitSharpness(scores, classes);
  expect(softmax([2, -2], sharpness)[0]).toBeCloseTo(0.7, 2);
});
