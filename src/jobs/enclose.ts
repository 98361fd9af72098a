import type { Inbox } from "../imap/inbox.ts";
import type { OutboxRow } from "../store/outgoing.ts";
import type { ThreadMessage } from "../store/seen.ts";
import { countsOf, type Lookout } from "./lookout.ts";

export interface Enclosed {
  /** Whole messages, oldest first. */
  readonly messages: readonly Uint8Array[];
  /** Subjects of those that are too large, or could not be had. */
  readonly leftOut: readonly string[];
}

/** Octets of one message, and of all together: mail servers refuse more than 10 MB, which base64 reaches with 7. */
const LARGEST = 3_000_000;
const ALL = 6_000_000;
/** The newest so many. */
const MOST = 20;

/** The messages of a ticket as they stand on the server, for who takes it over; the newest have precedence. */
export async function enclosedThread({ desk, errands }: Lookout, row: OutboxRow): Promise<Enclosed> {
  if (row.ticketId === null) return { messages: [], leftOut: [] };
  const thread = await desk.store.thread(row.ticketId);
  const inbox = await errands();
  const had = new Map<number, Uint8Array>();
  let room = ALL;
  for (const one of thread.slice(-MOST).toReversed()) {
    if (one.size > Math.min(LARGEST, room)) continue;
    const octets = await wholeOf(inbox, one);
    if (octets === null || octets.length > room) continue;
    room -= octets.length;
    had.set(one.ledgerId, octets);
  }
  return {
    messages: thread.flatMap(({ ledgerId }) => had.get(ledgerId) ?? []),
    leftOut: thread.filter(({ ledgerId }) => !had.has(ledgerId)).map(({ subject }) => subject),
  };
}

async function wholeOf(inbox: Inbox, { ref }: ThreadMessage): Promise<Uint8Array | null> {
  const counts = await countsOf(inbox, ref.folder);
  if (counts?.uidValidity !== ref.uidValidity) return null;
  const [fetched] = await inbox.fetch(ref.folder, [ref.uid], LARGEST);
  return fetched === undefined || fetched.raw.structure !== null ? null : fetched.raw.source;
}
