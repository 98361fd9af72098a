import type { OwnTopic, RootCause, Topic } from "../classify/judgement.ts";
import type { ActionKind } from "./action.ts";
import type { Disposition } from "./decision.ts";
import type {
  BadRating,
  BrokenPromise,
  CorrectionCount,
  GroupFacts,
  OverdueTicket,
  PromiseChange,
  RecurringCustomer,
  Stock,
  StoredFacts,
} from "./digest-facts.ts";
import {
  type AnswerLine,
  answerLines,
  automaticMail,
  counted,
  eventFigure,
  type Figure,
  ratingFigures,
  type Slot,
  slotsOf,
} from "./digest-figures.ts";
import { percent, ratio, sum, type Tally, tally } from "./digest-sums.ts";
import type { Lead, Rules } from "./duty.ts";
import type { Rating } from "./event.ts";
import type { Period } from "./period.ts";
import { type SeenShare, seenPercent } from "./seen.ts";

/*
 * What managers read of a day, a week or a month: pure, from what the store counted. What other parts bring stands here
 * too: each is a list, the most telling first, empty where there is nothing to say.
 */

/** Complaints that came much more often than usual, or much less (policy/trend.ts). */
export interface SpikeLine {
  readonly what: "group" | "topic" | "root-cause" | "all";
  /** The group's number; null where it is no group. */
  readonly group: number | null;
  /** The group's name; of the others the label. */
  readonly name: string;
  readonly direction: "spike" | "silence";
  /** When it was noticed. */
  readonly since: Date;
  /** Customers of whom it was told, and how many there usually are. */
  readonly count: number;
  readonly usual: number;
}

/** A customer who may be about to leave without a word (policy/silent.ts). */
export interface SilentLine {
  readonly customerId: number;
  /** Shown name or address. */
  readonly who: string;
  /** Reason codes; labels.json words them. */
  readonly reasons: readonly string[];
  /** When they wrote last; null: never. */
  readonly lastAt: Date | null;
}

/** Something that a manager may decide right from the mail, by a link made for that reader alone. */
export interface DecisionLine {
  /** words.json says it in a sentence. */
  readonly kind: ActionKind;
  /** Name of the group; "" where it is about none. */
  readonly group: string;
  /** Whom it concerns, where that is one person; else "". */
  readonly person: string;
  /** To how many people something is written. */
  readonly count: number;
  /** https:, or mailto: where there are no pages. */
  readonly link: string;
}

/** A group of alike complaints for which no answer has been agreed on. */
export interface UnansweredGroup {
  readonly group: number;
  readonly name: string;
  readonly complaints: number;
}

export interface Brought {
  readonly spikes: readonly SpikeLine[];
  readonly silent: readonly SilentLine[];
  readonly decisions: readonly DecisionLine[];
  readonly unanswered: readonly UnansweredGroup[];
}

export interface Digest extends Brought {
  readonly period: Period;
  /** Nothing came, and nothing waits: two lines say it. */
  readonly quiet: boolean;
  readonly messages: Figure;
  readonly complaints: Figure;
  readonly answered: Figure;
  readonly resolved: Figure;
  readonly reopened: Figure;
  readonly escalated: Figure;
  readonly waiting: Figure;
  readonly overdue: Figure;
  readonly unaccounted: Figure;
  /** Could not be parsed or decided: a person was to look. */
  readonly attention: Figure;
  /** Mail of ours that could not be sent. */
  readonly failed: Figure;
  readonly overdueList: readonly (OverdueTicket & { readonly holder: Lead })[];
  readonly slots: readonly Slot[];
  readonly answers: readonly AnswerLine[];
  readonly kept: Figure;
  readonly broken: Figure;
  /** Share of promises kept, in per cent. */
  readonly keptPercent: Figure;
  readonly brokenList: readonly BrokenPromise[];
  readonly promiseChanges: readonly PromiseChange[];
  /** Share of tickets whose answer was seen, in per cent (policy/seen.ts). */
  readonly seenPercent: Figure;
  readonly groups: readonly GroupFacts[];
  readonly moreGroups: number;
  readonly topics: readonly Tally<Topic | OwnTopic>[];
  readonly causes: readonly Tally<RootCause>[];
  readonly recurring: Figure;
  readonly recurringList: readonly RecurringCustomer[];
  readonly ratings: Readonly<Record<Rating, Figure>>;
  readonly badRatings: readonly BadRating[];
  readonly pleased: Figure;
  readonly displeased: Figure;
  /** Pleased for each displeased. */
  readonly positivity: Figure;
  readonly unsure: Figure;
  readonly corrected: Figure;
  readonly corrections: readonly CorrectionCount[];
  readonly learned: number;
  readonly refused: number;
  readonly automatic: readonly Tally<Disposition>[];
}

