import { describe, expect, test } from "vitest";
import type { DutyFacts, Rules } from "../../src/policy/duty.ts";
import { survival } from "../../src/policy/survival.ts";
import { foldTicket, type Ticket } from "../../src/policy/ticket.ts";
import { dueSteps } from "../../src/policy/timer.ts";
import { answeredAt, at, OPENED, PROMISED, rules, ticketAfter, wroteAt } from "./ticket.ts";

const KNOWN: DutyFacts = { optedOut: false, dead: false, budget: 3, spent: new Set(), referred: false };

interface Given {
  readonly facts?: Partial<DutyFacts>;
  readonly rules?: Partial<Rules>;
}

const look = (ticket: Ticket, now: string, given: Given = {}) =>
  dueSteps({
    ticket,
    now: at(now),
    rules: { ...rules, ...given.rules },
    facts: { ...KNOWN, ...given.facts },
  });

const types = ({ events }: ReturnType<typeof look>) => events.map((event) => event.type);
const mails = ({ mail }: ReturnType<typeof look>) => mail.map((one) => one.template);

/** Why a note on a promise goes out; by default that of the Monday's ten o'clock. */
const note = (number: number, promised = "9T10:00") => `progress-${at(promised).getTime() / 1000}-${number}`;

/** The Monday's complaint, of which the agents were warned. */
const WAITING = ticketAfter(OPENED, PROMISED, { type: "DeadlineWarned", at: at("9T13:00") });

describe("before a promise breaks", () => {
  test("nothing is said while there is time", () => {
    const due = look(WAITING, "9T13:29");
    expect([due.events, due.mail]).toEqual([[], []]);
    expect(due.nextAt).toEqual(at("9T13:30"));
  });

  test("the customer is told that there is no answer yet, with a new time", () => {
    const due = look(WAITING, "9T13:30");
    expect(types(due)).toEqual(["PromiseExtended"]);
    expect(due.mail).toMatchObject([
      { template: "progress", once: note(1), acted: false, second: false, until: at("10T12:00") },
    ]);
  });

  test("progress is claimed where an agent did something, and only then", () => {
    const moved = ticketAfter(OPENED, PROMISED, {
      type: "MessageMoved",
      at: at("9T11:00"),
      from: "queue",
      to: "today",
      carries: true,
    });
    expect(look(moved, "9T13:30").mail[0]?.acted).toBe(true);
    const before = ticketAfter(
      OPENED,
      PROMISED,
      { type: "MessageMoved", at: at("9T11:00"), from: "queue", to: "today", carries: true },
      wroteAt("9T12:00"),
    );
    expect(look(before, "9T13:30").mail[0]?.acted).toBe(false);
  });

  test("it is put off twice at most", () => {
    const once = {
      type: "PromiseExtended",
      at: at("9T13:30"),
      until: at("10T12:00"),
      basis: "target",
    } as const;
    const twice = { ...once, at: at("10T11:30"), until: at("11T12:00") };
    expect(look(ticketAfter(OPENED, PROMISED, once), "10T11:30").mail).toMatchObject([
      { once: note(2), second: true },
    ]);
    const spent = ticketAfter(OPENED, PROMISED, once, twice);
    expect(mails(look(spent, "11T11:30"))).toEqual([]);
    expect(types(look(spent, "11T12:00"))).toContain("PromiseBroken");
  });

  test.each([
    ["a person has answered", ticketAfter(OPENED, PROMISED, answeredAt("9T13:00")), {}],
    ["the customer opted out", WAITING, { facts: { optedOut: true } }],
    ["mail to the customer comes back", WAITING, { facts: { dead: true } }],
    ["the customer must not be written to", { ...WAITING, answerTo: null }, {}],
    ["answers are not seen well enough", WAITING, { rules: { answersSeen: false } }],
    ["the budget is spent", WAITING, { facts: { budget: 0 } }],
  ] as const)("nothing is said where %s", (_, ticket, given) => {
    expect(mails(look(ticket, "9T13:45", given))).toEqual([]);
  });

  test("the promise of who took over is another, and may be put off as well", () => {
    const handed = ticketAfter(
      OPENED,
      PROMISED,
      { type: "PromiseExtended", at: at("9T13:30"), until: at("10T12:00"), basis: "target" },
      { type: "HandedOver", at: at("9T15:00"), to: "supervisor", dueAt: at("10T11:00") },
      { type: "PromiseMade", at: at("9T15:00"), until: at("10T11:00"), basis: "hand-over" },
    );
    const due = look(handed, "10T10:30", { facts: { spent: new Set([note(1)]) } });
    expect(due.mail).toMatchObject([{ template: "progress", once: note(1, "9T15:00") }]);
  });

  test("a note that went out already holds up nothing else", () => {
    const due = look(WAITING, "10T9:00", { facts: { spent: new Set([note(1)]) } });
    expect([due.mail, types(due)]).toEqual([[], ["DeadlineMissed"]]);
  });

  test("a note that the budget forbids is tried again", () => {
    expect(look(WAITING, "9T13:30", { facts: { budget: 0 } }).nextAt).toEqual(at("9T13:45"));
  });

  test("the new time is what those who waited as long had to wait yet", () => {
    const hours = Array.from({ length: 100 }, (_, i) => ({ hours: (i + 1) / 5, ended: true }));
    const measured = { high: { hours: 19, steps: survival(hours) } };
    // 3.5 hours have passed; 95 % of those still open then are answered after 19.2: 15.7 hours from now.
    expect(look(WAITING, "9T13:30", { rules: { measured } }).mail[0]?.until).toEqual(at("11T17:00"));
  });
});

