import type { Headed, Inbox } from "../imap/inbox.ts";
import { fingerprint } from "../mail/fingerprint.ts";
import type { LedgerRow } from "../store/message.ts";
import type { Found } from "../store/seen.ts";
import { countsOf, isQuiet, type Lookout, placeFor, type Watched, watchedFolders } from "./lookout.ts";

export interface Followed {
  /** Messages that stand in another folder than was known: an agent moved them. */
  readonly followed: number;
  /** Messages in foyer's folders that it never saw in INBOX: an agent or a server rule put them there. */
  readonly adopted: number;
}

const BATCH = 200;

/**
 * Looks for messages that agents have moved. A folder where nothing came since the last look costs one STATUS, one where
 * something came the headers of that; no ticket is asked for by itself.
 */
export async function followMoves(lookout: Lookout, inbox: Inbox): Promise<Followed> {
  let followed = 0;
  let adopted = 0;
  for (const watched of watchedFolders(lookout)) {
    const result = await followInto(lookout, inbox, watched);
    followed += result.followed;
    adopted += result.adopted;
  }
  if (followed + adopted > 0) lookout.desk.log.info({ followed, adopted }, "moves seen");
  return { followed, adopted };
}

async function followInto(lookout: Lookout, inbox: Inbox, watched: Watched): Promise<Followed> {
  const { desk, sightings } = lookout;
  const { path, places } = watched;
  const counts = await countsOf(inbox, path);
  const before = sightings.get(path);
  if (counts === null || isQuiet(before, counts)) return NOTHING;
  const { uidValidity, uidNext } = counts;
  const isOurs = places.some((place) => place !== "archive" && place !== "trash" && place !== "junk");
  const known = await desk.store.cursor(desk.mailbox.id, path);
  // What stood in foyer's own folders before is accounted for; what an agent kept in the others is nobody's business.
  const first = known === null && !isOurs ? uidNext : 1;
  const from = known?.uidValidity === uidValidity ? known.nextUid : first;
  const all = from >= uidNext ? [] : (await inbox.uids(path, from)).filter((uid) => uid < uidNext);
  let followed = 0;
  let adopted = 0;
  let unsure: number | null = null;
  for (let start = 0; start < all.length && unsure === null; start += BATCH) {
    const uids = all.slice(start, start + BATCH);
    const result = await recognise(lookout, inbox, { watched, uidValidity, uids });
    await desk.store.follow(desk.lease(), result.found, desk.now());
    followed += result.found.length;
    unsure = result.unsure;
    const rest = isOurs ? result.strange.filter((uid) => unsure === null || uid < unsure) : [];
    const nextUid = unsure ?? (uids.at(-1) ?? 0) + 1;
    const cursor = { folder: path, uidValidity, nextUid };
    await desk.store.startFolder(desk.lease(), cursor, { uids: rest, reason: "found-in-folder" });
    adopted += rest.length;
  }
  if (all.length === 0)
    await desk.store.startFolder(desk.lease(), { folder: path, uidValidity, nextUid: uidNext }, NONE);
  // What triage has in hand is looked at again.
  if (unsure === null) sightings.set(path, { counts, answered: before?.answered ?? new Set() });
  return { followed, adopted };
}

const NOTHING: Followed = { followed: 0, adopted: 0 };
const NONE = { uids: [], reason: "found-in-folder" };

interface Arrivals {
  readonly watched: Watched;
  readonly uidValidity: bigint;
  readonly uids: readonly number[];
}

interface Recognised {
  readonly found: readonly Found[];
  /** Not known to the ledger. */
  readonly strange: readonly number[];
  /** The first that triage has not filed yet, so that nothing can be said of it. */
  readonly unsure: number | null;
}

