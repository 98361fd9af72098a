import { cardLink } from "../policy/link.ts";
import { AUDIENCES } from "../policy/template.ts";
import { agreedAnswer } from "../smtp/agreed.ts";
import { solvedValues } from "../smtp/values.ts";
import type { OutboxRow } from "../store/store.ts";
import type { Postroom } from "./postroom.ts";

/**
 * The values of a row with what is known only when it goes out: for staff the link to the card, which is not kept in the
 * outbox; for customers whether there is something to apologise for, and how the agreed answer of the topic says that it
 * is kept from happening again.
 */
export function filledValues(
  post: Postroom,
  row: OutboxRow,
  apology: boolean,
): Readonly<Record<string, unknown>> {
  const { secret, config, now } = post.desk;
  if (AUDIENCES[row.kind] === "staff") {
    const base = { publicUrl: post.lookout.publicUrl, mailboxAddress: config.address };
    const card = row.ticketId === null ? null : cardLink(row.ticketId, base, { secret, now: now() });
    return { ...row.values, card };
  }
  const prevention = row.kind === "solved" ? preventionFor(post, row) : null;
  return {
    ...row.values,
    ...(apology ? { apology } : {}),
    ...(prevention === null ? {} : { prevention }),
  };
}

function preventionFor({ answers }: Postroom, { language, values }: OutboxRow): string | null {
  const solved = solvedValues.safeParse(values).data;
  if (solved === undefined) return null;
  return agreedAnswer(answers, { language, topic: solved.topic }, solved)?.prevention ?? null;
}
