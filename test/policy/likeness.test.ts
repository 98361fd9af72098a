import { expect, it } from "vitest";
import type { Term } from "../../src/classify/term.ts";
import { termOfWord, termsOf } from "../../src/classify/terms.ts";
import { chanceOf, joins, type Tied, ties, weigh } from "../../src/policy/likeness.ts";

const nothingKnown = { messages: 0, holding: new Map<number, number>() };
const tied = (language: Tied["language"], home = 0): Tied => ({
  language,
  topic: "delivery",
  chance: { home, abroad: 0 },
});
const word = (id: number, count = 1): Term => ({ id, count, kind: "word" });

const alike = { id: 1, group: 7, language: "en", topic: "delivery" } as const;

it("weighs rare words above common ones, and words that everyone uses not at all", () => {
  const known = { messages: 9_000, holding: new Map([[1, 20], [2, 4_500], [3, 9_200]]) }; // biome-ignore format: a table
  const weights = new Map(weigh([word(1), word(2), word(3)], known));
  expect(weights.get(1)).toBeGreaterThan((weights.get(2) ?? 0) * 3);
  expect(weights.has(3)).toBe(false);
});

it("gives messages without any words no weight and no group", () => {
  expect(weigh([], nothingKnown)).toEqual([]);
  expect(joins(ties(tied("en"), []))).toBeNull();
});

it("joins the group that its ties speak for together, not the one of its strongest tie alone", () => {
  const candidate = (id: number, likeness: number, group: string) =>
    ({ id, likeness, group, language: "en", topic: "delivery" }) as const;
  const found = ties(tied("en"), [candidate(1, 0.5, "a"), candidate(2, 0.4, "b"), candidate(3, 0.3, "b")]);
  expect(joins(found)).toBe("b");
});

it("begins a group of its own where nothing is alike enough", () => {
  expect(joins(ties(tied("en"), [{ ...alike, likeness: 0.2 }]))).toBeNull();
});

it("takes the same likeness for more between two languages, which share concepts only", () => {
  const one = { ...alike, likeness: 0.3 };
  expect(joins(ties(tied("en"), [one]))).toBeNull();
  expect(joins(ties(tied("el"), [one]))).toBe(7);
});

it("takes what is about another topic for less alike", () => {
  const strength = (topic: "delivery" | "billing") =>
    ties(tied("en"), [{ ...alike, topic, likeness: 0.5 }])[0]?.strength ?? 0;
  expect(strength("billing")).toBeLessThan(strength("delivery"));
});

it("knows words that everyone uses before a mailbox has counted any", () => {
  const weights = new Map(weigh([word(termOfWord("the")), word(termOfWord("kettle"))], nothingKnown));
  expect(weights.get(termOfWord("the"))).toBeLessThan((weights.get(termOfWord("kettle")) ?? 0) * 0.6);
});

it("counts for less what any two messages of a mailbox have in common", () => {
  const terms = [word(1), word(2)];
  /** How much counts of being like another message about a card, where so many of a hundred are. */
  const counted = (holding: number) => {
    const known = { messages: 100, holding: new Map([[1, holding]]) };
    const weighted = weigh(terms, known);
    const likeness = (new Map(weighted).get(1) ?? 0) ** 2;
    const [tie] = ties(tied("en", chanceOf(weighted, terms, known).home), [{ ...alike, likeness }]);
    return (tie?.strength ?? 0) / likeness;
  };
  expect(counted(90)).toBeLessThan(0.6);
  expect(counted(1)).toBeGreaterThan(0.98);
});

it("compares words without their endings, accents and capitals", () => {
  const ids = (text: string) =>
    new Set(termsOf({ subject: "", text, language: "el" }, null).map(({ id }) => id));
  expect([...ids("βραστήρας")].filter((id) => ids("ΒΡΑΣΤΗΡΑ").has(id))).toHaveLength(1);
});