async function recognise(lookout: Lookout, inbox: Inbox, arrivals: Arrivals): Promise<Recognised> {
  const { desk } = lookout;
  const { path, places } = arrivals.watched;
  const { uidValidity } = arrivals;
  const strange = await desk.store.unaccounted(desk.mailbox.id, path, uidValidity, arrivals.uids);
  const heads = await inbox.headers(path, strange);
  const candidates = await candidatesFor(lookout, inbox, { path, heads });
  const standing = await stillThere(inbox, [...candidates.values()].flat());
  const used = new Set<number>();
  const found: Found[] = [];
  for (const { uid } of heads) {
    const rows = (candidates.get(uid) ?? []).filter((row) => !used.has(row.id) && !standing.has(row.id));
    if (rows.some((row) => row.state === "arrived" || row.state === "decided")) {
      return { found, strange: strange.filter((one) => one < uid), unsure: uid };
    }
    const [row] = rows;
    if (row === undefined) continue;
    used.add(row.id);
    found.push({
      ledgerId: row.id,
      ref: { folder: path, uidValidity, uid },
      place: placeFor(places, row.folder),
    });
  }
  const followed = new Set(found.map(({ ref }) => ref.uid));
  return { found, strange: strange.filter((uid) => !followed.has(uid)), unsure: null };
}

/** Rows that may be about these messages: by fingerprint; by Message-ID where a client or server changed what it moved. */
async function candidatesFor(
  { desk }: Lookout,
  inbox: Inbox,
  { path, heads }: { readonly path: string; readonly heads: readonly Headed[] },
): Promise<ReadonlyMap<number, readonly LedgerRow[]>> {
  const { store, mailbox } = desk;
  const prints = await fingerprintsOf(inbox, { path, heads, most: desk.config.wholeMessageBytes });
  const ids = new Map(heads.map((head) => [head.uid, messageIdOf(head)]));
  const [byPrint, byId] = await Promise.all([
    store.byFingerprint(mailbox.id, [...prints.values()]),
    store.byMessageId(
      mailbox.id,
      [...ids.values()].flatMap((id) => id ?? []),
    ),
  ]);
  return new Map(
    heads.map(({ uid }) => {
      const same = byPrint.filter((row) => row.fingerprint === prints.get(uid));
      const named = byId.filter((row) => row.messageId === ids.get(uid));
      return [uid, same.length > 0 ? same : named];
    }),
  );
}

/** By the header alone. What was too large to download was known by what was kept of it, and is read so again. */
async function fingerprintsOf(
  inbox: Inbox,
  { path, heads, most }: { readonly path: string; readonly heads: readonly Headed[]; readonly most: number },
): Promise<ReadonlyMap<number, string>> {
  const large = heads.filter(({ size }) => size > most).map(({ uid }) => uid);
  const prints = new Map<number, string>();
  for (const { uid, header, size, internalDate } of heads)
    prints.set(uid, fingerprint({ source: header, size, structure: null }, internalDate));
  if (large.length > 0)
    for (const { uid, raw, internalDate } of await inbox.fetch(path, large, most))
      prints.set(uid, fingerprint(raw, internalDate));
  return prints;
}

function messageIdOf({ header }: Headed): string | null {
  const text = Buffer.from(header)
    .toString("latin1")
    .replace(/\r?\n[ \t]+/g, " ");
  return /^message-id[ \t]*:[ \t]*(<[^<>\s]{1,990}>)/im.exec(text)?.[1] ?? null;
}

/** Rows whose message stands where it was known to: what was found is a copy of it. One look a folder. */
async function stillThere(inbox: Inbox, rows: readonly LedgerRow[]): Promise<ReadonlySet<number>> {
  const there = new Set<number>();
  for (const [folder, group] of Map.groupBy(rows, (row) => row.ref.folder)) {
    const counts = await countsOf(inbox, folder);
    const here = group.filter(({ ref }) => ref.uidValidity === counts?.uidValidity);
    if (here.length === 0) continue;
    const uids = here.map(({ ref }) => ref.uid);
    const listed = new Set((await inbox.listed(folder, uids)).map(({ uid }) => uid));
    for (const row of here) if (listed.has(row.ref.uid)) there.add(row.id);
  }
  return there;
}
