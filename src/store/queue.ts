import { registrableDomain } from "../policy/addresses.ts";
import { addressKey } from "./address.ts";
import type { Written } from "./commit.ts";
import type { Database } from "./database.ts";
import type { NewEvent } from "./journal.ts";
import { outbox } from "./schema.ts";

/** Writes the outbox rows of a batch; returns what the journal says of them. */
export async function queueAnswers(
  tx: Database,
  mailboxId: number,
  written: readonly Written[],
): Promise<NewEvent[]> {
  const drafts = written.flatMap(({ entry, ledgerId }) =>
    entry.outbox.map((draft) => {
      const toAddress = addressKey(draft.to[0]?.address);
      const toDomain = toAddress === null ? null : registrableDomain(toAddress);
      return { ...draft, mailboxId, ticketId: entry.ticketId, ledgerId, toAddress, toDomain };
    }),
  );
  if (drafts.length === 0) return [];
  const rows = await tx.insert(outbox).values(drafts).returning({
    id: outbox.id,
    ticketId: outbox.ticketId,
    ledgerId: outbox.ledgerId,
    kind: outbox.kind,
    template: outbox.template,
  });
  return rows.map(({ id, ticketId, ledgerId, kind, template }) => ({
    mailboxId,
    type: "AnswerQueued",
    ticketId,
    ledgerId,
    outboxId: id,
    codes: { kind, template },
  }));
}
