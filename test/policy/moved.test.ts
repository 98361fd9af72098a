import { describe, expect, test } from "vitest";
import { consequenceOf, type SettledMove } from "../../src/policy/moved.ts";
import { foldTicket, openedTicket, type TicketRow } from "../../src/policy/ticket.ts";

const day = (text: string) => new Date(`2026-03-0${text}:00Z`);
const targets = {
  hours: { timeZone: "UTC", week: Array.from({ length: 7 }, () => ({ from: 0, to: 1440 })), holidays: [] },
  answerHours: { urgent: 1, high: 4, normal: 8, low: 16 },
  solutionHours: { urgent: 8, high: 16, normal: 40, low: 80 },
};
const now = day("3T12:00");

function opened(changes: Partial<TicketRow> = {}): TicketRow {
  const row = openedTicket({
    type: "TicketOpened",
    at: day("2T10:00"),
    kind: "question",
    topic: "delivery",
    tone: "neutral",
    complaint: false,
    language: "en",
    manner: "plain",
    priority: "normal",
    folder: "queue",
    answerDueAt: day("2T18:00"),
    solutionDueAt: day("4T10:00"),
    recurrence: 0,
    complaintsInWindow: 0,
  });
  return { ...row, ...changes };
}

const answered = (at: Date) => foldTicket(opened(), { type: "AgentAnswered", at, by: null, via: "sent" });

const move = (to: SettledMove["to"], changes: Partial<SettledMove> = {}): SettledMove => ({
  from: "queue",
  to,
  at: day("3T11:58"),
  carries: true,
  ...changes,
});

const read = (ticket: TicketRow, moved: SettledMove, complaintsManager = true) => {
  const { events, mail } = consequenceOf(ticket, moved, { rules: { targets, complaintsManager }, now });
  return { types: events.map(({ type }) => type), events, mail, after: events.reduce(foldTicket, ticket) };
};

describe("to Escalated", () => {
  test("hands over, with a deadline and a promise", () => {
    const { types, events, mail, after } = read(opened(), move("escalated"));
    expect(types).toEqual(["MessageMoved", "HandedOver", "PromiseMade"]);
    expect(events[1]).toMatchObject({ to: "supervisor", dueAt: day("3T20:00") });
    expect(mail).toBe("hand-over");
    expect(after).toMatchObject({ state: "escalated", handoverDueAt: day("3T20:00"), folder: "escalated" });
  });

  test("a complaint goes to who manages complaints, if anybody does", () => {
    const complaint = opened({ complaint: true });
    expect(read(complaint, move("escalated")).events[1]).toMatchObject({ to: "complaints-manager" });
    expect(read(complaint, move("escalated"), false).events[1]).toMatchObject({ to: "supervisor" });
  });

  test("takes no longer than the customer was told", () => {
    const { types, events } = read(opened({ promisedUntil: day("3T15:00") }), move("escalated"));
    expect(types).toEqual(["MessageMoved", "HandedOver"]);
    expect(events[1]).toMatchObject({ dueAt: day("3T15:00") });
  });

  test("and out of it again is taken back; into Resolved is done", () => {
    const handed = read(opened(), move("escalated")).after;
    expect(read(handed, move("today", { from: "escalated" })).types).toEqual([
      "MessageMoved",
      "HandOverCancelled",
    ]);
    expect(read(handed, move("resolved", { from: "escalated" })).types).toEqual([
      "MessageMoved",
      "TicketResolved",
    ]);
  });
});

describe("to Resolved", () => {
  test.each<[string, TicketRow, "solved" | null]>([
    ["without an answer the customer is told", opened(), "solved"],
    ["after an answer of today the answer was the last word", answered(day("3T09:00")), null],
    ["after an answer of days ago the customer is told", answered(day("2T11:00")), "solved"],
    ["what asked nothing needs no word", opened({ kind: "praise" }), null],
    ["a complaint is never taken for nothing", opened({ kind: "other", complaint: true }), "solved"],
  ])("%s", (_name, ticket, mail) => {
    const result = read(ticket, move("resolved"));
    expect(result.types).toEqual(["MessageMoved", "TicketResolved"]);
    expect(result.mail).toBe(mail);
  });

  test("an answer from before the customer's last message is not the last word", () => {
    const ticket = { ...answered(day("3T09:00")), lastCustomerAt: day("3T10:00") };
    expect(read(ticket, move("resolved")).mail).toBe("solved");
  });

  test("and out of it again: it is open with new deadlines, and nobody is told", () => {
    const done = read(opened(), move("resolved")).after;
    const { types, mail, after } = read(done, move("queue", { from: "resolved" }));
    expect(types).toEqual(["MessageMoved", "ResolutionCancelled"]);
    expect(mail).toBe(null);
    expect(after).toMatchObject({ state: "open", resolvedAt: null, answerDueAt: day("3T20:00") });
  });
});

describe("to Archive, Trash and Junk", () => {
  test.each<[string, TicketRow, SettledMove["to"], string[]]>([
    ["an unanswered question stays open", opened(), "archive", []],
    ["an answered one is done", answered(day("3T09:00")), "archive", ["TicketResolved"]],
    ["thanks are done", opened({ kind: "praise" }), "trash", ["TicketResolved"]],
    ["an unanswered complaint stays open", opened({ complaint: true }), "trash", []],
    ["junk is done, and nothing more is sent", opened(), "junk", ["TicketResolved", "FollowUpExcused"]],
  ])("%s", (_name, ticket, to, types) => {
    const result = read(ticket, move(to));
    expect(result.types).toEqual(["MessageMoved", ...types]);
    expect(result.mail).toBe(null);
  });
});

test("moving one of several, not the newest that asks for something, is written down and changes nothing", () => {
  const result = read(opened(), move("escalated", { carries: false }));
  expect(result.types).toEqual(["MessageMoved"]);
  expect(result.after).toMatchObject({ state: "open", folder: "queue" });
  expect(result.mail).toBe(null);
});

test("a move between working folders takes the ticket along", () => {
  expect(read(opened(), move("urgent")).after.folder).toBe("urgent");
});
