import { bigint, customType, index, integer, pgTable, primaryKey } from "drizzle-orm/pg-core";
import type { Language } from "../mail/message.ts";
import { instant, text } from "./columns.ts";
import { mailboxes } from "./mailbox-schema.ts";
import { tickets } from "./ticket-schema.ts";

const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });

/** The index of solved tickets: of the message that opened each the stems, without order; and what it was answered. */
export const solvedTickets = pgTable(
  "solved_tickets",
  {
    ticketId: bigint({ mode: "number" })
      .primaryKey()
      .references(() => tickets.id),
    mailboxId: integer()
      .notNull()
      .references(() => mailboxes.id),
    language: text().$type<Language>().notNull(),
    words: tsvector().notNull(),
    /** The beginning of the last answer; null: none was read. */
    answer: text(),
    indexedAt: instant().notNull(),
  },
  (t) => [index("solved_tickets_words").using("gin", t.words)],
);

/** How many solved tickets hold a word; the word "" counts them all. `letters`: in Latin ones, for trigrams. */
export const solvedWords = pgTable(
  "solved_words",
  {
    word: text().notNull(),
    mailboxId: integer().notNull(),
    language: text().$type<Language>().notNull(),
    letters: text().notNull(),
    tickets: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.word, t.mailboxId, t.language] })],
);
