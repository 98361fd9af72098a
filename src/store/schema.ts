import { type SQL, sql } from "drizzle-orm";
import { bigint, check, index, integer, pgTable, primaryKey, uniqueIndex } from "drizzle-orm/pg-core";
import type { Decision, FolderRole } from "../policy/decision.ts";
import { TOLD_EVENTS } from "../policy/digest-facts.ts";
import type { Place } from "../policy/place.ts";
import { identity, instant, json, literals, number, text } from "./columns.ts";
import { customers } from "./customer-schema.ts";
import { mailboxId } from "./mailbox-schema.ts";
import { LEDGER_STATES, type LedgerState } from "./message.ts";
import { tickets } from "./ticket-schema.ts";

/*
 * Messages from arrival to rest, and the journal. Status columns, here and in the other tables, are authoritative; the
 * journal (`events`) tells how they came about, in ids and codes only.
 */

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
