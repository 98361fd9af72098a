import { topicNameable } from "../classify/nameable.ts";
import { budgetDomain } from "../policy/addresses.ts";
import type { TicketEvent } from "../policy/event.ts";
import { ratingLinks } from "../policy/link.ts";
import type { TemplateName } from "../policy/template.ts";
import type { Ticket } from "../policy/ticket.ts";
import type { HandedOverValues } from "../smtp/staff-values.ts";
import type { HandoverValues, SolvedValues } from "../smtp/values.ts";
import type { OutboxDraft } from "../store/outgoing.ts";
import type { Move, ThreadMessage } from "../store/seen.ts";
import type { Desk } from "../triage/desk.ts";
import { type CustomerOwn, type StaffOwn, toCustomer, toStaff } from "../triage/letter.ts";
import { EXCERPT } from "../triage/writing.ts";
import type { Lookout } from "./lookout.ts";
import { allowed } from "./tick.ts";

/** What a settled move makes of a ticket. */
interface Case {
  readonly ticket: Ticket;
  readonly move: Move;
  readonly events: readonly TicketEvent[];
}

/**
 * An answer that comes so long after the ticket was resolved makes the notice needless: agents often move first and
 * write then. Milliseconds.
 */
export const SOLVED_HOLD = 10 * 60_000;

/** The summary to who takes over, and to the customer who has it now, why, and by when. */
export async function handOverDrafts({ desk }: Lookout, given: Case): Promise<OutboxDraft[]> {
  const { ticket, move, events } = given;
  const handed = events.find((event) => event.type === "HandedOver");
  if (handed === undefined) return [];
  const thread = await desk.store.thread(ticket.id);
  const newest = thread.findLast(({ ledgerId }) => ledgerId === move.ledgerId) ?? thread.at(-1);
  const due = { deadline: handed.dueAt.toISOString(), timeZone: desk.config.businessHours.timeZone };
  const once = `${move.ledgerId}-${move.movedAt.getTime()}`;
  const takers = takersOf(desk, handed.to);
  const values: CustomerOwn<HandoverValues> = {
    promise: due,
    holder: takers.length === 1 ? (desk.config.names.get(takers[0] ?? "") ?? null) : null,
    why: handed.to === "complaints-manager" ? "complaint" : "authority",
  };
  const letter = await letterTo(desk, { ticket, newest, kind: "handover", once: `handover-${once}`, values });
  if (takers.length === 0) return letter;
  const summary = await summaryOf(desk, ticket, newest, due);
  const told = { to: takers, values: summary, ticket: ticket.id, once: `handed-over-${once}` };
  return [...letter, toStaff(desk, "handed-over", told)];
}

/** The notice that the matter is settled, unless an answer follows at once. */
export async function solvedDraft(
  { desk, publicUrl }: Lookout,
  { ticket, move }: Case,
): Promise<OutboxDraft[]> {
  const thread = await desk.store.thread(ticket.id);
  const newest = thread.findLast(({ ledgerId }) => ledgerId === move.ledgerId) ?? thread.at(-1);
  const topic = newest?.decision?.judgements.topic;
  const base = { publicUrl, mailboxAddress: desk.config.address };
  const values: CustomerOwn<SolvedValues> = {
    topic: topic !== undefined && topicNameable(topic) ? topic.label : null,
    rating: ratingLinks(ticket.id, base, { secret: desk.secret, now: desk.now() }),
  };
  const once = `solved-${move.ledgerId}-${move.movedAt.getTime()}`;
  const drafts = await letterTo(desk, { ticket, newest, kind: "solved", once, values });
  const dueAt = new Date(move.movedAt.getTime() + SOLVED_HOLD);
  return drafts.map((draft) => ({ ...draft, dueAt: dueAt > draft.dueAt ? dueAt : draft.dueAt }));
}

interface ToCustomer {
  readonly ticket: Ticket;
  readonly newest: ThreadMessage | undefined;
  readonly kind: Extract<TemplateName, "handover" | "solved">;
  readonly once: string;
  readonly values: CustomerOwn<HandoverValues> | CustomerOwn<SolvedValues>;
}

const NO_THREAD = { messageId: null, references: [], subject: "" };

/** Empty where the customer cannot or will not be written to, or has had enough for today. */
async function letterTo(
  desk: Desk,
  { ticket, newest, kind, once, values }: ToCustomer,
): Promise<OutboxDraft[]> {
  const { answerTo: to, id, language, manner } = ticket;
  if (to === null || !(await mayWrite(desk, to.address))) return [];
  const answering = newest ?? NO_THREAD;
  const letter = { to, ticket: id, language, manner, subject: answering.subject, answering, values, once };
  return [toCustomer(desk, kind, letter)];
}

/** Whether automatic mail may go there now: willing, reachable, and within the budgets. */
export async function mayWrite(
  { store, mailbox, config, now }: Pick<Desk, "store" | "mailbox" | "config" | "now">,
  address: string,
): Promise<boolean> {
  const key = address.toLowerCase();
  const domain = budgetDomain(key);
  const keys = {
    addresses: [key],
    domains: domain === null ? [] : [domain],
    messageIds: [],
    tickets: [],
    contents: [],
  };
  const memory = await store.memory(mailbox.id, keys, now());
  const person = memory.customers.get(key);
  const willing = person === undefined || !(person.optedOut || person.dead);
  return willing && allowed(config.policy, memory, { address: key, now: now() }) > 0;
}

/** Who takes it over; where that role is nobody's, whoever leads, and at last the agents: somebody must. */
function takersOf({ config }: Desk, role: "supervisor" | "complaints-manager"): readonly string[] {
  const { supervisor, complaintsManager, managers, agents } = config;
  const first = role === "supervisor" ? [supervisor, complaintsManager] : [complaintsManager, supervisor];
  const one = first.find((address) => address !== null);
  if (one !== undefined && one !== null) return [one];
  return managers.length > 0 ? managers : agents;
}

async function summaryOf(
  desk: Desk,
  ticket: Ticket,
  newest: ThreadMessage | undefined,
  due: { readonly deadline: string; readonly timeZone: string },
): Promise<StaffOwn<HandedOverValues>> {
  const { timeZone } = desk.config.businessHours;
  const person = ticket.customerAddress === null ? null : await desk.store.customer(ticket.customerAddress);
  const address = newest?.fromAddress ?? ticket.customerAddress ?? "";
  const name = newest?.fromName ?? "";
  return {
    ticket: ticket.id,
    from: name === "" ? address : `${name} <${address}>`,
    subject: newest?.subject ?? "",
    excerpt: newest?.text.slice(0, EXCERPT) ?? "",
    folder: desk.folders?.escalated ?? "",
    timeZone,
    since: ticket.lastCustomerAt.toISOString(),
    contacts: Math.max(0, (person?.contacts ?? 1) - 1),
    complaints: ticket.complaintsInWindow,
    answered: ticket.firstAnswerAt !== null,
    promise:
      ticket.promisedUntil === null ? null : { deadline: ticket.promisedUntil.toISOString(), timeZone },
    due,
    reasons: [...(newest?.decision?.reasons ?? [])].slice(0, 10),
  };
}
