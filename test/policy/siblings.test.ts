import { expect, it } from "vitest";
import type { Term } from "../../src/classify/term.ts";
import type { Weighted } from "../../src/policy/likeness.ts";
import { joinInOrder, weighInOrder } from "../../src/policy/siblings.ts";

const story: Weighted = [[1, 0.8], [2, 0.6]]; // biome-ignore format: a pair a term
const other: Weighted = [[7, 1]];

const sibling = (
  id: number,
  terms: Weighted,
  alike: { id: number; likeness: number; group: string }[] = [],
) => ({
  id,
  language: "en" as const,
  topic: "delivery" as const,
  chance: { home: 0, abroad: 0 },
  terms,
  lookedUp: terms,
  alike: alike.map((one) => ({ ...one, language: "en" as const, topic: "delivery" as const })),
  begins: `begun by ${id}`,
});

it("lets the second of two complaints that come together join the group that the first begins", () => {
  const joined = joinInOrder([sibling(1, story), sibling(2, other), sibling(3, story)]);
  expect(joined.map(({ group }) => group)).toEqual(["begun by 1", "begun by 2", "begun by 1"]);
  expect(joined[2]?.ties.map(({ id }) => id)).toEqual([1]);
  expect(joined[0]?.ties).toEqual([]);
});

it("lets it join the group of earlier times that the first has joined", () => {
  const before = [{ id: 99, likeness: 0.9, group: "old" }];
  const joined = joinInOrder([sibling(1, story, before), sibling(2, story)]);
  expect(joined.map(({ group }) => group)).toEqual(["old", "old"]);
});

it("takes a word for less rare with each complaint of a batch that has it", () => {
  const word = (id: number): Term => ({ id, count: 1, kind: "word" });
  const known = { messages: 100, holding: new Map([[2, 3]]) };
  const batch = [[word(1), word(2)], [word(1)], [word(1), word(2)]].map((terms) => ({ terms }));
  const [first, , third] = weighInOrder(batch, known).map(({ weighted }) => weighted);
  const ratio = (weighted: Weighted = []) => (weighted[0]?.[1] ?? 0) / (weighted[1]?.[1] ?? 1);
  expect(first?.map(([id]) => id)).toEqual([1, 2]);
  expect(ratio(third)).toBeLessThan(ratio(first));
  expect(known.holding.get(2)).toBe(3);
});
