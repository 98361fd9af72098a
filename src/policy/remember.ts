import { contentKey } from "../mail/fingerprint.ts";
import type { Message } from "../mail/message.ts";
import { candidateIds, quotedIds, readMessageId, readOwnId, readSubjectToken } from "../mail/thread.ts";
import { budgetDomain, canonical, isOneOf } from "./addresses.ts";
import { approvalOf } from "./approval.ts";
import { complains } from "./customer.ts";
import type {
  Context,
  CustomerFacts,
  Decision,
  MailboxPolicy,
  PastTicket,
  SentFacts,
  TicketFacts,
} from "./decision.ts";
import type { Memory, MemoryKeys } from "./memory.ts";
import { returnedMail } from "./returned.ts";
import { comesBack } from "./satisfaction.ts";
import { answerTo, senderOf } from "./sender.ts";
import { namedTicket, tokenIn } from "./signed.ts";
import { agentKey } from "./staff.ts";
import { AUDIENCES } from "./template.ts";
import { findTicket, ticketOfDuplicate } from "./thread.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Contacts kept for each customer (CustomerFacts.contacts). */
const CONTACTS = 50;
/** People of one ticket; a mail to a thousand does not make a thousand participants. */
const PARTICIPANTS = 100;

/** What decide() needs to know about this message at this time. Changes nothing. */
export function contextFor(
  message: Message,
  memory: Memory,
  mailbox: MailboxPolicy,
  now: Date,
  secret: string,
): Context {
  const sender = senderOf(message, mailbox);
  const token = tokenIn(message, now, secret);
  const staff = sender.staff || (message.from !== null && isOneOf(message.from.address, mailbox.addresses));
  const duplicate = memory.contents.has(contentKey(message));
  const address = sender.customer?.address.toLowerCase();
  const answer = answerTo(message, sender, mailbox)?.address ?? null;
  return {
    now,
    mailbox,
    customer: address === undefined ? null : (memory.customers.get(address) ?? null),
    ticket:
      (duplicate ? ticketOfDuplicate(message, memory) : null) ??
      findTicket(message, memory, { secret, token, staff }),
    sent: sentTo(answer, memory, now),
    ownMessageId: message.messageId !== null && readMessageId(message.messageId, secret) !== null,
    duplicate,
    token,
    answersStaffMail: candidateIds(message).some((id) => isToStaff(readOwnId(id, secret)?.purpose)),
    approval: approvalOf(message, sender, mailbox, { secret, now }),
    known: message.messageId !== null && memory.ticketByMessageId.has(message.messageId),
    agent: staff && message.from !== null ? agentKey(message.from.address, secret) : null,
    returned: returnedMail(message, secret),
  };
}

const isToStaff = (purpose: string | undefined): boolean =>
  Object.entries(AUDIENCES).some(([name, reader]) => reader === "staff" && name === purpose);

/** Automatic mail that went, or is about to go, to this address and its domain. */
export function sentTo(address: string | null, memory: Memory, now: Date): SentFacts {
  const toAddress = address === null ? [] : (memory.sentToAddress.get(canonical(address)) ?? []);
  const domain = address === null ? null : budgetDomain(address);
  const toDomain = domain === null ? [] : (memory.sentToDomain.get(domain) ?? []);
  return {
    toAddressToday: within(toAddress, now, DAY),
    toDomainThisHour: within(toDomain, now, HOUR),
    toDomainToday: within(toDomain, now, DAY),
    fromMailboxThisHour: inHourOf(now, memory.sentByMailbox),
    usualPerHour: memory.usualPerHour,
  };
}

function within(times: readonly Date[], now: Date, span: number): number {
  return times.filter((at) => Math.abs(now.getTime() - at.getTime()) < span).length;
}

function inHourOf(now: Date, byMinute: ReadonlyMap<number, number>): number {
  // Either way: `foyer decide` may be given messages in any order.
  const here = minuteOf(now);
  let count = 0;
  for (let minute = here - 59; minute < here + 60; minute++) count += byMinute.get(minute) ?? 0;
  return count;
}

const minuteOf = (at: Date): number => Math.floor(at.getTime() / MINUTE);

/** What the store has to look up before these messages can be decided. */
export function memoryKeys(messages: readonly Message[], secret: string): MemoryKeys {
  const addresses = new Set<string>();
  const messageIds = new Set<string>();
  const tickets = new Set<number>();
  const contents = new Set<string>();
  for (const message of messages) {
    const people = [message.from, message.forwarded?.from ?? null, ...message.replyTo.slice(0, 10)];
    for (const one of people) if (one !== null) addresses.add(one.address.toLowerCase());
    const ids = candidateIds(message);
    for (const id of ids) messageIds.add(id);
    if (message.messageId !== null) messageIds.add(message.messageId);
    for (const id of [...ids, ...quotedIds(message)]) {
      const ticket = readMessageId(id, secret);
      if (ticket !== null) tickets.add(ticket);
    }
    const token = readSubjectToken(message.subject);
    if (token !== null) tickets.add(token);
    // Checked later; what it names may be looked up.
    const signed = namedTicket(message);
    if (signed !== null) tickets.add(signed);
    contents.add(contentKey(message));
  }
  return {
    addresses: [...addresses],
    domains: [...new Set([...addresses].map(budgetDomain).filter((domain) => domain !== null))],
    messageIds: [...messageIds],
    tickets: [...tickets],
    contents: [...contents],
  };
}

