import type { OwnTopic, Topic } from "../classify/judgement.ts";
import type { Term } from "../classify/term.ts";
import type { Language } from "../mail/message.ts";
import { COMMON_TERMS } from "./cues/common.ts";

/** Terms with their weights; the sum of products over common terms says how alike two messages are. */
export type Weighted = readonly (readonly [term: number, weight: number])[];

/** How many messages there are, and how many of them hold each term. */
export interface Frequencies {
  readonly messages: number;
  readonly holding: ReadonlyMap<number, number>;
}

/** As many terms of a message as are kept: those that tell most. */
const WORDS_KEPT = 48;
const CONCEPTS_KEPT = 32;
/** Beside words, of which two languages share hardly any, concepts carry across. */
const CONCEPT_SHARE = 0.55;
const STEM_SHARE = 0.5;
/**
 * What a mailbox would know if it had been there for long: so many messages, of which so many hold each common word. With
 * a few dozen of its own any word would seem rare, and any two messages that share "the" alike.
 */
export const IMAGINED = 100;
const COMMON_IN = 10;

/**
 * Weights by log term frequency and inverse document frequency, words and concepts each scaled to a length of their
 * own (Salton and Buckley 1988), and cut to the heaviest.
 */
export function weigh(terms: readonly Term[], { messages, holding }: Frequencies): Weighted {
  const weightOf = ({ id, count, kind }: Term): number =>
    (kind === "stem" ? STEM_SHARE : 1) *
    (1 + Math.log(count)) *
    Math.log(
      (messages + IMAGINED + 2) / ((holding.get(id) ?? 0) + (COMMON_TERMS.has(id) ? COMMON_IN : 0) + 1),
    );
  const part = (
    of: readonly Term[],
    { kept, share }: { readonly kept: number; readonly share: number },
  ): (readonly [number, number])[] => {
    const weighted = of
      .map((term) => [term.id, weightOf(term)] as const)
      .filter(([, weight]) => weight > 0)
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
      .slice(0, kept);
    const length = Math.hypot(...weighted.map(([, weight]) => weight)) || 1;
    return weighted.map(([id, weight]) => [id, (share * weight) / length] as const);
  };
  const isConcept = (term: Term): boolean => term.kind === "concept";
  return [
    ...part(
      terms.filter((term) => !isConcept(term)),
      { kept: WORDS_KEPT, share: 1 },
    ),
    ...part(terms.filter(isConcept), { kept: CONCEPTS_KEPT, share: CONCEPT_SHARE }),
  ];
}

/** How alike a message is to any other of its mailbox by chance: where all write of cards, to share the word tells little. */
export interface Chance {
  /** To one of its own language. */
  readonly home: number;
  /** To one of another, by concepts alone. */
  readonly abroad: number;
}

/** Until so many messages are known, what the few have in common counts for less. */
const FEW = 5;

/** {@link Chance} of a message: as if others held its terms as often as those before it do, and weighed them as it does. */
export function chanceOf(
  weighted: Weighted,
  terms: readonly Term[],
  { messages, holding }: Frequencies,
): Chance {
  const concepts = conceptsOf(terms);
  let [home, abroad] = [0, 0];
  for (const [id, weight] of weighted) {
    const expected = (weight * weight * (holding.get(id) ?? 0)) / (messages + FEW);
    home += expected;
    if (concepts.has(id)) abroad += expected;
  }
  return { home, abroad };
}

const conceptsOf = (terms: readonly Term[]): ReadonlySet<number> =>
  new Set(terms.flatMap(({ id, kind }) => (kind === "concept" ? id : [])));

/** Alike messages share what tells most of each: looking up the rest would cost much and find few others. */
const WORDS_LOOKED_UP = 24;
const CONCEPTS_LOOKED_UP = 12;

/** The terms by which alike messages are looked up, of what {@link weigh} gave. */
export function lookedUp(weighted: Weighted, terms: readonly Term[]): Weighted {
  const concepts = conceptsOf(terms);
  const heaviest = (of: Weighted, kept: number): Weighted =>
    of.toSorted((a, b) => b[1] - a[1]).slice(0, kept);
  return [
    ...heaviest(
      weighted.filter(([id]) => !concepts.has(id)),
      WORDS_LOOKED_UP,
    ),
    ...heaviest(
      weighted.filter(([id]) => concepts.has(id)),
      CONCEPTS_LOOKED_UP,
    ),
  ];
}

/** A message that shares terms with the one in hand. */
export interface Candidate<Group> {
  readonly id: number;
  readonly language: Language;
  readonly topic: Topic | OwnTopic;
  /** Sum of products over common terms. */
  readonly likeness: number;
  readonly group: Group;
}

/** A tie to an alike message, as strong as it counts. */
export interface Tie<Group> {
  readonly id: number;
  readonly strength: number;
  readonly group: Group;
}

/** Chance counts so often: what is but a little more alike than any two are is not alike. */
const BEYOND = 1.5;
const LEAST_LIKENESS = 0.03;
const NEIGHBOURS = 5;
const NEIGHBOURS_ABROAD = 4;
/** Messages in two languages have only concepts in common: the same likeness means more. */
const ABROAD = 2;
/** What the classifier takes to be about something else is less alike than its words are. */
const OTHER_TOPIC = 0.8;
/** A message joins a group if its strongest tie is at least that strong. */
const JOINS = 0.5;

/** A message whose ties are looked for. */
export interface Tied extends Pick<Candidate<unknown>, "language" | "topic"> {
  readonly chance: Chance;
}

/** Ties to the most alike messages, of its own language and of others. */
export function ties<Group>(
  { language, topic, chance }: Tied,
  candidates: readonly Candidate<Group>[],
): Tie<Group>[] {
  const among = (home: boolean, most: number): Tie<Group>[] =>
    candidates
      .filter((one) => (one.language === language) === home)
      .map(({ id, likeness, group, ...one }) => {
        const beyond = likeness - BEYOND * (home ? chance.home : chance.abroad);
        return { id, group, strength: beyond * (one.topic === topic ? 1 : OTHER_TOPIC) };
      })
      .filter(({ strength }) => strength > LEAST_LIKENESS)
      .sort((a, b) => b.strength - a.strength || a.id - b.id)
      .slice(0, most);
  const abroad = among(false, NEIGHBOURS_ABROAD);
  return [...among(true, NEIGHBOURS), ...abroad.map((tie) => ({ ...tie, strength: ABROAD * tie.strength }))];
}

/** The group that a message with these ties belongs to; null for one of its own. */
export function joins<Group>(found: readonly Tie<Group>[]): Group | null {
  if (!found.some(({ strength }) => strength >= JOINS)) return null;
  const votes = new Map<Group, number>();
  for (const { group, strength } of found) votes.set(group, (votes.get(group) ?? 0) + strength);
  return [...votes].reduce((best, one) => (one[1] > best[1] ? one : best))[0];
}
