import { businessBefore, later, nextMorning } from "../business.ts";
import { type Duty, type Lead, type Look, minutesAfter, waitsForUs } from "../duty.ts";

/*
 * One mail tells of many tickets: warnings are moved forward to the half hour, lists of what was missed are put off to
 * the quarter, so that what falls due about the same time is told together.
 */
const WARN_GRID = 30;
const LIST_GRID = 15;

const MINUTE = 60_000;
const down = (moment: Date, minutes: number): Date =>
  new Date(Math.floor(moment.getTime() / (minutes * MINUTE)) * minutes * MINUTE);
const up = (moment: Date, minutes: number): Date => {
  const floor = down(moment, minutes);
  return floor < moment ? minutesAfter(floor, minutes) : floor;
};

type What = "answer" | "solution" | "handover";

interface Deadline {
  readonly what: What;
  readonly at: Date;
}

/** What has to be done next, and by when. A ticket that was handed over has its supervisor's deadline. */
function deadlineOf({ ticket }: Look): Deadline | null {
  if (!waitsForUs(ticket)) return null;
  if (ticket.state === "escalated")
    return ticket.handoverDueAt === null ? null : { what: "handover", at: ticket.handoverDueAt };
  const { answerDueAt, solutionDueAt } = ticket;
  if (answerDueAt === null) return null;
  return solutionDueAt !== null && solutionDueAt < answerDueAt
    ? { what: "solution", at: solutionDueAt }
    : { what: "answer", at: answerDueAt };
}

/** Agents hear of it while there is time. */
export const deadlineWarning: Duty = {
  at: (look) => {
    const { ticket, now, rules } = look;
    const deadline = deadlineOf(look);
    if (deadline === null || deadline.what === "handover" || rules.warnBefore === 0) return null;
    if (ticket.warnedAt !== null || ticket.missedAt !== null || now >= deadline.at) return null;
    const target = deadline.what === "answer" ? rules.answerHours : rules.solutionHours;
    const left = target[ticket.priority] * rules.warnBefore;
    const warnAt = down(businessBefore(deadline.at, left, rules.hours), WARN_GRID);
    return later(warnAt, ticket.lastCustomerAt);
  },
  act: (look) => {
    const deadline = deadlineOf(look);
    if (deadline === null) return null;
    return {
      events: [{ type: "DeadlineWarned", at: look.now }],
      lines: [{ list: "deadline-warning", to: "agents", due: deadline.at }],
    };
  },
};

/** Whoever leads has it in a list then, and again each working day until somebody answers: nothing ends in silence. */
export const deadlineMissed: Duty = {
  at: (look) => {
    const deadline = deadlineOf(look);
    if (deadline === null) return null;
    const { missedAt } = look.ticket;
    return missedAt === null ? up(deadline.at, LIST_GRID) : nextMorning(missedAt, look.rules.hours);
  },
  act: (look) => {
    const deadline = deadlineOf(look);
    if (deadline === null) return null;
    const to = listedTo(look.rules.leads, deadline.what);
    const event = {
      type: "DeadlineMissed",
      at: look.now,
      what: deadline.what,
      listedTo: to ?? "nobody",
    } as const;
    return { events: [event], lines: to === null ? [] : [{ list: "overdue", to, due: deadline.at }] };
  },
};

/** What the supervisor let lie goes to another. */
export function listedTo(leads: readonly Lead[], what: What): Lead | null {
  const others = what === "handover" ? leads.filter((lead) => lead !== "supervisor") : leads;
  return others[0] ?? leads[0] ?? null;
}
