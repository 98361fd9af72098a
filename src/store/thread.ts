import { sql } from "drizzle-orm";
import { messageIdKey } from "./address.ts";
import { type Database, insertRows } from "./database.ts";
import type { Entry } from "./message.ts";
import type { Addressed } from "./queue.ts";
import { messageIds } from "./schema.ts";

/** References kept as awaited, the nearest: a hostile field may name two hundred. */
const AWAITED = 50;

type Kind = "seen" | "ours" | "awaited";

/** Makes the Message-IDs of a batch, and those it refers to, lead to their tickets. */
export async function writeMessageIds(
  tx: Database,
  mailboxId: number,
  entries: readonly Entry[],
): Promise<void> {
  const rows = new Map<string, { mailboxId: number; messageId: string; ticketId: number; kind: Kind }>();
  const add = (id: string | null, ticketId: number | null, kind: Kind) => {
    if (id === null || ticketId === null) return;
    const messageId = messageIdKey(id);
    const before = rows.get(messageId);
    // The first ticket stands, but a message that is here is more than one that is awaited.
    if (before === undefined || (before.kind === "awaited" && kind !== "awaited"))
      rows.set(messageId, { mailboxId, messageId, ticketId, kind });
  };
  for (const { message, ticketId, outbox } of entries) {
    add(message.messageId, ticketId, "seen");
    for (const draft of outbox) add(draft.messageId, ticketId, "ours");
    for (const id of message.references.slice(-AWAITED)) add(id, ticketId, "awaited");
  }
  await insertRows(tx, messageIds, {
    // Sorted, so that two commits never wait for each other's rows.
    rows: [...rows.values()].sort((a, b) => (a.messageId < b.messageId ? -1 : 1)),
    rest: sql`on conflict (mailbox_id, message_id) do update
      set ticket_id = excluded.ticket_id, kind = excluded.kind
      where message_ids.kind = 'awaited' and excluded.kind <> 'awaited'`,
  });
}

/** Makes the Message-IDs of our own mail lead to their tickets. */
export async function addOurs(tx: Database, mailboxId: number, list: readonly Addressed[]): Promise<void> {
  const rows = list.flatMap(({ draft, ticketId }) =>
    ticketId === null
      ? []
      : { mailboxId, messageId: messageIdKey(draft.messageId), ticketId, kind: "ours" as const },
  );
  await insertRows(tx, messageIds, { rows, rest: sql`on conflict do nothing` });
}
