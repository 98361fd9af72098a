import type { OwnTopic, RootCause, Topic } from "../classify/judgement.ts";
import type { Disposition, FolderRole, Priority } from "./decision.ts";
import type { Rating } from "./event.ts";
import type { Wait } from "./measure.ts";
import type { SeenShare } from "./seen.ts";
import type { TicketState } from "./ticket.ts";

/*
 * What the store knows of a period, and of the one before it: `current` tells them apart. Lists are cut; what is cut is
 * counted.
 */

/** Messages of one local day that are alike in all of this. */
export interface ArrivalCount {
  readonly current: boolean;
  /** Local ISO date. */
  readonly day: string;
  readonly disposition: Disposition;
  /** Praise, and plain thanks. */
  readonly happy: boolean;
  /** A judgement that was not acted upon, for it was too unsure. */
  readonly unsure: boolean;
  readonly count: number;
}

interface ComplaintCount {
  readonly current: boolean;
  readonly day: string;
  readonly topic: Topic | OwnTopic;
  readonly rootCause: RootCause;
  readonly count: number;
}

/** Events of the journal that digests tell of (store/schema.ts has an index of them). */
export const TOLD_EVENTS = [
  "AgentAnswered",
  "TicketResolved",
  "TicketReopened",
  "HandedOver",
  "PromiseKept",
  "PromiseBroken",
  "PromiseExtended",
  "PromiseLengthened",
  "PromiseShortened",
  "ModelLive",
  "ModelRefused",
  "NeedsAttention",
  "AnswerFailed",
] as const;
export type ToldEvent = (typeof TOLD_EVENTS)[number];

export interface EventCount {
  readonly current: boolean;
  readonly type: ToldEvent;
  /** Of the ticket as it is now; null where it is about none. */
  readonly priority: Priority | null;
  /** Tickets, or events where they are about none. */
  readonly count: number;
}

/** A first answer that came in the period. */
export type FirstAnswer = Wait & { readonly current: boolean };

/** What a customer is promised has changed; business hours. */
export interface PromiseChange {
  readonly priority: Priority;
  readonly from: number;
  readonly to: number;
  /** See policy/measure.ts. */
  readonly basis: string;
  readonly at: Date;
}

/** A ticket in a list. */
export interface ListedMatter {
  readonly ticket: number;
  /** Of its newest message; "" once erased. */
  readonly subject: string;
  /** Shown name or address of the customer; "" once erased. */
  readonly who: string;
}

export interface OverdueTicket extends ListedMatter {
  readonly state: TicketState;
  readonly complaint: boolean;
  readonly folder: FolderRole;
  readonly dueAt: Date;
  /** A deadline was missed and told of: whoever leads has it on the list. */
  readonly listed: boolean;
}

/** A complaint on which it is our turn. */
export interface OpenComplaint extends ListedMatter {
  readonly state: TicketState;
  readonly priority: Priority;
  readonly openedAt: Date;
  /** When a person is to have answered, or settled it; null: nobody has said. */
  readonly dueAt: Date | null;
  /** By when the customer was promised an answer. */
  readonly promisedUntil: Date | null;
}

export interface BrokenPromise extends ListedMatter {
  readonly at: Date;
  /** When a person answered after all; null: nobody has. */
  readonly answeredAt: Date | null;
}

export interface BadRating extends ListedMatter {
  readonly rating: Rating;
  readonly comment: string;
}

export interface RecurringCustomer extends ListedMatter {
  readonly topic: Topic | OwnTopic;
  /** Complaints of the customer in the window, this one with them. */
  readonly complaints: number;
}

export interface GroupFacts {
  readonly group: number;
  readonly name: string;
  readonly complaints: number;
  readonly before: number;
  readonly customers: number;
  /** Its first complaint ever came in this period. */
  readonly fresh: boolean;
  /** Complaints in the last periods, this one last. */
  readonly history: readonly number[];
}

export interface CorrectionCount {
  readonly current: boolean;
  readonly learns: string;
  readonly label: string;
  readonly count: number;
}

/** What stands at one moment; kept with the period, to be beside what stands at the end of the next. */
export interface Stock {
  /** Tickets on which it is our turn. */
  readonly waiting: number;
  readonly overdue: number;
  readonly unaccounted: number;
  readonly seen: SeenShare;
}

/** All of it, as the store has it; groups are still to be named. */
export interface StoredFacts {
  readonly arrivals: readonly ArrivalCount[];
  readonly complaints: readonly ComplaintCount[];
  readonly events: readonly EventCount[];
  readonly firstAnswers: readonly FirstAnswer[];
  readonly promiseChanges: readonly PromiseChange[];
  readonly overdue: readonly OverdueTicket[];
  readonly broken: readonly BrokenPromise[];
  readonly ratings: readonly { readonly current: boolean; readonly rating: Rating; readonly count: number }[];
  readonly badRatings: readonly BadRating[];
  /** Tickets of customers who complained again, in this period and before. */
  readonly recurring: { readonly now: number; readonly before: number };
  readonly recurringList: readonly RecurringCustomer[];
  readonly groups: readonly (Omit<GroupFacts, "name"> & {
    readonly name: string | null;
    readonly called: string | null;
  })[];
  readonly groupsInAll: number;
  readonly corrections: readonly CorrectionCount[];
}
