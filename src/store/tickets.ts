import type { OwnTopic, Topic } from "../classify/judgement.ts";
import type { Address, Language, Ref } from "../mail/message.ts";
import type { Decision, Priority } from "../policy/decision.ts";
import type { MeasuredTimes } from "../policy/duty.ts";
import type { Rating, TicketEvent } from "../policy/event.ts";
import type { Basis, Measurement, Wait } from "../policy/measure.ts";
import type { SilentReason } from "../policy/silent.ts";
import type { TemplateName } from "../policy/template.ts";
import type { Ticket, TicketState } from "../policy/ticket.ts";
import type { CustomerRecord } from "./customer.ts";
import type { OutboxDraft } from "./outgoing.ts";
import type { SolvedLine } from "./solved.ts";
import type { Lease } from "./store.ts";

/** What happens to one ticket, all of it or nothing. */
export interface TicketStep {
  readonly ticketId: number;
  /** As it was when this was decided; where the ticket has changed since, the step is left out. Absent: whatever it is. */
  readonly version?: number;
  readonly events: readonly TicketEvent[];
  /** A step is left out where the ticket has had a mail with the same `once`. */
  readonly outbox: readonly OutboxDraft[];
  /** The message that it comes of. */
  readonly ledgerId?: number | null;
  /** When the ticket is to be looked at next; null: when something happens. Absent: at once. */
  readonly nextAt?: Date | null;
}

/** What a page may know of a ticket, for whoever has a link to it. */
export interface TicketFace {
  /** Its name. */
  readonly mailbox: string;
  readonly mailboxId: number;
  readonly language: Language;
  /** Of its first message; "" once erased. */
  readonly subject: string;
  /** Where mail to the customer goes; null once erased, and where nobody can be written to. */
  readonly address: string | null;
}

/** A rating as a customer gave it, and what comes of it. */
interface RatingGiven {
  readonly mailboxId: number;
  readonly ticketId: number;
  readonly rating: Rating;
  /** The customer's words, "" for none. */
  readonly comment: string;
  readonly at: Date;
  /** null: nothing but words is added. */
  readonly step: TicketStep | null;
}

/** Of a draft that foyer wrote: `kept` is foyer's; `edited` is the agent's; `gone` was removed or sent by somebody; `removed` by foyer; `stays` where the server lets nobody remove one message alone. */
export type DraftState = "kept" | "edited" | "gone" | "removed" | "stays";

export interface KeptDraft {
  readonly ticketId: number;
  readonly ref: Ref;
  /** SHA-256 of its octets, in hexadecimal. */
  readonly hash: string;
}

/** A ticket in a list of others. */
export interface TicketLine {
  readonly id: number;
  readonly subject: string;
  readonly state: TicketState;
  readonly topic: Topic | OwnTopic;
  readonly complaint: boolean;
  readonly openedAt: Date;
  readonly resolvedAt: Date | null;
  readonly rating: Rating | null;
}

/** All that is on a ticket's card. */
export interface CardFacts {
  readonly ticket: Ticket;
  readonly mailbox: string;
  /** null: erased, or never known. */
  readonly customer: CustomerRecord | null;
  readonly subject: string;
  /** Why and when we wrote to a silent customer, where that began the ticket. */
  readonly outreach: { readonly reasons: readonly SilentReason[]; readonly at: Date } | null;
  /** Newest first, at most 20; texts are cut. */
  readonly messages: readonly CardMessage[];
  readonly sent: readonly { readonly template: TemplateName; readonly at: Date }[];
  /** Newest first. */
  readonly ratings: readonly { readonly rating: Rating; readonly comment: string; readonly at: Date }[];
  /** Of the same customer, newest first, at most 10. */
  readonly earlier: readonly TicketLine[];
  /** The answer that was agreed on for its group or topic, as it was written; null where there is none. */
  readonly agreed: string | null;
  /** The last answer of an agent that was read in Sent. */
  readonly answer: { readonly at: Date; readonly text: string } | null;
  /** Solved ones alike to it, the most alike first. */
  readonly alike: readonly SolvedLine[];
}

export interface CardMessage {
  readonly at: Date;
  readonly from: Address | null;
  readonly subject: string;
  readonly text: string;
  readonly decision: Decision | null;
}

export interface Correspondence {
  /** Reasons (OutboxDraft.once) for which the ticket has had a mail. */
  readonly spent: ReadonlySet<string>;
  /** Of the customer's newest message. */
  readonly subject: string;
  readonly messageId: string | null;
  readonly references: readonly string[];
  /** Its first letters, for staff. */
  readonly text: string;
  /** What was said with the last rating; "" for nothing. */
  readonly comment: string;
  /** The customer was asked for a referral, on whichever ticket. */
  readonly referred: boolean;
}

/** Tickets; part of the Store. */
export interface TicketStore {
  /**
   * One transaction: folds the events into the tickets' rows, writes journal and outbox. `mail`: what belongs to no single
   * ticket, given those whose steps were taken. Returns the tickets whose steps were taken; a ticket may have several steps, taken in order.
   */
  advance(
    lease: Lease,
    steps: readonly TicketStep[],
    mail?: (taken: ReadonlySet<number>) => readonly OutboxDraft[],
  ): Promise<ReadonlySet<number>>;
  /** Tickets by number, of any mailbox. */
  tickets(ids: readonly number[]): Promise<readonly Ticket[]>;
  /** Tickets whose time has come (`nextAt`), the longest overdue first. */
  dueTickets(mailboxId: number, now: Date, limit: number): Promise<readonly Ticket[]>;
  /** What automatic mail on these tickets has to know of what was written before. */
  correspondence(tickets: readonly Ticket[]): Promise<ReadonlyMap<number, Correspondence>>;
  /** When tickets that ask for an answer were opened and answered, of those opened `since`. */
  waits(mailboxId: number, since: Date): Promise<readonly Wait[]>;
  /** How long first answers take, as measured last. */
  measured(mailboxId: number): Promise<MeasuredTimes>;
  /** Replaces that. `changes`: what is promised from now on, in business hours, for the journal. */
  setMeasured(
    lease: Lease,
    measurements: readonly Measurement[],
    told: {
      readonly at: Date;
      readonly changes: readonly {
        readonly priority: Priority;
        readonly from: number;
        readonly to: number;
        readonly basis: Basis;
      }[];
    },
  ): Promise<void>;
  /** All that happened to a ticket, oldest first. Folded, it gives the ticket's row. */
  ticketEvents(ticketId: number): Promise<readonly TicketEvent[]>;
  /** null where there is no such ticket. */
  ticketFace(ticketId: number): Promise<TicketFace | null>;
  /**
   * Keeps a rating and takes its step, in one transaction; false, and nothing is kept, where the ticket has changed since
   * the step was decided. Needs no lease: customers rate whoever owns the mailbox, and nothing is moved or sent.
   */
  rate(given: RatingGiven): Promise<boolean>;
  /** null where there is no such ticket. */
  card(ticketId: number): Promise<CardFacts | null>;
  /** Remembers a draft that was laid into Drafts; a ticket's first one stands. */
  keepDraft(lease: Lease, draft: KeptDraft): Promise<void>;
  /** Drafts that are still foyer's, of tickets that were answered or resolved since. */
  needlessDrafts(mailboxId: number, limit: number): Promise<readonly KeptDraft[]>;
  settleDraft(lease: Lease, ticketId: number, state: DraftState): Promise<void>;
}
