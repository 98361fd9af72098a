import type { OwnTopic, RootCause, Topic, Urgency } from "../classify/judgement.ts";
import type { Language } from "../mail/message.ts";
import type { GroupState } from "../policy/action.ts";
import type { Decision } from "../policy/decision.ts";
import type { Rating } from "../policy/event.ts";
import type { Candidate, Frequencies, Weighted } from "../policy/likeness.ts";
import type { Grouped, GroupOrBegun, Regrouping } from "../policy/regroup.ts";
import type { TicketState } from "../policy/ticket.ts";
import type { Lease } from "./store.ts";

/** A complaining ticket that the log lacks, with the message that complains. */
export interface Unlogged {
  readonly ticketId: number;
  readonly ledgerId: number;
  readonly customerId: number | null;
  readonly at: Date;
  readonly language: Language;
  readonly subject: string;
  /** With what it quotes. */
  readonly text: string;
  readonly decision: Decision;
}

/** One complaint of the log: a ticket in which somebody complained. */
export interface LoggedComplaint {
  readonly ticketId: number;
  readonly ledgerId: number;
  readonly customerId: number | null;
  readonly at: Date;
  readonly language: Language;
  readonly topic: Topic | OwnTopic;
  readonly rootCause: RootCause;
  /** How bad the matter is, from urgency and harm; how it is said does not count. */
  readonly severity: Urgency;
}

export interface ComplaintDraft extends LoggedComplaint {
  /** One that is there, or one that this complaint, or another of the same batch, begins. */
  readonly group: GroupOrBegun;
  readonly ties: readonly (readonly [ticketId: number, strength: number])[];
  readonly terms: Weighted;
  /** All of its terms, for the frequencies. */
  readonly termIds: readonly number[];
}

/** What alike complaints are looked up by. */
interface Sought {
  readonly language: Language;
  readonly terms: Weighted;
  /** All of its terms: how alike those are that are found. */
  readonly compared: Weighted;
}

/** A complaint with what became of it. */
export interface ComplaintRow extends LoggedComplaint {
  readonly groupId: number;
  readonly subject: string;
  readonly state: TicketState;
  /** Times that the customer had complained about the same topic before, in the window. */
  readonly recurrence: number;
  readonly firstAnswerAt: Date | null;
  readonly promisedUntil: Date | null;
  readonly resolvedAt: Date | null;
  readonly rating: Rating | null;
}

/** Complaints that tell the same story. */
export interface ComplaintGroup {
  readonly id: number;
  /** A person's name for it; null: it is named by its own terms. */
  readonly name: string | null;
  /** What foyer calls it by its own terms; null: not yet, or nothing can be said. */
  readonly called: string | null;
  readonly state: GroupState;
  /** Where it is worked on: any https address. */
  readonly link: string | null;
  /** A person has put it together, named it or worked on it: what it held then stays in it, and it is never merged by itself. */
  readonly pinned: boolean;
  readonly complaints: number;
  /** Distinct: one customer ten times is one. */
  readonly customers: number;
  readonly languages: readonly Language[];
  readonly firstAt: Date;
  readonly lastAt: Date;
}

/** A group, and how many complaints it holds. */
export interface UncalledGroup {
  readonly id: number;
  readonly complaints: number;
}

interface ComplaintFilter {
  readonly groupId?: number;
  readonly since?: Date;
  readonly limit: number;
}

/** The log of complaints and their groups; part of the Store. */
export interface ComplaintStore {
  unloggedComplaints(mailboxId: number, limit: number): Promise<readonly Unlogged[]>;
  /** How common these terms are among the complaints of the mailbox. */
  termFrequencies(mailboxId: number, terms: readonly number[]): Promise<Frequencies>;
  /**
   * The most alike complaints of each, in the order given: at most 40 of its language and 40 of others; each term counts
   * its newest 200.
   */
  alikeComplaints(
    mailboxId: number,
    asked: readonly Sought[],
  ): Promise<readonly (readonly Candidate<number>[])[]>;
  /** Writes them into the log, all or none; a second time changes nothing. Returns their groups, in the order given. */
  logComplaints(lease: Lease, complaints: readonly ComplaintDraft[]): Promise<readonly number[]>;

  complaints(mailboxId: number, filter: ComplaintFilter): Promise<readonly ComplaintRow[]>;
  /** Groups with complaints since `since`, those of most customers first. */
  complaintGroups(mailboxId: number, since: Date, limit: number): Promise<readonly ComplaintGroup[]>;
  /** null where there is none; one that was merged gives the one that it is part of. */
  complaintGroup(mailboxId: number, id: number): Promise<ComplaintGroup | null>;
  /** Subject and text of some complaints of a group, newest first, no two of one customer. */
  complaintTexts(
    groupId: number,
    limit: number,
  ): Promise<
    readonly (Pick<LoggedComplaint, "ticketId" | "language" | "topic"> & {
      readonly subject: string;
      readonly text: string;
      /** What the customer is called. */
      readonly names: readonly string[];
    })[]
  >;
  /**
   * Groups of two complaints or more that nobody has named, and that are called nothing yet or were when they had half as
   * many or twice as many: a name does not change with each that comes.
   */
  uncalledGroups(mailboxId: number, limit: number): Promise<readonly UncalledGroup[]>;
  /** What the groups of a mailbox are called, whoever named them. */
  groupNames(mailboxId: number): Promise<readonly { readonly id: number; readonly name: string }[]>;
  /** Writes what foyer calls them; null where nothing can be said. */
  callGroups(
    lease: Lease,
    groups: readonly (UncalledGroup & { readonly called: string | null })[],
  ): Promise<void>;

  /** The newest complaints since `since`, with their ties, by number. */
  groupedComplaints(mailboxId: number, since: Date, limit: number): Promise<readonly Grouped[]>;
  /**
   * Moves complaints to other groups, those that they begin among them, and removes groups that are left empty. What people
   * have placed stays where it is.
   */
  regroupComplaints(lease: Lease, moves: readonly Regrouping[]): Promise<void>;

  /** All complaints of `from` join `into`, and are placed there. False where either is missing or they are one. */
  mergeGroups(mailboxId: number, from: number, into: number): Promise<boolean>;
  /** These tickets leave their group for a new one; in both, all are placed. null where a ticket is not in the group, or all are. */
  splitGroup(mailboxId: number, id: number, ticketIds: readonly number[]): Promise<number | null>;
  /** Sets what is given; what is in the group is placed there. False where there is no such group. */
  changeGroup(
    mailboxId: number,
    id: number,
    change: { readonly name?: string; readonly link?: string | null; readonly state?: GroupState },
  ): Promise<boolean>;
}
