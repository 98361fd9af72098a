import { replyText } from "../mail/quote.ts";
import { workdayAt } from "../policy/business.ts";
import { bestWords, type KindWords } from "../policy/kudos.ts";
import { type Period, periodBefore, periodDue } from "../policy/period.ts";
import { agentKey } from "../policy/staff.ts";
import type { KudosValues, LookBackValues } from "../smtp/team-values.ts";
import type { OutboxDraft } from "../store/outgoing.ts";
import type { CauseCount } from "../store/team.ts";
import type { Desk } from "../triage/desk.ts";
import { type StaffOwn, toStaff } from "../triage/letter.ts";

export type TeamDesk = Pick<Desk, "config" | "mailbox" | "store" | "lease" | "now" | "log" | "secret">;

/** Of fewer complaints than this everybody knows whose they were. */
const LEAST_TO_LOOK_BACK = 3;

/**
 * Once a month, on its first working day: to each agent the best words that customers found, and to the team a calm look
 * back. A month missed altogether is history. Returns how many mails were queued.
 */
export async function tellTeam(desk: TeamDesk): Promise<number> {
  const { config, mailbox, store } = desk;
  const now = desk.now();
  const { timeZone } = config.businessHours;
  const month = periodDue("monthly", now, { timeZone, minutes: config.digestMinutes });
  if (config.mode === "shadow" || month === null || workdayAt(now, config.businessHours) === null) return 0;
  let queued = 0;
  for (const [job, write] of [
    ["kudos", kudos],
    ["look-back", lookBack],
  ] as const) {
    const claim = { job, period: month.name };
    if (await store.isClaimed(mailbox.id, claim)) continue;
    const mail = await write(desk, month);
    if (!(await store.claimPeriod(desk.lease(), claim, mail))) continue;
    queued += mail.length;
    desk.log.info({ ...claim, mails: mail.length }, "team told");
  }
  return queued;
}

/** Whoever got no kind words gets no mail that says so. */
async function kudos(desk: TeamDesk, month: Period): Promise<readonly OutboxDraft[]> {
  const { config, mailbox, store, secret } = desk;
  const [said, good] = await Promise.all([
    store.praise(mailbox.id, month),
    store.goodRatings(mailbox.id, month),
  ]);
  const words = said.map(
    ({ text, ...one }): KindWords => ({ ...one, words: replyText(text).replace(/\s+/g, " ").trim() }),
  );
  return config.agents.flatMap((agent) => {
    const key = agentKey(agent, secret);
    const own = words.filter(({ by }) => by === key);
    const best = bestWords(own);
    if (best.length === 0) return [];
    const values: StaffOwn<KudosValues> = {
      month: month.name,
      praise: best.map(({ ticketId, words: text }) => ({ ticket: ticketId, words: text })),
      more: new Set(own.map(({ ticketId }) => ticketId)).size - best.length,
      good: good.get(key) ?? 0,
    };
    return toStaff(desk, "kudos", { to: [agent], values });
  });
}

async function lookBack(desk: TeamDesk, month: Period): Promise<readonly OutboxDraft[]> {
  const { config, mailbox, store } = desk;
  const earlier = periodBefore(month, config.businessHours.timeZone);
  const [causes, before] = await Promise.all([
    store.complaintCauses(mailbox.id, month),
    // Half a month tells nothing of a whole one.
    mailbox.startedAt > earlier.from ? null : store.complaintCauses(mailbox.id, earlier),
  ]);
  const count = total(causes);
  if (count < LEAST_TO_LOOK_BACK) return [];
  const values: StaffOwn<LookBackValues> = {
    month: month.name,
    count,
    before: before === null ? null : total(before),
    causes: causes.map(({ mended: _, ...one }) => ({
      ...one,
      before: before === null ? null : (before.find(({ cause }) => cause === one.cause)?.count ?? 0),
    })),
    mended: causes.reduce((sum, { mended }) => sum + mended, 0),
  };
  return config.agents.map((agent) => toStaff(desk, "look-back", { to: [agent], values }));
}

const total = (causes: readonly CauseCount[]): number => causes.reduce((sum, { count }) => sum + count, 0);
