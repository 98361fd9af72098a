import { integer, pgTable, primaryKey } from "drizzle-orm/pg-core";
import type { Stock } from "../policy/digest-facts.ts";
import { instant, json, text } from "./columns.ts";
import { mailboxes } from "./mailbox-schema.ts";

/** What was done once for a day, a week or a month. */
export const periods = pgTable(
  "periods",
  {
    mailboxId: integer()
      .notNull()
      .references(() => mailboxes.id),
    /** "digest-weekly". */
    job: text().notNull(),
    /** "2026-W49". */
    period: text().notNull(),
    /** What stood when it was claimed; of digests only. */
    stock: json<Stock>(),
    claimedAt: instant().notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.mailboxId, t.job, t.period] })],
);
