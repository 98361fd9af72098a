import { and, asc, eq, sql } from "drizzle-orm";
import { openedTicket, type Ticket } from "../policy/ticket.ts";
import { addressKey } from "./address.ts";
import { customers } from "./customer-schema.ts";
import { type Database, first, insertRows, isOneOf } from "./database.ts";
import { record, ticketEventRow } from "./journal.ts";
import { underLease } from "./lease.ts";
import { queueDrafts } from "./queue.ts";
import type { OutreachBegun, SilentCustomer, SilentStore } from "./silent.ts";
import { silentAmong } from "./silent-customers.ts";
import { outreaches } from "./silent-schema.ts";
import { addOurs } from "./thread.ts";
import { ticketParticipants, tickets } from "./ticket-schema.ts";

export function approveOutreach(db: Database): SilentStore["approveOutreach"] {
  return async (mailboxId, customerIds, at) => {
    const found = await silentAmong(db)(mailboxId, customerIds, at);
    const rows = found
      .filter(({ reasons, hindrance }) => reasons.length > 0 && hindrance === null)
      .map(({ customerId, reasons }) => ({ mailboxId, customerId, reasons, approvedAt: at }));
    await insertRows(db, outreaches, {
      rows,
      rest: sql`on conflict (customer_id) where state = 'approved' do nothing`,
    });
    // Those of an approval before a crash, too, whatever has become of them since.
    const approved = await db
      .select({ customerId: outreaches.customerId })
      .from(outreaches)
      .where(
        and(
          eq(outreaches.mailboxId, mailboxId),
          isOneOf(outreaches.customerId, customerIds),
          eq(outreaches.approvedAt, at),
        ),
      )
      .orderBy(asc(outreaches.id));
    return approved.map(({ customerId }) => customerId);
  };
}

export function approvedOutreaches(db: Database): SilentStore["approvedOutreaches"] {
  return (mailboxId, limit) =>
    db
      .select({ id: outreaches.id, customerId: outreaches.customerId, approvedAt: outreaches.approvedAt })
      .from(outreaches)
      .where(and(eq(outreaches.mailboxId, mailboxId), eq(outreaches.state, "approved")))
      .orderBy(asc(outreaches.id))
      .limit(limit);
}

export function refuseOutreach(db: Database): SilentStore["refuseOutreach"] {
  return (lease, id, cause) => underLease(db, lease, (tx) => refuse(tx, id, cause));
}

async function refuse(tx: Database, id: number, cause: string): Promise<void> {
  await tx
    .update(outreaches)
    .set({ state: "refused", cause })
    .where(and(eq(outreaches.id, id), eq(outreaches.state, "approved")));
}

/** What is approved for these customers does not go. */
export async function refuseOutreaches(
  tx: Database,
  customerIds: readonly number[],
  cause: string,
): Promise<void> {
  if (customerIds.length === 0) return;
  await tx
    .update(outreaches)
    .set({ state: "refused", cause })
    .where(and(isOneOf(outreaches.customerId, customerIds), eq(outreaches.state, "approved")));
}

export function beginOutreach(db: Database): SilentStore["beginOutreach"] {
  return (lease, begun) =>
    underLease(db, lease, async (tx) => {
      const { outreachId, now } = begun;
      const row = first(
        await tx.select().from(outreaches).where(eq(outreaches.id, outreachId)).for("update"),
      );
      if (row?.state !== "approved") return "approved";
      // Of two mailboxes that write to the same customer, the second sees what the first did.
      await tx.select().from(customers).where(eq(customers.id, row.customerId)).for("update");
      const customer = first(await silentAmong(tx)(lease.mailboxId, [row.customerId], now));
      const hindrance = customer?.hindrance === "approved" ? null : (customer?.hindrance ?? null);
      const refusal = customer === null ? "no-address" : (hindrance ?? silence(customer));
      if (customer === null || refusal !== null) {
        await refuse(tx, outreachId, refusal ?? "no-address");
        return refusal;
      }
      await open(tx, lease.mailboxId, begun, customer);
      await tx
        .update(outreaches)
        .set({ state: "queued", reachedAt: now, ticketId: begun.ticketId, reasons: customer.reasons })
        .where(eq(outreaches.id, outreachId));
      return null;
    });
}

const silence = ({ reasons }: SilentCustomer): "not-silent" | null =>
  reasons.length === 0 ? "not-silent" : null;

/** The ticket that the mail begins, so that whatever comes back finds it. */
async function open(
  tx: Database,
  mailboxId: number,
  { ticketId, opening, draft }: OutreachBegun,
  { customerId }: SilentCustomer,
): Promise<void> {
  const [answerTo = null] = draft.to;
  const customerAddress = addressKey(answerTo?.address);
  const ticket: Ticket = {
    ...openedTicket(opening),
    id: ticketId,
    mailboxId,
    customerId,
    customerAddress,
    answerTo,
    messages: 0,
    lastMessageAt: opening.at,
    nextAt: null,
    version: 0,
  };
  await insertRows(tx, tickets, { rows: [ticket] });
  if (customerAddress !== null)
    await tx.insert(ticketParticipants).values({ ticketId, address: customerAddress });
  const addressed = [{ draft, ticketId, ledgerId: null }];
  const queued = await queueDrafts(tx, mailboxId, addressed);
  await addOurs(tx, mailboxId, addressed);
  await record(tx, [{ mailboxId, ticketId, ...ticketEventRow(opening) }, ...queued]);
}
