import { type SQL, sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  doublePrecision,
  index,
  integer,
  pgSequence,
  pgTable,
  primaryKey,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { Kind, OwnTopic, Tone, Topic } from "../classify/judgement.ts";
import type { Address, Language } from "../mail/message.ts";
import type { Decision, FolderRole, Manner, Priority } from "../policy/decision.ts";
import { TOLD_EVENTS } from "../policy/digest-facts.ts";
import type { Rating } from "../policy/event.ts";
import type { Place } from "../policy/place.ts";
import type { Step } from "../policy/survival.ts";
import { AUDIENCES } from "../policy/template.ts";
import { type FollowUp, TICKET_STATES, type TicketState } from "../policy/ticket.ts";
import { instant, json, text } from "./columns.ts";
import { LEDGER_STATES, type LedgerState } from "./message.ts";
import { OUTBOX_STATES, type OutboxDraft, type OutboxState } from "./outgoing.ts";
import type { DraftState } from "./tickets.ts";

/*
 * Mailboxes, their messages from arrival to rest, tickets, customers, what goes out, and the journal. Status columns
 * are authoritative; the journal (`events`) tells how they came about, in ids and codes only.
 */

const identity = () => bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity();
const number = () => bigint({ mode: "number" });
const literals = (words: readonly string[]) => sql.raw(words.map((word) => `'${word}'`).join(", "));

export const mailboxes = pgTable("mailboxes", {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  name: text().notNull().unique(),
  address: text().notNull(),
  startedAt: instant().notNull(),
  leaseOwner: text(),
  leaseEpoch: integer().notNull().default(0),
  leaseExpiresAt: instant(),
});

const mailboxId = () =>
  integer()
    .notNull()
    .references(() => mailboxes.id);

export const cursors = pgTable(
  "cursors",
  {
    mailboxId: mailboxId(),
    folder: text().notNull(),
    uidValidity: bigint({ mode: "bigint" }).notNull(),
    nextUid: number().notNull(),
  },
  (t) => [primaryKey({ columns: [t.mailboxId, t.folder] })],
);

/** VIP by address, or by domain with a leading "@". */
export const vips = pgTable("vips", {
  match: text().primaryKey(),
  name: text(),
  listedAt: instant().notNull().defaultNow(),
});

export const customers = pgTable(
  "customers",
  {
    id: identity(),
    names: json<readonly string[]>().notNull().default([]),
    phones: json<readonly string[]>().notNull().default([]),
    orderNumbers: json<readonly string[]>().notNull().default([]),
    language: text().$type<Language>(),
    optedOut: boolean().notNull().default(false),
    dead: boolean().notNull().default(false),
    firstContact: instant(),
    lastContact: instant(),
    contacts: integer().notNull().default(0),
    /** The last 50 contacts, oldest first, in milliseconds since 1970. */
    rhythm: json<readonly number[]>().notNull().default([]),
  },
  // Who wrote often, and has not of late.
  (t) => [index("customers_regular").on(t.lastContact).where(sql`${t.contacts} >= 6`)],
);

export const customerAddresses = pgTable(
  "customer_addresses",
  {
    address: text().primaryKey(),
    customerId: number()
      .notNull()
      .references(() => customers.id, { onDelete: "cascade" }),
  },
  (t) => [index().on(t.customerId)],
);

/** Numbers of tickets are reserved before the ticket is written, and may leave gaps. */
export const ticketNumbers = pgSequence("ticket_numbers");

export const tickets = pgTable(
  "tickets",
  {
    id: number().primaryKey(),
    mailboxId: mailboxId(),
    customerId: number().references(() => customers.id),
    customerAddress: text(),
    answerTo: json<Address>(),
    messages: integer().notNull(),
    lastMessageAt: instant().notNull(),
    nextAt: instant(),
    version: integer().notNull().default(0),
    // From here on: what the journal's events fold into (policy/ticket.ts).
    state: text().$type<TicketState>().notNull().default("open"),
    folder: text().$type<FolderRole>().notNull(),
    priority: text().$type<Priority>().notNull(),
    kind: text().$type<Kind>().notNull().default("other"),
    topic: text().$type<Topic | OwnTopic>().notNull().default("other"),
    tone: text().$type<Tone>().notNull().default("neutral"),
    complaint: boolean().notNull().default(false),
    language: text().$type<Language>().notNull().default("en"),
    manner: text().$type<Manner>().notNull().default("plain"),
    openedAt: instant().notNull(),
    firstAnswerAt: instant(),
    lastAnswerAt: instant(),
    lastCustomerAt: instant().notNull(),
    answerDueAt: instant(),
    solutionDueAt: instant(),
    warnedAt: instant(),
    missedAt: instant(),
    actedAt: instant(),
    promisedAt: instant(),
    promisedUntil: instant(),
    promiseNotes: integer().notNull().default(0),
    apologyOwed: boolean().notNull().default(false),
    escalatedAt: instant(),
    handoverDueAt: instant(),
    resolvedAt: instant(),
    followUp: text().$type<FollowUp>().notNull().default("none"),
    followUpCode: text(),
    followUpAt: instant(),
    rating: text().$type<Rating>(),
    ratedAt: instant(),
    recurrence: integer().notNull().default(0),
    complaintsInWindow: integer().notNull().default(0),
    round: integer().notNull().default(0),
    /** When its complaint was written into the log; null: not yet, or it is none. */
    loggedAt: instant(),
    /** When it was written into the index of solved tickets last. */
    indexedAt: instant(),
  },
  (t) => [
    check("ticket_state", sql`${t.state} in (${literals(TICKET_STATES)})`),
    index().on(t.customerId),
    // The scheduler reads by nothing else.
    index("tickets_due").on(t.mailboxId, t.nextAt).where(sql`${t.nextAt} is not null`),
    // What the team's own first answers took, for honest promises.
    index("tickets_opened").on(t.mailboxId, t.openedAt),
    index("tickets_answered").on(t.mailboxId, t.firstAnswerAt).where(sql`${t.firstAnswerAt} is not null`),
    // On which it is our turn.
    index("tickets_waiting").on(t.mailboxId, t.id).where(waitingState(t.state)),
    index("tickets_resolved").on(t.mailboxId, t.resolvedAt).where(sql`${t.resolvedAt} is not null`),
    // What was unhappy and answered: whose customers may have fallen silent.
    index("tickets_quiet").on(t.mailboxId, t.lastAnswerAt).where(unhappyAnswered(t)),
    index("tickets_unlogged").on(t.mailboxId, t.id).where(sql`${t.complaint} and ${t.loggedAt} is null`),
    index("tickets_unindexed")
      .on(t.mailboxId, t.id)
      .where(sql`${t.state} = 'resolved' and (${t.indexedAt} is null or ${t.indexedAt} < ${t.resolvedAt})`),
  ],
);

/** Unhappy in words or in matter, and the ball is with the customer. */
export function unhappyAnswered(t: { complaint: unknown; tone: unknown; state: unknown }): SQL {
  return sql`((${t.complaint} or ${t.tone} = 'understated') and ${t.state} in ('waiting-customer', 'resolved'))`;
}

/** It is our turn. */
export function waitingState(state: unknown): SQL {
  return sql`${state} in ('open', 'waiting-us', 'reopened', 'escalated')`;
}

/** How long first answers take, as measured last; what acknowledgements promise. */
export const answerTimes = pgTable(
  "answer_times",
  {
    mailboxId: mailboxId(),
    priority: text().$type<Priority>().notNull(),
    /** Business hours. */
    hours: doublePrecision().notNull(),
    samples: integer().notNull(),
    steps: json<readonly Step[]>().notNull(),
    measuredAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.mailboxId, t.priority] })],
);

