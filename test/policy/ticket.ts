import type { Rules } from "../../src/policy/duty.ts";
import type { TicketEvent } from "../../src/policy/event.ts";
import { foldTicket, openedTicket, type Ticket } from "../../src/policy/ticket.ts";

/*
 * Tickets for tests: a complaint of Monday 9 November 2026, 10:00 in Budapest, with four hours for the first answer, and
 * what happened to it since.
 */

const nineToFive = { from: 540, to: 1020 };

export const rules: Rules = {
  hours: {
    timeZone: "Europe/Budapest",
    week: [nineToFive, nineToFive, nineToFive, nineToFive, nineToFive, null, null],
    holidays: [],
  },
  answerHours: { urgent: 1, high: 4, normal: 8, low: 16 },
  solutionHours: { urgent: 8, high: 16, normal: 40, low: 80 },
  warnBefore: 0.25,
  followUpDays: { complaints: 5, others: null },
  referral: false,
  leads: ["complaints-manager", "supervisor", "managers", "agents"],
  measured: {},
  answersSeen: true,
};

/** "9T10:00" is 9 November 2026, 10:00 in Budapest. */
export function at(text: string): Date {
  const [day = "", time = ""] = text.split("T");
  return new Date(`2026-11-${day.padStart(2, "0")}T${time.padStart(5, "0")}:00+01:00`);
}

export const OPENED: Extract<TicketEvent, { type: "TicketOpened" }> = {
  type: "TicketOpened",
  at: at("9T10:00"),
  kind: "complaint",
  topic: "delivery",
  tone: "neutral",
  complaint: true,
  language: "hu",
  manner: "plain",
  priority: "high",
  folder: "today",
  answerDueAt: at("9T14:00"),
  solutionDueAt: at("11T10:00"),
  recurrence: 0,
  complaintsInWindow: 0,
};

export const PROMISED: TicketEvent = {
  type: "PromiseMade",
  at: at("9T10:00"),
  until: at("9T14:00"),
  basis: "target",
};

export const answeredAt = (text: string): TicketEvent => ({
  type: "AgentAnswered",
  at: at(text),
  by: null,
  via: "sent",
});

export const wroteAt = (
  text: string,
  changes: Partial<Extract<TicketEvent, { type: "CustomerWrote" }>> = {},
): TicketEvent => ({
  type: "CustomerWrote",
  at: at(text),
  kind: "question",
  topic: "delivery",
  tone: "neutral",
  complaint: false,
  language: "hu",
  manner: "plain",
  priority: "high",
  folder: "today",
  answerDueAt: new Date(at(text).getTime() + 4 * 3_600_000),
  solutionDueAt: new Date(at(text).getTime() + 48 * 3_600_000),
  thanks: false,
  ...changes,
});

/** The ticket after these events. */
export function ticketAfter(...events: readonly TicketEvent[]): Ticket {
  const [first = OPENED, ...rest] = events;
  if (first.type !== "TicketOpened") throw new Error("a ticket begins with its opening");
  return {
    id: 42,
    mailboxId: 1,
    customerId: 1,
    customerAddress: "eva@pelda.hu",
    answerTo: { name: "Éva Nagy", address: "eva@pelda.hu" },
    messages: 1,
    lastMessageAt: first.at,
    nextAt: null,
    version: 0,
    ...rest.reduce(foldTicket, openedTicket(first)),
  };
}
