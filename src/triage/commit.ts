import { PermanentError } from "../errors.ts";
import type { Entry, LedgerRow } from "../store/message.ts";
import type { Cursor } from "../store/store.ts";
import type { Desk } from "./desk.ts";
import { refText } from "./file.ts";

/** One transaction; where the database refuses a row, each alone, and what it still refuses goes to a person. */
export async function commit(
  desk: Desk,
  entries: readonly Entry[],
  cursor: Cursor | null,
): Promise<readonly LedgerRow[]> {
  try {
    return await desk.store.commit(desk.lease(), entries, cursor);
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
    const rows: LedgerRow[] = [];
    for (const entry of entries) rows.push(...(await commitAlone(desk, entry)));
    await desk.store.commit(desk.lease(), [], cursor);
    return rows;
  }
}

async function commitAlone(desk: Desk, entry: Entry): Promise<readonly LedgerRow[]> {
  try {
    return await desk.store.commit(desk.lease(), [entry], null);
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
    desk.log.error({ ref: refText(entry.ref), cause: error.code }, "refused by the database");
    const bare = { ...entry.message, messageId: null, references: [], from: null, subject: "", text: "" };
    const plain: Entry = { ...entry, state: "attention", reason: error.code, message: bare, decision: null };
    return desk.store.commit(
      desk.lease(),
      [{ ...plain, ticketId: null, events: [], customer: null, outbox: [] }],
      null,
    );
  }
}