export const ticketParticipants = pgTable(
  "ticket_participants",
  {
    ticketId: number()
      .notNull()
      .references(() => tickets.id),
    address: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.ticketId, t.address] }), index().on(t.address)],
);

/** One row for every UID ever seen in a watched folder. */
export const ledger = pgTable(
  "ledger",
  {
    id: identity(),
    mailboxId: mailboxId(),
    firstFolder: text().notNull(),
    firstUidValidity: bigint({ mode: "bigint" }).notNull(),
    firstUid: number().notNull(),
    folder: text().notNull(),
    uidValidity: bigint({ mode: "bigint" }).notNull(),
    uid: number().notNull(),
    state: text().$type<LedgerState>().notNull(),
    reason: text(),
    attempts: integer().notNull().default(0),
    retryAt: instant(),
    fingerprint: text(),
    messageId: text(),
    ticketId: number().references(() => tickets.id),
    role: text().$type<FolderRole>(),
    /** Where it stands, as far as moves have settled; null: as decided. */
    place: text().$type<Place>(),
    /** Where an agent moved it, and when that was seen; null once settled. */
    movedTo: text().$type<Place>(),
    movedAt: instant(),
    createdAt: instant().notNull().defaultNow(),
    filedAt: instant(),
  },
  (t) => [
    check("ledger_state", sql`${t.state} in (${literals(LEDGER_STATES)})`),
    // What tells most comes first in an index: before there are statistics, Postgres takes a mailbox for a few rows.
    uniqueIndex("ledger_first_ref").on(t.firstUid, t.firstUidValidity, t.mailboxId, t.firstFolder),
    // Not unique: after a change of UIDVALIDITY an old ref may come up again.
    index("ledger_current_ref").on(t.uid, t.uidValidity, t.mailboxId, t.folder),
    index("ledger_fingerprint").on(t.fingerprint, t.mailboxId),
    // A hash index takes a Message-ID of any length.
    index("ledger_message_id").using("hash", t.messageId),
    index("ledger_ticket").on(t.ticketId),
    index("ledger_unfinished").on(t.mailboxId, t.id).where(unfinishedState(t)),
    index("ledger_moved").on(t.mailboxId, t.movedAt).where(sql`${t.movedAt} is not null`),
    index("ledger_left").on(t.mailboxId, t.folder, t.reason, t.id).where(sql`${t.state} = 'left'`),
  ],
);

