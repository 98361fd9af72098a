import { canonical } from "../policy/addresses.ts";
import { waitsForUs } from "../policy/duty.ts";
import type { Excuse } from "../policy/excuses.ts";
import type { Hindrance } from "../policy/silent.ts";
import { AUDIENCES } from "../policy/template.ts";
import type { Ticket } from "../policy/ticket.ts";
import { reopenedValues } from "../smtp/values.ts";
import type { LedgerRow } from "../store/message.ts";
import type { OutboxRow } from "../store/outgoing.ts";
import type { Desk } from "../triage/desk.ts";
import { SOLVED_HOLD } from "./handover.ts";
import { overtaken } from "./overtaken.ts";
import type { Postroom } from "./postroom.ts";
import { readSent } from "./sent.ts";
import { type Standing, standings, wantsNoFollowUp } from "./standing.ts";

const HOUR = 3_600_000;

/** What was found out about rows before they go. */
export interface Objections {
  /** Why a row must not go any more, by outbox id. */
  readonly reasons: ReadonlyMap<number, string>;
  /** Tickets on which a promise was broken, and no mail has said so yet. */
  readonly apologies: Set<number>;
}

/** Looks at the world once more before mail goes out to customers, or asks managers to decide. */
export async function objectionsTo(post: Postroom, rows: readonly OutboxRow[]): Promise<Objections> {
  const { store } = post.desk;
  const answers = rows.filter((row) => AUDIENCES[row.kind] === "customer");
  // First, so that the tickets are read as they are after it.
  if (answers.length > 0) await readSent(post.lookout, await post.errands());
  const [people, ledger, tickets] = await Promise.all([
    store.recheck(answers, post.desk.now()),
    store.ledger(answers.flatMap((row) => (row.kind === "acknowledgement" ? (row.ledgerId ?? []) : []))),
    store.tickets(answers.flatMap((row) => row.ticketId ?? [])),
  ]);
  const where = await look(post, ledger);
  const unwanted = await unwantedFollowUps(post, answers);
  const heard = await heardFrom(post, answers, tickets);
  const byId = new Map(tickets.map((ticket) => [ticket.id, ticket]));
  const reasons = new Map(await overtaken(post.desk, rows));
  const going = new Map<string, number>();
  for (const row of answers) {
    const person = people.get(row.id);
    const address = canonical(row.to[0]?.address.toLowerCase() ?? "");
    const today = (person?.sentToday ?? 0) + (going.get(address) ?? 0);
    const standing = row.ledgerId === null ? undefined : where.get(row.ledgerId);
    const ticket = row.ticketId === null ? undefined : byId.get(row.ticketId);
    const reason =
      (isLate(post.desk, row) ? "stale" : null) ??
      (person?.optedOut ? "opted-out" : null) ??
      (person?.dead ? "dead-address" : null) ??
      (standing !== undefined && standing !== "waiting" ? standing : null) ??
      (unwanted.has(row.id) ? ("no-follow-up" satisfies Excuse) : null) ??
      (ticket === undefined ? null : outdated(row, ticket)) ??
      heard.get(row.id) ??
      (today >= post.desk.config.policy.budgets.perAddressDay ? "address-budget" : null);
    if (reason !== null) reasons.set(row.id, reason);
    else going.set(address, (going.get(address) ?? 0) + 1);
  }
  return {
    reasons,
    apologies: new Set(tickets.flatMap((ticket) => (owesApology(post.desk, ticket) ? ticket.id : []))),
  };
}

/** Where answers are not seen, nobody knows that there was none in time. */
function owesApology({ habits }: Desk, { apologyOwed }: Ticket): boolean {
  return apologyOwed && habits.answersSeen;
}

/** Ids of follow-ups about tickets that an agent has marked: there are few, and each is asked about once. */
async function unwantedFollowUps(post: Postroom, rows: readonly OutboxRow[]): Promise<ReadonlySet<number>> {
  const unwanted = new Set<number>();
  for (const { id, kind, ticketId } of rows) {
    if (kind !== "followup" || ticketId === null) continue;
    const refs = (await post.desk.store.thread(ticketId)).map((message) => message.ref);
    if (await wantsNoFollowUp(await post.errands(), refs)) unwanted.add(id);
  }
  return unwanted;
}

/** Why outreaches must not go any more, by id: the customer has written elsewhere since, or has something open. */
async function heardFrom(
  { desk }: Postroom,
  rows: readonly OutboxRow[],
  tickets: readonly Ticket[],
): Promise<ReadonlyMap<number, string>> {
  const ids = new Set(rows.flatMap(({ kind, ticketId }) => (kind === "outreach" ? (ticketId ?? []) : [])));
  const theirs = tickets.filter((ticket) => ids.has(ticket.id));
  const found = await desk.store.silentAmong(
    desk.mailbox.id,
    theirs.flatMap((ticket) => ticket.customerId ?? []),
    desk.now(),
  );
  const customers = new Map(found.map((customer) => [customer.customerId, customer]));
  return new Map(
    rows.flatMap(({ id, ticketId }): [number, string][] => {
      const ticket = theirs.find((one) => one.id === ticketId);
      const customer = customers.get(ticket?.customerId ?? 0);
      if (ticket === undefined) return [];
      if (customer === undefined) return [[id, "no-address" satisfies Hindrance]];
      // That it was reached lately is of this very mail.
      const { hindrance, reasons } = customer;
      if (hindrance !== null && hindrance !== "reached-lately") return [[id, hindrance]];
      return reasons.length === 0 ? [[id, "wrote-again"]] : [];
    }),
  );
}

async function look(post: Postroom, ledger: readonly LedgerRow[]): Promise<ReadonlyMap<number, Standing>> {
  if (ledger.length === 0) return new Map();
  return standings(await post.errands(), ledger, post.lookout.rooms);
}

/** An acknowledgement days later, or a promise that has passed before it went out, is more odd than kind. */
function isLate({ config, now }: Desk, row: OutboxRow): boolean {
  const at = now().getTime();
  const promise = reopenedValues.safeParse(row.values).data?.promise ?? null;
  const waited = at - row.createdAt.getTime();
  return (
    waited > config.policy.acknowledgeWithinHours * HOUR ||
    (promise !== null && Date.parse(promise.deadline) < at && waited > HOUR)
  );
}

/** What has happened on the ticket since it was queued, so that it would say what is not so any more. */
function outdated({ kind, createdAt }: OutboxRow, ticket: Ticket): string | null {
  const { state, lastAnswerAt, lastCustomerAt } = ticket;
  switch (kind) {
    case "acknowledgement":
      if (state === "resolved") return "resolved";
      return lastAnswerAt !== null && lastAnswerAt >= lastCustomerAt ? "answered" : null;
    case "handover":
      return state === "escalated" ? null : "taken-back";
    case "solved":
      if (state !== "resolved") return "reopened";
      // Written since the message was moved: the notice falls due so long after that. INTERNALDATE has whole seconds.
      return lastAnswerAt !== null && lastAnswerAt.getTime() >= createdAt.getTime() - SOLVED_HOLD - 1000
        ? "answered"
        : null;
    case "progress":
    case "reopened":
      return waitsForUs(ticket) ? null : ticket.state === "resolved" ? "resolved" : "answered";
    case "followup":
      if (ticket.followUp === "confirmed") return "confirmed";
      return waitsForUs(ticket) ? "wrote-again" : null;
    case "referral":
      return waitsForUs(ticket) ? "wrote-again" : null;
    case "outreach":
      return ticket.state === "invited" ? null : "wrote-again";
    default:
      return null;
  }
}
