import type { Term } from "../classify/term.ts";
import type { Language } from "../mail/message.ts";

/** Terms with their weights; the sum of products over common terms says how alike two messages are. */
export type Weighted = readonly (readonly [term: number, weight: number])[];

/** How many messages there are, and how many of them hold each term. */
export interface Frequencies {
  readonly messages: number;
  readonly holding: ReadonlyMap<number, number>;
}

/** As many terms of a message as are kept: those that tell most. */
const WORDS_KEPT = 48;
const CONCEPTS_KEPT = 16;
/** Beside words, of which two languages share hardly any, concepts carry across. */
const CONCEPT_SHARE = 0.55;
const STEM_SHARE = 0.5;

/**
 * Weights by log term frequency and inverse document frequency, words and concepts each scaled to a length of their
 * own (Salton and Buckley 1988), and cut to the heaviest.
 */
export function weigh(terms: readonly Term[], { messages, holding }: Frequencies): Weighted {
  const weightOf = ({ id, count, kind }: Term): number =>
    (kind === "stem" ? STEM_SHARE : 1) *
    (1 + Math.log(count)) *
    Math.log((messages + 2) / ((holding.get(id) ?? 0) + 1));
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

/** Alike messages share what tells most of each: looking up the rest would cost much and find few others. */
const WORDS_LOOKED_UP = 24;
const CONCEPTS_LOOKED_UP = 12;

/** The terms by which alike messages are looked up, of what {@link weigh} gave. */
export function lookedUp(weighted: Weighted, terms: readonly Term[]): Weighted {
  const concepts = new Set(terms.flatMap(({ id, kind }) => (kind === "concept" ? id : [])));
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

const LEAST_LIKENESS = 0.06;
const NEIGHBOURS = 5;
const NEIGHBOURS_ABROAD = 4;
/** Messages in two languages have only concepts in common: the same likeness means more. */
const ABROAD = 2;
/** A message joins a group if its strongest tie is at least that strong. */
const JOINS = 0.5;

/** Ties to the most alike messages, of its own language and of others. */
export function ties<Group>(language: Language, candidates: readonly Candidate<Group>[]): Tie<Group>[] {
  const alike = candidates
    .filter(({ likeness }) => likeness > LEAST_LIKENESS)
    .sort((a, b) => b.likeness - a.likeness || a.id - b.id);
  const home = alike.filter((one) => one.language === language).slice(0, NEIGHBOURS);
  const abroad = alike.filter((one) => one.language !== language).slice(0, NEIGHBOURS_ABROAD);
  const tie =
    (times: number) =>
    ({ id, likeness, group }: Candidate<Group>): Tie<Group> => ({ id, strength: times * likeness, group });
  return [...home.map(tie(1)), ...abroad.map(tie(ABROAD))];
}

/** The group that a message with these ties belongs to; null for one of its own. */
export function joins<Group>(found: readonly Tie<Group>[]): Group | null {
  if (!found.some(({ strength }) => strength >= JOINS)) return null;
  const votes = new Map<Group, number>();
  for (const { group, strength } of found) votes.set(group, (votes.get(group) ?? 0) + strength);
  return [...votes].reduce((best, one) => (one[1] > best[1] ? one : best))[0];
}
