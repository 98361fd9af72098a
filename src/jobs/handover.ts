import { topicNameable } from "../classify/nameable.ts";
import { budgetDomain } from "../policy/addresses.ts";
import type { TicketEvent } from "../policy/event.ts";
import { ratingLinks } from "../policy/link.ts";
import type { TemplateName } from "../policy/template.ts";
import type { Ticket } from "../policy/ticket.ts";
import { greetingName } from "../smtp/names.ts";
import type { HandedOverValues } from "../smtp/staff-values.ts";
import type { CustomerValues, HandoverValues, SolvedValues } from "../smtp/values.ts";
import type { Move, OutboxDraft, ThreadMessage } from "../store/store.ts";
import type { Desk } from "../triage/desk.ts";
import { EXCERPT, newMessageId } from "../triage/writing.ts";
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
  const values: HandoverValues = {
    ...customerCommon(desk, ticket, newest),
    promise: due,
    holder: takers.length === 1 ? (desk.config.names.get(takers[0] ?? "") ?? null) : null,
    why: handed.to === "complaints-manager" ? "complaint" : "authority",
  };
  const summary = await summaryOf(desk, ticket, newest, due);
  return [
    ...(await toCustomer(desk, { ticket, newest, kind: "handover", once: `handover-${once}`, values })),
    ...(takers.length === 0
      ? []
      : [toStaff(desk, { ticket, to: takers, once: `handed-over-${once}`, summary })]),
  ];
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
  const values: SolvedValues = {
    ...customerCommon(desk, ticket, newest),
    topic: topic !== undefined && topicNameable(topic) ? topic.label : null,
    rating: ratingLinks(ticket.id, base, { secret: desk.secret, now: desk.now() }),
  };
  const once = `solved-${move.ledgerId}-${move.movedAt.getTime()}`;
  const drafts = await toCustomer(desk, { ticket, newest, kind: "solved", once, values });
  const dueAt = new Date(move.movedAt.getTime() + SOLVED_HOLD);
  return drafts.map((draft) => ({ ...draft, dueAt: dueAt > draft.dueAt ? dueAt : draft.dueAt }));
}

function customerCommon(desk: Desk, ticket: Ticket, newest: ThreadMessage | undefined): CustomerValues {
  return {
    name: ticket.answerTo === null ? null : greetingName(ticket.answerTo),
    ticket: ticket.id,
    subject: newest?.subject ?? "",
    company: desk.config.displayName,
    mailboxAddress: desk.config.address,
  };
}

interface ToCustomer {
  readonly ticket: Ticket;
  readonly newest: ThreadMessage | undefined;
  readonly kind: Extract<TemplateName, "handover" | "solved">;
  readonly once: string;
  readonly values: HandoverValues | SolvedValues;
}

/** Empty where the customer cannot or will not be written to, or has had enough for today. */
async function toCustomer(desk: Desk, given: ToCustomer): Promise<OutboxDraft[]> {
  const { ticket, newest, kind, once, values } = given;
  const { answerTo } = ticket;
  if (answerTo === null || !(await mayWrite(desk, answerTo.address))) return [];
  const parent = newest?.messageId ?? null;
  return [
    {
      kind,
      messageId: newMessageId(desk, ticket.id, kind),
      to: [answerTo],
      template: kind,
      language: ticket.language,
      manner: ticket.manner,
      values,
      inReplyTo: parent,
      references: [...(newest?.references ?? []), ...(parent === null ? [] : [parent])],
      dueAt: desk.now(),
      once,
    },
  ];
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
): Promise<HandedOverValues> {
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
    company: desk.config.displayName,
    mailboxAddress: desk.config.address,
  };
}

interface ToStaff {
  readonly ticket: Ticket;
  readonly to: readonly string[];
  readonly once: string;
  readonly summary: HandedOverValues;
}

function toStaff(desk: Desk, { ticket, to, once, summary }: ToStaff): OutboxDraft {
  return {
    kind: "handed-over",
    messageId: newMessageId(desk, ticket.id, "handed-over"),
    to: to.map((address) => ({ name: "", address })),
    template: "handed-over",
    language: desk.config.policy.language,
    manner: "plain",
    values: summary,
    inReplyTo: null,
    references: [],
    dueAt: desk.now(),
    once,
  };
}
