import type { OwnTopic, Topic } from "../classify/judgement.ts";
import type { Address, Language, Ref } from "../mail/message.ts";
import type { Decision, FolderRole, Manner, Priority } from "../policy/decision.ts";
import type { MeasuredTimes } from "../policy/duty.ts";
import type { Rating, TicketEvent } from "../policy/event.ts";
import type { Measurement, Wait } from "../policy/measure.ts";
import type { Memory, MemoryKeys } from "../policy/memory.ts";
import type { Place } from "../policy/place.ts";
import type { SeenShare } from "../policy/seen.ts";
import type { SilentReason } from "../policy/silent.ts";
import type { TemplateName } from "../policy/template.ts";
import type { Ticket, TicketState } from "../policy/ticket.ts";
import type { ActionStore } from "./action.ts";
import type { AgreedStore } from "./agreed.ts";
import type { ComplaintStore } from "./complaint.ts";
import type { DigestStore } from "./digest.ts";
import type { FixedStore } from "./fixed.ts";
import type { HookStore } from "./hook.ts";
import type { PeriodStore } from "./period.ts";
import type { SilentStore } from "./silent.ts";
import type { SolvedLine, SolvedStore } from "./solved.ts";
import type { Teachings } from "./taught.ts";
import type { TeamStore } from "./team.ts";
import type { TrendStore } from "./trend.ts";

/** Every state of a message that was ever seen in a watched folder. */
export const LEDGER_STATES = ["arrived", "decided", "filed", "left", "attention"] as const;
export type LedgerState = (typeof LEDGER_STATES)[number];

export interface Mailbox {
  readonly id: number;
  readonly name: string;
  readonly address: string;
  /** Mail with an earlier INTERNALDATE is never acknowledged. Set at the first start, never changed. */
  readonly startedAt: Date;
}

/** The right to work on one mailbox, until `expiresAt`. A later owner has a higher epoch. */
export interface Lease {
  readonly mailboxId: number;
  readonly owner: string;
  readonly epoch: number;
  readonly expiresAt: Date;
}

/** The next UID to look at; everything below it has a ledger row. */
export interface Cursor {
  readonly folder: string;
  readonly uidValidity: bigint;
  readonly nextUid: number;
}

/** An outgoing automatic mail. Rendered when it is sent; everything it needs is here. */
export interface OutboxDraft {
  /** The template, but for thanks, receipt and sensitive, which are acknowledgements. */
  readonly kind: TemplateName;
  /** Fixed when the decision is committed, so that a second try is recognisable as the same mail. */
  readonly messageId: string;
  readonly to: readonly Address[];
  readonly template: TemplateName;
  readonly language: Language;
  readonly manner: Manner;
  /** Values for the template: plain text, as the customer wrote it; escaped when rendered. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  readonly dueAt: Date;
  /** The reason for it, such as "followup-0": a ticket gets no second mail for the same one. Absent: no such bound. */
  readonly once?: string | null;
}

export interface OutboxRow extends OutboxDraft {
  readonly id: number;
  readonly mailboxId: number;
  readonly ticketId: number | null;
  /** Ledger row of the message that it answers. */
  readonly ledgerId: number | null;
  /** Tries begun, the one in hand included: claiming counts, so that a row that kills its worker is not tried for ever. */
  readonly attempts: number;
  /** When it fell due first. */
  readonly createdAt: Date;
}

export const OUTBOX_STATES = ["pending", "sent", "cancelled", "failed"] as const;
export type OutboxState = (typeof OUTBOX_STATES)[number];

/** The parsed message as it is kept; the raw source stays on the server. */
export interface StoredMessage {
  readonly fingerprint: string;
  /** See Memory.contents. */
  readonly content: string;
  readonly messageId: string | null;
  readonly references: readonly string[];
  readonly from: Address | null;
  readonly subject: string;
  readonly text: string;
  readonly internalDate: Date;
  readonly size: number;
}

/** Facts about the sender that a message adds to the customer's record. */
export interface CustomerTrace {
  readonly address: string;
  readonly name: string | null;
  readonly language: Language | null;
  readonly phones: readonly string[];
  readonly orderNumbers: readonly string[];
  readonly at: Date;
}

