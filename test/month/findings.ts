import { readFileSync } from "node:fs";
import type { Language } from "../../src/mail/message.ts";
import { budgetDomain, canonical } from "../../src/policy/addresses.ts";
import type { TicketEvent } from "../../src/policy/event.ts";
import { AUDIENCES, type TemplateName } from "../../src/policy/template.ts";
import { foldTicket, openedTicket, type Ticket, type TicketRow } from "../../src/policy/ticket.ts";
import type { Stage } from "./story.ts";
import type { OutMail } from "./world.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** All that a month leaves behind. */
export interface Records {
  readonly tickets: readonly Ticket[];
  readonly events: ReadonlyMap<number, readonly TicketEvent[]>;
  readonly out: readonly OutMail[];
}

export async function recordsOf({ world }: Stage): Promise<Records> {
  const { store } = world.house;
  const [next = 0] = await store.reserveTickets(1);
  const tickets = await store.tickets(Array.from({ length: next }, (_, i) => i));
  const events = new Map<number, readonly TicketEvent[]>();
  for (const { id } of tickets) events.set(id, await store.ticketEvents(id));
  return { tickets, events, out: world.out };
}

const isTemplate = (kind: string): kind is TemplateName => kind in AUDIENCES;
const toCustomer = ({ kind }: OutMail): boolean => isTemplate(kind) && AUDIENCES[kind] === "customer";
const count = (events: readonly TicketEvent[] | undefined, ...types: string[]): number =>
  (events ?? []).filter((event) => types.includes(event.type)).length;

/** Customers who were written to twice for the same reason. */
export function twice({ out, events }: Records): string[] {
  const ids = out.map((mail) => mail.messageId);
  const again = ids.filter((id, i) => ids.indexOf(id) !== i);
  const groups = Map.groupBy(out.filter(toCustomer), (mail) => `${mail.ticket} ${mail.kind}`);
  const often = [...groups].flatMap(([key, mails]) => {
    const [first] = mails;
    const most = first === undefined ? 0 : reasons(first.kind, events.get(first.ticket));
    return mails.length > most ? `${key}: ${mails.length} mails, ${most} reasons` : [];
  });
  const referrals = out.filter((mail) => mail.kind === "referral").map((mail) => canonical(mail.to));
  return [...again, ...often, ...referrals.filter((to, i) => referrals.indexOf(to) !== i)];
}

/** Customers who were put off more than twice without an answer between. */
export function putOff({ out, events }: Records): string[] {
  const groups = Map.groupBy(
    out.filter((mail) => mail.kind === "progress"),
    (mail) => mail.ticket,
  );
  return [...groups].flatMap(([ticket, mails]) => {
    const rounds = 1 + count(events.get(ticket), "CustomerWrote", "TicketReopened", "HandedOver");
    return mails.length > 2 * rounds ? `${ticket}: ${mails.length} notes in ${rounds} rounds` : [];
  });
}

/** How many reasons the journal knows for a mail of this kind. */
function reasons(kind: string, events: readonly TicketEvent[] | undefined): number {
  switch (kind) {
    case "progress":
      return count(events, "PromiseExtended");
    case "followup":
      return count(events, "FollowUpQueued");
    case "reopened":
      return count(events, "TicketReopened");
    case "handover":
      return count(events, "HandedOver");
    case "solved":
      return count(events, "TicketResolved");
    default:
      return 1;
  }
}

/** Mail beyond what an address or a domain may get. */
export function overBudget({ out }: Records): string[] {
  const mails = out.filter(toCustomer);
  const within = (list: readonly OutMail[], span: number, most: number): boolean =>
    list.some(
      (mail, i) => (list[i + most]?.at.getTime() ?? Number.POSITIVE_INFINITY) - mail.at.getTime() < span,
    );
  const byAddress = Map.groupBy(mails, (mail) => canonical(mail.to));
  const byDomain = Map.groupBy(mails, (mail) => budgetDomain(mail.to) ?? "");
  return [
    ...[...byAddress].flatMap(([to, list]) => (within(list, DAY, 3) ? to : [])),
    ...[...byDomain].flatMap(([to, list]) => (to !== "" && within(list, HOUR, 20) ? to : [])),
  ];
}

/** Mail to programs, or in answer to what a program wrote. */
export function toPrograms({ out }: Records, { robots, automatic }: Stage): string[] {
  const bad = (mail: OutMail): boolean => robots.has(mail.to) || automatic.has(mail.inReplyTo ?? "");
  return out.filter(bad).map((mail) => `${mail.kind} to ${mail.to}`);
}

