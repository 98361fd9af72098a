import type { Address, Message } from "../mail/message.ts";
import { candidateIds, quotedIds, readMessageId, readSubjectToken } from "../mail/thread.ts";
import { canonical } from "./addresses.ts";
import type { Context, TicketFacts } from "./decision.ts";
import type { Memory } from "./memory.ts";

type Found = NonNullable<Context["ticket"]>;

/**
 * The ticket that a message belongs to, or null where it opens one. Strongest proof first:
 *
 * 1. a Message-ID of ours in In-Reply-To or References (in the body, too, for a bounce): signed, so it needs no store;
 * 2. In-Reply-To, then References, newest first, among messages of known tickets: whoever writes joins;
 * 3. an earlier message of a ticket referred to this one, or to what this one refers to, before that arrived. Many
 *    strangers refer to the same newsletter, so here the sender or a recipient must take part in the ticket;
 * 4. `[#1042]` in the subject, if the sender takes part in that ticket; of mail from our own people, a recipient;
 * 5. the ticket of a signed link.
 *
 * Subjects alone never join. An id of a ticket that `memory` does not hold (another mailbox's, erased) opens a new one.
 */
export function findTicket(message: Message, memory: Memory, { secret, token, staff }: Proof): Found | null {
  return (
    byOwnId(message, memory, secret) ??
    byReferences(message, memory) ??
    byAwaited(message, memory) ??
    bySubjectToken(message, memory, staff === true) ??
    bySignedLink(token?.ticket, memory)
  );
}

/** What a message may prove its ticket by, besides itself. */
interface Proof {
  readonly secret: string;
  /** Of a signed link, checked. */
  readonly token?: { readonly ticket: number } | null;
  /** One of us sent it. */
  readonly staff?: boolean;
}

function bySignedLink(ticket: number | undefined, memory: Memory): Found | null {
  const facts = known(ticket, memory);
  return facts === undefined ? null : { facts, by: "own-message-id" };
}

function byOwnId(message: Message, memory: Memory, secret: string): Found | null {
  for (const id of [...candidateIds(message), ...quotedIds(message)]) {
    const ticket = readMessageId(id, secret);
    const facts = ticket === null ? undefined : memory.tickets.get(ticket);
    if (facts !== undefined) return { facts, by: "own-message-id" };
  }
  return null;
}

function byReferences(message: Message, memory: Memory): Found | null {
  for (const id of candidateIds(message)) {
    const facts = known(memory.ticketByMessageId.get(id), memory);
    if (facts !== undefined) return { facts, by: "references" };
  }
  return null;
}

function byAwaited(message: Message, memory: Memory): Found | null {
  const own = message.messageId === null ? [] : [message.messageId];
  for (const id of [...own, ...candidateIds(message)]) {
    const facts = known(memory.awaited.get(id), memory);
    if (facts === undefined) continue;
    if (takesPart(facts, [message.from, ...message.to, ...message.cc])) return { facts, by: "awaited" };
  }
  return null;
}

function bySubjectToken(message: Message, memory: Memory, staff: boolean): Found | null {
  const facts = known(readSubjectToken(message.subject) ?? undefined, memory);
  const people = staff ? [...message.to, ...message.cc] : [message.from];
  if (facts === undefined || !takesPart(facts, people)) return null;
  return { facts, by: "subject-token" };
}

function known(ticket: number | undefined, memory: Memory): TicketFacts | undefined {
  return ticket === undefined ? undefined : memory.tickets.get(ticket);
}

function takesPart(facts: TicketFacts, addresses: readonly (Address | null)[]): boolean {
  const participants = new Set(facts.participants.map(canonical));
  if (facts.customerAddress !== null) participants.add(canonical(facts.customerAddress));
  return addresses.slice(0, 200).some((one) => one !== null && participants.has(canonical(one.address)));
}

/**
 * The ticket of a second delivery: that of the first, found by its own Message-ID. Only for a message known to be the
 * same; another message under the same id is another message.
 */
export function ticketOfDuplicate(message: Message, memory: Memory): Found | null {
  const facts =
    message.messageId === null ? undefined : known(memory.ticketByMessageId.get(message.messageId), memory);
  return facts === undefined ? null : { facts, by: "references" };
}
