import type { Term } from "../classify/term.ts";
import {
  type Candidate,
  type Chance,
  chanceOf,
  type Frequencies,
  joins,
  type Tie,
  type Tied,
  ties,
  type Weighted,
  weigh,
} from "./likeness.ts";

/** One of a batch of messages that come one after the other, and know each other as they would one by one. */
interface Sibling<Group> extends Tied {
  readonly id: number;
  readonly terms: Weighted;
  /** Those of its terms by which alike messages are looked up. */
  readonly lookedUp: Weighted;
  /** Alike ones from before the batch. */
  readonly alike: readonly Candidate<Group>[];
  /** The group that it begins if it joins none. */
  readonly begins: Group;
}

interface Joined<Group> {
  readonly group: Group;
  readonly ties: readonly Tie<Group>[];
}

/** Each with {@link weigh} and {@link chanceOf}, in order: those before it count among the messages that there are. */
export function weighInOrder<One extends { readonly terms: readonly Term[] }>(
  batch: readonly One[],
  known: Frequencies,
): readonly (One & { readonly weighted: Weighted; readonly chance: Chance })[] {
  const holding = new Map(known.holding);
  return batch.map((one, before) => {
    const frequencies = { messages: known.messages + before, holding };
    const weighted = weigh(one.terms, frequencies);
    const chance = chanceOf(weighted, one.terms, frequencies);
    for (const { id } of one.terms) holding.set(id, (holding.get(id) ?? 0) + 1);
    return { ...one, weighted, chance };
  });
}

/** The group of each, in order: one from before, or one that another of the batch begins. */
export function joinInOrder<Group>(batch: readonly Sibling<Group>[]): readonly Joined<Group>[] {
  const holding = new Map<number, [index: number, weight: number][]>();
  const joined: Joined<Group>[] = [];
  for (const [index, one] of batch.entries()) {
    const met = new Set(
      one.lookedUp.flatMap(([term]) => (holding.get(term) ?? []).map(([before]) => before)),
    );
    const likeness = new Map<number, number>();
    for (const [term, asked] of one.terms)
      for (const [before, weight] of holding.get(term) ?? [])
        if (met.has(before)) likeness.set(before, (likeness.get(before) ?? 0) + asked * weight);
    const siblings = [...likeness].flatMap(([before, alike]): Candidate<Group>[] => {
      const sibling = batch[before];
      const group = joined[before]?.group;
      if (sibling === undefined || group === undefined) return [];
      const { id, language, topic } = sibling;
      return [{ id, language, topic, likeness: alike, group }];
    });
    const found = ties(one, [...one.alike, ...siblings]);
    joined.push({ group: joins(found) ?? one.begins, ties: found });
    for (const [term, weight] of one.terms) {
      const list = holding.get(term);
      if (list === undefined) holding.set(term, [[index, weight]]);
      else list.push([index, weight]);
    }
  }
  return joined;
}
