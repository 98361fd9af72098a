/** An undirected tie between two members, numbered from 0. */
export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
}

/**
 * Two communities are one if that share of the lesser's ties leads to the other. A share, so that neither the number
 * of all members nor the size of a community counts: a story that everyone tells is one story.
 */
const SHARE = 0.15;
/** Added to the lesser's ties: who has but weak ones is tied to nobody, and their share of each other means little. */
const SLACK = 0.06;
/** Of so many members on, those most of whose ties lead elsewhere are but a part of something, and join what is nearest. */
const PART = 5;
/** Whoever is alone comes to what it is tied to so strongly, however many there are to choose from. */
const ALONE = 0.3;

export interface Community {
  /** What it was begun with; null where its members have only found each other. */
  readonly seed: number | null;
  readonly members: readonly number[];
}

interface Growing {
  seed: number | null;
  readonly members: number[];
  /** Sum of all its members' ties, those among themselves from both ends. */
  volume: number;
  /** Ties to other communities, by their number, and their sum. */
  readonly ties: Map<number, number>;
  outward: number;
  /** Sum of those to what it may never be joined with; they say nothing of where it belongs. */
  barred: number;
}

/**
 * Brings together what holds together: two communities that are each other's nearest become one, until none are near
 * enough (agglomeration of reciprocal nearest neighbours, Murtagh 1983). Members with the same seed begin together, and
 * are never joined with those of another; all others begin alone. The same edges give the same communities.
 */
export function communities(seeds: readonly (number | null)[], edges: readonly Edge[]): readonly Community[] {
  const parted = new Map(begunWith(seeds, edges).entries());
  const nearest = new Map<number, number>();
  // Only where something was joined, and beside it, may the nearest be another one by now.
  let stale: Iterable<number> = [...parted.keys()];
  for (let joined = true; joined; ) {
    const looked = [...stale].filter((number) => parted.has(number));
    for (const number of looked) {
      const found = nearestOf(parted, number);
      if (found === null) nearest.delete(number);
      else nearest.set(number, found);
    }
    const changed = new Set<number>();
    joined = false;
    for (const number of looked) {
      const other = nearest.get(number);
      if (other === undefined || nearest.get(other) !== number || !parted.has(number)) continue;
      for (const one of join(parted, number, other, nearest)) changed.add(one);
      joined = true;
    }
    stale = changed;
  }
  return [...parted.values()].map(({ seed, members }) => ({ seed, members }));
}

/** Weights are squared: few strong ties tell more than many weak ones. */
function begunWith(seeds: readonly (number | null)[], edges: readonly Edge[]): Growing[] {
  const found: Growing[] = [];
  const bySeed = new Map<number, number>();
  const of = seeds.map((seed, member) => {
    const known = seed === null ? undefined : bySeed.get(seed);
    const number =
      known ?? found.push({ seed, members: [], volume: 0, ties: new Map(), outward: 0, barred: 0 }) - 1;
    if (seed !== null) bySeed.set(seed, number);
    found[number]?.members.push(member);
    return number;
  });
  for (const { from, to, weight } of stronger(edges)) {
    const [a = 0, b = 0] = [of[from], of[to]];
    const isBarred = a !== b && seeds[from] !== null && seeds[to] !== null;
    for (const [here, there] of [
      [a, b],
      [b, a],
    ] as const) {
      const community = found[here];
      if (community === undefined) continue;
      community.volume += weight * weight;
      if (isBarred) community.barred += weight * weight;
      if (here === there || isBarred) continue;
      community.outward += weight * weight;
      community.ties.set(there, (community.ties.get(there) ?? 0) + weight * weight);
    }
  }
  return found;
}

/** Two members may have found each other: the stronger tie counts. */
function stronger(edges: readonly Edge[]): Iterable<Edge> {
  const strongest = new Map<number, Edge>();
  for (const edge of edges) {
    if (edge.from === edge.to) continue;
    const key = pair(edge.from, edge.to);
    if ((strongest.get(key)?.weight ?? 0) < edge.weight) strongest.set(key, edge);
  }
  return strongest.values();
}

/** The community with the greatest share of ties, of equals the one with the lowest number; null where none is near enough. */
function nearestOf(parted: ReadonlyMap<number, Growing>, number: number): number | null {
  const community = parted.get(number);
  if (community === undefined) return null;
  const { ties, volume, seed } = community;
  let best: { readonly other: number; readonly share: number } | null = null;
  for (const [other, weight] of ties) {
    const there = parted.get(other);
    if (there === undefined || (seed !== null && there.seed !== null)) continue;
    const share = weight / (Math.min(volume, there.volume) + SLACK);
    if (share < SHARE && !isUnfinished(community, there, weight)) continue;
    if (best !== null && share < best.share) continue;
    // Equal shares: the same pair must come out nearest from both ends.
    if (best !== null && share === best.share && pair(number, other) > pair(number, best.other)) continue;
    best = { other, share };
  }
  return best?.other ?? null;
}

/** Whether one of the two is not by itself what it looks like. */
function isUnfinished(one: Growing, other: Growing, weight: number): boolean {
  const isPart = ({ members, volume, outward, barred }: Growing): boolean =>
    members.length >= PART && outward * 2 > volume - barred;
  const isAlone = one.members.length === 1 || other.members.length === 1;
  return isPart(one) || isPart(other) || (isAlone && weight >= ALONE * ALONE);
}

/** Orders pairs by their lower number, then by the higher. */
const pair = (a: number, b: number): number => Math.min(a, b) * 2 ** 26 + Math.max(a, b);

/** Joins two, and forgets the nearest of the one that is gone. Returns those whose nearest may have changed. */
function join(
  parted: Map<number, Growing>,
  number: number,
  other: number,
  nearest: Map<number, number>,
): readonly number[] {
  // The ties of fewer communities move.
  const isLesser = (parted.get(number)?.ties.size ?? 0) < (parted.get(other)?.ties.size ?? 0);
  const [stays, goes] = isLesser ? [other, number] : [number, other];
  const [kept, gone] = [parted.get(stays), parted.get(goes)];
  parted.delete(goes);
  nearest.delete(goes);
  if (kept === undefined || gone === undefined) return [];
  const between = kept.ties.get(goes) ?? 0;
  kept.ties.delete(goes);
  for (const [neighbour, weight] of gone.ties) {
    if (neighbour === stays) continue;
    const total = (kept.ties.get(neighbour) ?? 0) + weight;
    kept.ties.set(neighbour, total);
    const theirs = parted.get(neighbour)?.ties;
    theirs?.delete(goes);
    theirs?.set(stays, total);
  }
  const { volume } = kept;
  kept.seed ??= gone.seed;
  for (const member of gone.members) kept.members.push(member);
  kept.volume += gone.volume;
  kept.outward += gone.outward - 2 * between;
  kept.barred += gone.barred;
  // To the others it is as it was, unless it was the lesser of the two, or they had found nothing near enough.
  const changed = [stays, ...gone.ties.keys()];
  for (const neighbour of kept.ties.keys())
    if (!nearest.has(neighbour) || (parted.get(neighbour)?.volume ?? 0) > volume) changed.push(neighbour);
  return changed;
}
