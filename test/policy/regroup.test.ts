import { expect, it } from "vitest";
import { type Grouped, regroup } from "../../src/policy/regroup.ts";

const complaint = (
  ticketId: number,
  groupId: number,
  tied: readonly number[],
  { strength = 0.6, placed = false } = {},
): Grouped => ({ ticketId, groupId, placed, ties: tied.map((other) => [other, strength] as const) });
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

/** The groups as ticket numbers, after grouping anew; done again, nothing changes. */
function grouped(complaints: readonly Grouped[]): number[][] {
  const after = settled(complaints);
  expect(regroup(after)).toEqual([]);
  return [...Map.groupBy(after, ({ groupId }) => groupId).values()].map((list) =>
    list.map(({ ticketId }) => ticketId),
  );
}

function settled(complaints: readonly Grouped[]): Grouped[] {
  const moves = new Map(
    regroup(complaints).map(({ ticketId, group }) => [
      ticketId,
      typeof group === "number" ? group : 1000 + group.begunBy,
    ]),
  );
  return complaints.map((one) => ({ ...one, groupId: moves.get(one.ticketId) ?? one.groupId }));
}

it("brings together what came before its group was known, under the number that most have", () => {
  const moves = regroup([
    complaint(1, 1, []),
    complaint(2, 2, [1]),
    complaint(3, 2, [1, 2]),
    complaint(4, 2, [1, 2, 3]),
    complaint(5, 5, []),
  ]);
  expect(moves).toEqual([{ ticketId: 1, group: 2 }]);
});

it("keeps two stories apart that hang together by a thread", () => {
  const first = range(0, 8).map((id) => complaint(id, id < 4 ? 0 : 4, range(0, id)));
  const second = range(10, 18).map((id) => complaint(id, id < 14 ? 10 : 14, range(10, id)));
  const thread = {
    ...complaint(18, 14, range(10, 18)),
    ties: [[7, 0.2] as const, ...range(10, 18).map((id) => [id, 0.6] as const)],
  };
  expect(
    grouped([...first, ...second, thread])
      .map((list) => list.length)
      .sort((a, b) => a - b),
  ).toEqual([8, 9]);
});

it("takes apart what was one group while there was nothing else to be like", () => {
  // The first of two stories were tied to each other for want of better; all that came since knows its own.
  const first = [complaint(0, 7, []), complaint(1, 7, [0], { strength: 0.2 })];
  const one = range(2, 8).map((id) => complaint(id, 7, [0, ...range(2, id)]));
  const other = range(8, 14).map((id) => complaint(id, 7, [1, ...range(8, id)]));
  const groups = grouped([...first, ...one, ...other]);
  expect(groups.map((list) => list.length)).toEqual([7, 7]);
  expect(groups.map((list) => list.includes(0) && list.includes(1))).toEqual([false, false]);
});

it("leaves the number of a group that is taken apart with one part, and begins another for the rest", () => {
  const parts = [range(0, 5), range(5, 8)];
  const moves = regroup(
    parts.flatMap((list) =>
      list.map((id) =>
        complaint(
          id,
          7,
          list.filter((other) => other < id),
        ),
      ),
    ),
  );
  expect(moves).toEqual([5, 6, 7].map((ticketId) => ({ ticketId, group: { begunBy: 5 } })));
});

it("lets new complaints come to a group that a person has made, and leaves what was put there", () => {
  const named = [complaint(1, 5, [], { placed: true }), complaint(2, 5, [], { placed: true })];
  const alike = [complaint(3, 3, [1, 2]), complaint(4, 4, [1, 3])];
  const away = range(10, 14).map((id) => complaint(id, 10, [2, ...range(10, id)]));
  const after = settled([...named, ...alike, ...away]);
  expect(after.filter(({ placed }) => placed).map(({ groupId }) => groupId)).toEqual([5, 5]);
  expect(
    after.filter(({ ticketId }) => ticketId === 3 || ticketId === 4).map(({ groupId }) => groupId),
  ).toEqual([5, 5]);
});

it("never joins two groups that people have made, however alike they are", () => {
  const one = range(0, 4).map((id) => complaint(id, 1, range(0, id), { placed: true }));
  const other = range(4, 8).map((id) => complaint(id, 2, range(0, id), { placed: true }));
  expect(regroup([...one, ...other, complaint(8, 8, range(4, 8))])).toEqual([{ ticketId: 8, group: 2 }]);
});

it("lets nothing strange come to the halves of what a person has split", () => {
  const story = range(0, 12).map((id) => complaint(id, id < 6 ? 1 : 2, range(0, id), { placed: true }));
  const other = range(20, 26).map((id) => ({
    ...complaint(id, 20, range(20, id)),
    ties: [[id % 12, 0.2] as const, ...range(20, id).map((tied) => [tied, 0.6] as const)],
  }));
  const after = settled([...story, ...other]);
  expect(new Set(after.filter(({ ticketId }) => ticketId >= 20).map(({ groupId }) => groupId))).toEqual(
    new Set([20]),
  );
});

it("takes a story that everyone tells for one, however many tell it", () => {
  // Each is like nine of the others, whichever they are.
  const all = range(0, 400).map((id) =>
    complaint(
      id,
      id,
      range(0, 9).flatMap((n) => (id === 0 ? [] : (id * 7919 + n * 104_729) % id)),
    ),
  );
  expect(grouped(all)).toHaveLength(1);
});

it("leaves alone who is tied to nobody, and stands no complaints at all", () => {
  expect(grouped([complaint(1, 1, []), complaint(2, 2, [])])).toHaveLength(2);
  expect(regroup([])).toEqual([]);
});

it("knows nothing of ties to complaints that are older than those it was given", () => {
  expect(regroup([complaint(5, 5, [1, 2]), complaint(6, 6, [])])).toEqual([]);
});
