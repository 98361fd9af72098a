import type { MailboxObject, SearchObject } from "imapflow";
import { PermanentError } from "../errors.ts";
import type { FolderCounts, FolderState } from "./inbox.ts";
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

/** Which of `wanted` are there, and fit the query. To be called within a turn, with the folder selected. */
export async function present(
  session: Session,
  wanted: readonly number[],
  query: SearchObject = {},
): Promise<Set<number>> {
  const there = new Set<number>();
  for (const some of batches(ascending(wanted), 500)) {
    const found = await session.client.search({ ...query, uid: sequenceSet(some) }, { uid: true });
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

export function answered(session: Session, path: string): Promise<readonly number[]> {
  return session.run(
    `search ${path}`,
    async (client) => {
      await session.select(path);
      // An answer to NOOP tells the flags that others set while this folder was selected.
      await client.noop();
      const found = await client.search({ answered: true }, { uid: true });
      if (!Array.isArray(found)) throw session.refused(`search ${path}`);
      return ascending(found);
    },
    path,
  );
}

function countsOf(mailbox: MailboxObject): FolderCounts {
  const { uidValidity, uidNext } = stateOf(mailbox);
  return { uidValidity, uidNext, messages: mailbox.exists, modseq: mailbox.highestModseq ?? null };
}

export function status(session: Session, path: string): Promise<FolderCounts> {
  const doing = `ask for the state of ${path}`;
  return session.run(
    doing,
    async (client) => {
      const { mailbox } = client;
      // RFC 3501 section 6.3.10: not to be asked of the selected folder, of which the answer may be old.
      if (mailbox !== false && mailbox.path === path) return countsOf(await session.reselect(path));
      const modseq = client.capabilities.has("CONDSTORE") ? { highestModseq: true } : {};
      const asked = { messages: true, uidNext: true, uidValidity: true, ...modseq };
      const told = await client.status(path, asked).catch((error: unknown) => {
        // imapflow has then looked by LIST; its error is not that of the server.
        if (!(error instanceof Error) || Reflect.get(error, "code") !== "NotFound") throw error;
        throw new PermanentError("no-such-folder", `could not ${doing}: there is no such folder`);
      });
      if (!told || told.uidValidity === undefined) throw session.refused(doing);
      return {
        uidValidity: told.uidValidity,
        uidNext: told.uidNext ?? 0,
        messages: told.messages ?? 0,
        modseq: told.highestModseq ?? null,
      };
    },
    path,
  );
}
