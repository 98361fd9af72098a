import type { MailboxConfig } from "../config.ts";
import { areAnswersSeen, isByOld, OLD_DAYS, SEEN_DAYS, seenPercent } from "../policy/seen.ts";
import type { Store } from "../store/store.ts";
import type { Report } from "./doctor-report.ts";

/** Whether agents' answers are seen: what customers may be told hangs on it. */
export async function sightCheck(
  report: Report,
  store: Pick<Store, "answersSeen">,
  { policy, address }: MailboxConfig,
): Promise<void> {
  const share = await store.answersSeen(policy.name, new Date());
  const percent = seenPercent(share);
  const [counted, least] = isByOld(share)
    ? [
        `${share.ended} of ${share.old} tickets of more than ${OLD_DAYS} days ago (few are ever moved to Resolved)`,
        50,
      ]
    : [`${share.seen} of ${share.resolved} resolved tickets of ${SEEN_DAYS} days`, 90];
  const enough = areAnswersSeen(share);
  report({
    check: `${policy.name}: answers seen`,
    state: enough ? "ok" : "warn",
    text: enough
      ? `${counted}${percent === null ? ", too few to tell" : `, ${percent} %`}`
      : `${counted}, ${percent} %: below ${least} % customers get no note about a late answer and no follow-up. Agents' answers are kept where foyer does not look: let them send from this mailbox and keep copies in its Sent (Exchange: Set-Mailbox ${address} -MessageCopyForSentAsEnabled $true -MessageCopyForSendOnBehalfEnabled $true), or add a rule to their accounts that copies what they send to customers (Bcc) to ${address}`,
  });
}
