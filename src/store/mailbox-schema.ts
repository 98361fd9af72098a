import { bigint, integer, pgTable, primaryKey } from "drizzle-orm/pg-core";
import { instant, number, text } from "./columns.ts";

/* Mailboxes, and how far their folders were read. */

export const mailboxes = pgTable("mailboxes", {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  name: text().notNull().unique(),
  address: text().notNull(),
  startedAt: instant().notNull(),
  leaseOwner: text(),
  leaseEpoch: integer().notNull().default(0),
  leaseExpiresAt: instant(),
});

/** Of the mailbox that a row belongs to. */
export const mailboxId = () =>
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
