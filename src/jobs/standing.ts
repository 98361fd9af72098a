import { PermanentError } from "../errors.ts";
import type { Inbox } from "../imap/inbox.ts";
import type { FolderRole } from "../policy/decision.ts";
import type { LedgerRow } from "../store/store.ts";

/** Where a message stands now, as far as its acknowledgement is concerned. */
export type Standing = "waiting" | "answered" | "resolved" | "junked" | "deleted";

export interface Rooms {
  readonly roles: Readonly<Record<FolderRole, string>>;
  readonly junk: string | null;
  readonly trash: string | null;
  readonly sent: string | null;
  readonly watch: SentWatch;
}

/**
 * Looks once more at the messages whose acknowledgements are about to go: an agent may have answered (\Answered, or
 * a reply in Sent), finished, junked or deleted them meanwhile. By ledger id.
 */
export async function standings(
  inbox: Inbox,
  rows: readonly LedgerRow[],
  rooms: Rooms,
): Promise<ReadonlyMap<number, Standing>> {
  const result = new Map<number, Standing>();
  const answered = await readSent(inbox, rooms.sent, rooms.watch);
  for (const [folder, group] of Map.groupBy(rows, (row) => row.ref.folder)) {
    const uidValidity = await validityOf(inbox, folder);
    const here = group.filter((row) => row.ref.uidValidity === uidValidity);
    const listed =
      here.length === 0
        ? []
        : await inbox.listed(
            folder,
            here.map((row) => row.ref.uid),
          );
    const flags = new Map(listed.map((one) => [one.uid, one.flags]));
    for (const row of group) {
      const found = row.ref.uidValidity === uidValidity ? flags.get(row.ref.uid) : undefined;
      if (row.messageId !== null && answered.has(row.messageId)) result.set(row.id, "answered");
      else if (found === undefined) result.set(row.id, await elsewhere(inbox, row, rooms));
      else result.set(row.id, standingOf(found, folder, rooms));
    }
  }
  return result;
}

/** null where an agent removed or renamed the folder. */
async function validityOf(inbox: Inbox, folder: string): Promise<bigint | null> {
  try {
    return (await inbox.open(folder)).uidValidity;
  } catch (error) {
    if (error instanceof PermanentError && error.code === "no-such-folder") return null;
    throw error;
  }
}

function standingOf(flags: ReadonlySet<string>, folder: string, rooms: Rooms): Standing {
  if (flags.has("\\Answered")) return "answered";
  if (flags.has("\\Deleted")) return "deleted";
  if (flags.has("$Junk") || flags.has("Junk")) return "junked";
  return inFolder(folder, rooms);
}

function inFolder(folder: string, rooms: Rooms): Standing {
  if (folder === rooms.junk) return "junked";
  if (folder === rooms.trash) return "deleted";
  return folder === rooms.roles.resolved ? "resolved" : "waiting";
}

/** The message has left the folder where we knew it. Gone from everywhere counts as deleted. */
async function elsewhere(inbox: Inbox, row: LedgerRow, rooms: Rooms): Promise<Standing> {
  // Without a Message-ID it cannot be followed; whoever moved it has taken it on.
  if (row.messageId === null) return "deleted";
  const places = [rooms.roles.resolved, rooms.junk, rooms.trash, ...Object.values(rooms.roles)];
  for (const path of new Set(places)) {
    if (path === null || path === row.ref.folder) continue;
    const [uid] = await inbox.findMessageId(path, row.messageId);
    if (uid === undefined) continue;
    const [found] = await inbox.listed(path, [uid]);
    return found === undefined ? inFolder(path, rooms) : standingOf(found.flags, path, rooms);
  }
  return "deleted";
}

/** Remembers which Message-IDs the messages in Sent answer; reads the last 200 once, then only what is new. */
interface SentWatch {
  readonly answered: Set<string>;
  nextUid: number | null;
  uidValidity: bigint | null;
}

/** Message-IDs remembered; when there are more, the last 200 messages of Sent are read again. */
const REMEMBERED = 5_000;

async function readSent(inbox: Inbox, sent: string | null, watch: SentWatch): Promise<ReadonlySet<string>> {
  if (sent === null) return watch.answered;
  const { uidNext, uidValidity } = await inbox.open(sent);
  if (uidValidity !== watch.uidValidity || watch.answered.size > REMEMBERED) {
    watch.answered.clear();
    watch.nextUid = null;
  }
  watch.uidValidity = uidValidity;
  const from = watch.nextUid ?? Math.max(1, uidNext - 200);
  if (uidNext > from)
    for (const { header } of await inbox.headers(sent, await inbox.uids(sent, from)))
      for (const [id] of Buffer.from(header)
        .toString("latin1")
        .matchAll(/<[^<>\s]{1,900}>/g))
        watch.answered.add(id);
  watch.nextUid = uidNext;
  return watch.answered;
}
