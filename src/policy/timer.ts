import { earlier } from "./business.ts";
import { deadlineMissed, deadlineWarning } from "./duties/deadline.ts";
import { complaintFollowUp, neverAnswered, otherFollowUp } from "./duties/followup.ts";
import { promiseBroken, promiseNote, promiseSettled } from "./duties/promise.ts";
import { badRating, closing, referral, reopenedNotice } from "./duties/rating.ts";
import type { Act, Duty, DutyFacts, Look, PlannedLine, PlannedMail, Rules } from "./duty.ts";
import type { TicketEvent } from "./event.ts";
import { AUDIENCES } from "./template.ts";
import { foldTicket, openedTicket } from "./ticket.ts";

/** Order is meaning: what an earlier one does, a later one sees. */
const DUTIES: readonly Duty[] = [
  promiseSettled,
  promiseNote,
  promiseBroken,
  deadlineWarning,
  deadlineMissed,
  reopenedNotice,
  badRating,
  closing,
  referral,
  complaintFollowUp,
  otherFollowUp,
  neverAnswered,
];

/** What time has brought about for one ticket. */
export interface Due {
  readonly events: readonly TicketEvent[];
  readonly mail: readonly PlannedMail[];
  readonly lines: readonly PlannedLine[];
  /** When it is to be looked at next; null: when something happens. */
  readonly nextAt: Date | null;
}

/** All that is due on a ticket at `now`. Pure: looked at again after it was done, nothing is due. */
export function dueSteps(look: Look): Due {
  const acts: Act[] = [];
  const futures: Date[] = [];
  const spent = new Set(look.facts.spent);
  let ticket = look.ticket;
  const current = (): Look => {
    const planned = acts.flatMap((act) => act.mail ?? []).filter(isForCustomer).length;
    return { ...look, ticket, facts: { ...look.facts, spent, budget: look.facts.budget - planned } };
  };
  for (const duty of DUTIES) {
    const at = duty.at(current());
    const act = at !== null && at <= look.now ? duty.act(current()) : null;
    // The store would drop the whole step, with all that is due beside it.
    if (act === null || act.mail?.some(({ once }) => spent.has(once))) continue;
    acts.push(act);
    if (act.again !== undefined) futures.push(act.again);
    for (const { once } of act.mail ?? []) spent.add(once);
    for (const event of act.events) ticket = { ...ticket, ...foldTicket(ticket, event) };
  }
  for (const duty of DUTIES) {
    const at = duty.at(current());
    if (at !== null && at > look.now) futures.push(at);
  }
  return {
    events: acts.flatMap((act) => act.events),
    mail: acts.flatMap((act) => act.mail ?? []),
    lines: acts.flatMap((act) => act.lines ?? []),
    nextAt: futures.reduce<Date | null>(earlier, null),
  };
}

export const isForCustomer = ({ template }: PlannedMail): boolean => AUDIENCES[template] === "customer";

const NOTHING_KNOWN: DutyFacts = {
  optedOut: false,
  dead: false,
  budget: 1,
  spent: new Set(),
  referred: false,
};

/** When a ticket that these events open is to be looked at first; null where they open none. */
export function firstLook(events: readonly TicketEvent[], rules: Rules): Date | null {
  const [first, ...more] = events;
  if (first?.type !== "TicketOpened") return null;
  const row = more.reduce(foldTicket, openedTicket(first));
  const look = { ticket: { ...row, ...FRESH }, now: new Date(0), rules, facts: NOTHING_KNOWN };
  return dueSteps(look).nextAt;
}

const FRESH = {
  id: 0,
  mailboxId: 0,
  customerId: null,
  customerAddress: null,
  answerTo: { name: "", address: "" },
  messages: 1,
  lastMessageAt: new Date(0),
  nextAt: null,
  version: 0,
};
