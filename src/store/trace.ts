import { and, eq, sql } from "drizzle-orm";
import { addressKey, addressKeys } from "./address.ts";
import { cleanText } from "./columns.ts";
import { customerAddresses, customers } from "./customer-schema.ts";
import { type Database, isOneOf, rowsParameter, together } from "./database.ts";
import type { CustomerTrace } from "./message.ts";

/** What one customer's record may hold: a hostile sender must not make it grow. */
const MOST = { names: 10, phones: 10, orderNumbers: 50, rhythm: 50, characters: 200 };

type Customer = typeof customers.$inferSelect;

/** By lower-case address. */
export type KnownCustomers = ReadonlyMap<string, Customer>;

/** Finds or creates the customers of these traces, and locks them. */
export async function lockCustomers(
  tx: Database,
  traces: readonly Pick<CustomerTrace, "address">[],
): Promise<KnownCustomers> {
  const addresses = addressKeys(traces.map((trace) => cleanText(trace.address))).sort();
  if (addresses.length === 0) return new Map();
  // The address is what two workers may insert at once: the one that loses waits, and makes no customer. Sorted, so
  // that they cannot wait for each other.
  const added = tx.execute(sql`
    with wanted as (
      select address, nextval(pg_get_serial_sequence('customers', 'id')) as id
      from jsonb_array_elements_text(${rowsParameter(addresses)}) as asked(address)
      where not address = any(array(
        select address from customer_addresses where ${isOneOf(sql`address`, addresses)}))
    ), added as (
      insert into ${customerAddresses} (address, customer_id) select address, id from wanted order by address
      on conflict do nothing returning customer_id
    )
    insert into ${customers} (id) overriding system value select customer_id from added`);
  const locked = tx
    .select({ address: customerAddresses.address, customer: customers })
    .from(customerAddresses)
    .innerJoin(customers, eq(customers.id, customerAddresses.customerId))
    .where(isOneOf(customerAddresses.address, addresses))
    .orderBy(customers.id)
    .for("update", { of: customers });
  const [, rows] = await together([added, locked]);
  return new Map(rows.map((row) => [row.address, row.customer]));
}

/** Adds what a batch of messages tells of its senders to their records. */
export async function addTraces(
  tx: Database,
  known: KnownCustomers,
  traces: readonly CustomerTrace[],
): Promise<void> {
  const merged = new Map([...known.values()].map((customer) => [customer.id, customer]));
  for (const trace of traces) {
    const id = known.get(addressKey(cleanText(trace.address)) ?? "")?.id;
    const before = id === undefined ? undefined : merged.get(id);
    if (before !== undefined) merged.set(before.id, mergeTrace(before, trace));
  }
  if (merged.size > 0) await update(tx, [...merged.values()]);
}

/** Newest last; the oldest go when there are too many. */
function mergeTrace(customer: Customer, trace: CustomerTrace): Customer {
  const at = trace.at.getTime();
  const name = trace.name?.trim() ?? "";
  return {
    ...customer,
    names: joined(customer.names, name === "" ? [] : [name], MOST.names),
    phones: joined(customer.phones, trace.phones, MOST.phones),
    orderNumbers: joined(customer.orderNumbers, trace.orderNumbers, MOST.orderNumbers),
    language: trace.language ?? customer.language,
    firstContact: new Date(Math.min(at, customer.firstContact?.getTime() ?? at)),
    lastContact: new Date(Math.max(at, customer.lastContact?.getTime() ?? at)),
    contacts: customer.contacts + 1,
    rhythm: [...customer.rhythm, at].sort((a, b) => a - b).slice(-MOST.rhythm),
  };
}

function joined(before: readonly string[], added: readonly string[], most: number): readonly string[] {
  const cut = added.slice(-most).map((one) => cleanText(one).slice(0, MOST.characters).toWellFormed());
  const fresh = new Set(cut);
  return [...before.filter((one) => !fresh.has(one)), ...fresh].slice(-most);
}

async function update(tx: Database, rows: readonly Customer[]): Promise<void> {
  const values = rows.map((row) => ({
    id: row.id,
    names: row.names,
    phones: row.phones,
    order_numbers: row.orderNumbers,
    language: row.language,
    first_contact: row.firstContact,
    last_contact: row.lastContact,
    contacts: row.contacts,
    rhythm: row.rhythm,
  }));
  await tx
    .update(customers)
    .set({
      names: sql`trace.names`,
      phones: sql`trace.phones`,
      orderNumbers: sql`trace.order_numbers`,
      language: sql`trace.language`,
      firstContact: sql`trace.first_contact`,
      lastContact: sql`trace.last_contact`,
      contacts: sql`trace.contacts`,
      rhythm: sql`trace.rhythm`,
    })
    .from(
      sql`jsonb_to_recordset(${rowsParameter(values)}) as trace(id bigint, names jsonb, phones jsonb,
        order_numbers jsonb, language text, first_contact timestamptz, last_contact timestamptz, contacts integer,
        rhythm jsonb)`,
    )
    .where(
      and(
        eq(customers.id, sql`trace.id`),
        isOneOf(
          customers.id,
          rows.map((row) => row.id),
        ),
      ),
    );
}
