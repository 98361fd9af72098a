import { and, asc, count, desc, eq, exists, inArray, type SQL, sql } from "drizzle-orm";
import type { CustomerFacts, PastTicket } from "../policy/decision.ts";
import { addressKey, forgottenKey, isForgotten, vipMatches } from "./address.ts";
import type { CustomerRecord } from "./customer.ts";
import { customerAddresses, customers, vips } from "./customer-schema.ts";
import { type Database, first, isOneOf } from "./database.ts";
import { outbox } from "./outbox-schema.ts";
import type { Store } from "./store.ts";
import { tickets } from "./ticket-schema.ts";
import { lockCustomers } from "./trace.ts";

/** What decide() is told of these lower-case addresses; nothing for those that are neither known nor VIP. */
export async function customerFacts(db: Database, addresses: readonly string[]): Promise<CustomerFacts[]> {
  if (addresses.length === 0) return [];
  const told = (fact: "frequent" | "person") => sql<boolean>`exists (
    select from customer_facts where customer_id = ${customers.id} and fact = ${fact})`;
  const [rows, listed, past] = await Promise.all([
    db
      .select({
        address: customerAddresses.address,
        customer: customers,
        frequent: told("frequent"),
        person: told("person"),
      })
      .from(customerAddresses)
      .innerJoin(customers, eq(customers.id, customerAddresses.customerId))
      .where(isOneOf(customerAddresses.address, [...addresses, ...addresses.map(forgottenKey)])),
    vipsAmong(db, addresses),
    pastTickets(db, addresses),
  ]);
  const known = new Map(rows.map((row) => [row.address, row]));
  return [...new Set(addresses)].flatMap((address) => {
    const row = known.get(address);
    const customer = row?.customer;
    const vip = vipMatches(address).some((match) => listed.has(match));
    const forgotten = known.get(forgottenKey(address));
    if (customer === undefined && forgotten === undefined && !vip) return [];
    return {
      address,
      name: customer?.names.at(-1) ?? listed.get(address) ?? null,
      language: customer?.language ?? null,
      vip,
      optedOut: (customer?.optedOut ?? false) || (forgotten?.customer.optedOut ?? false),
      dead: customer?.dead ?? false,
      ...(row?.frequent && { frequent: true }),
      ...(row?.person && { person: true }),
      contacts: (customer?.rhythm ?? []).map((at) => new Date(at)),
      past: past.get(address) ?? [],
    };
  });
}

/** The newest of each customer; a program that writes like a person may have thousands. */
const PAST = 20;

async function pastTickets(
  db: Database,
  addresses: readonly string[],
): Promise<ReadonlyMap<string, readonly PastTicket[]>> {
  const newest = db
    .select({ topic: tickets.topic, complaint: tickets.complaint, openedAt: tickets.openedAt })
    .from(tickets)
    .where(eq(tickets.customerId, sql`customer_addresses.customer_id`))
    .orderBy(desc(tickets.id))
    .limit(PAST)
    .as("newest");
  const rows = await db
    .select({
      address: customerAddresses.address,
      topic: newest.topic,
      complaint: newest.complaint,
      openedAt: newest.openedAt,
    })
    .from(customerAddresses)
    .innerJoinLateral(newest, sql`true`)
    .where(isOneOf(customerAddresses.address, addresses));
  return Map.groupBy(rows, (row) => row.address);
}

/** Entries of the VIP list that fit one of the addresses, with their names. */
export async function vipsAmong(
  db: Database,
  addresses: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  const rows = await db
    .select()
    .from(vips)
    .where(isOneOf(vips.match, addresses.flatMap(vipMatches)));
  return new Map(rows.map((row) => [row.match, row.name]));
}

export function importVips(db: Database): Store["importVips"] {
  return async (entries) => {
    const rows = new Map(entries.map(({ match, name }) => [match, { match, name }]));
    if (rows.size === 0) return { added: 0, known: 0 };
    return db.transaction(async (tx) => {
      const [before] = await tx
        .select({ known: count() })
        .from(vips)
        .where(isOneOf(vips.match, [...rows.keys()]));
      const all = [...rows.values()];
      for (let start = 0; start < all.length; start += 1000)
        await tx
          .insert(vips)
          .values(all.slice(start, start + 1000))
          .onConflictDoUpdate({
            target: vips.match,
            set: { name: sql`coalesce(excluded.name, ${vips.name})` },
          });
      const known = before?.known ?? 0;
      return { added: rows.size - known, known };
    });
  };
}

