import { nextOpen } from "../policy/business.ts";
import { unsubscribeLink } from "../policy/link.ts";
import { outreachWhy } from "../policy/silent.ts";
import type { OutreachValues } from "../smtp/values.ts";
import type { OutboxDraft } from "../store/outgoing.ts";
import type { ApprovedOutreach, SilentCustomer } from "../store/silent.ts";
import { type CustomerOwn, toCustomer } from "../triage/letter.ts";
import { mayWrite } from "./handover.ts";
import type { TickDesk } from "./tick.ts";

/** Mails a minute: nobody is in a hurry, and a burst is what spam looks like. */
const PER_TICK = 5;
/** Approved ones that are looked at in a minute; what the budgets hold back waits among them. */
const LOOKED_AT = 50;
/** An approval is for now, not for ever. Days. */
const GOOD_FOR = 14;
const DAY = 86_400_000;

type ApprovalDesk = Pick<TickDesk, "store" | "mailbox" | "now" | "log"> & {
  readonly config: Pick<TickDesk["config"], "outreach">;
};

/**
 * A person approves mail to these customers; it goes out from then on, a few a minute. Returns those that it may go to:
 * none where OUTREACH is off, and none who is not silent, opted out, has a dead address, something open, a complaint
 * without an answer, or was written to within 90 days. `at`: when it was decided; the same decision again comes to the same.
 */
export async function sendOutreach(
  { config, store, mailbox, now, log }: ApprovalDesk,
  customerIds: readonly number[],
  at = now(),
): Promise<readonly number[]> {
  if (!config.outreach) return [];
  const approved = await store.approveOutreach(mailbox.id, customerIds, at);
  for (const customer of approved) log.info({ customer }, "outreach approved");
  return approved;
}

/** Queues what is approved, in business hours and within the budgets. Returns how many mails were queued. */
export async function reachOut(desk: TickDesk, signal: AbortSignal): Promise<number> {
  const { config, store, mailbox } = desk;
  const now = desk.now();
  if (desk.folders === null || !config.outreach || nextOpen(now, config.businessHours) > now) return 0;
  const waiting = await store.approvedOutreaches(mailbox.id, LOOKED_AT);
  let queued = 0;
  for (const outreach of waiting) {
    if (queued >= PER_TICK || signal.aborted) break;
    if (await reach(desk, outreach)) queued++;
  }
  return queued;
}

async function reach(desk: TickDesk, outreach: ApprovedOutreach): Promise<boolean> {
  const { store, log } = desk;
  const now = desk.now();
  if (now.getTime() - outreach.approvedAt.getTime() > GOOD_FOR * DAY) {
    await store.refuseOutreach(desk.lease(), outreach.id, "stale");
    log.info({ customer: outreach.customerId, reason: "stale" }, "not reached out");
    return false;
  }
  const [customer] = await store.silentAmong(desk.mailbox.id, [outreach.customerId], now);
  const why = outreachWhy(customer?.reasons ?? []);
  if (customer === undefined || customer.address === null || why === null) {
    const cause = customer?.address === null ? "no-address" : "not-silent";
    await store.refuseOutreach(desk.lease(), outreach.id, cause);
    log.info({ customer: outreach.customerId, reason: cause }, "not reached out");
    return false;
  }
  if (!(await mayWrite(desk, customer.address))) return false;
  const [ticketId = 0] = await store.reserveTickets(1);
  const language = customer.language ?? desk.config.language;
  const refused = await store.beginOutreach(desk.lease(), {
    outreachId: outreach.id,
    ticketId,
    opening: {
      type: "TicketOpened",
      at: now,
      kind: "other",
      topic: "other",
      tone: "neutral",
      complaint: false,
      language,
      manner: customer.manner,
      priority: "normal",
      folder: "silent",
      answerDueAt: null,
      solutionDueAt: null,
      recurrence: 0,
      complaintsInWindow: 0,
      invited: true,
    },
    draft: outreachDraft(desk, customer, { ticketId, why, address: customer.address, language }),
    now,
  });
  if (refused === null) log.info({ ticket: ticketId, customer: outreach.customerId }, "reached out");
  else log.info({ customer: outreach.customerId, reason: refused }, "not reached out");
  return refused === null;
}

interface Mail {
  readonly ticketId: number;
  readonly why: OutreachValues["why"];
  readonly address: string;
  readonly language: OutboxDraft["language"];
}

function outreachDraft(
  desk: TickDesk,
  { name, manner, subject }: SilentCustomer,
  { ticketId, why, address, language }: Mail,
): OutboxDraft {
  const { config, secret } = desk;
  const base = { publicUrl: desk.publicUrl, mailboxAddress: config.address };
  const { url, oneClick } = unsubscribeLink(ticketId, base, { secret, now: desk.now() });
  const values: CustomerOwn<OutreachValues> = {
    unsubscribe: oneClick ? url : null,
    why,
    matter: why === "quiet" ? subject : "",
  };
  return toCustomer(desk, "outreach", {
    to: { name: name ?? "", address },
    ...{ ticket: ticketId, language, manner, values, once: "outreach" },
    subject: "",
    answering: { messageId: null, references: [] },
  });
}