/** What a restart has to finish; attention rows are, once they were moved. */
export function unfinishedState(t: { state: unknown; filedAt: unknown }): SQL {
  return sql`(${t.state} in ('arrived', 'decided') or (${t.state} = 'attention' and ${t.filedAt} is null))`;
}

export const messages = pgTable(
  "messages",
  {
    ledgerId: number()
      .primaryKey()
      .references(() => ledger.id),
    /** That of the ledger row. */
    mailboxId: integer().notNull(),
    customerId: number().references(() => customers.id),
    content: text().notNull(),
    references: json<readonly string[]>().notNull(),
    fromName: text(),
    fromAddress: text(),
    subject: text().notNull(),
    text: text().notNull(),
    internalDate: instant().notNull(),
    size: number().notNull(),
    decision: json<Decision>(),
  },
  (t) => [
    index().on(t.content, t.mailboxId),
    index().on(t.customerId),
    index("messages_arrived").on(t.internalDate, t.mailboxId),
    index("messages_from").using("hash", sql`lower(${t.fromAddress})`),
  ],
);

/** Which ticket a Message-ID belongs to: of a message seen, of mail of ours, or referenced before it arrived. */
export const messageIds = pgTable(
  "message_ids",
  {
    /** That of the ticket. */
    mailboxId: integer().notNull(),
    messageId: text().notNull(),
    ticketId: number()
      .notNull()
      .references(() => tickets.id),
    kind: text().$type<"seen" | "ours" | "awaited">().notNull(),
  },
  (t) => [primaryKey({ columns: [t.messageId, t.mailboxId] })],
);

