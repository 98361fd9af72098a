import type { Ref } from "../mail/message.ts";
import type { ActionStore } from "./action.ts";
import type { AgreedStore } from "./agreed.ts";
import type { ComplaintStore } from "./complaint.ts";
import type { CustomerStore } from "./customer.ts";
import type { DigestStore } from "./digest.ts";
import type { FixedStore } from "./fixed.ts";
import type { HookStore } from "./hook.ts";
import type { MessageStore } from "./message.ts";
import type { OutgoingStore } from "./outgoing.ts";
import type { PeriodStore } from "./period.ts";
import type { SeenStore } from "./seen.ts";
import type { SilentStore } from "./silent.ts";
import type { SolvedStore } from "./solved.ts";
import type { Teachings } from "./taught.ts";
import type { TeamStore } from "./team.ts";
import type { TicketStore } from "./tickets.ts";
import type { TrendStore } from "./trend.ts";

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
    TrendStore,
    MessageStore,
    OutgoingStore,
    CustomerStore,
    TicketStore,
    SeenStore {
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

  close(): Promise<void>;
}
