import { bigint, integer, pgTable } from "drizzle-orm/pg-core";
import { instant, text } from "./columns.ts";
import { mailboxes } from "./mailbox-schema.ts";
import { tickets } from "./ticket-schema.ts";

/** The last answer of an agent that was read in Sent, by ticket: its beginning, without what it quotes. */
export const agentAnswers = pgTable("agent_answers", {
  ticketId: bigint({ mode: "number" })
    .primaryKey()
    .references(() => tickets.id),
  mailboxId: integer()
    .notNull()
    .references(() => mailboxes.id),
  at: instant().notNull(),
  text: text().notNull(),
});
