import { sql } from "drizzle-orm";
import { budgetDomain, canonical } from "../policy/addresses.ts";
import { addressKey } from "./address.ts";
import { type Database, insertRows, together } from "./database.ts";
import { type NewEvent, record } from "./journal.ts";
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

/**
 * Writes the outbox rows of a batch of messages under `ids`, which were reserved, and the journal: `decided`, then what
 * is queued. Of mail that a ticket gets but once it is known only afterwards whether it had it; for all other the journal
 * need not wait.
 */
export async function queueAnswers(
  tx: Database,
  mailboxId: number,
  answers: {
    readonly drafts: readonly Addressed[];
    readonly ids: readonly number[];
    readonly decided: readonly NewEvent[];
  },
): Promise<void> {
  const { drafts, ids, decided } = answers;
  const rows = drafts.map((one, n) => ({ ...outboxRow(mailboxId, one), id: ids[n] }));
  const writing = insertRows(tx, outbox, { rows, rest: UNLESS_HAD });
  const known = drafts.every(({ draft }) => draft.once === undefined) ? ids : idsOf(drafts, await writing);
  await together([writing, record(tx, [...decided, ...queued(mailboxId, drafts, known)])]);
}

/** What a batch sends, in order. */
export function draftsOf(written: readonly Written[]): readonly Addressed[] {
  return written.flatMap(({ entry, ledgerId }) =>
    entry.outbox.map((draft) => ({ draft, ticketId: entry.ticketId, ledgerId })),
  );
}

/** Writes outbox rows; returns what the journal says of them. */
export async function queueDrafts(
  tx: Database,
  mailboxId: number,
  drafts: readonly Addressed[],
): Promise<NewEvent[]> {
  const rows = drafts.map((one) => outboxRow(mailboxId, one));
  return queued(mailboxId, drafts, idsOf(drafts, await insertRows(tx, outbox, { rows, rest: UNLESS_HAD })));
}

/** The ticket has had its mail for this reason; any other conflict is an error. */
const UNLESS_HAD = sql`on conflict (ticket_id, once) where once is not null do nothing returning id, message_id`;

function outboxRow(mailboxId: number, { draft, ticketId, ledgerId }: Addressed) {
  const address = addressKey(draft.to[0]?.address);
  const toAddress = address === null ? null : canonical(address);
  const toDomain = address === null ? null : budgetDomain(address);
  const once = draft.once ?? null;
  const createdAt = draft.dueAt;
  return { ...draft, once, createdAt, mailboxId, ticketId, ledgerId, toAddress, toDomain };
}

/** The row of each draft; null where the ticket had it before. */
function idsOf(
  drafts: readonly Addressed[],
  rows: Awaited<ReturnType<typeof insertRows>>,
): readonly (number | null)[] {
  const ids = new Map(rows.map((row) => [row.message_id, Number(row.id)]));
  return drafts.map(({ draft }) => ids.get(draft.messageId) ?? null);
}

function queued(
  mailboxId: number,
  drafts: readonly Addressed[],
  ids: readonly (number | null)[],
): NewEvent[] {
  return drafts.flatMap(({ draft: { kind, template }, ticketId, ledgerId }, n) => {
    const outboxId = ids[n] ?? null;
    if (outboxId === null) return [];
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
