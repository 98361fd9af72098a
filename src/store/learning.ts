import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  doublePrecision,
  index,
  integer,
  pgTable,
  primaryKey,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { Trial } from "../classify/trial.ts";
import type { Learned } from "../policy/correction.ts";
import type { FolderRole } from "../policy/decision.ts";
import { instant, json, text } from "./columns.ts";
import { customers } from "./customer-schema.ts";
import { mailboxes } from "./mailbox-schema.ts";
import { ledger } from "./schema.ts";
import { CORRECTION_STATES, type CorrectionState } from "./taught.ts";

/* What agents' moves teach, and the models made of it. */

const states = sql.raw(CORRECTION_STATES.map((state) => `'${state}'`).join(", "));

/** No text: what is learned from is the stored message, and goes when that goes. */
export const corrections = pgTable(
  "corrections",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    mailboxId: integer()
      .notNull()
      .references(() => mailboxes.id),
    ledgerId: bigint({ mode: "number" })
      .notNull()
      .references(() => ledger.id),
    learns: text().$type<Learned>().notNull(),
    label: text().notNull(),
    /** null where a person said it without a move. */
    fromRole: text().$type<FolderRole>(),
    toRole: text().$type<FolderRole>(),
    state: text().$type<CorrectionState>().notNull(),
    weight: doublePrecision().notNull().default(1),
    at: instant().notNull(),
    changedAt: instant().notNull().defaultNow(),
  },
  (t) => [
    check("correction_state", sql`${t.state} in (${states})`),
    index("corrections_by_mailbox").on(t.mailboxId, t.state, t.at),
    index("corrections_ledger").on(t.ledgerId),
    uniqueIndex("corrections_settling").on(t.ledgerId).where(sql`${t.state} = 'settling'`),
  ],
);

/** Facts about customers that agents' moves told; undoing the correction takes them back. */
export const customerFactsTold = pgTable(
  "customer_facts",
  {
    correctionId: bigint({ mode: "number" })
      .primaryKey()
      .references(() => corrections.id, { onDelete: "cascade" }),
    customerId: bigint({ mode: "number" })
      .notNull()
      .references(() => customers.id, { onDelete: "cascade" }),
    fact: text().$type<"frequent" | "person">().notNull(),
  },
  (t) => [index("customer_facts_customer").on(t.customerId)],
);

/** A mailbox' layers, one for each retraining that went live. */
export const models = pgTable(
  "models",
  {
    mailboxId: integer()
      .notNull()
      .references(() => mailboxes.id),
    version: text().notNull(),
    base: text().notNull(),
    /** Digest of what it was made from: nothing is made twice. */
    madeFrom: text().notNull(),
    corrections: integer().notNull(),
    examples: integer().notNull(),
    trial: json<Trial>().notNull(),
    /** Compressed, base64. */
    file: text().notNull(),
    createdAt: instant().notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.mailboxId, t.version] })],
);

/** Which model a mailbox uses, for all workers; no row, or version null: the base alone. */
export const modelsInUse = pgTable("models_in_use", {
  mailboxId: integer()
    .primaryKey()
    .references(() => mailboxes.id),
  version: text(),
  /** A person chose it: retraining does not replace it. */
  pinned: boolean().notNull().default(false),
  /** Digest of what the last retraining was made from, whether it went live or not. */
  triedFrom: text(),
});
