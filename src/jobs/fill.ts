import { actionLink, cardLink, confirmLink } from "../policy/link.ts";
import { AUDIENCES } from "../policy/template.ts";
import { agreedAnswer } from "../smtp/agreed.ts";
import { decisionValues } from "../smtp/decision-kinds.ts";
import { solvedValues } from "../smtp/values.ts";
import type { OutboxRow } from "../store/outgoing.ts";
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
    if (row.kind === "decision-wanted" || row.kind === "decision-confirm")
      return { ...row.values, link: decisionLink(post, row) };
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

/** Made when it goes out, and kept nowhere: whoever has it may decide. */
function decisionLink(post: Postroom, { kind, to, values }: OutboxRow): string | null {
  const { secret, config, now } = post.desk;
  const { action, kind: what } = decisionValues.parse(values);
  const target = { id: action, kind: what, manager: to[0]?.address ?? "" };
  const base = {
    publicUrl: post.lookout.publicUrl,
    mailboxAddress: config.address,
    authenticates: config.policy.authservId !== null,
  };
  const link = kind === "decision-confirm" ? confirmLink : actionLink;
  return link(target, base, { secret, now: now() });
}

function preventionFor({ answers }: Postroom, { language, values }: OutboxRow): string | null {
  const solved = solvedValues.safeParse(values).data;
  if (solved === undefined) return null;
  return agreedAnswer(answers, { language, topic: solved.topic }, solved)?.prevention ?? null;
}
