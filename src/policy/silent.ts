import type { Manner } from "./decision.ts";

/**
 * Why a customer is taken for a silent one: somebody who does not complain, and leaves. Codes stay once published;
 * docs/codes.md prints this table.
 */
export const SILENT_REASONS = {
  "silent-quiet": "had our answer to an unhappy message, and has not written since",
  "silent-understated": "played the trouble down when writing last",
  "silent-stopped": "used to write regularly, and has stopped",
  "silent-never": "is on the imported list, and has never written",
} as const satisfies Readonly<Record<string, string>>;
export type SilentReason = keyof typeof SILENT_REASONS;

/** Why a customer is not written to now. The first that applies is told. */
export const HINDRANCES = {
  "no-address": "there is no address to write to",
  "opted-out": "the customer wants no automatic mail",
  "dead-address": "mail to the address has come back for good",
  "open-ticket": "a matter of the customer's is still open",
  "complaint-unanswered": "a complaint of the customer's has had no answer",
  approved: "it is approved, and waits to go out",
  "reached-lately": "the customer was written to within 90 days",
} as const satisfies Readonly<Record<string, string>>;
export type Hindrance = keyof typeof HINDRANCES;

const DAY = 86_400_000;
/** A customer hears from us unasked once in so many days. */
const OUTREACH_DAYS = 90;

/** The newest matter of a customer, as far as it tells of silence. */
export interface LastMatter {
  readonly ticketId: number;
  readonly complaint: boolean;
  readonly understated: boolean;
  readonly manner: Manner;
  /** null: no person has answered. */
  readonly answeredAt: Date | null;
  /** The customer has said that all is well: a good rating, thanks. */
  readonly content: boolean;
}

export interface SilentFacts {
  readonly last: LastMatter | null;
  /** When the customer wrote, oldest first; the last 50. */
  readonly contacts: readonly Date[];
  /** Since when the customer is on the list; null: is not. */
  readonly listedAt: Date | null;
}

/** Days: from our answer on, silence means something; after the second, it is too late to ask. */
const QUIET = { after: 21, understated: 10, until: 180 };
/** Days on the list without a word. */
const NEVER = 60;

/** Why the customer is taken for a silent one, the strongest first; empty: is not. */
export function silentReasons(facts: SilentFacts, now: Date): readonly SilentReason[] {
  const { last, contacts, listedAt } = facts;
  const newest = contacts.at(-1);
  if (newest === undefined)
    return listedAt !== null && daysSince(listedAt, now) >= NEVER ? ["silent-never"] : [];
  const reasons: SilentReason[] = [];
  const answeredAt = last?.answeredAt ?? null;
  if (last !== null && answeredAt !== null && newest <= answeredAt && !last.content) {
    const quiet = daysSince(answeredAt, now);
    const after = last.understated ? QUIET.understated : QUIET.after;
    if ((last.complaint || last.understated) && quiet >= after && quiet <= QUIET.until)
      reasons.push("silent-quiet", ...(last.understated ? (["silent-understated"] as const) : []));
  }
  if (hasStopped(contacts, now)) reasons.push("silent-stopped");
  return reasons;
}

/** Days on which a regular writer wrote at least, over so many days; and silence that is short or long for anybody. */
const REGULAR = { days: 6, span: 40, loose: 4, week: 7 };
const STOPPED = { least: 30, most: 400, usual: 3, longest: 1.5 };

/**
 * A regular writer who stopped, by that customer's own rhythm: gaps between the days on which they wrote were alike (none
 * above four times the usual one), and now there is one of three times the usual, half as long again as any before.
 */
function hasStopped(contacts: readonly Date[], now: Date): boolean {
  const days = [...new Set(contacts.map((at) => Math.floor(at.getTime() / DAY)))].sort((a, b) => a - b);
  const [first] = days;
  const last = days.at(-1);
  if (first === undefined || last === undefined) return false;
  if (days.length < REGULAR.days || last - first < REGULAR.span) return false;
  const gaps = days.slice(1).map((day, i) => day - (days[i] ?? day));
  const usual = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
  const longest = Math.max(...gaps);
  if (longest > REGULAR.loose * Math.max(usual, REGULAR.week)) return false;
  const silence = Math.floor(now.getTime() / DAY) - last;
  const long = Math.max(STOPPED.least, STOPPED.usual * usual, STOPPED.longest * longest);
  return silence > long && silence <= STOPPED.most;
}

const daysSince = (moment: Date, now: Date): number => (now.getTime() - moment.getTime()) / DAY;

export interface HindranceFacts {
  readonly address: string | null;
  readonly optedOut: boolean;
  readonly dead: boolean;
  readonly openTicket: boolean;
  readonly unansweredComplaint: boolean;
  /** Approved, and not on its way yet. */
  readonly approved: boolean;
  /** When the customer was written to last. */
  readonly reachedAt: Date | null;
}

/** Why the customer must not be written to now; null: may be. */
export function hindranceTo(facts: HindranceFacts, now: Date): Hindrance | null {
  if (facts.address === null) return "no-address";
  if (facts.optedOut) return "opted-out";
  if (facts.dead) return "dead-address";
  if (facts.openTicket) return "open-ticket";
  if (facts.unansweredComplaint) return "complaint-unanswered";
  if (facts.reachedAt !== null && daysSince(facts.reachedAt, now) < OUTREACH_DAYS) return "reached-lately";
  return facts.approved ? "approved" : null;
}

/** In which manner a silent customer is written to. */
export function outreachManner(
  { vip, last }: { readonly vip: boolean; readonly last: LastMatter | null },
  reasons: readonly SilentReason[],
): Manner {
  if (vip) return "vip";
  if (reasons.includes("silent-understated")) return "silent";
  if (last?.manner === "vocal" && reasons.includes("silent-quiet")) return "vocal";
  return reasons.includes("silent-stopped") ? "frequent" : "plain";
}

/** What the mail gives as the reason for which it comes. */
export type OutreachWhy = "quiet" | "stopped" | "never";

export function outreachWhy(reasons: readonly SilentReason[]): OutreachWhy | null {
  if (reasons.includes("silent-quiet")) return "quiet";
  if (reasons.includes("silent-stopped")) return "stopped";
  return reasons.includes("silent-never") ? "never" : null;
}
