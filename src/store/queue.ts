import { sql } from "drizzle-orm";
import { budgetDomain, canonical } from "../policy/addresses.ts";
import { addressKey } from "./address.ts";
import { type Database, insertRows } from "./database.ts";
import type { NewEvent } from "./journal.ts";
import type { Entry } from "./message.ts";
import { outbox } from "./outbox-schema.ts";
import type { OutboxDraft } from "./outgoing.ts";

/** An entry that is new, with the row it gets. */
export interface Written {
  readonly entry: Entry;
  readonly ledgerId: number;
}

/** A mail that is to go out, and what it belongs to. */
export interface Addressed {
  readonly draft: OutboxDraft;
  readonly ticketId: number | null;
  readonly ledgerId: number | null;
}

/** Writes the outbox rows of a batch of messages; returns what the journal says of them. */
export function queueAnswers(
  tx: Database,
  mailboxId: number,
  written: readonly Written[],
): Promise<NewEvent[]> {
  const drafts = written.flatMap(({ entry, ledgerId }) =>
    entry.outbox.map((draft) => ({ draft, ticketId: entry.ticketId, ledgerId })),
  );
  return queueDrafts(tx, mailboxId, drafts);
}

/** Writes outbox rows; returns what the journal says of them. */
export async function queueDrafts(
  tx: Database,
  mailboxId: number,
  drafts: readonly Addressed[],
): Promise<NewEvent[]> {
  const rows = await insertRows(tx, outbox, {
    rows: drafts.map(({ draft, ticketId, ledgerId }) => {
      const address = addressKey(draft.to[0]?.address);
      const toAddress = address === null ? null : canonical(address);
      const toDomain = address === null ? null : budgetDomain(address);
      const once = draft.once ?? null;
      const createdAt = draft.dueAt;
      return { ...draft, once, createdAt, mailboxId, ticketId, ledgerId, toAddress, toDomain };
    }),
    // The ticket has had its mail for this reason; any other conflict is an error.
    rest: sql`on conflict (ticket_id, once) where once is not null do nothing returning id, message_id`,
  });
  const ids = new Map(rows.map((row) => [row.message_id, Number(row.id)]));
  return drafts.flatMap(({ draft: { kind, template, messageId }, ticketId, ledgerId }) => {
    const outboxId = ids.get(messageId);
    if (outboxId === undefined) return [];
    return {
      mailboxId,
      type: "AnswerQueued" as const,
      ticketId,
      ledgerId,
      outboxId,
      codes: { kind, template },
    };
  });
}
