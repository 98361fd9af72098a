import { describe, expect, test } from "vitest";
import { type Duration, quantile, quantileAfter, survival } from "../../src/policy/survival.ts";

const ended = (...hours: number[]): Duration[] => hours.map((one) => ({ hours: one, ended: true }));
const open = (...hours: number[]): Duration[] => hours.map((one) => ({ hours: one, ended: false }));
const rounded = (durations: readonly Duration[]) =>
  survival(durations).map(({ hours, share }) => [hours, Number(share.toFixed(4))]);

describe("the product-limit estimate", () => {
  test("gives the remission times of the 6-MP group as the textbooks have them (Freireich et al. 1963)", () => {
    const group = [
      ...ended(6, 6, 6, 7, 10, 13, 16, 22, 23),
      ...open(6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35),
    ];
    expect(rounded(group)).toEqual([
      [6, 0.8571],
      [7, 0.8067],
      [10, 0.7529],
      [13, 0.6902],
      [16, 0.6275],
      [22, 0.5378],
      [23, 0.4482],
    ]);
    expect(quantile(survival(group), 0.5)).toBe(23);
    expect(quantile(survival(group), 0.95)).toBeNull();
  });

  test("gives the placebo group of the same trial, in which nobody is censored", () => {
    const group = ended(1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23);
    expect(rounded(group).slice(0, 5)).toEqual([
      [1, 0.9048],
      [2, 0.8095],
      [3, 0.7619],
      [4, 0.6667],
      [5, 0.5714],
    ]);
    expect(quantile(survival(group), 0.5)).toBe(8);
    expect(quantile(survival(group), 0.95)).toBe(22);
  });

  test("agrees with the one worked in Kaplan and Meier's paper: 0.8, 1.0+, 2.7+, 3.1, 5.4, 7.0+, 9.2, 12.1+", () => {
    expect(rounded([...ended(0.8, 3.1, 5.4, 9.2), ...open(1, 2.7, 7, 12.1)])).toEqual([
      [0.8, 0.875],
      [3.1, 0.7],
      [5.4, 0.525],
      [9.2, 0.2625],
    ]);
  });
});

describe("the time by which nearly all are answered", () => {
  test("is exact where all of them are", () => {
    expect(quantile(survival(ended(...Array.from({ length: 100 }, (_, i) => i + 1))), 0.95)).toBe(95);
  });

  test("is later for the tickets that still wait: they cannot be left out", () => {
    const quick = ended(...Array.from({ length: 95 }, (_, i) => (i + 1) / 10));
    const slow = ended(...Array.from({ length: 30 }, (_, i) => 20 + i));
    const without = quantile(survival([...quick, ...slow]), 0.95) ?? 0;
    const withThem = quantile(survival([...quick, ...slow, ...open(...Array(40).fill(15))]), 0.95) ?? 0;
    expect(withThem).toBeGreaterThan(without);
  });

  test("is not known where too many wait still, or there is nothing to go by", () => {
    expect(quantile(survival([...ended(1, 2, 3), ...open(4, 4, 4)]), 0.95)).toBeNull();
    expect(quantile(survival([]), 0.95)).toBeNull();
  });

  test("is reckoned anew for what has waited already", () => {
    const steps = survival(ended(...Array.from({ length: 100 }, (_, i) => i + 1)));
    expect(quantileAfter(steps, 0.95, 0)).toBe(95);
    // 10 are left after 90 hours; 9.5 of them, so 10, are answered after 100.
    expect(quantileAfter(steps, 0.95, 90)).toBe(100);
    expect(quantileAfter(steps, 0.5, 90)).toBe(95);
    expect(quantileAfter(steps, 0.95, 100)).toBeNull();
  });
});
