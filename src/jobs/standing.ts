import { PermanentError } from "../errors.ts";
import type { Inbox } from "../imap/inbox.ts";
import { fingerprint } from "../mail/fingerprint.ts";
import type { Ref } from "../mail/message.ts";
import type { LedgerRow } from "../store/message.ts";
import type { Rooms } from "./lookout.ts";

/** Where a message stands now, as far as its acknowledgement is concerned. */
export type Standing = "waiting" | "answered" | "resolved" | "junked" | "deleted";

/**
 * Looks once more at the messages whose acknowledgements are about to go: an agent may have answered (\Answered),
 * finished, junked or deleted them since the last round. By ledger id.
 */
export async function standings(
  inbox: Inbox,
  rows: readonly LedgerRow[],
  rooms: Rooms,
): Promise<ReadonlyMap<number, Standing>> {
  const result = new Map<number, Standing>();
  for (const [folder, group] of Map.groupBy(rows, (row) => row.ref.folder)) {
    const uidValidity = await validityOf(inbox, folder);
    const here = group.filter((row) => row.ref.uidValidity === uidValidity).map((row) => row.ref.uid);
    const flags =
      here.length === 0 ? new Map<number, ReadonlySet<string>>() : await marks(inbox, folder, here);
    for (const row of group) {
      const found = row.ref.uidValidity === uidValidity ? flags.get(row.ref.uid) : undefined;
      if (found === undefined) result.set(row.id, await elsewhere(inbox, row, rooms));
      else result.set(row.id, standingOf(found, folder, rooms));
    }
  }
  return result;
}

/** The flags of these messages, of those that are there; nearly all have none that counts. */
async function marks(
  inbox: Inbox,
  folder: string,
  uids: readonly number[],
): Promise<ReadonlyMap<number, ReadonlySet<string>>> {
  const unmarked = new Set(await inbox.unmarked(folder, uids));
  const rest = uids.filter((uid) => !unmarked.has(uid));
  const listed = rest.length === 0 ? [] : await inbox.listed(folder, rest);
  return new Map([
    ...[...unmarked].map((uid) => [uid, new Set<string>()] as const),
    ...listed.map((one) => [one.uid, one.flags] as const),
  ]);
}

/** What agents set on any message of a ticket whose customer is not to be asked how it was. */
const NO_FOLLOW_UP = "foyer-no-followup";

/** Whether one of these messages, where they stand now, carries {@link NO_FOLLOW_UP}. */
export async function wantsNoFollowUp(inbox: Inbox, refs: readonly Ref[]): Promise<boolean> {
  for (const [folder, group] of Map.groupBy(refs, (ref) => ref.folder)) {
    const uidValidity = await validityOf(inbox, folder);
    const uids = group.filter((ref) => ref.uidValidity === uidValidity).map((ref) => ref.uid);
    if (uids.length === 0) continue;
    const listed = await inbox.listed(folder, uids);
    if (listed.some(({ flags }) => flags.has(NO_FOLLOW_UP))) return true;
  }
  return false;
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
  return folder === rooms.roles?.resolved ? "resolved" : "waiting";
}

/** Messages looked at, the newest: what was moved within the minutes that an acknowledgement waits stands at the end. */
const MOVED_LATELY = 50;

async function findIn(
  inbox: Inbox,
  path: string,
  { messageId, fingerprint: known }: LedgerRow,
): Promise<number | undefined> {
  if (messageId !== null) return (await inbox.findMessageId(path, messageId))[0];
  const heads = await inbox.headers(path, (await inbox.uids(path, 1)).slice(-MOVED_LATELY));
  const same = heads.find(
    ({ header, size, internalDate }) =>
      fingerprint({ source: header, size, structure: null }, internalDate) === known,
  );
  return same?.uid;
}

/** The message has left the folder where we knew it. Gone from everywhere counts as deleted. */
async function elsewhere(inbox: Inbox, row: LedgerRow, rooms: Rooms): Promise<Standing> {
  const places = [
    rooms.roles?.resolved ?? null,
    rooms.junk,
    rooms.trash,
    ...Object.values(rooms.roles ?? {}),
  ];
  for (const path of new Set(places)) {
    if (path === null || path === row.ref.folder) continue;
    const uid = await findIn(inbox, path, row);
    if (uid === undefined) continue;
    const [found] = await inbox.listed(path, [uid]);
    return found === undefined ? inFolder(path, rooms) : standingOf(found.flags, path, rooms);
  }
  return "deleted";
}
