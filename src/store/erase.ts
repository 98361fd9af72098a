import { and, eq, inArray, isNull, or, type SQLWrapper, sql } from "drizzle-orm";
import type { Decision } from "../policy/decision.ts";
import type { Ticket } from "../policy/ticket.ts";
import { addressKey, budgetKeys, forgottenKey, isForgotten } from "./address.ts";
import { takeSteps } from "./advance.ts";
import { forgetTexts } from "./answers.ts";
import { forgetTerms } from "./complaint-log.ts";
import { customerAddresses, customers, vips } from "./customer-schema.ts";
import { type Database, insertRows, isOneOf, rowsParameter } from "./database.ts";
import { forgetHooks } from "./hooks.ts";
import { record } from "./journal.ts";
import { settle } from "./outbox.ts";
import { outbox } from "./outbox-schema.ts";
import { refuseOutreaches } from "./outreach.ts";
import { ledger, messages } from "./schema.ts";
import { forgetSolved } from "./solved-index.ts";
import type { Store } from "./store.ts";
import { ratings, ticketParticipants, tickets } from "./ticket-schema.ts";
import type { TicketStep } from "./tickets.ts";

/** Everything that tells who a person is or what they said; ids, codes, labels and times stay. One transaction. */
export function eraseCustomer(db: Database): Store["eraseCustomer"] {
  return async (address) => {
    const key = addressKey(address);
    if (key === null) return 0;
    return db.transaction(async (tx) => {
      const owned = await addressesOf(tx, key);
      const person = {
        ids: [...new Set(owned.map((one) => one.customerId))],
        addresses: namesOf(key, owned),
      };
      // Before the customer's tickets and record forget whose they are.
      const emptied = await eraseMessages(tx, person);
      await eraseOutbox(tx, person);
      await eraseComments(tx, person);
      await eraseTickets(tx, person);
      await refuseOutreaches(tx, person.ids, "erased");
      await eraseRecord(tx, person);
      return emptied;
    });
  };
}

interface Person {
  readonly ids: readonly number[];
  /** Lower case. */
  readonly addresses: readonly string[];
}

async function addressesOf(tx: Database, address: string) {
  const same = tx
    .select({ id: customerAddresses.customerId })
    .from(customerAddresses)
    .where(eq(customerAddresses.address, address));
  return tx.select().from(customerAddresses).where(inArray(customerAddresses.customerId, same));
}

const namesOf = (key: string, owned: readonly { readonly address: string }[]) => [
  ...new Set([key, ...owned.map((one) => one.address)]),
];

/** Messages erased at a time: their decisions pass through memory. */
const CHUNK = 500;

/** What they wrote, and all else in their tickets: the others there quote them. */
async function eraseMessages(tx: Database, { ids, addresses }: Person): Promise<number> {
  const theirTickets = tx
    .select({ id: tickets.id })
    .from(tickets)
    .where(or(inArray(tickets.customerId, [...ids, -1]), isOneOf(tickets.customerAddress, addresses)));
  const inTheirTickets = tx
    .select({ id: ledger.id })
    .from(ledger)
    .where(inArray(ledger.ticketId, theirTickets));
  const rows = await tx
    .select({ id: messages.ledgerId, mailboxId: messages.mailboxId })
    .from(messages)
    .where(
      or(
        inArray(messages.customerId, [...ids, -1]),
        isOneOf(sql`lower(${messages.fromAddress})`, addresses),
        inArray(messages.ledgerId, inTheirTickets),
      ),
    );
  for (let start = 0; start < rows.length; start += CHUNK)
    await emptyMessages(
      tx,
      rows.slice(start, start + CHUNK).map((row) => row.id),
    );
  await record(
    tx,
    rows.map(({ id, mailboxId }) => ({ mailboxId, type: "CustomerErased", ledgerId: id })),
  );
  return rows.length;
}

