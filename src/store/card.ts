import { and, desc, eq, inArray, ne, sql } from "drizzle-orm";
import { agreementsOf } from "./agreements.ts";
import { agentAnswers } from "./answer-schema.ts";
import { findCustomer } from "./customers.ts";
import { type Database, first, isOneOf, sorted } from "./database.ts";
import { mailboxes } from "./mailbox-schema.ts";
import { outbox } from "./outbox-schema.ts";
import { openingMessage } from "./rating.ts";
import { ledger, messages } from "./schema.ts";
import { outreaches } from "./silent-schema.ts";
import { answersTo, searchAlike } from "./solved-search.ts";
import type { Store } from "./store.ts";
import { ratings, tickets } from "./ticket-schema.ts";
import type { CardFacts, CardMessage, TicketLine } from "./tickets.ts";

const MOST = { messages: 20, text: 3_000, sent: 50, ratings: 20, earlier: 10, alike: 5 };

export function findCard(db: Database): Store["card"] {
  const alike = findAlike(db);
  const customerOf = findCustomer(db);
  return async (ticketId) => {
    const row = first(
      await db
        .select({ ticket: tickets, mailbox: mailboxes.name })
        .from(tickets)
        .innerJoin(mailboxes, eq(mailboxes.id, tickets.mailboxId))
        .where(eq(tickets.id, ticketId)),
    );
    if (row === null) return null;
    const { ticket, mailbox } = row;
    const address = ticket.customerAddress;
    const [customer, outreach, agreed, [opening], list, sent, said, earlier, solved, answer] =
      await Promise.all([
        address === null ? null : customerOf(address),
        outreachOf(db, ticketId),
        agreementsOf(db).answerFor(ticketId, ticket.language),
        openingMessage(db, ticketId),
        messagesOf(db, ticketId),
        sentOf(db, ticketId),
        ratingsOf(db, ticketId),
        earlierOf(db, ticketId, ticket.customerId),
        alike(ticketId, MOST.alike),
        answerOf(db, ticketId),
      ]);
    const subject = opening?.subject ?? "";
    return {
      ticket,
      mailbox,
      customer,
      subject,
      outreach,
      agreed,
      messages: list,
      sent,
      ratings: said,
      earlier,
      alike: solved,
      answer,
    };
  };
}

async function answerOf(db: Database, ticketId: number): Promise<CardFacts["answer"]> {
  const { at, text } = agentAnswers;
  return first(await db.select({ at, text }).from(agentAnswers).where(eq(agentAnswers.ticketId, ticketId)));
}

async function outreachOf(db: Database, ticketId: number): Promise<CardFacts["outreach"]> {
  const rows = await db
    .select({ reasons: outreaches.reasons, at: outreaches.reachedAt })
    .from(outreaches)
    .where(eq(outreaches.ticketId, ticketId));
  const row = first(rows);
  return row === null || row.at === null ? null : { reasons: row.reasons, at: row.at };
}

function messagesOf(db: Database, ticketId: number): Promise<CardMessage[]> {
  return db
    .select({
      at: messages.internalDate,
      subject: messages.subject,
      text: sql<string>`left(${messages.text}, ${MOST.text})`,
      from: sql<CardMessage["from"]>`case when ${messages.fromAddress} is null then null
        else jsonb_build_object('name', coalesce(${messages.fromName}, ''), 'address', ${messages.fromAddress}) end`,
      decision: messages.decision,
    })
    .from(ledger)
    .innerJoin(messages, eq(messages.ledgerId, ledger.id))
    .where(eq(ledger.ticketId, ticketId))
    .orderBy(desc(sorted(ledger.id)))
    .limit(MOST.messages);
}

async function sentOf(db: Database, ticketId: number) {
  const rows = await db
    .select({ template: outbox.template, at: outbox.sentAt })
    .from(outbox)
    .where(and(eq(outbox.ticketId, ticketId), eq(outbox.state, "sent")))
    .orderBy(desc(sorted(outbox.id)))
    .limit(MOST.sent);
  return rows.flatMap(({ template, at }) => (at === null ? [] : { template, at }));
}

function ratingsOf(db: Database, ticketId: number) {
  return db
    .select({ rating: ratings.rating, comment: ratings.comment, at: ratings.at })
    .from(ratings)
    .where(eq(ratings.ticketId, ticketId))
    .orderBy(desc(ratings.id))
    .limit(MOST.ratings);
}

const LINE = {
  id: tickets.id,
  state: tickets.state,
  topic: tickets.topic,
  complaint: tickets.complaint,
  openedAt: tickets.openedAt,
  resolvedAt: tickets.resolvedAt,
  rating: tickets.rating,
};

async function earlierOf(db: Database, ticketId: number, customerId: number | null): Promise<TicketLine[]> {
  if (customerId === null) return [];
  const rows = await db
    .select(LINE)
    .from(tickets)
    .where(and(eq(tickets.customerId, customerId), ne(tickets.id, ticketId)))
    .orderBy(desc(tickets.id))
    .limit(MOST.earlier);
  const opened = await openings(
    db,
    rows.map((row) => row.id),
  );
  return rows.map((row) => ({ ...row, subject: opened.get(row.id)?.subject ?? "" }));
}

export function findAlike(db: Database): Store["alike"] {
  const search = searchAlike(db);
  return async (ticketId, limit) => {
    const ids = await search(ticketId, limit);
    if (ids.length === 0) return [];
    const [rows, opened, answers] = await Promise.all([
      db.select(LINE).from(tickets).where(isOneOf(tickets.id, ids)),
      openings(db, ids),
      answersTo(db, ids),
    ]);
    return ids.flatMap((id) => {
      const row = rows.find((one) => one.id === id);
      // Also where only the customer has said so.
      const state = "resolved" as const;
      const known = { subject: opened.get(id)?.subject ?? "", answer: answers.get(id) ?? null };
      return row === undefined ? [] : { ...row, ...known, state };
    });
  };
}

/** The message that opened each of these tickets; its beginning. */
async function openings(
  db: Database,
  ids: readonly number[],
): Promise<ReadonlyMap<number, { readonly subject: string; readonly text: string }>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectDistinctOn([ledger.ticketId], {
      ticketId: ledger.ticketId,
      subject: messages.subject,
      text: sql<string>`left(${messages.text}, ${MOST.text})`,
    })
    .from(ledger)
    .innerJoin(messages, eq(messages.ledgerId, ledger.id))
    .where(inArray(ledger.ticketId, [...ids]))
    .orderBy(ledger.ticketId, ledger.id);
  return new Map(
    rows.flatMap(({ ticketId, ...opening }) => (ticketId === null ? [] : [[ticketId, opening]])),
  );
}