/** One message of a batch, decided (S2). */
export interface Entry {
  readonly ref: Ref;
  /** `decided`: to be filed. `left`: final, with `reason`. `attention`: to be filed there, with `reason`. */
  readonly state: "decided" | "left" | "attention";
  readonly reason: string | null;
  readonly message: StoredMessage;
  /** null where the message could not be parsed. */
  readonly decision: Decision | null;
  /** Ticket number: from Decision.ticket, or one of `reserveTickets`. */
  readonly ticketId: number | null;
  /** What it does to its ticket; TicketOpened opens it. Empty for automatic mail. */
  readonly events: readonly TicketEvent[];
  /** Where automatic mail on the ticket that it opens may go; null: nowhere. */
  readonly answerTo: Address | null;
  /** When a ticket that it opens is to be looked at first. One that exists is looked at at once. */
  readonly nextAt: Date | null;
  /** null for automatic mail: only people are customers. */
  readonly customer: CustomerTrace | null;
  readonly outbox: readonly OutboxDraft[];
}

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

export interface LedgerRow {
  readonly id: number;
  /** Where it was first seen; never changes. */
  readonly firstRef: Ref;
  readonly ref: Ref;
  readonly state: LedgerState;
  readonly reason: string | null;
  readonly attempts: number;
  readonly fingerprint: string | null;
  readonly messageId: string | null;
  readonly ticketId: number | null;
  readonly folder: FolderRole | null;
  readonly decision: Decision | null;
}

/** A message that stands somewhere else now, by our move or an agent's. */
export interface Moved {
  readonly ledgerId: number;
  /** null where the server does not tell the new UID: the last known ref stays. */
  readonly ref: Ref | null;
}

export interface JournalEvent {
  readonly at: Date;
  readonly type: string;
  readonly ticketId: number | null;
  readonly ledgerId: number | null;
  /** Ids and codes only, never free text. */
  readonly codes: Readonly<Record<string, string | number | boolean | null>>;
}

export interface VipEntry {
  /** A lower-case address, or a lower-case domain with a leading "@". */
  readonly match: string;
  readonly name: string | null;
}

export interface CustomerRecord {
  readonly id: number;
  readonly addresses: readonly string[];
  readonly names: readonly string[];
  readonly phones: readonly string[];
  readonly orderNumbers: readonly string[];
  readonly language: Language | null;
  readonly vip: boolean;
  readonly optedOut: boolean;
  readonly dead: boolean;
  readonly firstContact: Date | null;
  readonly lastContact: Date | null;
  readonly contacts: number;
}

/** All that `foyer explain` shows of one message. */
export interface Explanation {
  readonly ledger: LedgerRow;
  readonly subject: string;
  readonly from: Address | null;
  readonly internalDate: Date;
  readonly outbox: readonly (OutboxRow & {
    readonly state: OutboxState;
    readonly cause: string | null;
    readonly sentAt: Date | null;
  })[];
  readonly events: readonly JournalEvent[];
}

/** A message that was found in another place than it was known in. */
export interface Found {
  readonly ledgerId: number;
  readonly ref: Ref;
  readonly place: Place;
}

/** A move that has settled: the message stands where it was moved to. */
export interface Move {
  readonly ledgerId: number;
  readonly ticketId: number | null;
  readonly from: Place | null;
  readonly to: Place;
  readonly movedAt: Date;
  /** It is the newest of its ticket's messages that ask for something: the ticket goes with it. */
  readonly carries: boolean;
}

/** An answer of a person that was seen. */
export interface SeenAnswer {
  readonly step: TicketStep;
  /** Leads to the ticket from now on; null where it has none. */
  readonly messageId: string | null;
  /** The beginning of what it says, without what it quotes; null where that is not known. */
  readonly text: string | null;
}

/** One message of a ticket, as whoever takes the ticket over needs it. */
export interface ThreadMessage {
  readonly ledgerId: number;
  readonly ref: Ref;
  readonly messageId: string | null;
  readonly references: readonly string[];
  readonly fromName: string | null;
  readonly fromAddress: string | null;
  /** null: could not be parsed. */
  readonly decision: Decision | null;
  readonly subject: string;
  readonly size: number;
  readonly text: string;
}

