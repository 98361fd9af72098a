import { businessBetween } from "../business.ts";
import { type Act, type Duty, type Look, minutesAfter, unreachable, waitsForUs } from "../duty.ts";
import { bounded, PROMISED_SHARE, promised } from "../measure.ts";
import { promiseTime } from "../promise.ts";
import { quantileAfter } from "../survival.ts";
import type { Ticket } from "../ticket.ts";

/** Notes that put a promise off; then a person has to write. */
const MOST_NOTES = 2;
/** Minutes before a promise ends at which the customer is told that it will not be kept. */
const LEAD = 30;
/** Business hours that a note puts a promise off by at least: two within the hour would be worse than none. */
const LEAST = 4;
/** Minutes until a note is tried again that the budget forbids. */
const RETRY = 15;

/** A person has answered, or it is done: was it in time? */
export const promiseSettled: Duty = {
  at: ({ ticket }) => (ticket.promisedUntil === null ? null : settledAt(ticket)),
  act: ({ ticket, now }) => {
    const settled = settledAt(ticket);
    if (ticket.promisedUntil === null || settled === null) return null;
    const kept = settled <= ticket.promisedUntil;
    return { events: [kept ? { type: "PromiseKept", at: now } : { type: "PromiseBroken", at: now }] };
  },
};

function settledAt({ state, lastAnswerAt, promisedAt, resolvedAt }: Ticket): Date | null {
  if (lastAnswerAt !== null && promisedAt !== null && lastAnswerAt >= promisedAt) return lastAnswerAt;
  return state === "resolved" ? resolvedAt : null;
}

/** There is no answer yet, and there will be none in time: the customer is told before, with a new time. */
export const promiseNote: Duty = {
  at: (look) => {
    const { ticket, now } = look;
    if (ticket.promisedUntil === null || now >= ticket.promisedUntil || !mayBeNoted(look)) return null;
    const span = (ticket.promisedUntil.getTime() - (ticket.promisedAt ?? ticket.openedAt).getTime()) / 60_000;
    return minutesAfter(ticket.promisedUntil, -Math.min(LEAD, span / 4));
  },
  act: (look) =>
    look.facts.budget > 0 ? note(look, []) : { events: [], again: minutesAfter(look.now, RETRY) },
};

/** It has passed. Where no note could go out before, one goes now; the apology is added when it is written. */
export const promiseBroken: Duty = {
  at: ({ ticket }) => (waitsForUs(ticket) && settledAt(ticket) === null ? ticket.promisedUntil : null),
  act: (look) => {
    const broken = [{ type: "PromiseBroken", at: look.now }] as const;
    return mayBeNoted(look) && look.facts.budget > 0 ? note(look, broken) : { events: broken };
  },
};

function mayBeNoted(look: Look): boolean {
  const { ticket, rules } = look;
  const answered = settledAt(ticket) !== null;
  return (
    waitsForUs(ticket) &&
    !answered &&
    ticket.promiseNotes < MOST_NOTES &&
    rules.answersSeen &&
    unreachable(look) === null
  );
}

function note(look: Look, before: Act["events"]): Act {
  const { ticket, now } = look;
  const number = ticket.promiseNotes + 1;
  // A hand-over makes a new promise within the round, which may be put off again.
  const made = Math.floor((ticket.promisedAt ?? ticket.openedAt).getTime() / 1000);
  const { until, basis } = newTime(look);
  return {
    events: [...before, { type: "PromiseExtended", at: now, until, basis }],
    mail: [
      {
        template: "progress",
        once: `progress-${made}-${number}`,
        until,
        acted: ticket.actedAt !== null && ticket.actedAt > ticket.lastCustomerAt,
        second: number > 1,
      },
    ],
  };
}

/**
 * By when 95 % of those are answered that have waited as long as this one; where that is not known, as long again as a
 * fresh one would be promised. Never what is over already.
 */
function newTime({ ticket, now, rules }: Look): { until: Date; basis: string } {
  const measured = rules.measured[ticket.priority];
  const elapsed = businessBetween(ticket.openedAt, now, rules.hours);
  const total = measured === undefined ? null : quantileAfter(measured.steps, PROMISED_SHARE, elapsed);
  const expected =
    total === null ? promised(rules, ticket.priority) : bounded(rules, ticket.priority, total - elapsed);
  const needed = Math.max(expected.hours, LEAST);
  const earliest = new Date(Math.max(now.getTime(), ticket.promisedUntil?.getTime() ?? 0));
  const until = promiseTime(now, needed, rules.hours);
  return {
    until: until > earliest ? until : promiseTime(earliest, needed, rules.hours),
    basis: expected.basis,
  };
}
