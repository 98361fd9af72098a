import { type Community, communities } from "./communities.ts";

/** A complaint in its group, with its ties to others. */
export interface Grouped {
  readonly ticketId: number;
  readonly groupId: number;
  /** A person put it where it is: it stays, and others may come to it. */
  readonly placed: boolean;
  readonly ties: readonly (readonly [ticketId: number, strength: number])[];
}

/** A group that is there, or one that the complaint of this ticket begins. */
export type GroupOrBegun = number | { readonly begunBy: number };

export interface Regrouping {
  readonly ticketId: number;
  readonly group: GroupOrBegun;
}

/**
 * Groups complaints anew by all ties between them, as if none had a group but those that people have placed: the first
 * of a mailbox are tied to whatever was there, and what came of that must not stay. A group keeps its number as long as most
 * of what it held holds together. Returns only what changes.
 */
export function regroup(complaints: readonly Grouped[]): readonly Regrouping[] {
  const numbers = new Map(complaints.map(({ ticketId }, number) => [ticketId, number]));
  const edges = complaints.flatMap(({ ties }, from) =>
    ties.flatMap(([ticketId, weight]) => {
      const to = numbers.get(ticketId);
      return to === undefined ? [] : [{ from, to, weight }];
    }),
  );
  const found = communities(
    complaints.map(({ placed, groupId }) => (placed ? groupId : null)),
    edges,
  );
  const names = namesFor(found, complaints);
  return found.flatMap(({ members }, index) => {
    const [first = 0] = members.map((member) => complaints[member]?.ticketId ?? 0).sort((a, b) => a - b);
    const group = names.get(index) ?? { begunBy: first };
    return members.flatMap((member) => {
      const complaint = complaints[member];
      return complaint === undefined || complaint.groupId === group
        ? []
        : { ticketId: complaint.ticketId, group };
    });
  });
}

/** Each community's group by its place in the list: the one that it took most from; each group goes to one of them. */
function namesFor(found: readonly Community[], complaints: readonly Grouped[]): ReadonlyMap<number, number> {
  const names = new Map(found.flatMap(({ seed }, index) => (seed === null ? [] : [[index, seed] as const])));
  const taken = new Set(names.values());
  const shares = found.flatMap(({ members }, index) => {
    const groups = Map.groupBy(members, (member) => complaints[member]?.groupId ?? 0);
    return [...groups].map(([group, from]) => ({ index, group, count: from.length }));
  });
  for (const { index, group } of shares.sort((a, b) => b.count - a.count || a.group - b.group)) {
    if (names.has(index) || taken.has(group)) continue;
    names.set(index, group);
    taken.add(group);
  }
  return names;
}
