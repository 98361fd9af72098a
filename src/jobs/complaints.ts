import type { Term } from "../classify/term.ts";
import { replyText } from "../mail/quote.ts";
import { joins, lookedUp, ties, weigh } from "../policy/likeness.ts";
import { regroup } from "../policy/regroup.ts";
import type { Unlogged } from "../store/complaint.ts";
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
  const { store, mailbox } = desk;
  let logged = 0;
  for (;;) {
    const waiting = await store.unloggedComplaints(mailbox.id, BATCH);
    const terms = await desk.parser.terms(
      waiting.map(({ subject, text, language }) => ({ subject, text: replyText(text), language })),
    );
    for (const [index, one] of waiting.entries()) {
      if (signal.aborted) return logged;
      await logOne(desk, one, terms[index] ?? []);
      logged++;
    }
    if (waiting.length < BATCH) return logged;
  }
}

async function logOne(desk: LogDesk, one: Unlogged, terms: readonly Term[]): Promise<void> {
  const { store, mailbox } = desk;
  const termIds = terms.map((term) => term.id);
  const weighted = weigh(terms, await store.termFrequencies(mailbox.id, termIds));
  const found = ties(
    one.language,
    await store.alikeComplaints(mailbox.id, one.language, lookedUp(weighted, terms)),
  );
  const { urgency, topic, rootCause } = one.decision.judgements;
  const groupId = await store.logComplaint(desk.lease(), {
    ticketId: one.ticketId,
    ledgerId: one.ledgerId,
    customerId: one.customerId,
    at: one.at,
    language: one.language,
    topic: topic.label,
    rootCause: rootCause.label,
    severity: urgency.label,
    groupId: joins(found),
    ties: found.map(({ id, strength }) => [id, Math.round(strength * 1000) / 1000] as const),
    terms: weighted,
    termIds,
  });
  desk.log.info({ ticket: one.ticketId, group: groupId, ties: found.length }, "complaint logged");
}

/** Groups the complaints of the last months anew; what people merged or split stays. Returns how many changed groups. */
export async function regroupComplaints(desk: LogDesk): Promise<number> {
  const since = new Date(desk.now().getTime() - WINDOW * DAY);
  const moves = regroup(await desk.store.looseComplaints(desk.mailbox.id, since));
  await desk.store.regroupComplaints(desk.lease(), moves);
  if (moves.length > 0) desk.log.info({ moved: moves.length }, "complaints grouped anew");
  return moves.length;
}
