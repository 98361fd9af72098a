import { expect, it } from "vitest";
import { type Affected, fixedLetters, leftOutOfFixed, type Told } from "../../src/policy/fixed.ts";

const at = (day: number) => new Date(Date.UTC(2026, 10, day, 9));
const NOTES = { en: "The lid has a new seal.", el: "Νέα φλάντζα." };

function affected(ticketId: number, changes: Partial<Affected> = {}): Affected {
  return {
    ticketId,
    customerId: ticketId,
    at: at(2),
    language: "en",
    answerTo: { name: "Ann", address: `ann${ticketId}@example.org` },
    erased: false,
    optedOut: false,
    dead: false,
    ...changes,
  };
}

const mailed = (changes: Partial<Told> = {}): Told => ({
  customerId: 1,
  ticketId: 1,
  address: "ann1@example.org",
  at: at(5),
  ...changes,
});

it.each<readonly [code: string | null, one: Affected, told: readonly Told[]]>([
  [null, affected(1), []],
  ["erased", affected(1, { erased: true, answerTo: null, optedOut: true }), []],
  ["unreachable", affected(1, { answerTo: null }), []],
  ["opted-out", affected(1, { optedOut: true }), []],
  ["dead-address", affected(1, { dead: true }), []],
  ["no-note", affected(1, { language: "hu" }), []],
  ["told-already", affected(1), [mailed()]],
  ["told-already", affected(2, { customerId: 1 }), [mailed()]],
  [
    "told-already",
    affected(3, { answerTo: { name: "", address: "Ann1+shop@Example.org" } }),
    [mailed({ customerId: 9, ticketId: 9 })],
  ],
  [null, affected(2), [mailed()]],
  [null, affected(1, { at: at(6) }), [mailed()]],
])("leaves out as %s", (code, one, told) => {
  expect(leftOutOfFixed(one, told, NOTES)).toBe(code);
});

it("writes one letter a person, in the thread of the newest complaint, whatever address it came from", () => {
  const list = [
    affected(5, { customerId: 7, at: at(9) }),
    affected(4, { customerId: 7, at: at(8) }),
    affected(3, { customerId: 8, answerTo: { name: "", address: "ANN5@example.org" } }),
    affected(2, { customerId: null, answerTo: null, erased: true }),
    affected(1, { customerId: null, answerTo: null, erased: true }),
  ];
  const letters = fixedLetters(list, [], NOTES);
  expect(letters.map(({ affected: { ticketId }, leftOut }) => [ticketId, leftOut])).toEqual([
    [5, null],
    [2, "erased"],
    [1, "erased"],
  ]);
});

it("tells again who complained again after having been told", () => {
  const list = [affected(2, { customerId: 1, at: at(8) }), affected(1)];
  expect(fixedLetters(list, [mailed()], NOTES)).toMatchObject([{ affected: { ticketId: 2 }, leftOut: null }]);
});
