import { sql } from "drizzle-orm";
import { bigint, check, index, integer, pgTable, uniqueIndex } from "drizzle-orm/pg-core";
import { instant, json, text } from "./columns.ts";
import { HOOK_STATES, type HookState, type HookTarget } from "./hook.ts";
import { mailboxes } from "./mailbox-schema.ts";

/** What is posted to chats and trackers, and what became of it. */
export const hooks = pgTable(
  "hooks",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    mailboxId: integer()
      .notNull()
      .references(() => mailboxes.id),
    target: text().$type<HookTarget>().notNull(),
    /** null once it is of no more use. */
    body: json<unknown>(),
    once: text().notNull(),
    ticketIds: json<readonly number[]>().notNull(),
    state: text().$type<HookState>().notNull().default("pending"),
    dueAt: instant().notNull(),
    claimedUntil: instant(),
    attempts: integer().notNull().default(0),
    cause: text(),
    settledAt: instant(),
  },
  (t) => [
    check("hook_state", sql`${t.state} in (${sql.raw(HOOK_STATES.map((state) => `'${state}'`).join(", "))})`),
    uniqueIndex("hooks_once").on(t.mailboxId, t.once),
    index("hooks_due").on(t.mailboxId, t.dueAt).where(sql`${t.state} = 'pending'`),
    index("hooks_settled").on(t.mailboxId, t.target, t.settledAt).where(sql`${t.settledAt} is not null`),
  ],
);
