import type { MailboxObject } from "imapflow";
import { PermanentError } from "../errors.ts";
import type { FolderState } from "./inbox.ts";
import { ascending, batches, sequenceSet } from "./sequence.ts";
import type { Session } from "./session.ts";

/** {@link FolderState} of a selected folder. */
function stateOf(mailbox: MailboxObject): FolderState {
  if (typeof mailbox.uidValidity !== "bigint") {
    // RFC 3501 section 6.3.1: without UIDVALIDITY the server has no unique identifiers, and so no cursor holds.
    throw new PermanentError("refused", `${mailbox.path} has no UIDVALIDITY`);
  }
  // RFC 3501 section 6.3.1: without PERMANENTFLAGS all flags of the FLAGS response may be changed.
  const permanentFlags = mailbox.readOnly ? new Set<string>() : (mailbox.permanentFlags ?? mailbox.flags);
  return {
    path: mailbox.path,
    uidValidity: mailbox.uidValidity,
    uidNext: mailbox.uidNext,
    exists: mailbox.exists,
    anyKeyword: permanentFlags.has("\\*"),
    permanentFlags: new Set(permanentFlags),
  };
}

/** Always a SELECT: imapflow keeps EXISTS up to date by itself, but neither UIDNEXT nor UIDVALIDITY. */
export function open(session: Session, path: string): Promise<FolderState> {
  return session.run(
    `open ${path}`,
    async () => {
      const mailbox = await session.reselect(path);
      const watch = session.watch(mailbox.path);
      watch.news = false;
      watch.uidNext = mailbox.uidNext;
      return stateOf(mailbox);
    },
    path,
  );
}

export function uids(session: Session, path: string, fromUid: number): Promise<readonly number[]> {
  return session.run(
    `search ${path}`,
    async (client) => {
      const mailbox = await session.select(path);
      const watch = session.watch(mailbox.path);
      // Cleared before the command goes out: what is announced from here on is news, even amid the answer.
      watch.news = false;
      const found = await client.search({ uid: `${fromUid}:*` }, { uid: true });
      if (!Array.isArray(found)) throw session.refused(`search ${path}`);
      watch.uidNext = Math.max(watch.uidNext, mailbox.uidNext, (found.at(-1) ?? 0) + 1);
      // RFC 3501 section 9: "n:*" holds the last message even where its UID is below n.
      return found.filter((uid) => uid >= fromUid);
    },
    path,
  );
}

/** Which of `wanted` are there. To be called within a turn, with the folder selected. */
export async function present(session: Session, wanted: readonly number[]): Promise<Set<number>> {
  const there = new Set<number>();
  for (const some of batches(ascending(wanted), 500)) {
    const found = await session.client.search({ uid: sequenceSet(some) }, { uid: true });
    if (!Array.isArray(found)) throw session.refused("search");
    for (const uid of found) there.add(uid);
  }
  return there;
}

export function findMessageId(session: Session, path: string, messageId: string): Promise<readonly number[]> {
  return session.run(`search ${path}`, async (client) => {
    await session.select(path);
    const value = messageId.replace(/\p{Cc}+/gu, "");
    // An empty string would match every message that has the field.
    if (value === "") return [];
    const found = await client.search({ header: { "message-id": value } }, { uid: true });
    if (!Array.isArray(found)) throw session.refused(`search ${path}`);
    return found;
  });
}

/** Angle-bracketed ids of a header block, in order, at most 200. */
export function messageIds(header: string): readonly string[] {
  return [...header.matchAll(/<[^<>\s]{1,900}>/g)].slice(0, 200).map(([id]) => id);
}

export async function referencesFrom(
  session: Session,
  path: string,
  fromUid: number,
): Promise<readonly { readonly uid: number; readonly messageIds: readonly string[] }[]> {
  const all = await uids(session, path, fromUid);
  const found: { uid: number; messageIds: readonly string[] }[] = [];
  for (const some of batches(all, 200)) {
    const rows = await session.run(`read references in ${path}`, async (client) => {
      await session.select(path);
      return client.fetchAll(
        sequenceSet(some),
        { uid: true, headers: ["In-Reply-To", "References"] },
        { uid: true },
      );
    });
    for (const row of rows) {
      if (row.headers) found.push({ uid: row.uid, messageIds: messageIds(row.headers.toString("latin1")) });
    }
  }
  return found.sort((a, b) => a.uid - b.uid);
}
