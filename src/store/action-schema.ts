import { sql } from "drizzle-orm";
import { bigint, check, index, integer, pgTable } from "drizzle-orm/pg-core";
import { ACTION_STATES, type ActionState, type ActionWay, type Offer } from "../policy/action.ts";
import { instant, json, text } from "./columns.ts";
import { mailboxes } from "./mailbox-schema.ts";

/** Decisions offered to managers. Managers are named by a keyed hash; what is decided about, by ids. */
export const actions = pgTable(
  "actions",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    mailboxId: integer()
      .notNull()
      .references(() => mailboxes.id),
    offer: json<Offer>().notNull(),
    state: text().$type<ActionState>().notNull().default("offered"),
    offeredAt: instant().notNull(),
    expiresAt: instant().notNull(),
    /** When confirming mails were asked for, by manager. Unix time, milliseconds. */
    confirms: json<Readonly<Record<string, readonly number[]>>>().notNull().default({}),
    takenBy: text(),
    takenVia: text().$type<ActionWay>(),
    takenAt: instant(),
    /** What took it: the same again is the same decision, anything else comes too late. */
    takenKey: text(),
    /** What the manager said beside yes. */
    input: json<Readonly<Record<string, unknown>>>().notNull().default({}),
    outcome: text(),
    doneAt: instant(),
  },
  (t) => [
    check("action_state", sql`${t.state} in (${sql.raw(ACTION_STATES.map((one) => `'${one}'`).join(", "))})`),
    index("actions_offered").on(t.mailboxId, t.offeredAt).where(sql`${t.state} = 'offered'`),
    index("actions_taken").on(t.mailboxId).where(sql`${t.state} = 'taken'`),
  ],
);
