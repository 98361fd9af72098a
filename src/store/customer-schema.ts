import { sql } from "drizzle-orm";
import { boolean, index, integer, pgTable } from "drizzle-orm/pg-core";
import type { Language } from "../mail/message.ts";
import { identity, instant, json, number, text } from "./columns.ts";

/* Who writes. */

/** VIP by address, or by domain with a leading "@". */
export const vips = pgTable("vips", {
  match: text().primaryKey(),
  name: text(),
  listedAt: instant().notNull().defaultNow(),
});

export const customers = pgTable(
  "customers",
  {
    id: identity(),
    names: json<readonly string[]>().notNull().default([]),
    phones: json<readonly string[]>().notNull().default([]),
    orderNumbers: json<readonly string[]>().notNull().default([]),
    language: text().$type<Language>(),
    optedOut: boolean().notNull().default(false),
    dead: boolean().notNull().default(false),
    firstContact: instant(),
    lastContact: instant(),
    contacts: integer().notNull().default(0),
    /** The last 50 contacts, oldest first, in milliseconds since 1970. */
    rhythm: json<readonly number[]>().notNull().default([]),
  },
  // Who wrote often, and has not of late.
  (t) => [index("customers_regular").on(t.lastContact).where(sql`${t.contacts} >= 6`)],
);

export const customerAddresses = pgTable(
  "customer_addresses",
  {
    address: text().primaryKey(),
    customerId: number()
      .notNull()
      .references(() => customers.id, { onDelete: "cascade" }),
  },
  (t) => [index().on(t.customerId)],
);
