import { replyText } from "../mail/quote.ts";
import { searchText } from "../policy/search.ts";
import type { Desk } from "../triage/desk.ts";

/** Solved tickets that are indexed together. */
const BATCH = 50;
/** So much of an answer is shown with a ticket. Characters. */
const EXCERPT = 400;

/**
 * Writes what was solved into the index that cards search. Returns how many. After a crash at any line, running it again is
 * the repair.
 */
export async function indexSolved(
  { store, mailbox, lease, now }: Pick<Desk, "store" | "mailbox" | "lease" | "now">,
  signal: AbortSignal,
): Promise<number> {
  let indexed = 0;
  while (!signal.aborted) {
    const waiting = await store.unindexedSolved(mailbox.id, BATCH);
    const drafts = waiting.map(({ ticketId, language, subject, text, answer }) => ({
      ticketId,
      language,
      text: searchText({ subject, text: replyText(text) }),
      answer: answer === null ? null : excerptOf(answer),
    }));
    await store.indexSolved(lease(), drafts, now());
    indexed += drafts.length;
    if (waiting.length < BATCH) break;
  }
  return indexed;
}

function excerptOf(answer: string): string | null {
  const text = replyText(answer).replace(/\s+/g, " ").trim();
  if (text === "") return null;
  return text.length <= EXCERPT ? text : `${text.slice(0, EXCERPT).replace(/\s\S*$/, "")} …`;
}
