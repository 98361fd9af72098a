import { counted, type Figure } from "./digest-figures.ts";

/** How often something was counted, by its label. */
export interface Tally<Label> {
  readonly label: Label;
  readonly count: Figure;
}

/** The most frequent first; what came only before comes last. */
export function tally<Label, Row extends { readonly current: boolean; readonly count: number }>(
  rows: readonly Row[],
  labelOf: (row: Row) => Label,
): Tally<Label>[] {
  return [...Map.groupBy(rows, labelOf)]
    .map(([label, group]) => ({ label, count: counted(group) }))
    .sort((a, b) => (b.count.now ?? 0) - (a.count.now ?? 0) || (b.count.before ?? 0) - (a.count.before ?? 0));
}

export const sum = (a: Figure, b: Figure): Figure => ({
  now: (a.now ?? 0) + (b.now ?? 0),
  before: (a.before ?? 0) + (b.before ?? 0),
});

/** Whole per cent of all, rounded down; null of nothing. */
export const percent = (part: Figure, rest: Figure): Figure => {
  const share = (good: number, bad: number): number | null =>
    good + bad === 0 ? null : Math.floor((100 * good) / (good + bad));
  return {
    now: share(part.now ?? 0, rest.now ?? 0),
    before: share(part.before ?? 0, rest.before ?? 0),
  };
};

/** To one decimal; null where nobody was displeased. */
export const ratio = (a: Figure, b: Figure): Figure => {
  const one = (good: number, bad: number): number | null =>
    bad === 0 ? null : Math.round((10 * good) / bad) / 10;
  return { now: one(a.now ?? 0, b.now ?? 0), before: one(a.before ?? 0, b.before ?? 0) };
};
