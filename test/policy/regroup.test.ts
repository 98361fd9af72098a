import { expect, it } from "vitest";
import { regroup } from "../../src/policy/regroup.ts";

const complaint = (ticketId: number, groupId: number, tied: readonly number[], strength = 0.6) => ({
  ticketId,
  groupId,
  ties: tied.map((other) => [other, strength] as const),
});
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

/** The groups as ticket numbers, after grouping anew until nothing changes. */
function grouped(complaints: readonly ReturnType<typeof complaint>[]): number[][] {
  const moves = new Map(regroup(complaints).map(({ ticketId, groupId }) => [ticketId, groupId]));
  const after = complaints.map((one) => ({ ...one, groupId: moves.get(one.ticketId) ?? one.groupId }));
  expect(regroup(after)).toEqual([]);
  return [...Map.groupBy(after, ({ groupId }) => groupId).values()].map((list) =>
    list.map(({ ticketId }) => ticketId),
  );
}

it("brings together what came before its group was known, under the number that most have", () => {
  const moves = regroup([
    complaint(1, 1, []),
    complaint(2, 2, [1]),
    complaint(3, 2, [1, 2]),
    complaint(4, 2, [1, 2, 3]),
    complaint(5, 5, []),
  ]);
  expect(moves).toEqual([{ ticketId: 1, groupId: 2 }]);
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

it("takes a story that everyone tells for one, however many tell it", () => {
  const halves = range(0, 400).map((id) => complaint(id, id % 2, range(Math.max(0, id - 5), id)));
  expect(grouped(halves)).toHaveLength(1);
});

it("leaves alone who is tied to nobody, and stands no complaints at all", () => {
  expect(grouped([complaint(1, 1, []), complaint(2, 2, [])])).toHaveLength(2);
  expect(regroup([])).toEqual([]);
});

it("knows nothing of ties to complaints that are older than those it was given", () => {
  expect(regroup([complaint(5, 5, [1, 2]), complaint(6, 6, [])])).toEqual([]);
});
