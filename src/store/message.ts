import type { Address, Language, Ref } from "../mail/message.ts";
import type { Decision, FolderRole } from "../policy/decision.ts";
import type { TicketEvent } from "../policy/event.ts";
import type { Memory, MemoryKeys } from "../policy/memory.ts";
import type { OutboxDraft, OutboxRow, OutboxState } from "./outgoing.ts";
import type { Cursor, Lease } from "./store.ts";

/** Every state of a message that was ever seen in a watched folder. */
export const LEDGER_STATES = ["arrived", "decided", "filed", "left", "attention"] as const;
export type LedgerState = (typeof LEDGER_STATES)[number];

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

/** Messages from arrival to rest; part of the Store. */
export interface MessageStore {
  memory(mailboxId: number, keys: MemoryKeys, now: Date): Promise<Memory>;
  /** `count` fresh ticket numbers, unique over all mailboxes, ascending. Gaps are harmless. */
  reserveTickets(count: number): Promise<readonly number[]>;
  /** Ledger rows whose message has one of these fingerprints (any state). */
  byFingerprint(mailboxId: number, fingerprints: readonly string[]): Promise<readonly LedgerRow[]>;
  /** Ledger rows whose message has one of these Message-IDs (any state). */
  byMessageId(mailboxId: number, ids: readonly string[]): Promise<readonly LedgerRow[]>;
  /**
   * S1 → S2, one transaction: ledger, messages, tickets, participants, customers, outbox, journal, cursor.
   * An entry whose ref already has a ledger row beyond `arrived` is skipped: the first decision stands.
   * Returns the ledger row of every entry, in order.
   */
  commit(lease: Lease, entries: readonly Entry[], cursor: Cursor | null): Promise<readonly LedgerRow[]>;
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
  /** Ledger rows by id. */
  ledger(ids: readonly number[]): Promise<readonly LedgerRow[]>;
  /** By "folder/uidvalidity/uid" ref or by Message-ID, over all mailboxes; newest first. */
  explain(query: { ref: Ref } | { messageId: string }): Promise<readonly Explanation[]>;
  /** Counts by state; `arrived` and `decided` older than `before` are stuck. */
  counts(mailboxId: number): Promise<Readonly<Record<LedgerState, number>>>;
}
