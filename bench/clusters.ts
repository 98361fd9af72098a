import type { Term } from "../src/classify/term.ts";

/* Baselines of grouping, and how well groups agree with the stories that they should be. */

/** V-measure (Rosenberg and Hirschberg 2007), and F1 over those pairs that `counts`. */
export function agreement(
  gold: readonly string[],
  groups: readonly (string | number)[],
  counts: (i: number, j: number) => boolean,
): { readonly v: number; readonly f1: number } {
  let [both, together, alike] = [0, 0, 0];
  for (let i = 0; i < gold.length; i++)
    for (let j = 0; j < i; j++) {
      if (!counts(i, j)) continue;
      const same = gold[i] === gold[j];
      const grouped = groups[i] === groups[j];
      both += Number(same && grouped);
      together += Number(grouped);
      alike += Number(same);
    }
  const pairs = gold.map((story, index) => `${story} ${groups[index]}`);
  const [ofStories, ofGroups, ofPairs] = [entropy(gold), entropy(groups), entropy(pairs)];
  const homogeneity = ofStories === 0 ? 1 : 1 - (ofPairs - ofGroups) / ofStories;
  const completeness = ofGroups === 0 ? 1 : 1 - (ofPairs - ofStories) / ofGroups;
  return {
    v: (2 * homogeneity * completeness) / (homogeneity + completeness || 1),
    f1: alike === 0 ? Number.NaN : (2 * both) / (together + alike),
  };
}

function entropy(labels: readonly (string | number)[]): number {
  const counts = Map.groupBy(labels, (label) => label);
  return [...counts.values()].reduce((sum, { length }) => {
    const share = length / labels.length;
    return sum - share * Math.log(share);
  }, 0);
}

type Vector = ReadonlyMap<number, number>;

/** TF-IDF over the whole collection, of length 1. */
function vectors(documents: readonly (readonly Term[])[]): readonly Vector[] {
  const holding = new Map<number, number>();
  for (const terms of documents) for (const { id } of terms) holding.set(id, (holding.get(id) ?? 0) + 1);
  return documents.map((terms) => {
    const weights = terms
      .filter(({ id }) => (holding.get(id) ?? 0) > 1)
      .map(
        ({ id, count }) =>
          [id, (1 + Math.log(count)) * Math.log(documents.length / (holding.get(id) ?? 1))] as const,
      );
    const length = Math.hypot(...weights.map(([, weight]) => weight)) || 1;
    return new Map(weights.map(([id, weight]) => [id, weight / length]));
  });
}

function product(a: Vector, b: Vector): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  let sum = 0;
  for (const [id, weight] of small) sum += weight * (large.get(id) ?? 0);
  return sum;
}

/** Spherical k-means, 15 rounds, seeded as k-means++ does (Arthur and Vassilvitskii 2007). */
export function kMeans(documents: readonly (readonly Term[])[], count: number): readonly number[] {
  const points = vectors(documents);
  let centres = seeds(points, count);
  let nearest: number[] = [];
  for (let round = 0; round < 15; round++) {
    nearest = points.map((point) => best(centres.map((centre) => product(point, centre))));
    centres = centres.map((centre, number) => {
      const members = points.filter((_, index) => nearest[index] === number);
      return members.length === 0 ? centre : mean(members);
    });
  }
  return nearest;
}

function seeds(points: readonly Vector[], count: number): Vector[] {
  let seed = 1;
  const random = (): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
  const chosen = [points[Math.floor(random() * points.length)] ?? new Map<number, number>()];
  const distances = points.map(() => 2);
  while (chosen.length < count) {
    const last = chosen.at(-1) ?? new Map<number, number>();
    for (const [index, point] of points.entries())
      distances[index] = Math.min(distances[index] ?? 2, Math.max(0, 2 - 2 * product(point, last)));
    let left = random() * distances.reduce((sum, distance) => sum + distance, 0);
    const next = distances.findIndex((distance) => {
      left -= distance;
      return left <= 0;
    });
    chosen.push(points[Math.max(0, next)] ?? new Map<number, number>());
  }
  return chosen;
}

function mean(members: readonly Vector[]): Vector {
  const sum = new Map<number, number>();
  for (const member of members) for (const [id, weight] of member) sum.set(id, (sum.get(id) ?? 0) + weight);
  const length = Math.hypot(...sum.values()) || 1;
  return new Map([...sum].map(([id, weight]) => [id, weight / length]));
}

function best(values: readonly number[]): number {
  let at = 0;
  for (const [index, value] of values.entries()) if (value > (values[at] ?? 0)) at = index;
  return at;
}

/** Whoever is alike enough to anyone of a group belongs to it; the threshold with the best pairwise F1. */
export function singleLink(
  documents: readonly (readonly Term[])[],
  gold: readonly string[],
): readonly number[] {
  const points = vectors(documents);
  const links = points.flatMap((point, i) =>
    points.slice(0, i).flatMap((other, j) => {
      const value = product(point, other);
      return value > 0.1 ? [{ i, j, value }] : [];
    }),
  );
  const candidates = [0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6].map((threshold) => {
    const parent = points.map((_, index) => index);
    const root = (at: number): number => {
      let node = at;
      while (parent[node] !== node) node = parent[node] ?? node;
      return node;
    };
    for (const { i, j, value } of links) if (value > threshold) parent[root(i)] = root(j);
    return parent.map((_, index) => root(index));
  });
  const scored = candidates.map((groups) => ({ groups, f1: agreement(gold, groups, () => true).f1 }));
  return scored.reduce((top, one) => (one.f1 > top.f1 ? one : top)).groups;
}
