import { describe, expect, test } from "vitest";
import { answeredAt, at, OPENED, PROMISED, ticketAfter, wroteAt } from "./ticket.ts";

const RESOLVED = { type: "TicketResolved", at: at("10T10:00"), by: "folder" } as const;
const REOPENED = {
  type: "TicketReopened",
  at: at("12T10:00"),
  reason: "rated-not",
  answerDueAt: at("12T14:00"),
  solutionDueAt: at("16T10:00"),
} as const;

describe("a ticket's state", () => {
  test.each([
    ["open until a person answers", [OPENED, PROMISED], "open"],
    ["the customer's turn after an answer", [OPENED, answeredAt("9T12:00")], "waiting-customer"],
    [
      "ours when the customer writes again",
      [OPENED, answeredAt("9T12:00"), wroteAt("10T9:00")],
      "waiting-us",
    ],
    [
      "the customer's where the answer is the later one, though it was seen first",
      [OPENED, answeredAt("10T12:00"), wroteAt("10T9:00")],
      "waiting-customer",
    ],
    [
      "ours where the answer is from before the customer's last message",
      [OPENED, wroteAt("9T13:00"), answeredAt("9T12:00")],
      "waiting-us",
    ],
    ["resolved when it is put away", [OPENED, answeredAt("9T12:00"), RESOLVED], "resolved"],
    ["resolved though the answer is seen only then", [OPENED, RESOLVED, answeredAt("10T9:50")], "resolved"],
    [
      "left alone by thanks",
      [OPENED, answeredAt("9T12:00"), RESOLVED, wroteAt("11T9:00", { thanks: true })],
      "resolved",
    ],
    ["reopened by who is not satisfied", [OPENED, answeredAt("9T12:00"), RESOLVED, REOPENED], "reopened"],
    [
      "as it was when a hand-over is taken back",
      [
        OPENED,
        answeredAt("9T12:00"),
        wroteAt("10T9:00"),
        { type: "HandedOver", at: at("10T10:00"), to: "supervisor", dueAt: at("11T10:00") },
        { type: "HandOverCancelled", at: at("10T10:01") },
      ],
      "waiting-us",
    ],
  ] as const)("is %s", (_, events, state) => {
    expect(ticketAfter(...events).state).toBe(state);
  });
});

describe("a ticket's clocks", () => {
  test("stop at the answer, and start again when the customer needs another", () => {
    const answered = ticketAfter(OPENED, answeredAt("9T12:00"));
    expect(answered).toMatchObject({ answerDueAt: null, firstAnswerAt: at("9T12:00") });
    const again = ticketAfter(OPENED, answeredAt("9T12:00"), wroteAt("13T9:00"));
    expect(again).toMatchObject({ answerDueAt: at("13T13:00"), round: 1, lastCustomerAt: at("13T9:00") });
    // The matter should be settled by the 11th; there has to be time to answer yet.
    expect(again.solutionDueAt).toEqual(at("13T13:00"));
  });

  test("are not put off by who writes again while waiting", () => {
    expect(ticketAfter(OPENED, wroteAt("9T13:00")).answerDueAt).toEqual(at("9T14:00"));
  });

  test("run again when a hand-over is taken back, where the customer wrote meanwhile", () => {
    const back = ticketAfter(
      OPENED,
      answeredAt("9T12:00"),
      { type: "HandedOver", at: at("9T13:00"), to: "supervisor", dueAt: at("9T17:00") },
      wroteAt("13T9:00"),
      { type: "HandOverCancelled", at: at("13T9:30") },
    );
    expect(back).toMatchObject({
      state: "waiting-us",
      answerDueAt: at("13T13:00"),
      solutionDueAt: at("13T13:00"),
    });
  });

  test("are not started by thanks", () => {
    const thanked = ticketAfter(OPENED, answeredAt("9T12:00"), wroteAt("10T9:00", { thanks: true }));
    expect(thanked).toMatchObject({ answerDueAt: null, round: 0, followUp: "due" });
  });

  test("count one round where a message and its unhappiness reopen", () => {
    expect(ticketAfter(OPENED, answeredAt("9T12:00"), wroteAt("12T10:00"), REOPENED).round).toBe(1);
  });
});

describe("the follow-up", () => {
  test.each([
    ["none before an answer", [OPENED], "none", null],
    ["due for an answered complaint", [OPENED, answeredAt("9T12:00")], "due", null],
    [
      "excused where the customer writes first",
      [OPENED, answeredAt("9T12:00"), wroteAt("10T9:00")],
      "excused",
      "wrote-again",
    ],
    [
      "due again after the next answer",
      [OPENED, answeredAt("9T12:00"), wroteAt("10T9:00"), answeredAt("10T12:00")],
      "due",
      null,
    ],
    [
      "not due again for a second word of the agent's",
      [OPENED, answeredAt("9T12:00"), { type: "FollowUpQueued", at: at("14T12:00") }, answeredAt("14T13:00")],
      "sent",
      null,
    ],
    [
      "confirmed by a good rating",
      [OPENED, answeredAt("9T12:00"), { type: "CustomerRated", at: at("14T12:00"), rating: "good" }],
      "confirmed",
      "rating",
    ],
  ] as const)("is %s", (_, events, followUp, followUpCode) => {
    expect(ticketAfter(...events)).toMatchObject({ followUp, followUpCode });
  });
});
