import { budgetDomain } from "../policy/addresses.ts";
import type { MailboxPolicy } from "../policy/decision.ts";
import type { DutyFacts, PlannedLine, Rules } from "../policy/duty.ts";
import { DOMAIN_DAY } from "../policy/hold.ts";
import type { Memory } from "../policy/memory.ts";
import { rememberMailTo, sentTo } from "../policy/remember.ts";
import type { Ticket } from "../policy/ticket.ts";
import { type Due, dueSteps, isForCustomer } from "../policy/timer.ts";
import type { OutboxDraft } from "../store/outgoing.ts";
import type { Correspondence, TicketStep } from "../store/tickets.ts";
import { type Desk, rulesOf } from "../triage/desk.ts";
import { type ListedTicket, listing, type NoticeDesk, notice, type Subject } from "./notice.ts";

/** What the scheduler works with. */
export type TickDesk = NoticeDesk & Pick<Desk, "mailbox" | "store" | "lease" | "log" | "habits">;

/** Tickets looked at together, and how often at most in one tick: the rest waits for the next. */
const BATCH = 500;
const ROUNDS = 100;

/**
 * Does all that has fallen due on the mailbox's tickets: promises, deadlines, follow-ups. Reads only tickets whose time has
 * come; each is looked at again when the next thing falls due. Returns how many were looked at.
 */
export async function tick(desk: TickDesk, signal: AbortSignal): Promise<number> {
  // In shadow mode nothing is told to anyone.
  if (desk.folders === null) return 0;
  let looked = 0;
  for (let round = 0; round < ROUNDS && !signal.aborted; round++) {
    const tickets = await desk.store.dueTickets(desk.mailbox.id, desk.now(), BATCH);
    if (tickets.length === 0) break;
    const advanced = await advanceAll(desk, tickets);
    looked += tickets.length;
    // What changed under our hands is left for the next tick.
    if (advanced === 0) break;
  }
  return looked;
}

interface Plan extends Subject {
  readonly due: Due;
}

async function advanceAll(desk: TickDesk, tickets: readonly Ticket[]): Promise<number> {
  const addresses = [...new Set(tickets.flatMap(addressesOf))];
  const domains = [...new Set(addresses.flatMap((one) => budgetDomain(one) ?? []))];
  const [letters, memory] = await Promise.all([
    desk.store.correspondence(tickets),
    desk.store.memory(
      desk.mailbox.id,
      { addresses, domains, messageIds: [], tickets: [], contents: [] },
      desk.now(),
    ),
  ]);
  const rules = rulesOf(desk);
  const plans = tickets.map((ticket) => plan(desk, ticket, { letters, memory, rules }));
  const advanced = await desk.store.advance(
    desk.lease(),
    plans.map((one) => stepOf(desk, one)),
    // What changed under our hands is not told of: it is looked at again.
    (taken) =>
      lists(
        desk,
        plans.filter(({ ticket }) => taken.has(ticket.id)),
      ),
  );
  for (const one of plans) if (advanced.has(one.ticket.id)) tell(desk, one);
  return advanced.size;
}

const addressesOf = ({ answerTo, customerAddress }: Ticket): readonly string[] =>
  [answerTo?.address.toLowerCase(), customerAddress].flatMap((one) => one ?? []);

interface Knowledge {
  readonly letters: ReadonlyMap<number, Correspondence>;
  readonly memory: Memory;
  readonly rules: Rules;
}

const NO_LETTERS: Correspondence = {
  spent: new Set(),
  subject: "",
  messageId: null,
  references: [],
  text: "",
  comment: "",
  referred: false,
};

function plan(desk: TickDesk, ticket: Ticket, { letters, memory, rules }: Knowledge): Plan {
  const now = desk.now();
  const known = letters.get(ticket.id) ?? NO_LETTERS;
  const people = addressesOf(ticket).flatMap((address) => memory.customers.get(address) ?? []);
  const address = ticket.answerTo?.address.toLowerCase() ?? null;
  const facts: DutyFacts = {
    optedOut: people.some((one) => one.optedOut),
    dead: people.some((one) => one.dead),
    budget: address === null ? 0 : allowed(desk.config.policy, memory, { address, now }),
    spent: known.spent,
    referred: known.referred,
  };
  const due = dueSteps({ ticket, now, rules, facts });
  // The next ticket of the same customer knows of it.
  if (address !== null) for (const _ of due.mail.filter(isForCustomer)) rememberMailTo(memory, address, now);
  return { ticket, letters: known, due };
}

/** How many mails the budgets of an address and its domain still allow. */
export function allowed(
  { budgets }: MailboxPolicy,
  memory: Memory,
  { address, now }: { readonly address: string; readonly now: Date },
): number {
  const sent = sentTo(address, memory, now);
  return Math.min(
    budgets.perAddressDay - sent.toAddressToday,
    budgets.perDomainHour - sent.toDomainThisHour,
    DOMAIN_DAY * budgets.perDomainHour - sent.toDomainToday,
  );
}

function stepOf(desk: TickDesk, { ticket, letters, due }: Plan): TicketStep {
  return {
    ticketId: ticket.id,
    version: ticket.version,
    events: due.events,
    outbox: due.mail.flatMap((planned) => notice(desk, planned, { ticket, letters }) ?? []),
    nextAt: due.nextAt,
  };
}

/** One mail for each list and whom it goes to. */
function lists(desk: TickDesk, plans: readonly Plan[]): OutboxDraft[] {
  const lines = plans.flatMap(({ ticket, letters, due }) =>
    due.lines.map((line): ListedTicket => ({ ticket, letters, line })),
  );
  const key = ({ line }: ListedTicket): string => `${line.list} ${line.to}`;
  return [...Map.groupBy(lines, key).values()].flatMap((group) => {
    const kind: PlannedLine["list"] | undefined = group[0]?.line.list;
    return kind === undefined ? [] : (listing(desk, kind, group) ?? []);
  });
}

function tell({ log }: TickDesk, { ticket, due }: Plan): void {
  for (const event of due.events) log.info({ ticket: ticket.id, happened: event.type }, "ticket");
}
