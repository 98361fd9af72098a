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
} from "drizzle-orm/pg-core";
import type { Kind, OwnTopic, Tone, Topic } from "../classify/judgement.ts";
import type { Address, Language } from "../mail/message.ts";
import type { FolderRole, Manner, Priority } from "../policy/decision.ts";
import type { Rating } from "../policy/event.ts";
import type { Step } from "../policy/survival.ts";
import { type FollowUp, TICKET_STATES, type TicketState } from "../policy/ticket.ts";
import { identity, instant, json, literals, number, text } from "./columns.ts";
import { customers } from "./customer-schema.ts";
import { mailboxId } from "./mailbox-schema.ts";
import type { DraftState } from "./tickets.ts";

/* Tickets, and what belongs to them. */

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
      .where(sql`${solved(t)} and (${t.indexedAt} is null or ${t.indexedAt} < ${t.resolvedAt})`),
  ],
);

/** Unhappy in words or in matter, and the ball is with the customer. */
export function unhappyAnswered(t: { complaint: unknown; tone: unknown; state: unknown }): SQL {
  return sql`((${t.complaint} or ${t.tone} = 'understated') and ${t.state} in ('waiting-customer', 'resolved'))`;
}

/** Put away by an agent, or the customer says that it is well. */
export function solved(t: { state: unknown; followUp: unknown }): SQL {
  return sql`(${t.state} = 'resolved' or ${t.state} = 'waiting-customer' and ${t.followUp} = 'confirmed')`;
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

/** Not of a customer who was erased. In plain SQL, for statements that call the table by its name. */
export const IS_SOMEBODYS: SQL = sql`(tickets.answer_to is not null or tickets.customer_address is not null)`;
