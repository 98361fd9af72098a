import type { Decision } from "../../src/policy/decision.ts";
import type { TicketEvent } from "../../src/policy/event.ts";
import type { MemoryKeys } from "../../src/policy/memory.ts";
import type { Entry, StoredMessage } from "../../src/store/message.ts";
import type { OutboxDraft } from "../../src/store/outgoing.ts";
import type { Lease, Mailbox, Store } from "../../src/store/store.ts";

/*
 * Rows for tests of the store and of what stands on it: each function gives a valid one, of which the test names only
 * what it is about.
 */

const sure = { confidence: 0.9, reasons: ["parcel"] };

export function decision(changes: Partial<Decision> = {}): Decision {
  return {
    disposition: "human",
    customerAddress: { name: "Maria Papadaki", address: "maria@example.gr" },
    language: "el",
    judgements: {
      urgency: { label: "high", ...sure },
      kind: { label: "complaint", ...sure },
      tone: { label: "neutral", ...sure },
      topic: { label: "delivery", ...sure },
      rootCause: { label: "process", ...sure },
    },
    customer: {
      types: [],
      primary: null,
      authenticated: true,
      reasons: [{ code: "none", text: "of Maria" }],
    },
    sensitivity: null,
    priority: "high",
    folder: "today",
    ticket: { open: true },
    acknowledge: {
      send: true,
      template: "acknowledgement",
      manner: "plain",
      reason: { code: "complaint", text: "Maria complains" },
    },
    alert: null,
    keywords: ["foyer-high"],
    reasons: [{ code: "complaint", text: "Maria's parcel" }],
    classifierVersion: "test-1",
    ...changes,
  };
}

export function storedMessage(uid: number, changes: Partial<StoredMessage> = {}): StoredMessage {
  return {
    fingerprint: `fingerprint-${uid}`,
    content: `content-${uid}`,
    messageId: `<${uid}@example.gr>`,
    references: [],
    from: { name: "Maria Papadaki", address: "maria@example.gr" },
    subject: "Where is my parcel?",
    text: "It was to come on Monday.",
    internalDate: new Date("2026-11-02T09:00:00Z"),
    size: 2048,
    ...changes,
  };
}

export function draft(name: string, changes: Partial<OutboxDraft> = {}): OutboxDraft {
  return {
    kind: "acknowledgement",
    messageId: `<${name}@foyer.example>`,
    to: [{ name: "Maria Papadaki", address: "maria@example.gr" }],
    template: "acknowledgement",
    language: "el",
    manner: "plain",
    values: { subject: "Where is my parcel?" },
    inReplyTo: null,
    references: [],
    dueAt: new Date("2026-11-02T09:01:00Z"),
    ...changes,
  };
}

export const VALIDITY = 4_294_967_295n;

export const ref = (uid: number, folder = "INBOX", uidValidity = VALIDITY) => ({ folder, uidValidity, uid });

/** A complaint of Maria's without a ticket and without an answer. */
export function entry(uid: number, changes: Partial<Entry> = {}): Entry {
  return {
    ref: ref(uid),
    state: "decided",
    reason: null,
    message: storedMessage(uid),
    decision: decision(),
    ticketId: null,
    events: [],
    answerTo: null,
    nextAt: null,
    customer: null,
    outbox: [],
    ...changes,
  };
}

export function trace(address: string, changes: Partial<NonNullable<Entry["customer"]>> = {}) {
  return {
    address,
    name: "Maria Papadaki",
    language: "el" as const,
    phones: [],
    orderNumbers: [],
    at: new Date("2026-11-02T09:00:00Z"),
    ...changes,
  };
}

export function keys(changes: Partial<MemoryKeys> = {}): MemoryKeys {
  return { addresses: [], domains: [], messageIds: [], tickets: [], contents: [], ...changes };
}

/** The opening of a ticket by Maria's complaint. */
export function opened(changes: Partial<Extract<TicketEvent, { type: "TicketOpened" }>> = {}): TicketEvent {
  return {
    type: "TicketOpened",
    at: new Date("2026-11-02T09:00:00Z"),
    kind: "complaint",
    topic: "delivery",
    tone: "neutral",
    complaint: true,
    language: "el",
    manner: "plain",
    priority: "high",
    folder: "today",
    answerDueAt: new Date("2026-11-02T13:00:00Z"),
    solutionDueAt: new Date("2026-11-04T09:00:00Z"),
    recurrence: 0,
    complaintsInWindow: 0,
    ...changes,
  };
}

/** Maria writes again. */
export function wrote(changes: Partial<Extract<TicketEvent, { type: "CustomerWrote" }>> = {}): TicketEvent {
  return {
    type: "CustomerWrote",
    at: new Date("2026-11-03T09:00:00Z"),
    kind: "complaint",
    topic: "delivery",
    tone: "neutral",
    complaint: true,
    language: "el",
    manner: "plain",
    priority: "high",
    folder: "today",
    answerDueAt: new Date("2026-11-03T13:00:00Z"),
    solutionDueAt: new Date("2026-11-05T09:00:00Z"),
    thanks: false,
    ...changes,
  };
}

let mailboxes = 0;

/** A mailbox of its own for one test, with its lease. */
export async function openedMailbox(store: Store): Promise<{ mailbox: Mailbox; lease: Lease }> {
  const name = `support-${process.pid}-${++mailboxes}`;
  const mailbox = await store.openMailbox({
    name,
    address: `${name}@shop.example`,
    startedAt: new Date("2026-11-01T00:00:00Z"),
  });
  const lease = await store.acquireLease(mailbox.id, "worker-1", 600);
  if (lease === null) throw new Error("a new mailbox has an owner already");
  return { mailbox, lease };
}

/** An entry that opens a ticket of its own and has an answer waiting. */
export async function opening(store: Store, uid: number, changes: Partial<Entry> = {}): Promise<Entry> {
  const [ticketId = 0] = await store.reserveTickets(1);
  return entry(uid, {
    ticketId,
    events: [opened()],
    customer: trace("maria@example.gr"),
    outbox: [draft(`ack-${ticketId}`)],
    ...changes,
  });
}

/** Files whatever is decided, as triage does before an answer goes out. */
export async function fileAll(store: Store, lease: Lease): Promise<void> {
  const rows = await store.unfinished(lease.mailboxId, new Date(), 1000);
  const moved = rows.map((row) => ({ ledgerId: row.id, ref: null }));
  await store.markFiled(lease, moved, new Date());
}
