import { sql } from "drizzle-orm";
import { bigint, index, integer, pgTable, primaryKey } from "drizzle-orm/pg-core";
import type { FixedLeftOut, Notes } from "../policy/fixed.ts";
import { instant, json, text } from "./columns.ts";
import { complaintGroups } from "./complaint-schema.ts";
import type { LetterState, MailingState } from "./fixed.ts";
import { mailboxes } from "./mailbox-schema.ts";
import { tickets } from "./ticket-schema.ts";

const number = () => bigint({ mode: "number" });

/** "It is put right", to those who complained; the notes are the manager's own words. */
export const fixedMailings = pgTable(
  "fixed_mailings",
  {
    id: number().primaryKey().generatedAlwaysAsIdentity(),
    mailboxId: integer()
      .notNull()
      .references(() => mailboxes.id),
    groupId: number()
      .notNull()
      .references(() => complaintGroups.id),
    notes: json<Notes>().notNull(),
    state: text().$type<MailingState>().notNull().default("prepared"),
    preparedAt: instant().notNull(),
    approvedAt: instant(),
    approvedBy: text(),
  },
  (t) => [
    index("fixed_mailings_of_group").on(t.groupId),
    index("fixed_mailings_by_state").on(t.mailboxId, t.state),
  ],
);

/** Who is told of it, each in one thread, and who is not. Ids and codes only. */
export const fixedLetters = pgTable(
  "fixed_letters",
  {
    mailingId: number()
      .notNull()
      .references(() => fixedMailings.id),
    ticketId: number()
      .notNull()
      .references(() => tickets.id),
    state: text().$type<LetterState>().notNull(),
    code: text().$type<FixedLeftOut>(),
  },
  (t) => [
    primaryKey({ columns: [t.mailingId, t.ticketId] }),
    index("fixed_letters_waiting").on(t.mailingId).where(sql`${t.state} = 'waiting'`),
  ],
);