async function emptyMessages(tx: Database, ids: readonly number[]): Promise<void> {
  const rows = await tx
    .select({ id: messages.ledgerId, decision: messages.decision })
    .from(messages)
    .where(inArray(messages.ledgerId, [...ids]));
  const bare = rows.map(({ id, decision }) => ({
    id,
    decision: decision === null ? null : withoutWords(decision),
  }));
  await tx
    .update(messages)
    .set({
      customerId: null,
      fromName: null,
      fromAddress: null,
      subject: "",
      text: "",
      decision: sql`nullif(bare.decision, 'null')`,
    })
    .from(sql`jsonb_to_recordset(${rowsParameter(bare)}) as bare(id bigint, decision jsonb)`)
    .where(eq(messages.ledgerId, sql`bare.id`));
}

/** The decision in codes and labels: the clauses for people may quote the message. */
function withoutWords(decision: Decision): Decision {
  const mute = <Coded extends { readonly code: string; readonly text: string }>(reason: Coded) => ({
    ...reason,
    text: "",
  });
  const { answerTo: _, ...rest } = decision;
  const { urgency, kind, tone, topic, rootCause } = decision.judgements;
  return {
    ...rest,
    customerAddress: null,
    judgements: {
      urgency: { ...urgency, reasons: [] },
      kind: { ...kind, reasons: [] },
      tone: { ...tone, reasons: [] },
      topic: { ...topic, reasons: [] },
      rootCause: { ...rootCause, reasons: [] },
    },
    customer: { ...decision.customer, reasons: decision.customer.reasons.map(mute) },
    acknowledge: { ...decision.acknowledge, reason: mute(decision.acknowledge.reason) },
    alert: decision.alert === null ? null : mute(decision.alert),
    reasons: decision.reasons.map(mute),
  };
}

async function eraseOutbox(tx: Database, { ids, addresses }: Person): Promise<void> {
  const theirTickets = tx
    .select({ id: tickets.id })
    .from(tickets)
    .where(or(inArray(tickets.customerId, [...ids, -1]), isOneOf(tickets.customerAddress, addresses)));
  await thinExamples(tx, theirTickets);
  const mails = [...(await mailsTo(tx, addresses)), ...(await listsOf(tx, theirTickets))];
  const theirs = or(inArray(outbox.id, [...mails, -1]), inArray(outbox.ticketId, theirTickets));
  await settle(tx, and(theirs, eq(outbox.state, "pending")), {
    type: "AnswerCancelled",
    set: { state: "cancelled", cause: "erased" },
  });
  await tx
    .update(outbox)
    .set({
      to: [],
      toAddress: null,
      toDomain: null,
      values: {},
      cause: sql`case when ${outbox.cause} ~ '^[a-z0-9-]+$' then ${outbox.cause} end`,
    })
    .where(theirs);
}

/** A story that waits to be told, once and to nobody again, is told without their complaints among its examples. */
async function thinExamples(tx: Database, theirTickets: SQLWrapper): Promise<void> {
  const others = sql`(select coalesce(jsonb_agg(example), '[]') from jsonb_array_elements(${outbox.values} -> 'examples')
    as each(example) where (example ->> 'ticket')::bigint not in ${theirTickets})`;
  await tx
    .update(outbox)
    .set({ values: sql`jsonb_set(${outbox.values}, '{examples}', ${others})` })
    .where(and(eq(outbox.template, "spike"), eq(outbox.state, "pending")));
}

/** Found by the key of the budgets, which other people's subaddresses share; compared as written. */
async function mailsTo(tx: Database, addresses: readonly string[]): Promise<readonly number[]> {
  const rows = await tx
    .select({ id: outbox.id, to: outbox.to })
    .from(outbox)
    .where(isOneOf(outbox.toAddress, budgetKeys(addresses)));
  const names = new Set<string | null>(addresses);
  return rows.filter(({ to }) => names.has(addressKey(to[0]?.address))).map((row) => row.id);
}