describe("a promise", () => {
  test("is kept by an answer in time, seen whenever", () => {
    expect(types(look(ticketAfter(OPENED, PROMISED, answeredAt("9T13:59")), "10T9:00"))).toEqual([
      "PromiseKept",
    ]);
  });

  test("is broken by an answer too late", () => {
    expect(types(look(ticketAfter(OPENED, PROMISED, answeredAt("9T14:01")), "10T9:00"))).toEqual([
      "PromiseBroken",
    ]);
  });

  test("that broke unseen, the server being down, is followed by a note at once", () => {
    const due = look(WAITING, "10T9:00");
    expect(types(due)).toEqual(["PromiseBroken", "PromiseExtended", "DeadlineMissed"]);
    expect(mails(due)).toEqual(["progress"]);
  });
});

describe("deadlines", () => {
  test("agents are warned at the half hour before a quarter of the time is left", () => {
    const ticket = ticketAfter(OPENED);
    expect(look(ticket, "9T12:59").nextAt).toEqual(at("9T13:00"));
    const due = look(ticket, "9T13:00");
    expect(types(due)).toEqual(["DeadlineWarned"]);
    expect(due.lines).toEqual([{ list: "deadline-warning", to: "agents", due: at("9T14:00") }]);
  });

  test("whoever leads has the ticket in a list once it is missed, and again each working day", () => {
    const missed = look(WAITING, "9T14:00", { facts: { budget: 0 } });
    expect(missed.lines).toEqual([{ list: "overdue", to: "complaints-manager", due: at("9T14:00") }]);
    const event = {
      type: "DeadlineMissed",
      at: at("13T14:00"),
      what: "answer",
      listedTo: "complaints-manager",
    } as const;
    const listed = ticketAfter(OPENED, event);
    expect(look(listed, "14T12:00")).toMatchObject({ lines: [], nextAt: at("16T9:00") });
    expect(look(listed, "16T9:00").lines).toHaveLength(1);
  });

  test("what the supervisor let lie goes to another", () => {
    const handed = ticketAfter(OPENED, {
      type: "HandedOver",
      at: at("9T11:00"),
      to: "supervisor",
      dueAt: at("9T15:00"),
    });
    expect(look(handed, "9T14:30").lines).toEqual([]);
    const due = look(handed, "9T15:00", { rules: { leads: ["supervisor", "managers"] } });
    expect(due.lines).toMatchObject([{ to: "managers" }]);
  });

  test("nobody is told of what is answered, or asks for nothing", () => {
    const praise: typeof OPENED = { ...OPENED, answerDueAt: null, solutionDueAt: null, complaint: false };
    expect(look(ticketAfter(OPENED, answeredAt("9T11:00")), "13T9:00").lines).toEqual([]);
    expect(look(ticketAfter(praise), "13T9:00")).toMatchObject({ events: [], nextAt: null });
  });
});

