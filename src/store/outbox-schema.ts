import { type SQL, sql } from "drizzle-orm";
import { check, index, integer, pgTable, uniqueIndex } from "drizzle-orm/pg-core";
import type { Address, Language } from "../mail/message.ts";
import type { Manner } from "../policy/decision.ts";
import { AUDIENCES } from "../policy/template.ts";
import { identity, instant, json, literals, number, text } from "./columns.ts";
import { mailboxId } from "./mailbox-schema.ts";
import { OUTBOX_STATES, type OutboxDraft, type OutboxState } from "./outgoing.ts";
import { ledger } from "./schema.ts";
import { tickets } from "./ticket-schema.ts";

/* What goes out. */

export const outbox = pgTable(
  "outbox",
  {
    id: identity(),
    mailboxId: mailboxId(),
    ticketId: number().references(() => tickets.id),
    ledgerId: number().references(() => ledger.id),
    kind: text().$type<OutboxDraft["kind"]>().notNull(),
    messageId: text().notNull(),
    /** The reason for which a ticket gets it, once only. */
    once: text(),
    to: json<readonly Address[]>().notNull(),
    /** canonical() and budgetDomain() of the first recipient's address: what budgets are counted by. */
    toAddress: text(),
    toDomain: text(),
    template: text().$type<OutboxDraft["template"]>().notNull(),
    language: text().$type<Language>().notNull(),
    manner: text().$type<Manner>().notNull(),
    values: json<Readonly<Record<string, unknown>>>().notNull(),
    inReplyTo: text(),
    references: json<readonly string[]>().notNull(),
    state: text().$type<OutboxState>().notNull().default("pending"),
    dueAt: instant().notNull(),
    claimedUntil: instant(),
    attempts: integer().notNull().default(0),
    cause: text(),
    sentAt: instant(),
    createdAt: instant().notNull().defaultNow(),
    /** When it counts for the budgets: when it was sent, else when it is to be. */
    countsAt: instant().generatedAlwaysAs(sql`coalesce(sent_at, due_at)`),
  },
  (t) => [
    check("outbox_state", sql`${t.state} in (${literals(OUTBOX_STATES)})`),
    uniqueIndex("outbox_message_id").on(t.messageId, t.mailboxId),
    index("outbox_due").on(t.mailboxId, t.dueAt).where(sql`${t.state} = 'pending'`),
    index("outbox_by_mailbox").on(t.mailboxId, t.countsAt).where(countsForBrake(t)),
    index("outbox_by_address").on(t.toAddress, t.countsAt),
    index("outbox_by_domain").on(t.toDomain, t.countsAt).where(sql`${t.toDomain} is not null`),
    index("outbox_ticket").on(t.ticketId),
    uniqueIndex("outbox_once").on(t.ticketId, t.once).where(sql`${t.once} is not null`),
    index("outbox_ledger").on(t.ledgerId),
  ],
);

const TO_CUSTOMERS = Object.entries(AUDIENCES).flatMap(([kind, reader]) =>
  reader === "customer" ? kind : [],
);

/** Automatic mail to customers that was sent or will be: what the budgets of addresses and domains count. */
export function countsForBudget(t: { kind: unknown; state: unknown }): SQL {
  return sql`(${t.kind} in (${literals(TO_CUSTOMERS)}) and ${t.state} in ('pending', 'sent'))`;
}

/** Answers to arriving mail: what may run wild. Follow-ups come in crowds, on the morning after a holiday. */
export function countsForBrake(t: { kind: unknown; state: unknown }): SQL {
  return sql`(${t.kind} = 'acknowledgement' and ${t.state} in ('pending', 'sent'))`;
}
