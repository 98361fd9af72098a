import type { Judgements } from "../classify/judgement.ts";
import { PermanentError, TemporaryError } from "../errors.ts";
import type { Fetched, Listed } from "../imap/inbox.ts";
import { fingerprint } from "../mail/fingerprint.ts";
import type { Message, Ref } from "../mail/message.ts";
import type { FolderRole } from "../policy/decision.ts";
import { BATCH, BATCH_OCTETS, type Desk } from "./desk.ts";

interface Common {
  readonly ref: Ref;
  readonly fetched: Listed;
  readonly fingerprint: string;
}

/** S1: a message read from the server, parsed and judged. */
export interface Read extends Common {
  readonly message: Message;
  readonly judgements: Judgements;
  readonly cause: null;
  /** An agent says that a person wrote it, and has put it into that folder. */
  readonly person?: FolderRole;
}

/** One that could not be parsed or judged, and why. */
interface Unread extends Common {
  readonly message: null;
  readonly cause: PermanentError;
}

export type Arrival = Read | Unread;

export interface Batch {
  readonly arrivals: readonly Arrival[];
  /** UIDs that were gone before they could be read. */
  readonly vanished: readonly number[];
  /** Read, but parsing failed in a way that may pass. */
  readonly postponed: readonly Unread[];
}

/** Fetches and parses these messages of the watched folder. Touches nothing on the server. */
export async function readBatch(desk: Desk, uidValidity: bigint, uids: readonly number[]): Promise<Batch> {
  const { folder, wholeMessageBytes } = desk.config;
  const fetched = [...(await desk.inbox.fetch(folder, uids, wholeMessageBytes))].sort(
    (a, b) => a.uid - b.uid,
  );
  const parsed = await desk.parser.parseAll(
    fetched.map((one) => one.raw),
    undefined,
    desk.layer.file,
  );
  const arrivals: Arrival[] = [];
  const postponed: Unread[] = [];
  for (const [index, one] of fetched.entries()) {
    const ref = { folder, uidValidity, uid: one.uid };
    const result = parsed[index];
    const common = { ref, fetched: factsOf(one), fingerprint: fingerprint(one.raw, one.internalDate) };
    if (result?.message && result.judgements)
      arrivals.push({ ...common, message: result.message, judgements: result.judgements, cause: null });
    else if (result?.error instanceof PermanentError)
      arrivals.push({ ...common, message: null, cause: result.error });
    else
      postponed.push({
        ...common,
        message: null,
        cause: new PermanentError("temporary", "could not be read"),
      });
  }
  const found = new Set(fetched.map((one) => one.uid));
  return { arrivals, vanished: uids.filter((uid) => !found.has(uid)), postponed };
}

/** Without the octets, which are many. */
function factsOf({ uid, internalDate, size, flags }: Fetched): Listed {
  return { uid, internalDate, size, flags };
}

/** What is known of a message whose octets the server does not hand over. */
export function unreadable(ref: Ref, listed: Listed | undefined, now: Date): Unread {
  const fetched = listed ?? { uid: ref.uid, internalDate: now, size: 0, flags: new Set<string>() };
  return {
    ref,
    fetched,
    fingerprint: `unread ${ref.folder}/${ref.uidValidity}/${ref.uid}`,
    message: null,
    cause: new PermanentError("unreadable", "the mail server does not hand it over"),
  };
}

/** Messages of the first window; each one after it holds twice as many, up to the limit. */
const FIRST = 25;

/**
 * Cuts UIDs into windows of at most {@link BATCH} messages and {@link BATCH_OCTETS} octets, as far as they are downloaded:
 * a window is held in memory, and the server has to hand it over before the deadline.
 */
export async function windowsOf(desk: Desk, uids: readonly number[]): Promise<number[][]> {
  if (uids.length <= 1) return uids.length === 0 ? [] : [[...uids]];
  const { folder, wholeMessageBytes } = desk.config;
  // Of a message that is no larger than its share of a window nobody needs to know the size.
  const share = Math.floor(BATCH_OCTETS / BATCH);
  const large = await desk.inbox.larger(folder, uids, share);
  const listed = large.length === 0 ? [] : await desk.inbox.listed(folder, large);
  const sizes = new Map(listed.map((one) => [one.uid, Math.min(one.size, wholeMessageBytes)]));
  const windows: number[][] = [];
  let filled = 0;
  for (const uid of uids) {
    const size = sizes.get(uid) ?? share;
    const window = windows.at(-1);
    // The first are small: until they are read there is nothing else to do.
    const room = Math.min(BATCH, FIRST * 2 ** (windows.length - 1));
    if (window === undefined || window.length >= room || filled + size > BATCH_OCTETS) {
      windows.push([uid]);
      filled = size;
    } else {
      window.push(uid);
      filled += size;
    }
  }
  return windows;
}

/** Windows that are read, or being read, while one is worked on: the parser is a thread of its own and never waits. */
const AHEAD = 2;

/** Windows in order, each with its reading, which has begun long before it is asked for. */
export async function* readAhead(
  windows: readonly (readonly number[])[],
  read: (window: readonly number[]) => Promise<Batch>,
): AsyncGenerator<{ readonly window: readonly number[]; readonly reading: Promise<Batch> }> {
  const begun: Promise<Batch>[] = [];
  try {
    for (const [index, window] of windows.entries()) {
      for (const next of windows.slice(index + begun.length, index + 1 + AHEAD))
        begun.push(unheard(read(next)));
      const reading = begun.shift();
      if (reading !== undefined) yield { window, reading };
    }
  } finally {
    await Promise.allSettled(begun);
  }
}

/** A failure that is awaited later, or never because another came first, is no unhandled one. */
export function unheard<Result>(promise: Promise<Result>): Promise<Result> {
  promise.catch(() => undefined);
  return promise;
}

/** A short machine-readable cause, without message content. */
export function causeOf(error: unknown): string {
  if (error instanceof PermanentError) return error.code;
  if (error instanceof TemporaryError) return "temporary";
  return error instanceof Error ? `unknown-${error.name}` : "unknown";
}
