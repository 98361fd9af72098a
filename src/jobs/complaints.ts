import { replyText } from "../mail/quote.ts";
import { lookedUp } from "../policy/likeness.ts";
import { type Grouped, type GroupOrBegun, regroup } from "../policy/regroup.ts";
import { joinInOrder, weighInOrder } from "../policy/siblings.ts";
import type { LoggedComplaint, Unlogged } from "../store/complaint.ts";
import type { Desk } from "../triage/desk.ts";
import { type NameDesk, nameGroups } from "./groupnames.ts";

/** Complaints read together. */
const BATCH = 50;
/** Older complaints, and those before so many, keep their groups. Days. */
const WINDOW = 180;
const MOST = 5_000;
/** As long as there are no more, all are grouped anew whenever one comes. */
const FEW = 1_000;
const DAY = 86_400_000;

type LogDesk = NameDesk & Pick<Desk, "now" | "log">;

/**
 * Writes what complaints have come into the log, each into the group of those that tell the same story. Returns how
 * many. After a crash at any line, running it again is the repair.
 */
export async function logComplaints(desk: LogDesk, signal: AbortSignal): Promise<number> {
  let logged = 0;
  while (!signal.aborted) {
    const waiting = await desk.store.unloggedComplaints(desk.mailbox.id, BATCH);
    if (waiting.length > 0) await logBatch(desk, waiting);
    logged += waiting.length;
    if (waiting.length < BATCH) break;
  }
  if (logged === 0) return 0;
  await regroupFew(desk);
  await nameGroups(desk);
  return logged;
}

async function logBatch(desk: LogDesk, waiting: readonly Unlogged[]): Promise<void> {
  const { store, mailbox, log } = desk;
  const terms = await desk.parser.terms(
    waiting.map(({ subject, text, language }) => ({ subject, text: replyText(text), language })),
  );
  const termIds = terms.map((some) => some.map((term) => term.id));
  const weighed = weighInOrder(
    waiting.map((complaint, index) => ({ complaint, terms: terms[index] ?? [] })),
    await store.termFrequencies(mailbox.id, termIds.flat()),
  );
  const sought = weighed.map(({ complaint: { language }, terms: own, weighted }) => ({
    language,
    terms: lookedUp(weighted, own),
    compared: weighted,
  }));
  const alike = await store.alikeComplaints(mailbox.id, sought);
  const joined = joinInOrder<GroupOrBegun>(
    weighed.map(({ complaint: { ticketId, language, decision }, chance, weighted }, index) => ({
      ...{ id: ticketId, language, topic: decision.judgements.topic.label, chance },
      terms: weighted,
      lookedUp: sought[index]?.terms ?? [],
      alike: alike[index] ?? [],
      begins: { begunBy: ticketId },
    })),
  );
  const drafts = joined.flatMap(({ group, ties }, index) => {
    const one = weighed[index];
    if (one === undefined) return [];
    return {
      ...labelled(one.complaint),
      group,
      ties: ties.map(({ id, strength }) => [id, Math.round(strength * 1000) / 1000] as const),
      terms: one.weighted,
      termIds: termIds[index] ?? [],
    };
  });
  const groups = await store.logComplaints(desk.lease(), drafts);
  for (const [index, { ticketId, ties }] of drafts.entries())
    log.info({ ticket: ticketId, group: groups[index], ties: ties.length }, "complaint logged");
}

function labelled({ ticketId, ledgerId, customerId, at, language, decision }: Unlogged): LoggedComplaint {
  const { urgency, topic, rootCause } = decision.judgements;
  return {
    ...{ ticketId, ledgerId, customerId, at, language },
    ...{ topic: topic.label, rootCause: rootCause.label, severity: urgency.label },
  };
}

/** Groups the complaints of the last months anew; what people have placed stays. Returns how many changed groups. */
export async function regroupComplaints(desk: LogDesk): Promise<number> {
  const moved = await settle(desk, await recent(desk, MOST));
  await nameGroups(desk);
  return moved;
}

/** The same, where it takes no longer than a message or two. */
async function regroupFew(desk: LogDesk): Promise<void> {
  const { messages } = await desk.store.termFrequencies(desk.mailbox.id, []);
  if (messages <= FEW) await settle(desk, await recent(desk, FEW));
}

const recent = ({ store, mailbox, now }: LogDesk, most: number): Promise<readonly Grouped[]> =>
  store.groupedComplaints(mailbox.id, new Date(now().getTime() - WINDOW * DAY), most);

async function settle(desk: LogDesk, complaints: readonly Grouped[]): Promise<number> {
  const moves = regroup(complaints);
  await desk.store.regroupComplaints(desk.lease(), moves);
  if (moves.length > 0) desk.log.info({ moved: moves.length }, "complaints grouped anew");
  return moves.length;
}
