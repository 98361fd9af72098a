import type { Headed, Inbox } from "../imap/inbox.ts";
import type { Message } from "../mail/message.ts";
import { readMessageId } from "../mail/thread.ts";
import type { Memory } from "../policy/memory.ts";
import { memoryKeys } from "../policy/remember.ts";
import { agentKey, answers } from "../policy/staff.ts";
import { findTicket } from "../policy/thread.ts";
import type { SeenAnswer } from "../store/seen.ts";
import type { Desk } from "../triage/desk.ts";
import { causeOf } from "../triage/read.ts";
import { countsOf, inTurn, isQuiet, type Lookout } from "./lookout.ts";

/** Messages read again where the server has numbered Sent anew; those that are known are not counted twice. */
const LAST = 200;
const BATCH = 100;

/**
 * Reads what is new in Sent, by its headers, and notes each answer on its ticket, with what it says. Nothing is read of what
 * stood there when foyer came. Returns the number of answers.
 */
export function readSent(lookout: Lookout, inbox: Inbox): Promise<number> {
  return inTurn(lookout, () => readNew(lookout, inbox));
}

async function readNew(lookout: Lookout, inbox: Inbox): Promise<number> {
  const { desk, rooms, sightings } = lookout;
  const { sent } = rooms;
  const counts = sent === null ? null : await countsOf(inbox, sent);
  if (sent === null || counts === null || isQuiet(sightings.get(sent), counts)) return 0;
  const { uidValidity, uidNext } = counts;
  const cursor = await desk.store.cursor(desk.mailbox.id, sent);
  const renumbered = Math.max(1, uidNext - LAST);
  const known = cursor?.uidValidity === uidValidity ? cursor.nextUid : renumbered;
  const from = cursor === null ? uidNext : known;
  const uids = from >= uidNext ? [] : (await inbox.uids(sent, from)).filter((uid) => uid < uidNext);
  let seen = 0;
  for (let start = 0; start < uids.length; start += BATCH) {
    const some = uids.slice(start, start + BATCH);
    const found = await answersIn(desk, await headsOf(lookout, sent, some));
    const texts = await textsOf(lookout, { path: sent, uids: found.map(({ uid }) => uid) });
    const answered = found.map(({ uid, ...answer }) => ({ ...answer, text: texts.get(uid) ?? null }));
    const nextUid = (some.at(-1) ?? 0) + 1;
    await desk.store.noteAnswers(desk.lease(), answered, { folder: sent, uidValidity, nextUid });
    for (const { step } of answered) desk.log.info({ ticket: step.ticketId, via: "sent" }, "answer seen");
    seen += answered.length;
  }
  if (uids.length === 0)
    await desk.store.noteAnswers(desk.lease(), [], { folder: sent, uidValidity, nextUid: uidNext });
  sightings.set(sent, { counts, answered: new Set() });
  return seen;
}

/** Headers of these. A message that the server does not hand over, or at which it even hangs up, hinders no other. */
async function headsOf(lookout: Lookout, path: string, uids: readonly number[]): Promise<readonly Headed[]> {
  const inbox = await lookout.errands();
  try {
    return await inbox.headers(path, uids);
  } catch (error) {
    const there = await answering(lookout, inbox, path);
    const [uid = 0, ...more] = uids;
    if (more.length === 0)
      return there.headers(path, [uid]).catch(async () => {
        await answering(lookout, there, path);
        lookout.desk.log.warn({ folder: path, uid, cause: causeOf(error) }, "answer not read");
        return [];
      });
    const heads: Headed[] = [];
    for (const one of uids) heads.push(...(await headsOf(lookout, path, [one])));
    return heads;
  }
}

/** A connection on which the server answers what is asked of the folder, a new one if this is gone. Throws where there is none. */
async function answering(lookout: Lookout, inbox: Inbox, path: string): Promise<Inbox> {
  const asked = inbox.status(path).then(
    () => true,
    () => false,
  );
  if (await Promise.race([inbox.closed.then(() => false), asked])) return inbox;
  const fresh = await lookout.errands();
  await fresh.status(path);
  return fresh;
}

async function answersIn(
  desk: Desk,
  heads: readonly Headed[],
): Promise<(Omit<SeenAnswer, "text"> & { readonly uid: number })[]> {
  const raws = heads.map(({ header, size }) => ({ source: header, size, structure: null }));
  const parsed = await desk.parser.parseAll(raws);
  const read = heads.flatMap((head, index) => {
    const message = parsed[index]?.message ?? null;
    return message === null ? [] : [{ head, message }];
  });
  const keys = memoryKeys(
    read.map(({ message }) => message),
    desk.secret,
  );
  const memory = await desk.store.memory(desk.mailbox.id, keys, desk.now());
  const counted = new Set<string>();
  return read.flatMap(({ head, message }) => {
    const { messageId } = message;
    if (messageId !== null && counted.has(messageId)) return [];
    if (messageId !== null) counted.add(messageId);
    const ticketId = answeredTicket(desk, message, memory);
    if (ticketId === null) return [];
    const at = new Date(Math.min(head.internalDate.getTime(), desk.now().getTime()));
    const by = message.from === null ? null : agentKey(message.from.address, desk.secret);
    const step = { ticketId, events: [{ type: "AgentAnswered", at, by, via: "sent" } as const], outbox: [] };
    return [{ step, messageId, uid: head.uid }];
  });
}

/** So much of an answer is kept, for cards. Characters. */
const KEPT = 3_000;

/** What answers say, by UID, as far as they can be read; one at a time, for they may be large. */
async function textsOf(
  { desk, errands }: Lookout,
  { path, uids }: { readonly path: string; readonly uids: readonly number[] },
): Promise<ReadonlyMap<number, string>> {
  const texts = new Map<number, string>();
  for (const uid of uids) {
    try {
      const [fetched] = await (await errands()).fetch(path, [uid], desk.config.wholeMessageBytes);
      const [parsed] = fetched === undefined ? [] : await desk.parser.parseAll([fetched.raw]);
      const text = parsed?.message?.replyText.trim().slice(0, KEPT) ?? "";
      if (text !== "") texts.set(uid, text);
    } catch (error) {
      // That there is an answer counts, whatever it says.
      desk.log.warn({ folder: path, uid, cause: causeOf(error) }, "answer not read");
    }
  }
  return texts;
}

/** The ticket that a message in Sent answers; null for our own mail, for what is known, and for all else. */
function answeredTicket(desk: Desk, message: Message, memory: Memory): number | null {
  const { messageId } = message;
  const { policy } = desk.config;
  if (messageId !== null && readMessageId(messageId, desk.secret) !== null) return null;
  // It came by Cc or Bcc as well, or was read before the server numbered the folder anew.
  if (messageId !== null && memory.ticketByMessageId.has(messageId)) return null;
  const found = findTicket(message, memory, { secret: desk.secret, staff: true });
  return found !== null && answers(message, found.facts, policy) ? found.facts.id : null;
}
