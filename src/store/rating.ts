import { eq } from "drizzle-orm";
import { takeSteps } from "./advance.ts";
import { type Database, first, sorted } from "./database.ts";
import { mailboxes } from "./mailbox-schema.ts";
import { ledger, messages } from "./schema.ts";
import type { Store } from "./store.ts";
import { ratings, tickets } from "./ticket-schema.ts";

export function ticketFace(db: Database): Store["ticketFace"] {
  return async (ticketId) => {
    const [rows, [opening]] = await Promise.all([
      db
        .select({
          mailbox: mailboxes.name,
          mailboxId: mailboxes.id,
          language: tickets.language,
          answerTo: tickets.answerTo,
        })
        .from(tickets)
        .innerJoin(mailboxes, eq(mailboxes.id, tickets.mailboxId))
        .where(eq(tickets.id, ticketId)),
      openingMessage(db, ticketId),
    ]);
    const row = first(rows);
    if (row === null) return null;
    const { answerTo, ...face } = row;
    return { ...face, subject: opening?.subject ?? "", address: answerTo?.address.toLowerCase() ?? null };
  };
}

/** The message that opened the ticket. */
export function openingMessage(db: Database, ticketId: number) {
  return db
    .select({ subject: messages.subject, text: messages.text })
    .from(ledger)
    .innerJoin(messages, eq(messages.ledgerId, ledger.id))
    .where(eq(ledger.ticketId, ticketId))
    .orderBy(sorted(ledger.id))
    .limit(1);
}

export function rate(db: Database): Store["rate"] {
  return ({ mailboxId, ticketId, rating, comment, at, step }) =>
    db.transaction(async (tx) => {
      if (step !== null) {
        const taken = await takeSteps(tx, mailboxId, [step]);
        if (!taken.has(ticketId)) return false;
      }
      await tx.insert(ratings).values({ ticketId, rating, comment, at });
      return true;
    });
}