/** Mail to staff that names several tickets, these among them: subjects and words stand there. */
async function listsOf(tx: Database, theirTickets: SQLWrapper): Promise<readonly number[]> {
  const rows = await tx
    .select({ id: outbox.id })
    .from(outbox)
    .where(
      and(
        isNull(outbox.ticketId),
        sql`exists (select 1 from jsonb_path_query(${outbox.values}, '$.*[*].ticket') as told(ticket)
          where jsonb_typeof(told.ticket) = 'number' and (told.ticket)::bigint in ${theirTickets})`,
      ),
    );
  return rows.map((row) => row.id);
}

async function eraseComments(tx: Database, { ids, addresses }: Person): Promise<void> {
  const theirTickets = tx
    .select({ id: tickets.id })
    .from(tickets)
    .where(or(inArray(tickets.customerId, [...ids, -1]), isOneOf(tickets.customerAddress, addresses)));
  await tx.update(ratings).set({ comment: "" }).where(inArray(ratings.ticketId, theirTickets));
}

async function eraseTickets(tx: Database, { ids, addresses }: Person): Promise<void> {
  const joined = await tx
    .delete(ticketParticipants)
    .where(isOneOf(ticketParticipants.address, addresses))
    .returning({ id: ticketParticipants.ticketId });
  const theirs = await tx
    .update(tickets)
    .set({ customerAddress: null, answerTo: null, nextAt: null })
    .where(or(inArray(tickets.customerId, [...ids, -1]), isOneOf(tickets.customerAddress, addresses)))
    .returning({
      id: tickets.id,
      mailboxId: tickets.mailboxId,
      state: tickets.state,
      followUp: tickets.followUp,
      promisedUntil: tickets.promisedUntil,
    });
  // What was decided about them before is void, and nobody is left to be answered or asked.
  for (const [mailboxId, rows] of Map.groupBy(theirs, (ticket) => ticket.mailboxId))
    await takeSteps(tx, mailboxId, rows.map(endedBy(new Date())));
  const numbers = theirs.map((ticket) => ticket.id);
  // Of others' tickets, too: the last answer there may have been to them.
  await forgetTexts(tx, [...numbers, ...joined.map(({ id }) => id)]);
  await forgetTerms(tx, numbers);
  await forgetSolved(tx, numbers);
  await forgetHooks(tx, numbers);
}

const endedBy =
  (at: Date) =>
  ({
    id,
    state,
    followUp,
    promisedUntil,
  }: Pick<Ticket, "id" | "state" | "followUp" | "promisedUntil">): TicketStep => ({
    ticketId: id,
    events: [
      ...(state === "resolved" ? [] : [{ type: "TicketResolved", at, by: "erasure" } as const]),
      ...(promisedUntil === null ? [] : [{ type: "PromiseWithdrawn", at } as const]),
      ...(followUp === "due" ? [{ type: "FollowUpExcused", at, code: "erased" } as const] : []),
    ],
    outbox: [],
    nextAt: null,
  });

async function eraseRecord(tx: Database, { ids, addresses }: Person): Promise<void> {
  await tx.delete(vips).where(isOneOf(vips.match, addresses));
  if (ids.length === 0) return;
  await forgetAddresses(tx, ids);
  await tx
    .update(customers)
    .set({ names: [], phones: [], orderNumbers: [], language: null, rhythm: [] })
    .where(inArray(customers.id, [...ids]));
}

/** Who opted out stays so: of each address the digest is kept. */
async function forgetAddresses(tx: Database, ids: readonly number[]): Promise<void> {
  const rows = await tx
    .select({ address: customerAddresses.address, customerId: customers.id })
    .from(customerAddresses)
    .innerJoin(customers, eq(customers.id, customerAddresses.customerId))
    .where(and(inArray(customers.id, [...ids]), eq(customers.optedOut, true)));
  await tx
    .delete(customerAddresses)
    .where(
      and(
        inArray(customerAddresses.customerId, [...ids]),
        sql`${customerAddresses.address} not like 'sha256:%'`,
      ),
    );
  await insertRows(tx, customerAddresses, {
    rows: rows
      .filter(({ address }) => !isForgotten(address))
      .map(({ address, customerId }) => ({ address: forgottenKey(address), customerId })),
    rest: sql`on conflict do nothing`,
  });
}