export function removeVip(db: Database): Store["removeVip"] {
  return async (match) => {
    const gone = await db
      .delete(vips)
      .where(eq(vips.match, match.toLowerCase()))
      .returning({ match: vips.match });
    return gone.length > 0;
  };
}

export function listVips(db: Database): Store["vips"] {
  return () => db.select({ match: vips.match, name: vips.name }).from(vips).orderBy(asc(vips.match));
}

/** Kept for an address that never wrote, too. */
export function setOptOut(db: Database): Store["setOptOut"] {
  return async (address, optedOut) => {
    const key = addressKey(address);
    if (key === null) return;
    await db.transaction(async (tx) => {
      const customer = (await lockCustomers(tx, [{ address: key }])).get(key);
      await tx.delete(customerAddresses).where(eq(customerAddresses.address, forgottenKey(key)));
      if (customer !== undefined)
        await tx.update(customers).set({ optedOut }).where(eq(customers.id, customer.id));
    });
  };
}

export function markDead(db: Database): Store["markDead"] {
  return (mailboxId, messageId) =>
    db.transaction(async (tx) => {
      const [sent] = await tx
        .select({ to: outbox.to })
        .from(outbox)
        .where(
          and(
            eq(outbox.mailboxId, mailboxId),
            eq(outbox.messageId, messageId),
            inArray(outbox.state, ["sent", "failed"]),
          ),
        );
      const key = addressKey(sent?.to[0]?.address);
      if (key === null) return false;
      const customer = (await lockCustomers(tx, [{ address: key }])).get(key);
      if (customer === undefined) return false;
      await tx.update(customers).set({ dead: true }).where(eq(customers.id, customer.id));
      return true;
    });
}

export function findCustomer(db: Database): Store["customer"] {
  return async (address) => {
    const key = addressKey(address);
    if (key === null) return null;
    const owns = db
      .select()
      .from(customerAddresses)
      .where(and(eq(customerAddresses.customerId, customers.id), eq(customerAddresses.address, key)));
    return first(await customerRecords(db, exists(owns), { limit: 1, offset: 0 }));
  };
}

/** Those of these that are known, without the digests of erased addresses. */
export function customersById(db: Database): Store["customersById"] {
  return async (ids) => {
    const page = { limit: Math.max(1, ids.length), offset: 0 };
    const found = await customerRecords(db, inArray(customers.id, [...ids, -1]), page);
    return found.map((one) => ({
      ...one,
      addresses: one.addresses.filter((address) => !isForgotten(address)),
    }));
  };
}

/** Those that were erased have no address, and are not shown. */
export function listCustomers(db: Database): Store["customers"] {
  return (limit, offset) => {
    const known = db
      .select()
      .from(customerAddresses)
      .where(
        and(
          eq(customerAddresses.customerId, customers.id),
          sql`${customerAddresses.address} not like 'sha256:%'`,
        ),
      );
    return customerRecords(db, exists(known), { limit, offset });
  };
}

async function customerRecords(
  db: Database,
  where: SQL,
  page: { limit: number; offset: number },
): Promise<CustomerRecord[]> {
  const rows = await db
    .select()
    .from(customers)
    .where(where)
    .orderBy(asc(customers.id))
    .limit(page.limit)
    .offset(page.offset);
  if (rows.length === 0) return [];
  const owned = await db
    .select()
    .from(customerAddresses)
    .where(
      inArray(
        customerAddresses.customerId,
        rows.map((row) => row.id),
      ),
    )
    .orderBy(asc(customerAddresses.address));
  const listed = await vipsAmong(
    db,
    owned.map((row) => row.address),
  );
  return rows.map(({ rhythm: _, ...row }) => {
    const addresses = owned.filter((one) => one.customerId === row.id).map((one) => one.address);
    return { ...row, addresses, vip: addresses.flatMap(vipMatches).some((match) => listed.has(match)) };
  });
}