/**
 * foyer's state. Implemented once with Drizzle, on Postgres and on PGlite; one contract suite runs on both.
 * Methods that take a lease check it (owner, epoch, expiry by the database's clock) inside their own transaction and
 * throw LeaseLostError, having written nothing, where it no longer holds. Connection trouble throws TemporaryError;
 * a row that the database refuses throws PermanentError("bad-row").
 */
export interface Store
  extends Teachings,
    ActionStore,
    AgreedStore,
    ComplaintStore,
    DigestStore,
    FixedStore,
    HookStore,
    PeriodStore,
    SilentStore,
    SolvedStore,
    TeamStore,
    TrendStore {
  /** Applies migrations/. Safe to call at the same time from several workers. */
  migrate(): Promise<void>;
  /** Names of migrations not yet applied. */
  pendingMigrations(): Promise<readonly string[]>;
  /** Finds or creates the mailbox; `startedAt` is used only when it is created. */
  openMailbox(mailbox: { name: string; address: string; startedAt: Date }): Promise<Mailbox>;

  /** The lease if it is free, expired or already ours (same owner: same epoch, renewed), else null. */
  acquireLease(mailboxId: number, owner: string, seconds: number): Promise<Lease | null>;
  releaseLease(lease: Lease): Promise<void>;
  /** Throws LeaseLostError unless the lease holds; to be called before a move or a send. */
  checkLease(lease: Lease): Promise<void>;

  cursor(mailboxId: number, folder: string): Promise<Cursor | null>;
  /** First start or UIDVALIDITY change: sets the cursor and leaves the given UIDs alone with `reason`. */
  startFolder(
    lease: Lease,
    cursor: Cursor,
    leave: { uids: readonly number[]; reason: string },
  ): Promise<void>;
  /** Backfill: rows left alone with `reason` become `arrived` again, at most `limit`; returns their refs. */
  reopen(
    lease: Lease,
    /** The folder as it is numbered now: rows of an older UIDVALIDITY cannot be found again. */
    at: { readonly folder: string; readonly uidValidity: bigint },
    reason: string,
    limit: number,
  ): Promise<readonly Ref[]>;

  memory(mailboxId: number, keys: MemoryKeys, now: Date): Promise<Memory>;
  /** `count` fresh ticket numbers, unique over all mailboxes, ascending. Gaps are harmless. */
  reserveTickets(count: number): Promise<readonly number[]>;
  /** Ledger rows whose message has one of these fingerprints (any state). */
  byFingerprint(mailboxId: number, fingerprints: readonly string[]): Promise<readonly LedgerRow[]>;

  /**
   * S1 → S2, one transaction: ledger, messages, tickets, participants, customers, outbox, journal, cursor.
   * An entry whose ref already has a ledger row beyond `arrived` is skipped: the first decision stands.
   * Returns the ledger row of every entry, in order.
   */
  commit(lease: Lease, entries: readonly Entry[], cursor: Cursor | null): Promise<readonly LedgerRow[]>;
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
  /** A message that could not be fetched, decided or committed: `attempts` + 1 and tried again at `retryAt`. */
  postpone(lease: Lease, refs: readonly Ref[], cause: string, retryAt: Date): Promise<readonly LedgerRow[]>;
  /** Rows in `arrived` or `decided` that are due, and `attention` rows not yet moved: what a restart has to finish. */
  unfinished(
    mailboxId: number,
    now: Date,
    limit: number,
    /** Only what stands in this folder under this UIDVALIDITY. */
    where?: { readonly folder: string; readonly uidValidity: bigint },
  ): Promise<readonly LedgerRow[]>;
  /** S2 → S3; also for attention rows (they keep their state). */
  markFiled(lease: Lease, moved: readonly Moved[], now: Date): Promise<void>;
  /** Final: stays where it is, with a reason code. Pending outbox rows of it are cancelled with the same reason if asked. */
  markLeft(lease: Lease, ledgerIds: readonly number[], reason: string, cancelOutbox: boolean): Promise<void>;
  /** Relinks a row to where the message stands now (UIDVALIDITY change, an agent's move). */
  relink(lease: Lease, moved: readonly Moved[]): Promise<void>;
  /** Which of these UIDs of a folder have no ledger row, neither as first nor as current ref. */
  unaccounted(
    mailboxId: number,
    folder: string,
    uidValidity: bigint,
    uids: readonly number[],
  ): Promise<readonly number[]>;

  /** Claims due rows whose message is filed or left alone, for `seconds`, with FOR UPDATE SKIP LOCKED; another worker cannot get them meanwhile. */
  claimOutbox(mailboxId: number, now: Date, limit: number, seconds: number): Promise<readonly OutboxRow[]>;
  /** When the next pending row falls due; null if there is none. */
  nextDue(mailboxId: number): Promise<Date | null>;
  markSent(ids: readonly number[], at: Date): Promise<void>;
  /** Due again at `at`. This, failing and cancelling change pending rows only; what was sent stays sent. */
  retryOutbox(id: number, at: Date, cause: string): Promise<void>;
  /** Gives claimed rows back untried: due at `at`, the claim's attempt not counted. */
  releaseOutbox(ids: readonly number[], at: Date): Promise<void>;
  failOutbox(id: number, cause: string): Promise<void>;
  cancelOutbox(id: number, reason: string): Promise<void>;
  /** Customers' opt-out and dead state, and automatic mails that they got within 24 hours, for the check before sending. */
  recheck(
    rows: readonly OutboxRow[],
    now: Date,
  ): Promise<ReadonlyMap<number, { optedOut: boolean; dead: boolean; sentToday: number }>>;
  /** Ledger rows by id. */
  ledger(ids: readonly number[]): Promise<readonly LedgerRow[]>;

  importVips(entries: readonly VipEntry[]): Promise<{ added: number; known: number }>;
  removeVip(match: string): Promise<boolean>;
  vips(): Promise<readonly VipEntry[]>;
  setOptOut(address: string, optedOut: boolean): Promise<void>;
  /** The address that this mail of ours went to takes no mail any more: nothing automatic is sent to it. False: not sent by us. */
  markDead(mailboxId: number, messageId: string): Promise<boolean>;
  customer(address: string): Promise<CustomerRecord | null>;
  customersById(ids: readonly number[]): Promise<readonly CustomerRecord[]>;
  customers(limit: number, offset: number): Promise<readonly CustomerRecord[]>;
  /** Erases a person: names, addresses, phones, texts; ids and codes stay. Returns how many messages lost their text. */
  eraseCustomer(address: string): Promise<number>;

  /** By "folder/uidvalidity/uid" ref or by Message-ID, over all mailboxes; newest first. */
  explain(query: { ref: Ref } | { messageId: string }): Promise<readonly Explanation[]>;
  /** Counts by state; `arrived` and `decided` older than `before` are stuck. */
  counts(mailboxId: number): Promise<Readonly<Record<LedgerState, number>>>;
  /** Ledger rows whose message has one of these Message-IDs (any state). */
  byMessageId(mailboxId: number, ids: readonly string[]): Promise<readonly LedgerRow[]>;
  /** Where messages stand now. A move begins to settle; moved back, it never was. */
  follow(lease: Lease, found: readonly Found[], now: Date): Promise<void>;
  /** Moves that were seen at `before` or earlier, and stand since. */
  settledMoves(mailboxId: number, before: Date, limit: number): Promise<readonly Move[]>;
  /** One transaction: the moves, and what they do to their tickets; a step that is left out leaves its move unsettled. */
  settleMoves(
    lease: Lease,
    moves: readonly { readonly move: Move; readonly step: TicketStep | null }[],
  ): Promise<void>;
  /** One transaction: answers that were seen, their Message-IDs, how far the folder has been read. */
  noteAnswers(lease: Lease, answers: readonly SeenAnswer[], cursor: Cursor | null): Promise<void>;
  /** Of the messages that stand there under these UIDs, those of tickets on which nobody has answered since they came. */
  unansweredAt(
    mailboxId: number,
    at: { readonly folder: string; readonly uidValidity: bigint },
    uids: readonly number[],
  ): Promise<readonly { readonly ledgerId: number; readonly ticketId: number }[]>;
  /** Messages of a ticket, oldest first. */
  thread(ticketId: number): Promise<readonly ThreadMessage[]>;
  /** By the mailbox's name; see policy/seen.ts. */
  answersSeen(mailbox: string, now: Date): Promise<SeenShare>;
  close(): Promise<void>;
}
