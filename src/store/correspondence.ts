import { and, desc, eq, isNotNull, sql } from "drizzle-orm";
import { canonical } from "../policy/addresses.ts";
import type { Ticket } from "../policy/ticket.ts";
import { findToken } from "../policy/token.ts";
import { type Database, isOneOf } from "./database.ts";
import { outbox } from "./outbox-schema.ts";
import { ledger, messages } from "./schema.ts";
import type { Store } from "./store.ts";
import type { Correspondence } from "./tickets.ts";

/** Three statements for however many tickets. */
export function findCorrespondence(db: Database): Store["correspondence"] {
  return async (tickets) => {
    if (tickets.length === 0) return new Map();
    const ids = tickets.map((ticket) => ticket.id);
    const [spent, last, referred] = await Promise.all([
      db
        .select({ ticketId: outbox.ticketId, once: outbox.once })
        .from(outbox)
        .where(and(isOneOf(outbox.ticketId, ids), isNotNull(outbox.once))),
      lastMessages(db, ids),
      referredAddresses(db, tickets),
    ]);
    const reasons = Map.groupBy(spent, (row) => row.ticketId);
    const messageOf = new Map(last.map((row) => [row.ticketId, row]));
    return new Map(
      tickets.map((ticket): [number, Correspondence] => {
        const message = messageOf.get(ticket.id);
        return [
          ticket.id,
          {
            spent: new Set((reasons.get(ticket.id) ?? []).flatMap(({ once }) => once ?? [])),
            subject: message === undefined ? "" : subjectOf(message),
            messageId: message?.messageId ?? null,
            references: message?.references ?? [],
            text: message?.text ?? "",
            comment: message?.comment ?? "",
            referred: referred.has(addressOf(ticket)),
          },
        ];
      }),
    );
  };
}

/** The newest message that a person sent, of each ticket. */
function lastMessages(db: Database, ids: readonly number[]) {
  return db
    .selectDistinctOn([ledger.ticketId], {
      ticketId: ledger.ticketId,
      messageId: ledger.messageId,
      references: messages.references,
      subject: messages.subject,
      opening: sql<string | null>`(select opening.subject from ledger as first
        join messages as opening on opening.ledger_id = first.id
        where first.ticket_id = ledger.ticket_id order by first.id + 0 limit 1)`,
      text: sql<string>`left(${messages.text}, 1000)`,
      // In plain SQL: see ticketFacts of memory.ts.
      comment: sql<string | null>`(select left(comment, 1000) from ratings
        where ratings.ticket_id = ledger.ticket_id order by id + 0 desc limit 1)`,
    })
    .from(ledger)
    .innerJoin(messages, eq(messages.ledgerId, ledger.id))
    .where(and(isOneOf(ledger.ticketId, ids), sql`${messages.decision} ->> 'disposition' = 'human'`))
    .orderBy(ledger.ticketId, desc(ledger.id));
}

/** The subject of a signed link's mail says nothing of the matter. */
function subjectOf(message: { readonly subject: string; readonly opening: string | null }): string {
  return findToken(message.subject) === null ? message.subject : (message.opening ?? "");
}

const addressOf = (ticket: Ticket): string => canonical(ticket.answerTo?.address.toLowerCase() ?? "");

async function referredAddresses(db: Database, tickets: readonly Ticket[]): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectDistinct({ address: outbox.toAddress })
    .from(outbox)
    .where(and(isOneOf(outbox.toAddress, tickets.map(addressOf)), sql`${outbox.kind} = 'referral'`));
  return new Set(rows.flatMap(({ address }) => address ?? []));
}
