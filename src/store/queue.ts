import { sql } from "drizzle-orm";
import { budgetDomain, canonical } from "../policy/addresses.ts";
import { addressKey } from "./address.ts";
import { type Database, insertRows } from "./database.ts";
import type { NewEvent } from "./journal.ts";
import { outbox } from "./schema.ts";
import type { Entry } from "./store.ts";

/** An entry that is new, with the row it gets. */
export interface Written {
  readonly entry: Entry;
  readonly ledgerId: number;
}

/** Writes the outbox rows of a batch; returns what the journal says of them. */
export async function queueAnswers(
  tx: Database,
  mailboxId: number,
  written: readonly Written[],
): Promise<NewEvent[]> {
  const drafts = written.flatMap(({ entry, ledgerId }) =>
    entry.outbox.map((draft) => {
      const address = addressKey(draft.to[0]?.address);
      const toAddress = address === null ? null : canonical(address);
      const toDomain = address === null ? null : budgetDomain(address);
      return { ...draft, mailboxId, ticketId: entry.ticketId, ledgerId, toAddress, toDomain };
    }),
  );
  const rows = await insertRows(tx, outbox, { rows: drafts, rest: sql`returning id` });
  // In the order of the drafts: no row can be left out, for a conflict is an error here.
  return drafts.map(({ ticketId, ledgerId, kind, template }, index) => ({
    mailboxId,
    type: "AnswerQueued",
    ticketId,
    ledgerId,
    outboxId: Number(rows[index]?.id),
    codes: { kind, template },
  }));
}
