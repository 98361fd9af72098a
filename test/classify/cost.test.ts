import { expect, test } from "vitest";
import { cheapestUrgency } from "../../src/classify/cost.ts";
import { URGENCIES } from "../../src/classify/judgement.ts";

const said = (...probabilities: number[]) => URGENCIES[cheapestUrgency(probabilities)];

test.each([
  ["what is certain is said", [0, 0, 0, 1], "low"],
  ["what may well be urgent is never put aside", [0.35, 0.2, 0.4, 0.05], "high"],
  ["a small chance of urgency lifts nothing", [0.05, 0.1, 0.7, 0.15], "normal"],
  ["between urgent and high the likelier one is said", [0.55, 0.4, 0.05, 0], "urgent"],
] as const)("%s", (_, probabilities, expected) => {
  expect(said(...probabilities)).toBe(expected);
});