/**
 * Folds a decision into `memory`, as if its acknowledgement were queued, so that the next message of the batch knows
 * this one. `ticketId` is the number that the decision's ticket came to have; null where it has none.
 */
export function remember(
  memory: Memory,
  message: Message,
  decision: Decision,
  ticketId: number | null,
  at: Date,
): void {
  memory.contents.add(contentKey(message));
  if (decision.disposition === "human") rememberCustomer(memory, message, decision, at);
  if (ticketId !== null) {
    rememberTicket(memory, decision, ticketId);
    rememberIds(memory, message, ticketId);
  }
  if (decision.acknowledge.send) rememberSent(memory, decision, at);
}

function rememberCustomer(memory: Memory, message: Message, decision: Decision, at: Date): void {
  const address = decision.customerAddress?.address.toLowerCase();
  if (address === undefined) return;
  const known: CustomerFacts = memory.customers.get(address) ?? {
    address,
    name: null,
    language: null,
    vip: false,
    optedOut: false,
    dead: false,
    contacts: [],
  };
  const name = decision.customerAddress?.name ?? "";
  memory.customers.set(address, {
    ...known,
    name: known.name ?? (name === "" ? null : name),
    language: message.language.language ?? known.language,
    optedOut: known.optedOut || decision.optOut === true,
    contacts: [...known.contacts, at].slice(-CONTACTS),
    past: "open" in decision.ticket ? [...(known.past ?? []), pastOf(decision, at)] : (known.past ?? []),
  });
}

function pastOf({ judgements, customer }: Decision, openedAt: Date): PastTicket {
  return { topic: judgements.topic.label, complaint: complains(judgements, customer), openedAt };
}

function rememberTicket(memory: Memory, decision: Decision, ticketId: number): void {
  const known = memory.tickets.get(ticketId);
  const answers = decision.acknowledge.send ? 1 : 0;
  if (known === undefined) {
    memory.tickets.set(ticketId, { ...openedBy(decision, ticketId), automaticAnswers: answers });
    return;
  }
  const human = decision.disposition === "human";
  memory.tickets.set(ticketId, {
    ...known,
    // Whoever writes takes part; the customer stays who opened it.
    participants: human ? merged(known.participants, writers(decision)) : known.participants,
    folder: human ? decision.folder : known.folder,
    priority: human ? decision.priority : known.priority,
    automaticAnswers: known.automaticAnswers + answers,
    messages: known.messages + 1,
    invited: known.invited === true && !human,
    ...turn(known, decision),
  });
}

/** Whose turn it is after a message. */
function turn(known: TicketFacts, { disposition, answered, reaction }: Decision): Partial<TicketFacts> {
  if (answered !== undefined) return { answered: true, awaitsCustomer: true };
  if (disposition !== "human" || reaction?.says === "thanks") return {};
  if (reaction?.says !== "rated") return { awaitsCustomer: false };
  return { awaitsCustomer: known.awaitsCustomer === true && !comesBack(reaction) };
}

function openedBy(decision: Decision, id: number): TicketFacts {
  return {
    id,
    customerAddress: decision.customerAddress?.address.toLowerCase() ?? null,
    participants: merged([], writers(decision)),
    answerTo: decision.answerTo?.address ?? null,
    folder: decision.folder,
    priority: decision.priority,
    automaticAnswers: 0,
    messages: 1,
  };
}

/** A colleague who forwards does not take part: much goes to colleagues that is no answer to the ticket. */
function writers(decision: Decision): readonly string[] {
  return decision.customerAddress === null ? [] : [decision.customerAddress.address];
}

function merged(known: readonly string[], more: readonly string[]): readonly string[] {
  const fresh = more.map((one) => one.toLowerCase()).filter((one) => !isOneOf(one, known));
  return [...new Set([...known, ...fresh])].slice(0, PARTICIPANTS);
}

/** An id keeps its first ticket: a second message under it is a copy or a forgery. */
function rememberIds(memory: Memory, message: Message, ticketId: number): void {
  const { messageId } = message;
  if (messageId !== null) {
    if (!memory.ticketByMessageId.has(messageId)) memory.ticketByMessageId.set(messageId, ticketId);
    memory.awaited.delete(messageId);
  }
  for (const id of candidateIds(message)) {
    if (!memory.ticketByMessageId.has(id) && !memory.awaited.has(id)) memory.awaited.set(id, ticketId);
  }
}

function rememberSent(memory: Memory, decision: Decision, at: Date): void {
  const address = (decision.answerTo ?? decision.customerAddress)?.address;
  if (address === undefined) return;
  rememberMailTo(memory, address, at);
  const minute = minuteOf(at);
  memory.sentByMailbox.set(minute, (memory.sentByMailbox.get(minute) ?? 0) + 1);
}

/** Counts a mail for the budgets of an address and its domain. */
export function rememberMailTo(memory: Memory, address: string, at: Date): void {
  push(memory.sentToAddress, canonical(address), at);
  const domain = budgetDomain(address);
  if (domain !== null) push(memory.sentToDomain, domain, at);
}

function push(times: Map<string, Date[]>, key: string, at: Date): void {
  const known = times.get(key);
  if (known === undefined) times.set(key, [at]);
  else known.push(at);
}
