import type { MailboxConfig } from "../config.ts";
import type { Inbox } from "../imap/inbox.ts";
import type { Parser } from "../imap/parser.ts";
import type { FolderRole } from "../policy/decision.ts";
import type { Lease, Mailbox, Store } from "../store/store.ts";

/** A log line: fields are ids and codes, never mail content or secrets. */
export interface Log {
  debug(fields: Readonly<Record<string, unknown>>, event: string): void;
  info(fields: Readonly<Record<string, unknown>>, event: string): void;
  warn(fields: Readonly<Record<string, unknown>>, event: string): void;
  error(fields: Readonly<Record<string, unknown>>, event: string): void;
}

/** What the work on one mailbox needs, for as long as one connection lasts. */
export interface Desk {
  readonly config: MailboxConfig;
  readonly mailbox: Mailbox;
  readonly store: Store;
  readonly inbox: Inbox;
  readonly parser: Parser;
  readonly classifierVersion: string;
  /** Key of our own Message-IDs. */
  readonly secret: string;
  readonly now: () => Date;
  readonly log: Log;
  /** Renewed while we work; read it afresh before each write. */
  readonly lease: () => Lease;
  /** Folder path by role; null in shadow mode, which creates none. */
  readonly folders: Readonly<Record<FolderRole, string>> | null;
  /** Ticket numbers reserved and not used yet. */
  readonly numbers: number[];
  /** Times of the alerts sent within the last hour. */
  readonly alerts: Date[];
}

/**
 * Mail with an earlier INTERNALDATE came before foyer did. INTERNALDATE counts whole seconds (RFC 3501 section 2.3.3) by
 * the server's clock, which may be slow: ten minutes are in the sender's favour.
 */
export function startBorder(mailbox: Mailbox): Date {
  return new Date(mailbox.startedAt.getTime() - 600_000);
}

/** Messages read, committed and moved together. */
export const BATCH = 100;

/** Tries before a person is told. */
export const MAX_ATTEMPTS = 6;
