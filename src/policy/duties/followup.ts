import { earlier, nextOpen } from "../business.ts";
import { type Act, type Duty, type Look, minutesAfter, unreachable, waitsForUs } from "../duty.ts";
import type { Excuse } from "../excuses.ts";
import type { Ticket } from "../ticket.ts";
import { listedTo } from "./deadline.ts";

const DAY = 24 * 60;
/** A complaint is followed up within seven days of our answer; this leaves time to send. Minutes. */
const LIMIT = 7 * DAY - 120;
const RETRY = 60;

/** A complaint was answered, and nothing was heard since: is it solved, and how was it? */
export const complaintFollowUp: Duty = {
  at: ({ ticket, rules }) =>
    ticket.followUp === "due" && ticket.lastAnswerAt !== null && !waitsForUs(ticket)
      ? askAt(ticket.lastAnswerAt, rules.followUpDays.complaints ?? 0, { ticket, rules })
      : null,
  act: (look) => {
    const { ticket, now, rules, facts } = look;
    const code = rules.followUpDays.complaints === null ? "switched-off" : unreachable(look);
    if (code !== null) return excused(now, code);
    if (facts.spent.has(reasonOf(ticket))) return excused(now, "asked-before");
    const obstacle = !rules.answersSeen ? "answers-unseen" : facts.budget > 0 ? null : "budget";
    const late = now > minutesAfter(ticket.lastAnswerAt ?? now, 7 * DAY);
    if (obstacle === null) return late ? excused(now, "stale") : asked(look);
    const again = minutesAfter(now, RETRY);
    return again <= limitOf(ticket) ? { events: [], again } : excused(now, obstacle);
  },
};

/** The same for other matters, where it is wanted. What cannot be asked in time is not asked. */
export const otherFollowUp: Duty = {
  at: ({ ticket, rules, facts }) => {
    const days = rules.followUpDays.others;
    const wanted = days !== null && ticket.followUp === "none" && !ticket.complaint;
    const answered = ticket.lastAnswerAt !== null && !waitsForUs(ticket) && ticket.rating === null;
    const fits = ticket.kind === "question" || ticket.kind === "request";
    if (!wanted || !answered || !fits || facts.spent.has(reasonOf(ticket))) return null;
    return ticket.lastAnswerAt === null
      ? null
      : nextOpen(minutesAfter(ticket.lastAnswerAt, days * DAY), rules.hours);
  },
  act: (look) => {
    const { ticket, now, rules, facts } = look;
    const since = ticket.lastAnswerAt ?? now;
    const last = minutesAfter(since, ((rules.followUpDays.others ?? 0) + 2) * DAY);
    if (unreachable(look) !== null || !rules.answersSeen || now > last) return null;
    return facts.budget > 0 ? asked(look) : { events: [], again: minutesAfter(now, RETRY) };
  },
};

/** A complaint was put away without an answer that anyone has seen: whoever leads has to know. */
export const neverAnswered: Duty = {
  at: ({ ticket, rules }) =>
    ticket.complaint &&
    ticket.state === "resolved" &&
    ticket.resolvedAt !== null &&
    ticket.lastAnswerAt === null &&
    ticket.followUp === "none"
      ? askAt(ticket.resolvedAt, rules.followUpDays.complaints ?? 1, { ticket, rules })
      : null,
  act: ({ ticket, now, rules }) => {
    const to = listedTo(rules.leads, "answer");
    const due = ticket.resolvedAt ?? now;
    return {
      ...excused(now, "never-answered"),
      lines: to === null ? [] : [{ list: "overdue", to, due }],
    };
  },
};

/** On a working day if one comes in time. */
function askAt(since: Date, days: number, { rules }: Pick<Look, "ticket" | "rules">): Date {
  return earlier(nextOpen(minutesAfter(since, days * DAY), rules.hours), minutesAfter(since, LIMIT));
}

const limitOf = (ticket: Ticket): Date => minutesAfter(ticket.lastAnswerAt ?? ticket.openedAt, LIMIT);

/** One question an answered round: whoever came back is asked again after the next answer. */
const reasonOf = (ticket: Ticket): string => `followup-${ticket.round}`;

function asked({ ticket, now }: Look): Act {
  return {
    events: [{ type: "FollowUpQueued", at: now }],
    mail: [{ template: "followup", once: reasonOf(ticket) }],
  };
}

function excused(now: Date, code: Excuse): Act {
  return { events: [{ type: "FollowUpExcused", at: now, code }] };
}
