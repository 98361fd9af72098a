import type { MailboxConfig } from "../config.ts";
import { areAnswersSeen, SEEN_DAYS, seenPercent } from "../policy/seen.ts";
import type { Store } from "../store/store.ts";
import type { Report } from "./doctor-report.ts";

const DAY = 86_400_000;

/** Whether agents' answers are seen: what customers may be told hangs on it. */
export async function sightCheck(
  report: Report,
  store: Pick<Store, "answersSeen">,
  { policy, address }: MailboxConfig,
): Promise<void> {
  const since = new Date(Date.now() - SEEN_DAYS * DAY);
  const share = await store.answersSeen(policy.name, since);
  const percent = seenPercent(share);
  const counted = `${share.seen} of ${share.resolved} resolved tickets of ${SEEN_DAYS} days`;
  const enough = areAnswersSeen(share);
  report({
    check: `${policy.name}: answers seen`,
    state: enough ? "ok" : "warn",
    text: enough
      ? `${counted}${percent === null ? ", too few to tell" : `, ${percent} %`}`
      : `${counted}, ${percent} %: below 90 % customers get no note about a late answer and no follow-up. Agents' answers are kept where foyer does not look: let them send from this mailbox and keep copies in its Sent (Exchange: Set-Mailbox ${address} -MessageCopyForSentAsEnabled $true -MessageCopyForSendOnBehalfEnabled $true), or add a rule to their accounts that copies what they send to customers (Bcc) to ${address}`,
  });
}
