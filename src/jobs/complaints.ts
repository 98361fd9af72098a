import { replyText } from "../mail/quote.ts";
import { lookedUp } from "../policy/likeness.ts";
import { regroup } from "../policy/regroup.ts";
import { joinInOrder, weighInOrder } from "../policy/siblings.ts";
import type { Begun, LoggedComplaint, Unlogged } from "../store/complaint.ts";
import type { Desk } from "../triage/desk.ts";

/** Complaints read together. */
const BATCH = 50;
/** Older complaints keep their groups. Days. */
const WINDOW = 180;
const DAY = 86_400_000;

type LogDesk = Pick<Desk, "store" | "mailbox" | "parser" | "lease" | "now" | "log">;

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
  return logged;
}

async function logBatch(desk: LogDesk, waiting: readonly Unlogged[]): Promise<void> {
  const { store, mailbox, log } = desk;
  const terms = await desk.parser.terms(
    waiting.map(({ subject, text, language }) => ({ subject, text: replyText(text), language })),
  );
  const termIds = terms.map((some) => some.map((term) => term.id));
  const weighted = weighInOrder(terms, await store.termFrequencies(mailbox.id, termIds.flat()));
  const sought = waiting.map(({ language }, index) => ({
    language,
    terms: lookedUp(weighted[index] ?? [], terms[index] ?? []),
    compared: weighted[index] ?? [],
  }));
  const alike = await store.alikeComplaints(mailbox.id, sought);
  const joined = joinInOrder<number | Begun>(
    waiting.map(({ ticketId, language }, index) => ({
      id: ticketId,
      language,
      terms: weighted[index] ?? [],
      lookedUp: sought[index]?.terms ?? [],
      alike: alike[index] ?? [],
      begins: { begunBy: ticketId },
    })),
  );
  const drafts = joined.flatMap(({ group, ties }, index) => {
    const one = waiting[index];
    if (one === undefined) return [];
    return {
      ...labelled(one),
      group,
      ties: ties.map(({ id, strength }) => [id, Math.round(strength * 1000) / 1000] as const),
      terms: weighted[index] ?? [],
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

/** Groups the complaints of the last months anew; what people merged or split stays. Returns how many changed groups. */
export async function regroupComplaints(desk: LogDesk): Promise<number> {
  const since = new Date(desk.now().getTime() - WINDOW * DAY);
  const moves = regroup(await desk.store.looseComplaints(desk.mailbox.id, since));
  await desk.store.regroupComplaints(desk.lease(), moves);
  if (moves.length > 0) desk.log.info({ moved: moves.length }, "complaints grouped anew");
  return moves.length;
}
