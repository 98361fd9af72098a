import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, pgTable, primaryKey, real } from "drizzle-orm/pg-core";
import type { OwnTopic, RootCause, Topic, Urgency } from "../classify/judgement.ts";
import type { Language } from "../mail/message.ts";
import type { GroupState } from "../policy/action.ts";
import { instant, json, text } from "./columns.ts";
import { mailboxes } from "./mailbox-schema.ts";
import { tickets } from "./ticket-schema.ts";

const number = () => bigint({ mode: "number" });

/** Complaints that tell the same story. */
export const complaintGroups = pgTable(
  "complaint_groups",
  {
    id: number().primaryKey().generatedAlwaysAsIdentity(),
    mailboxId: integer()
      .notNull()
      .references(() => mailboxes.id),
    name: text(),
    /** What foyer calls it, and of how many complaints it took that. */
    called: text(),
    calledOf: integer(),
    state: text().$type<GroupState>().notNull().default("open"),
    link: text(),
    pinned: boolean().notNull().default(false),
    /** Where its complaints went; the number still leads there. */
    mergedInto: number(),
    createdAt: instant().notNull().defaultNow(),
  },
  (t) => [index().on(t.mailboxId)],
);

/** One row for each ticket in which somebody complained. Numbers and labels only. */
export const complaints = pgTable(
  "complaints",
  {
    ticketId: number()
      .primaryKey()
      .references(() => tickets.id),
    mailboxId: integer().notNull(),
    /** The message that complains. */
    ledgerId: number().notNull(),
    customerId: number(),
    at: instant().notNull(),
    language: text().$type<Language>().notNull(),
    topic: text().$type<Topic | OwnTopic>().notNull(),
    rootCause: text().$type<RootCause>().notNull(),
    severity: text().$type<Urgency>().notNull(),
    groupId: number()
      .notNull()
      .references(() => complaintGroups.id),
    /** A person put it into its group. */
    placed: boolean().notNull().default(false),
    ties: json<readonly (readonly [number, number])[]>().notNull(),
  },
  (t) => [index().on(t.groupId, t.at), index().on(t.mailboxId, t.at), index().on(t.customerId)],
);

/** Which complaints hold a term, the newest first: what alike ones are looked up by. */
export const complaintTerms = pgTable(
  "complaint_terms",
  {
    term: integer().notNull(),
    mailboxId: integer().notNull(),
    ticketId: number().notNull(),
    weight: real().notNull(),
  },
  (t) => [primaryKey({ columns: [t.term, t.mailboxId, t.ticketId] }), index().on(t.ticketId)],
);

/** How many complaints hold a term; term -1 counts them all. */
export const complaintTermCounts = pgTable(
  "complaint_term_counts",
  {
    term: integer().notNull(),
    mailboxId: integer().notNull(),
    complaints: integer().notNull().default(sql`0`),
  },
  (t) => [primaryKey({ columns: [t.term, t.mailboxId] })],
);