/** What a digest is made of. */
export interface DigestFacts {
  readonly period: Period;
  readonly stored: Omit<StoredFacts, "groups"> & { readonly groups: readonly GroupFacts[] };
  readonly stock: Stock;
  /** What stood at the end of the period before; null where nobody looked then. */
  readonly stockBefore: Stock | null;
  readonly brought: Brought;
}

/** So many topics. */
const TOPICS = 6;

export function digestOf(facts: DigestFacts, rules: Rules, timeZone: string): Digest {
  const { period, stored, brought } = facts;
  const stock = (of: (one: Stock) => number | null): Figure => ({
    now: of(facts.stock),
    before: facts.stockBefore === null ? null : of(facts.stockBefore),
  });
  const people = stored.arrivals.filter(({ disposition }) => disposition === "human");
  const event = (type: Parameters<typeof eventFigure>[1]) => eventFigure(stored.events, type);
  const [kept, broken] = [event("PromiseKept"), event("PromiseBroken")];
  const ratings = ratingFigures(stored.ratings);
  const complaints = counted(stored.complaints);
  const pleased = sum(counted(people.filter(({ happy }) => happy)), ratings.good);
  const displeased = sum(complaints, ratings.not);
  const digest = {
    ...brought,
    period,
    messages: counted(people),
    complaints,
    answered: event("AgentAnswered"),
    resolved: event("TicketResolved"),
    reopened: event("TicketReopened"),
    escalated: event("HandedOver"),
    waiting: stock((one) => one.waiting),
    overdue: stock((one) => one.overdue),
    unaccounted: stock((one) => one.unaccounted),
    attention: event("NeedsAttention"),
    failed: event("AnswerFailed"),
    overdueList: stored.overdue.map((ticket) => ({ ...ticket, holder: holderOf(ticket, rules) })),
    slots: slotsOf(period, stored, timeZone),
    answers: answerLines(stored, rules),
    kept,
    broken,
    keptPercent: percent(kept, broken),
    brokenList: stored.broken,
    promiseChanges: stored.promiseChanges,
    seenPercent: stock(({ seen }: { readonly seen: SeenShare }) => seenPercent(seen)),
    groups: stored.groups,
    moreGroups: stored.groupsInAll - stored.groups.length,
    topics: tally(stored.complaints, ({ topic }) => topic).slice(0, TOPICS),
    causes: tally(stored.complaints, ({ rootCause }) => rootCause),
    recurring: stored.recurring,
    recurringList: stored.recurringList,
    ratings,
    badRatings: stored.badRatings,
    pleased,
    displeased,
    positivity: ratio(pleased, displeased),
    unsure: counted(people.filter(({ unsure }) => unsure)),
    corrected: counted(stored.corrections),
    corrections: stored.corrections.filter(({ current }) => current),
    learned: event("ModelLive").now ?? 0,
    refused: event("ModelRefused").now ?? 0,
    automatic: tally(automaticMail(stored.arrivals), ({ disposition }) => disposition),
  };
  return { ...digest, quiet: isQuiet(digest) };
}

/** Who is to see to what is late. */
function holderOf({ state, complaint, listed }: OverdueTicket, { leads }: Rules): Lead {
  const [first] = leads;
  if (listed && first !== undefined) return first;
  if (state !== "escalated") return "agents";
  const wanted: readonly Lead[] = complaint
    ? ["complaints-manager", "supervisor"]
    : ["supervisor", "complaints-manager"];
  return wanted.find((lead) => leads.includes(lead)) ?? first ?? "agents";
}

function isQuiet(digest: Omit<Digest, "quiet">): boolean {
  const figures = [
    digest.messages,
    digest.complaints,
    digest.answered,
    digest.waiting,
    digest.overdue,
    digest.unaccounted,
    digest.attention,
    digest.failed,
    digest.kept,
    digest.broken,
    ...Object.values(digest.ratings),
  ];
  const lists = [digest.spikes, digest.silent, digest.decisions, digest.promiseChanges, digest.unanswered];
  return figures.every(({ now }) => !now) && lists.every((list) => list.length === 0);
}
