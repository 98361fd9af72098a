import type { Inbox } from "../imap/inbox.ts";
import { roleOf } from "../policy/place.ts";
import { countsOf, isQuiet, type Lookout, watchedFolders } from "./lookout.ts";

/**
 * Notes as answered what a client has marked \Answered, where no answer was seen in Sent: one SEARCH a folder, and
 * with CONDSTORE only where something changed. Returns the number of tickets.
 */
export async function readFlags(lookout: Lookout, inbox: Inbox): Promise<number> {
  const { desk } = lookout;
  // What is in the archive or the bin was answered before, if it was; those folders may be very large.
  const working = watchedFolders(lookout).filter(({ places }) =>
    places.some((place) => roleOf(place) !== null),
  );
  const paths = [desk.config.folder, ...working.map(({ path }) => path)];
  const tickets = new Map<number, number>();
  for (const path of paths)
    for (const { ticketId, ledgerId } of await newlyAnswered(lookout, inbox, path))
      tickets.set(ticketId, ledgerId);
  if (tickets.size === 0) return 0;
  const event = { type: "AgentAnswered", at: desk.now(), by: null, via: "flag" } as const;
  const steps = [...tickets].map(([ticketId, ledgerId]) => ({
    ticketId,
    ledgerId,
    events: [event],
    outbox: [],
  }));
  await desk.store.noteAnswers(
    desk.lease(),
    steps.map((step) => ({ step, messageId: null, text: null })),
    null,
  );
  for (const ticket of tickets.keys()) desk.log.info({ ticket, via: "flag" }, "answer seen");
  return tickets.size;
}

async function newlyAnswered(lookout: Lookout, inbox: Inbox, path: string) {
  const { desk, sightings } = lookout;
  const counts = await countsOf(inbox, path);
  if (counts === null || counts.messages === 0) return [];
  const key = `${path}\0flags`;
  const before = sightings.get(key);
  const same = before?.counts.uidValidity === counts.uidValidity;
  // RFC 7162: without a modseq nothing tells that a flag has changed; what is done is looked at where something came.
  const done = path === lookout.rooms.roles?.resolved || path === lookout.rooms.roles?.automatic;
  const unchanged =
    counts.modseq === null ? done && isQuiet(before, counts) : before?.counts.modseq === counts.modseq;
  if (same && unchanged) return [];
  const answered = await inbox.answered(path);
  const dealtWith = same ? before.answered : new Set<number>();
  const fresh = answered.filter((uid) => !dealtWith.has(uid));
  const at = { folder: path, uidValidity: counts.uidValidity };
  const rows = await desk.store.unansweredAt(desk.mailbox.id, at, fresh);
  sightings.set(key, { counts, answered: new Set(answered) });
  return rows;
}
