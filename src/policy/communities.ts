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
const SHARE = 0.17;

interface Community {
  readonly members: readonly number[];
  /** Sum of all its members' ties, those among themselves from both ends. */
  readonly volume: number;
  /** Ties to other communities, by their number. */
  readonly ties: Map<number, number>;
}

/**
 * Brings together communities that hold together: two that are each other's nearest become one, until none are near
 * enough (agglomeration of reciprocal nearest neighbours, Murtagh 1983). `begun` names the community in which each
 * member is to begin with; nothing is taken apart. The same edges give the same result. Returns each member's
 * community, under the name of the largest that went into it.
 */
export function communities(begun: readonly number[], edges: readonly Edge[]): readonly number[] {
  const parted = new Map(begunWith(begun, edges).entries());
  while (joinNearest(parted));
  const belongs = [...begun];
  for (const { members } of parted.values()) {
    const names = Map.groupBy(members, (member) => begun[member] ?? 0);
    const [name] = [...names].reduce((a, b) =>
      b[1].length > a[1].length || (b[1].length === a[1].length && b[0] < a[0]) ? b : a,
    );
    for (const member of members) belongs[member] = name;
  }
  return belongs;
}

/** Weights are squared: few strong ties tell more than many weak ones. */
function begunWith(begun: readonly number[], edges: readonly Edge[]): Community[] {
  const numbers = new Map<number, number>();
  for (const name of begun) if (!numbers.has(name)) numbers.set(name, numbers.size);
  const found = Array.from({ length: numbers.size }, () => ({
    members: [] as number[],
    volume: 0,
    ties: new Map<number, number>(),
  }));
  const of = (member: number): number => numbers.get(begun[member] ?? 0) ?? 0;
  for (const member of begun.keys()) found[of(member)]?.members.push(member);
  for (const { from, to, weight } of stronger(edges)) {
    const strength = weight * weight;
    for (const [here, there] of [
      [of(from), of(to)],
      [of(to), of(from)],
    ] as const) {
      const community = found[here];
      if (community === undefined) continue;
      community.volume += strength;
      if (here !== there) community.ties.set(there, (community.ties.get(there) ?? 0) + strength);
    }
  }
  return found;
}

/** Two members may have found each other: the stronger tie counts. */
function stronger(edges: readonly Edge[]): Iterable<Edge> {
  const strongest = new Map<string, Edge>();
  for (const edge of edges) {
    if (edge.from === edge.to) continue;
    const key = edge.from < edge.to ? `${edge.from} ${edge.to}` : `${edge.to} ${edge.from}`;
    if ((strongest.get(key)?.weight ?? 0) < edge.weight) strongest.set(key, edge);
  }
  return strongest.values();
}

/** Joins all pairs that are each other's nearest; false where there are none. */
function joinNearest(parted: Map<number, Community>): boolean {
  const nearest = new Map<number, number>();
  for (const [number, community] of parted) {
    const found = nearestOf(parted, number, community);
    if (found !== null) nearest.set(number, found);
  }
  let joined = false;
  for (const [number, other] of nearest) {
    if (number > other || nearest.get(other) !== number) continue;
    join(parted, number, other);
    joined = true;
  }
  return joined;
}

/** The community with the greatest share of ties, of equals the one with the lowest number; null where none is near enough. */
function nearestOf(
  parted: ReadonlyMap<number, Community>,
  number: number,
  { ties, volume }: Community,
): number | null {
  let best: { readonly other: number; readonly share: number } | null = null;
  for (const [other, weight] of ties) {
    const share = weight / Math.min(volume, parted.get(other)?.volume ?? volume);
    if (share < SHARE || (best !== null && share < best.share)) continue;
    // Equal shares: the same pair must come out nearest from both ends.
    if (best !== null && share === best.share && pair(number, other) > pair(number, best.other)) continue;
    best = { other, share };
  }
  return best?.other ?? null;
}

/** Orders pairs by their lower number, then by the higher. */
const pair = (a: number, b: number): number => Math.min(a, b) * 2 ** 26 + Math.max(a, b);

function join(parted: Map<number, Community>, number: number, other: number): void {
  const [one, two] = [parted.get(number), parted.get(other)];
  if (one === undefined || two === undefined) return;
  // The ties of fewer communities move.
  const [stays, goes] = one.ties.size < two.ties.size ? [other, number] : [number, other];
  const [kept, gone] = stays === number ? [one, two] : [two, one];
  kept.ties.delete(goes);
  for (const [neighbour, weight] of gone.ties) {
    if (neighbour === stays) continue;
    const total = (kept.ties.get(neighbour) ?? 0) + weight;
    kept.ties.set(neighbour, total);
    const theirs = parted.get(neighbour)?.ties;
    theirs?.delete(goes);
    theirs?.set(stays, total);
  }
  parted.delete(goes);
  parted.set(stays, {
    members: [...kept.members, ...gone.members],
    volume: kept.volume + gone.volume,
    ties: kept.ties,
  });
}
