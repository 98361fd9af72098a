import { communities } from "./communities.ts";

/** A complaint in its group, with its ties to others. */
export interface Grouped {
  readonly ticketId: number;
  readonly groupId: number;
  readonly ties: readonly (readonly [ticketId: number, strength: number])[];
}

interface Regrouping {
  readonly ticketId: number;
  readonly groupId: number;
}

/**
 * Brings groups together by all ties between their complaints: one by one, each knew only those before it. Groups are
 * never taken apart, and the largest keeps its number. Returns only what changes.
 */
export function regroup(complaints: readonly Grouped[]): readonly Regrouping[] {
  const numbers = new Map(complaints.map(({ ticketId }, number) => [ticketId, number]));
  const edges = complaints.flatMap(({ ties }, from) =>
    ties.flatMap(([ticketId, weight]) => {
      const to = numbers.get(ticketId);
      return to === undefined ? [] : [{ from, to, weight }];
    }),
  );
  const groups = communities(
    complaints.map(({ groupId }) => groupId),
    edges,
  );
  return complaints.flatMap(({ ticketId, groupId }, index) => {
    const to = groups[index] ?? groupId;
    return to === groupId ? [] : [{ ticketId, groupId: to }];
  });
}
