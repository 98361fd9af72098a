import { describe, expect, test } from "vitest";
import { arrivalEvents } from "../../src/policy/arrival.ts";
import { decide } from "../../src/policy/decide.ts";
import { emptyMemory } from "../../src/policy/memory.ts";
import { contextFor } from "../../src/policy/remember.ts";
import { raised, ratingEvents, reopening } from "../../src/policy/satisfaction.ts";
import { makeToken, type TokenPurpose } from "../../src/policy/token.ts";
import { judgements, mailbox, message, NOW, SECRET, ticket } from "./message.ts";

const targets = {
  hours: { timeZone: "UTC", week: Array.from({ length: 7 }, () => ({ from: 0, to: 1440 })), holidays: [] },
  answerHours: { urgent: 1, high: 4, normal: 8, low: 16 },
  solutionHours: { urgent: 8, high: 16, normal: 40, low: 80 },
};
const said = { at: NOW, targets };

describe("who is not satisfied", () => {
  test.each([
    ["low", "high"],
    ["normal", "high"],
    ["high", "urgent"],
    ["urgent", "urgent"],
  ] as const)("comes back from %s as %s", (from, to) => {
    expect(raised(from)).toBe(to);
  });

  test("has deadlines of the higher priority", () => {
    expect(reopening({ priority: "normal" }, "not-solved", said)).toMatchObject([
      { type: "TicketReopened", reason: "not-solved", answerDueAt: new Date(NOW.getTime() + 4 * 3_600_000) },
      { type: "PriorityRaised", from: "normal", to: "high" },
    ]);
    expect(reopening({ priority: "urgent" }, "not-solved", said).map(({ type }) => type)).toEqual([
      "TicketReopened",
    ]);
  });

  test("says so by a rating of not; partly and good open nothing", () => {
    const types = (rating: "good" | "partly" | "not") =>
      ratingEvents({ priority: "normal" }, rating, said).map(({ type }) => type);
    expect(types("not")).toEqual(["CustomerRated", "TicketReopened", "PriorityRaised"]);
    expect(types("partly")).toEqual(["CustomerRated"]);
    expect(types("good")).toEqual(["CustomerRated"]);
  });
});

describe("a signed link's mail", () => {
  const later = new Date(NOW.getTime() + 86_400_000);
  const token = (purpose: TokenPurpose, value: string, expires = later, secret = SECRET) =>
    makeToken({ purpose, ticket: 1042, value, expires }, secret);
  const read = (subject: string, from = "elsewhere@other.test") => {
    const memory = emptyMemory();
    memory.tickets.set(1042, ticket({ awaitsCustomer: true }));
    const arrived = message({ from, subject, text: "" });
    return decide(arrived, judgements(), contextFor(arrived, memory, mailbox(), NOW, SECRET));
  };

  test("rates its ticket, from whichever address it comes", () => {
    expect(read(`[#1042] not ${token("rate", "not")}`)).toMatchObject({
      ticket: { append: 1042 },
      reaction: { says: "rated", rating: "not" },
      priority: "high",
      acknowledge: { send: false, reason: { code: "ticket-reopened" } },
    });
    expect(read(`Re: [#1042] good ${token("rate", "good").toUpperCase()}`)).toMatchObject({
      reaction: { says: "rated", rating: "good" },
      folder: "happy",
    });
  });

  test("opens again what is with the customer, once; what a person has in hand stays there", () => {
    const decision = read(`[#1042] not ${token("rate", "not")}`);
    const events = (awaitsCustomer: boolean) =>
      arrivalEvents({ decision, at: NOW, ticket: ticket({ awaitsCustomer }), promise: null, targets }).map(
        ({ type }) => type,
      );
    expect(events(true)).toEqual(["CustomerWrote", "CustomerRated", "TicketReopened", "PriorityRaised"]);
    expect(events(false)).toEqual(["CustomerWrote", "CustomerRated"]);
  });

  test("good takes back the customer's own no, which had opened it again", () => {
    const decision = read(`[#1042] good ${token("rate", "good")}`);
    const events = (ratedNot: boolean) =>
      arrivalEvents({ decision, at: NOW, ticket: ticket({ ratedNot }), promise: null, targets }).map(
        ({ type }) => type,
      );
    expect(events(true)).toEqual(["CustomerWrote", "CustomerRated", "TicketResolved"]);
    expect(events(false)).toEqual(["CustomerWrote", "CustomerRated"]);
  });

  test("opts out", () => {
    expect(read(`[#1042] ${token("opt-out", "")}`).optOut).toBe(true);
  });

  test.each([
    ["forged", token("rate", "not", later, "another secret of at least thirty-two characters")],
    ["expired", token("rate", "not", new Date(NOW.getTime() - 1000))],
    ["of a card", token("card", "not")],
    ["cut off", token("rate", "not").slice(0, -1)],
  ])("that is %s says nothing", (_name, text) => {
    const decision = read(`[#1042] not ${text}`);
    expect(decision.reaction).toBe(undefined);
    expect(decision.ticket).toEqual({ open: true });
  });
});
