import { nextMorning } from "../business.ts";
import { type Act, type Duty, type Look, minutesAfter, unreachable } from "../duty.ts";
import { promised } from "../measure.ts";
import { promiseTime } from "../promise.ts";
import type { Ticket } from "../ticket.ts";

/** Mail that answers a click may wait so long for the budget; later it would be odd. Minutes. */
const PATIENCE = 2 * 24 * 60;
const RETRY = 60;

/** Not satisfied, and it is opened again: the customer hears that, and by when a person will answer. */
export const reopenedNotice: Duty = {
  at: ({ ticket, facts }) =>
    ticket.state === "reopened" && !facts.spent.has(`reopened-${ticket.round}`) ? saidAt(ticket) : null,
  act: (look) => {
    const { ticket, now, rules } = look;
    const put = putOff(look, saidAt(ticket));
    if (put !== "go") return put;
    const { hours, basis } = promised(rules, ticket.priority);
    const until = promiseTime(now, hours, rules.hours);
    return {
      events: [{ type: "PromiseMade", at: now, until, basis }],
      mail: [{ template: "reopened", once: `reopened-${ticket.round}`, until }],
    };
  },
};

/** When the customer last said, by a click or in words, how it stands. */
const saidAt = ({ ratedAt, lastCustomerAt }: Ticket): Date =>
  ratedAt === null || ratedAt < lastCustomerAt ? lastCustomerAt : ratedAt;

/** A bad rating means that there is still something to mend, and so does an unhappy word: staff hear of each once. */
export const badRating: Duty = {
  at: (look) => {
    const { once, at } = badnessOf(look) ?? {};
    return once === undefined || look.facts.spent.has(once) ? null : (at ?? null);
  },
  act: (look) => {
    const bad = badnessOf(look);
    return bad === null ? null : { events: [], mail: [{ template: "bad-rating", once: bad.once }] };
  },
};

function badnessOf({ ticket }: Look): { readonly once: string; readonly at: Date } | null {
  const { state, rating, ratedAt, lastCustomerAt, round } = ticket;
  if (state === "reopened" && (ratedAt === null || ratedAt < lastCustomerAt))
    return { once: `unhappy-${round}`, at: lastCustomerAt };
  if (ratedAt === null || rating === "good") return null;
  // Clicking to and fro is told once a day.
  return { once: `bad-rating-${rating}-${ratedAt.toISOString().slice(0, 10)}`, at: ratedAt };
}

/** A thank-you after a good rating, once. */
export const closing: Duty = {
  at: ({ ticket, facts }) =>
    ticket.rating === "good" && !facts.spent.has(closingOf(ticket)) ? ticket.ratedAt : null,
  act: (look) => {
    const put = putOff(look, look.ticket.ratedAt ?? look.now);
    return put === "go" ? { events: [], mail: [{ template: "closing", once: closingOf(look.ticket) }] } : put;
  },
};

const closingOf = ({ round }: Ticket): string => `closing-${round}`;

/** After the good word, on another day, once in a customer's life. */
export const referral: Duty = {
  at: ({ ticket, rules, facts }) =>
    rules.referral &&
    ticket.rating === "good" &&
    ticket.ratedAt !== null &&
    facts.spent.has(closingOf(ticket)) &&
    !facts.referred &&
    !facts.spent.has("referral")
      ? nextMorning(ticket.ratedAt, rules.hours)
      : null,
  act: (look) => {
    const put = putOff(look, nextMorning(look.ticket.ratedAt ?? look.now, look.rules.hours));
    return put === "go" ? { events: [], mail: [{ template: "referral", once: "referral" }] } : put;
  },
};

function putOff(look: Look, since: Date): "go" | Act | null {
  if (unreachable(look) !== null) return null;
  if (look.now > minutesAfter(since, PATIENCE)) return null;
  return look.facts.budget > 0 ? "go" : { events: [], again: minutesAfter(look.now, RETRY) };
}