export const outbox = pgTable(
  "outbox",
  {
    id: identity(),
    mailboxId: mailboxId(),
    ticketId: number().references(() => tickets.id),
    ledgerId: number().references(() => ledger.id),
    kind: text().$type<OutboxDraft["kind"]>().notNull(),
    messageId: text().notNull(),
    /** The reason for which a ticket gets it, once only. */
    once: text(),
    to: json<readonly Address[]>().notNull(),
    /** canonical() and budgetDomain() of the first recipient's address: what budgets are counted by. */
    toAddress: text(),
    toDomain: text(),
    template: text().$type<OutboxDraft["template"]>().notNull(),
    language: text().$type<Language>().notNull(),
    manner: text().$type<Manner>().notNull(),
    values: json<Readonly<Record<string, unknown>>>().notNull(),
    inReplyTo: text(),
    references: json<readonly string[]>().notNull(),
    state: text().$type<OutboxState>().notNull().default("pending"),
    dueAt: instant().notNull(),
    claimedUntil: instant(),
    attempts: integer().notNull().default(0),
    cause: text(),
    sentAt: instant(),
    createdAt: instant().notNull().defaultNow(),
    /** When it counts for the budgets: when it was sent, else when it is to be. */
    countsAt: instant().generatedAlwaysAs(sql`coalesce(sent_at, due_at)`),
  },
  (t) => [
    check("outbox_state", sql`${t.state} in (${literals(OUTBOX_STATES)})`),
    uniqueIndex("outbox_message_id").on(t.messageId, t.mailboxId),
    index("outbox_due").on(t.mailboxId, t.dueAt).where(sql`${t.state} = 'pending'`),
    index("outbox_by_mailbox").on(t.mailboxId, t.countsAt).where(countsForBrake(t)),
    index("outbox_by_address").on(t.toAddress, t.countsAt),
    index("outbox_by_domain").on(t.toDomain, t.countsAt).where(sql`${t.toDomain} is not null`),
    index("outbox_ticket").on(t.ticketId),
    uniqueIndex("outbox_once").on(t.ticketId, t.once).where(sql`${t.once} is not null`),
    index("outbox_ledger").on(t.ledgerId),
  ],
);

const TO_CUSTOMERS = Object.entries(AUDIENCES).flatMap(([kind, reader]) =>
  reader === "customer" ? kind : [],
);

/** Automatic mail to customers that was sent or will be: what the budgets of addresses and domains count. */
export function countsForBudget(t: { kind: unknown; state: unknown }): SQL {
  return sql`(${t.kind} in (${literals(TO_CUSTOMERS)}) and ${t.state} in ('pending', 'sent'))`;
}

/** Answers to arriving mail: what may run wild. Follow-ups come in crowds, on the morning after a holiday. */
export function countsForBrake(t: { kind: unknown; state: unknown }): SQL {
  return sql`(${t.kind} = 'acknowledgement' and ${t.state} in ('pending', 'sent'))`;
}

/** What customers said of a ticket's handling; a change of mind is a row of its own. */
export const ratings = pgTable(
  "ratings",
  {
    id: identity(),
    ticketId: number()
      .notNull()
      .references(() => tickets.id),
    rating: text().$type<Rating>().notNull(),
    /** The customer's words. */
    comment: text().notNull(),
    at: instant().notNull(),
  },
  (t) => [index().on(t.ticketId), index().on(t.at)],
);

/** The draft of an answer that foyer laid into Drafts, one a ticket; `hash` is that of its octets. */
export const drafts = pgTable(
  "drafts",
  {
    ticketId: number()
      .primaryKey()
      .references(() => tickets.id),
    mailboxId: mailboxId(),
    state: text().$type<DraftState>().notNull(),
    folder: text().notNull(),
    uidValidity: bigint({ mode: "bigint" }).notNull(),
    uid: number().notNull(),
    hash: text().notNull(),
    at: instant().notNull().defaultNow(),
  },
  (t) => [index("drafts_kept").on(t.mailboxId).where(sql`${t.state} = 'kept'`)],
);

/** Append-only. No foreign keys to what it tells of: the journal outlives it. */
export const events = pgTable(
  "events",
  {
    id: identity(),
    mailboxId: integer().notNull(),
    at: instant().notNull().defaultNow(),
    type: text().notNull(),
    ticketId: number(),
    ledgerId: number(),
    outboxId: number(),
    codes: json<Readonly<Record<string, string | number | boolean | null>>>().notNull(),
  },
  (t) => [
    index().on(t.ledgerId),
    index().on(t.ticketId),
    index("events_told").on(t.mailboxId, t.at).where(toldInDigests(t.type)),
  ],
);

/** What digests tell of: few of all events. */
export function toldInDigests(type: unknown): SQL {
  return sql`${type} in (${literals(TOLD_EVENTS)})`;
}