/** Answered complaints of which nobody has asked whether they are solved, and nobody says why. */
export function unfollowed({ tickets, out }: Records, now: Date): string[] {
  return tickets.flatMap((ticket) => {
    const { id, complaint, lastAnswerAt, followUp, followUpCode, followUpAt, round } = ticket;
    if (!complaint || lastAnswerAt === null || lastAnswerAt < ticket.lastCustomerAt) return [];
    if (now.getTime() - lastAnswerAt.getTime() < 7 * DAY) return [];
    if (followUp === "confirmed") return [];
    if (followUp === "excused") return followUpCode === null ? `${id} is excused without a code` : [];
    const asked = out.findLast((mail) => mail.ticket === id && mail.kind === "followup");
    const late = (followUpAt?.getTime() ?? 0) - lastAnswerAt.getTime() > 7 * DAY;
    if (followUp === "sent" && asked !== undefined && !late) return [];
    return `${id}: ${followUp}, round ${round}, answered ${lastAnswerAt.toISOString()}`;
  });
}

const APOLOGISING = new Set(["progress", "handover", "solved", "followup", "reopened"]);

/**
 * Broken promises that the next mail was silent about, or that were apologised for more than once. While too few answers are
 * seen, nobody knows that there was none in time.
 */
export function unapologised({ tickets, events, out }: Records): string[] {
  return tickets.flatMap(({ id, language }) => {
    const broken = (events.get(id) ?? []).filter((event) => event.type === "PromiseBroken");
    const all = out.filter((mail) => mail.ticket === id && APOLOGISING.has(mail.kind));
    const mails = all.filter((mail) => mail.answersSeen);
    const sorry = all.filter((mail) => apologies(language).some((text) => mail.text.includes(text)));
    const owed = new Set(broken.flatMap(({ at }) => mails.find((mail) => mail.at >= at) ?? []));
    const right = sorry.length === owed.size && sorry.every((mail) => owed.has(mail));
    return right ? [] : `${id}: ${broken.length} broken, ${owed.size} mails to say so, ${sorry.length} did`;
  });
}

const told = new Map<Language, string[]>();

/** The sentences with which the templates apologise; the first words, since lines are folded. */
function apologies(language: Language): string[] {
  const known = told.get(language);
  if (known !== undefined) return known;
  const found = [...APOLOGISING].flatMap((kind) => {
    const file = new URL(`../../templates/${language}/${kind}.plain.md`, import.meta.url);
    const [, text = ""] = /\{% if apology %\}([^{]+)/.exec(readFileSync(file, "utf8")) ?? [];
    return text === "" ? [] : text.trim().split(" ").slice(0, 4).join(" ");
  });
  told.set(language, [...new Set(found)]);
  return [...new Set(found)];
}

/** Tickets of which the journal tells another story than their row. */
export function unlikeTheirJournal({ tickets, events }: Records): string[] {
  return tickets.flatMap((ticket) => {
    const [first, ...rest] = events.get(ticket.id) ?? [];
    if (first?.type !== "TicketOpened") return `${ticket.id} begins with ${first?.type}`;
    const folded: TicketRow = rest.reduce(foldTicket, openedTicket(first));
    const differing = Object.entries(folded).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(ticket[key as keyof Ticket]),
    );
    return differing.map(([key]) => `${ticket.id}.${key}`);
  });
}

/** Tickets that a person should have answered long ago, and that are in nobody's list. */
export function forgotten({ tickets, out }: Records, now: Date): string[] {
  const lists = out.filter((mail) => mail.kind === "overdue").map((mail) => mail.text);
  return tickets.flatMap(({ id, answerDueAt, state }) => {
    const late = answerDueAt !== null && answerDueAt.getTime() < now.getTime() - HOUR;
    const listed = lists.some((text) => text.includes(`#${id}`));
    return late && state !== "resolved" && !listed ? `${id} ${state}` : [];
  });
}

/** Tickets whose time came long ago and that nobody has looked at. */
export function leftLying({ tickets }: Records, now: Date): string[] {
  return tickets.flatMap(({ id, nextAt, state }) =>
    nextAt !== null && nextAt.getTime() < now.getTime() - HOUR
      ? `${id} ${state} ${nextAt.toISOString()}`
      : [],
  );
}

/** Notes that there is no answer yet, to customers who had one. */
export function contradicted({ out, events }: Records): string[] {
  return out.flatMap((mail) => {
    if (mail.kind !== "progress") return [];
    const last = (events.get(mail.ticket) ?? []).findLast(
      ({ type, at }) =>
        at <= mail.at && (type === "AgentAnswered" || type === "CustomerWrote" || type === "TicketReopened"),
    );
    return last?.type === "AgentAnswered" ? `${mail.ticket} at ${mail.at.toISOString()}` : [];
  });
}
