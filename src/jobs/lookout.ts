import { PermanentError } from "../errors.ts";
import type { FolderCounts, Inbox } from "../imap/inbox.ts";
import { FOLDER_ROLES, type FolderRole } from "../policy/decision.ts";
import type { Place } from "../policy/place.ts";
import type { Desk } from "../triage/desk.ts";

/** The folders in which people work, beside the watched one. */
export interface Rooms {
  /** null in shadow mode, which has none. */
  readonly roles: Readonly<Record<FolderRole, string>> | null;
  readonly junk: string | null;
  readonly trash: string | null;
  readonly archive: string | null;
  readonly sent: string | null;
}

/** Watches what agents do, on a connection of its own. */
export interface Lookout {
  readonly desk: Desk;
  readonly errands: () => Promise<Inbox>;
  readonly rooms: Rooms;
  /** Where foyer's own pages are, if anywhere. */
  readonly publicUrl: string | null;
  /** What each folder looked like in the last round, by path. */
  readonly sightings: Map<string, Sighting>;
  /** Sent is read by one at a time: the next begins where the one before ended. */
  readonly turns: { last: Promise<unknown> };
}

interface Sighting {
  readonly counts: FolderCounts;
  /** UIDs with \Answered that have been dealt with. */
  readonly answered: ReadonlySet<number>;
}

/** A folder that is watched, and what standing in it means; several roles may share one. */
export interface Watched {
  readonly path: string;
  readonly places: readonly Place[];
}

export function newLookout(given: Pick<Lookout, "desk" | "errands" | "rooms" | "publicUrl">): Lookout {
  return {
    ...given,
    sightings: new Map(),
    turns: { last: Promise.resolve() },
  };
}

/** Does `work` when what was begun before is over. */
export function inTurn<Result>(lookout: Lookout, work: () => Promise<Result>): Promise<Result> {
  const turn = lookout.turns.last.then(work, work);
  lookout.turns.last = turn.catch(() => undefined);
  return turn;
}

/** Every folder into which agents move messages, the watched one left out: what comes there is triage's. */
export function watchedFolders({ rooms, desk }: Pick<Lookout, "rooms" | "desk">): readonly Watched[] {
  const places = new Map<string, Place[]>();
  const add = (path: string | null, place: Place): void => {
    if (path === null || path === desk.config.folder) return;
    places.set(path, [...(places.get(path) ?? []), place]);
  };
  for (const role of FOLDER_ROLES) add(rooms.roles?.[role] ?? null, role);
  add(rooms.archive, "archive");
  add(rooms.trash, "trash");
  add(rooms.junk, "junk");
  return [...places].map(([path, list]) => ({ path, places: list }));
}

/** What a message that stands in a folder of several meanings stands there as: as decided, else the first of them. */
export function placeFor(places: readonly Place[], role: FolderRole | null): Place {
  return places.find((place) => place === role) ?? places[0] ?? "inbox";
}

/** null where an agent removed or renamed the folder. */
export async function countsOf(inbox: Inbox, path: string): Promise<FolderCounts | null> {
  try {
    return await inbox.status(path);
  } catch (error) {
    if (error instanceof PermanentError && error.code === "no-such-folder") return null;
    throw error;
  }
}

/** No message came since the last look. */
export function isQuiet(before: Sighting | undefined, counts: FolderCounts): boolean {
  return before?.counts.uidValidity === counts.uidValidity && before.counts.uidNext === counts.uidNext;
}
