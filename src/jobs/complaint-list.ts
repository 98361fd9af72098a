import { businessBetween } from "../policy/business.ts";
import { periodAt, timeOfDay } from "../policy/period.ts";
import type { ComplaintListValues } from "../smtp/complaint-list.ts";
import type { Desk } from "../triage/desk.ts";
import { toStaff } from "../triage/letter.ts";

/** Complaints that a list names; of the rest it says how many. */
const LISTED = 40;

type ListDesk = Pick<Desk, "config" | "mailbox" | "store" | "lease" | "now" | "log" | "secret" | "folders">;

/**
 * Queues the list of open complaints for the complaints manager: once each working day at the time of the digests, where
 * there are any. Whom it names is looked up when it goes out. Returns whether it was queued.
 */
export async function sendComplaintList(desk: ListDesk): Promise<boolean> {
  const { config, mailbox, store } = desk;
  // In shadow mode nothing is told to anyone.
  if (desk.folders === null || config.complaintsManager === null) return false;
  const today = periodAt("daily", desk.now(), config.policy.timeZone);
  if (desk.now() < timeOfDay(today.from, { timeZone: config.policy.timeZone, minutes: config.digestMinutes }))
    return false;
  if (businessBetween(today.from, today.to, config.businessHours) === 0) return false;
  const claim = { job: "complaint-list", period: today.name };
  if (await store.isClaimed(mailbox.id, claim)) return false;
  const { inAll } = await store.openComplaints(mailbox.id, { now: desk.now(), limit: 1 });
  const mail =
    inAll === 0 ? [] : [toStaff(desk, "complaint-list", { to: [config.complaintsManager], values: {} })];
  const claimed = await store.claimPeriod(desk.lease(), claim, mail);
  if (claimed && inAll > 0) desk.log.info({ complaints: inAll }, "complaint list queued");
  return claimed && inAll > 0;
}

/** What the list says, as things stand now. */
export async function complaintListValues({
  config,
  mailbox,
  store,
  now,
}: Pick<Desk, "config" | "mailbox" | "store" | "now">): Promise<ComplaintListValues> {
  const { list, ...counts } = await store.openComplaints(mailbox.id, { now: now(), limit: LISTED });
  const { displayName: company, address: mailboxAddress, policy } = config;
  return { company, mailboxAddress, timeZone: policy.timeZone, now: now(), complaints: [...list], ...counts };
}
