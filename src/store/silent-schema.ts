import { sql } from "drizzle-orm";
import { bigint, index, integer, pgTable, uniqueIndex } from "drizzle-orm/pg-core";
import type { SilentReason } from "../policy/silent.ts";
import { instant, json, text } from "./columns.ts";
import { customers } from "./customer-schema.ts";
import { mailboxes } from "./mailbox-schema.ts";
import { tickets } from "./ticket-schema.ts";

const number = () => bigint({ mode: "number" });

/** Mail to silent customers: approved by a person, then queued, or refused with a code. Ids and codes only. */
export const outreaches = pgTable(
  "outreaches",
  {
    id: number().primaryKey().generatedAlwaysAsIdentity(),
    mailboxId: integer()
      .notNull()
      .references(() => mailboxes.id),
    customerId: number()
      .notNull()
      .references(() => customers.id),
    state: text().$type<"approved" | "queued" | "refused">().notNull().default("approved"),
    reasons: json<readonly SilentReason[]>().notNull(),
    /** Why it was refused. */
    cause: text(),
    approvedAt: instant().notNull(),
    /** When it was queued, and the ticket that it opened. */
    reachedAt: instant(),
    ticketId: number().references(() => tickets.id),
  },
  (t) => [
    index("outreaches_customer").on(t.customerId),
    index("outreaches_ticket").on(t.ticketId),
    // One customer is approved once at a time, in whichever mailbox.
    uniqueIndex("outreaches_approved").on(t.customerId).where(sql`${t.state} = 'approved'`),
    index("outreaches_waiting").on(t.mailboxId, t.id).where(sql`${t.state} = 'approved'`),
  ],
);