describe("after an answer", () => {
  const answered = ticketAfter(OPENED, answeredAt("9T12:00"));

  test("a complaint is followed up after five days", () => {
    expect(look(answered, "14T11:59").nextAt).toEqual(at("16T9:00"));
    const due = look(answered, "16T9:00");
    expect(types(due)).toEqual(["FollowUpQueued"]);
    expect(due.mail).toEqual([{ template: "followup", once: "followup-0" }]);
  });

  test("within seven, even where nobody works that week", () => {
    const days = ["13", "14", "15", "16", "17", "18", "19", "20"].map((day) => `2026-11-${day}`);
    const closed = { hours: { ...rules.hours, holidays: days } };
    const { nextAt } = look(answered, "13T9:00", { rules: closed });
    expect(nextAt).toEqual(at("16T10:00"));
  });

  test.each([
    ["opted-out", { facts: { optedOut: true } }],
    ["dead-address", { facts: { dead: true } }],
    ["switched-off", { rules: { followUpDays: { complaints: null, others: null } } }],
  ] as const)("it is excused with the code %s", (code, given) => {
    const due = look(answered, "16T9:00", given);
    expect(due.events).toEqual([{ type: "FollowUpExcused", at: at("16T9:00"), code }]);
    expect(due.mail).toEqual([]);
  });

  test("nobody is asked after more than seven days, as after a month in which foyer only looked on", () => {
    const due = look(answered, "30T9:00");
    expect(due.events).toEqual([{ type: "FollowUpExcused", at: at("30T9:00"), code: "stale" }]);
    expect(due.mail).toEqual([]);
  });

  test("a spent budget puts it off, until the seven days are nearly over", () => {
    const facts = { budget: 0 };
    expect(look(answered, "16T9:00", { facts })).toMatchObject({ events: [], nextAt: at("16T10:00") });
    expect(look(answered, "16T9:30", { facts }).events).toMatchObject([{ code: "budget" }]);
  });

  test.each([
    ["has written again", ticketAfter(OPENED, answeredAt("9T12:00"), wroteAt("10T9:00"))],
    [
      "has thanked",
      ticketAfter(OPENED, answeredAt("9T12:00"), {
        type: "CustomerConfirmed",
        at: at("10T9:00"),
        via: "thanks",
      }),
    ],
    ["was asked", ticketAfter(OPENED, answeredAt("9T12:00"), { type: "FollowUpQueued", at: at("14T9:00") })],
  ])("nobody is asked who %s", (_, ticket) => {
    expect(mails(look(ticket, "16T9:00"))).not.toContain("followup");
  });

  test("other matters are followed up only where that is wanted", () => {
    const question: typeof OPENED = { ...OPENED, kind: "question", complaint: false };
    const ticket = ticketAfter(question, answeredAt("9T12:00"));
    expect(look(ticket, "20T9:00").mail).toEqual([]);
    const wanted = { rules: { followUpDays: { complaints: 5, others: 7 } } };
    expect(mails(look(ticket, "16T12:00", wanted))).toEqual(["followup"]);
  });

  test("a complaint that was put away without an answer goes to whoever leads", () => {
    const due = look(
      ticketAfter(OPENED, { type: "TicketResolved", at: at("9T12:00"), by: "folder" }),
      "16T9:00",
    );
    expect(due.events).toMatchObject([{ type: "FollowUpExcused", code: "never-answered" }]);
    expect(due.lines).toMatchObject([{ list: "overdue", to: "complaints-manager" }]);
  });
});

describe("after a rating", () => {
  const rated = (rating: "good" | "partly") =>
    ticketAfter(OPENED, answeredAt("9T12:00"), { type: "CustomerRated", at: at("14T12:00"), rating });

  test("good draws thanks once", () => {
    expect(mails(look(rated("good"), "14T12:01"))).toEqual(["closing"]);
    expect(mails(look(rated("good"), "14T12:01", { facts: { spent: new Set(["closing-0"]) } }))).toEqual([]);
  });

  test("good draws a request to recommend us, another day, where it is wanted and never was made", () => {
    const wanted = { facts: { spent: new Set(["closing-0"]) }, rules: { referral: true } };
    expect(look(rated("good"), "14T12:01", wanted)).toMatchObject({ mail: [], nextAt: at("16T9:00") });
    expect(mails(look(rated("good"), "16T9:00", wanted))).toEqual(["referral"]);
    const asked = { ...wanted, facts: { ...wanted.facts, referred: true } };
    expect(mails(look(rated("good"), "16T9:00", asked))).toEqual([]);
    expect(mails(look(rated("partly"), "16T9:00", wanted))).not.toContain("referral");
  });

  test("less than good is told to staff", () => {
    expect(mails(look(rated("partly"), "14T12:01"))).toEqual(["bad-rating"]);
  });

  test("an unhappy word reopens: the customer hears by when, and staff hear of it", () => {
    const reopened = ticketAfter(OPENED, answeredAt("9T12:00"), wroteAt("12T10:00"), {
      type: "TicketReopened",
      at: at("12T10:00"),
      reason: "unhappy-again",
      answerDueAt: at("12T14:00"),
      solutionDueAt: at("16T10:00"),
    });
    const due = look(reopened, "12T10:01");
    expect(mails(due)).toEqual(["reopened", "bad-rating"]);
    expect(types(due)).toEqual(["PromiseMade"]);
    const spent = new Set(due.mail.map((one) => one.once));
    expect(mails(look(reopened, "12T10:01", { facts: { spent } }))).toEqual([]);
  });
});

describe("looked at again after it was done, nothing is due", () => {
  test("at any hour of a fortnight in which nobody answers", () => {
    let ticket = ticketAfter(OPENED, PROMISED);
    const spent = new Set<string>();
    for (let hour = 0; hour < 14 * 24; hour++) {
      const now = new Date(at("9T10:00").getTime() + hour * 3_600_000);
      const look = { ticket, now, rules, facts: { ...KNOWN, spent } };
      const due = dueSteps(look);
      for (const { once } of due.mail) {
        expect(spent.has(once)).toBe(false);
        spent.add(once);
      }
      for (const event of due.events) ticket = { ...ticket, ...foldTicket(ticket, event) };
      const again = dueSteps({ ...look, ticket });
      expect([again.events, again.mail, again.lines]).toEqual([[], [], []]);
      if (again.nextAt !== null) expect(again.nextAt > now).toBe(true);
    }
    expect([...spent]).toEqual([note(1), note(2)]);
  });
});
