import { asc, eq, or } from "drizzle-orm";
import { type Database, isOneOf, isOneOfRefs } from "./database.ts";
import { currentRefColumns, firstRefColumns, ledgerRows } from "./ledger.ts";
import type { Explanation } from "./message.ts";
import { outboxColumns } from "./outbox.ts";
import { outbox } from "./outbox-schema.ts";
import { events, ledger, messages } from "./schema.ts";
import type { Store } from "./store.ts";

/** One Message-ID may have come many times. */
const MOST = 50;

/** The messages that a mail of ours answered. */
async function answeredBy(db: Database, messageId: string): Promise<readonly number[]> {
  const rows = await db
    .select({ id: outbox.ledgerId })
    .from(outbox)
    .where(eq(outbox.messageId, messageId))
    .limit(MOST);
  // No id is 0; an empty list would have no type.
  return [0, ...rows.flatMap(({ id }) => (id === null ? [] : [id]))];
}

export function explain(db: Database): Store["explain"] {
  return async (query) => {
    const where =
      "ref" in query
        ? or(isOneOfRefs(firstRefColumns, [query.ref]), isOneOfRefs(currentRefColumns, [query.ref]))
        : or(
            eq(ledger.messageId, query.messageId),
            isOneOf(ledger.id, await answeredBy(db, query.messageId)),
          );
    const rows = (await ledgerRows(db, where)).reverse().slice(0, MOST);
    if (rows.length === 0) return [];
    const ids = rows.map((row) => row.id);
    const [texts, answers, journal] = await Promise.all([
      db.select().from(messages).where(isOneOf(messages.ledgerId, ids)),
      db.select(outboxColumns).from(outbox).where(isOneOf(outbox.ledgerId, ids)).orderBy(asc(outbox.id)),
      db.select().from(events).where(isOneOf(events.ledgerId, ids)).orderBy(asc(events.id)),
    ]);
    const byId = new Map(texts.map((row) => [row.ledgerId, row]));
    return rows.map((row): Explanation => {
      const message = byId.get(row.id);
      const address = message?.fromAddress ?? null;
      return {
        ledger: row,
        subject: message?.subject ?? "",
        from: address === null ? null : { name: message?.fromName ?? "", address },
        internalDate: message?.internalDate ?? new Date(0),
        outbox: answers.filter((one) => one.ledgerId === row.id),
        events: journal
          .filter((one) => one.ledgerId === row.id)
          .map(({ at, type, ticketId, ledgerId, outboxId, codes }) => {
            const told = outboxId === null ? codes : { ...codes, outbox: outboxId };
            return { at, type, ticketId, ledgerId, codes: told };
          }),
      };
    });
  };
}
