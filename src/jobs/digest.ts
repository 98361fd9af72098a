import { z } from "zod";
import { type Digest, digestOf } from "../policy/digest.ts";
import type { Stock } from "../policy/digest-facts.ts";
import type { Rules } from "../policy/duty.ts";
import { type Period, periodAt, periodBefore, periodDue, SPANS } from "../policy/period.ts";
import type { DigestValues } from "../smtp/digest-kind.ts";
import type { OutboxDraft, OutboxRow } from "../store/outgoing.ts";
import { type Desk, rulesOf } from "../triage/desk.ts";
import { groupName } from "../triage/groupname.ts";
import { toStaff } from "../triage/letter.ts";
import { brought, type DigestDesk } from "./brought.ts";
import { decisionLines, offeredTo } from "./digest-offers.ts";
import type { OfferDesk } from "./offers.ts";
import type { Postroom } from "./postroom.ts";

/** Periods over which groups are followed. */
const PERIODS = 8;

/** What digests are queued with. */
interface DigestRoom {
  readonly desk: OfferDesk & Pick<Desk, "lease" | "now" | "log" | "secret">;
  readonly publicUrl: string | null;
  /** Counts messages that the server has and the ledger lacks; null in shadow mode. */
  readonly stray: (() => Promise<number>) | null;
}

/**
 * Queues the digest of each kind whose time has come, for each manager; once a period, whichever worker does it, and after
 * a downtime one of the period that ended last. What it says is reckoned when it goes out: nothing of it is kept. Returns
 * how many were queued.
 */
export async function sendDigests({ desk, publicUrl, stray }: DigestRoom): Promise<number> {
  const { config, mailbox, store } = desk;
  // In shadow mode nothing is told to anyone; `foyer digest --preview` shows it.
  if (stray === null || config.managers.length === 0) return 0;
  let queued = 0;
  for (const span of config.digests) {
    const period = periodDue(span, desk.now(), timetable(desk));
    // What ended before foyer came is not its to tell.
    if (period === null || period.to <= mailbox.startedAt) continue;
    const claim = { job: jobOf(period), period: period.name };
    if (await store.isClaimed(mailbox.id, claim)) continue;
    const stock = await stockNow(desk, await stray());
    const mail: OutboxDraft[] = [];
    for (const reader of config.managers) {
      const actions = await offeredTo({ desk, publicUrl }, period);
      const values = { span, from: period.from.toISOString(), actions };
      mail.push(toStaff(desk, "digest", { to: [reader], values }));
    }
    if (!(await store.claimPeriod(desk.lease(), { ...claim, stock }, mail))) continue;
    queued += mail.length;
    desk.log.info({ span, period: period.name, readers: mail.length }, "digest queued");
  }
  return queued;
}

const timetable = ({ config }: Pick<Desk, "config">) => ({
  timeZone: config.policy.timeZone,
  minutes: config.digestMinutes,
});

const jobOf = ({ span }: Pick<Period, "span">): string => `digest-${span}`;

/** What a queued digest is of; the rest is looked up when it goes out. */
const queuedDigest = z.object({
  span: z.enum(SPANS),
  from: z.coerce.date(),
  actions: z.array(z.number().int()).default([]),
});

/** All that a queued digest says, as things stand now. */
export async function digestValues(
  desk: DigestDesk & Pick<Desk, "habits">,
  { to, values }: Pick<OutboxRow, "to" | "values">,
): Promise<DigestValues> {
  const { span, from, actions } = queuedDigest.parse(values);
  const period = periodAt(span, from, desk.config.policy.timeZone);
  const asked = { period, reader: to[0]?.address ?? null, actions };
  return {
    company: desk.config.displayName,
    mailboxAddress: desk.config.address,
    timeZone: desk.config.policy.timeZone,
    digest: await makeDigest(desk, asked, rulesOf(desk)),
  };
}

interface DigestAsked {
  readonly period: Period;
  /** The manager who reads it: what can be decided from it is bound to that one. null: nothing is. */
  readonly reader: string | null;
  /** What that manager was offered to decide. */
  readonly actions: readonly number[];
}

/** What there is to say of a period. */
export async function makeDigest(desk: DigestDesk, asked: DigestAsked, rules: Rules): Promise<Digest> {
  const { store, mailbox, config, now } = desk;
  const { timeZone } = config.policy;
  const { period } = asked;
  const starts = startsOf(period, timeZone);
  const before = periodBefore(period, timeZone);
  const [facts, kept, stockBefore, others, decisions] = await Promise.all([
    store.digestFacts(mailbox.id, { starts, to: period.to, timeZone, now: now() }),
    store.stockOf(mailbox.id, { job: jobOf(period), period: period.name }),
    store.stockOf(mailbox.id, { job: jobOf(period), period: before.name }),
    brought(desk, period),
    decisionLines(desk, asked),
  ]);
  const groups = [];
  for (const group of facts.groups) {
    const name = await groupName(store, mailbox.id, { ...group, id: group.group });
    groups.push({ ...group, name });
  }
  const stock = kept ?? (await stockNow(desk, 0));
  return digestOf(
    { period, stored: { ...facts, groups }, stock, stockBefore, brought: { ...others, decisions } },
    rules,
    timeZone,
  );
}

/** Beginnings of the period and of those before it, oldest first. */
function startsOf(period: Period, timeZone: string): readonly Date[] {
  const starts = [period.from];
  for (let at = period; starts.length < PERIODS; ) {
    at = periodBefore(at, timeZone);
    starts.unshift(at.from);
  }
  return starts;
}

async function stockNow(
  { store, mailbox, now }: Pick<Desk, "store" | "mailbox" | "now">,
  stray: number,
): Promise<Stock> {
  const stock = await store.stock(mailbox.id, now());
  return { ...stock, unaccounted: stock.unaccounted + stray };
}

/** What came within this time may be in hand still. */
const IN_HAND = 15 * 60_000;

/** Messages in INBOX that the ledger knows nothing of: there should be none. */
export async function strayMessages({ desk, errands }: Postroom): Promise<number> {
  const { config, store, mailbox, now } = desk;
  const inbox = await errands();
  const { uidValidity } = await inbox.open(config.folder);
  const unknown = await store.unaccounted(
    mailbox.id,
    config.folder,
    uidValidity,
    await inbox.uids(config.folder, 1),
  );
  const listed = unknown.length === 0 ? [] : await inbox.listed(config.folder, unknown);
  return listed.filter(({ internalDate }) => now().getTime() - internalDate.getTime() > IN_HAND).length;
}
