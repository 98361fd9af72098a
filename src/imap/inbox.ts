import type { RawMessage, Ref } from "../mail/message.ts";

/** What SELECT tells of a folder. */
export interface FolderState {
  readonly path: string;
  readonly uidValidity: bigint;
  readonly uidNext: number;
  readonly exists: number;
  /** PERMANENTFLAGS has \*: new keywords may be made. Else only those in `permanentFlags` stick. */
  readonly anyKeyword: boolean;
  readonly permanentFlags: ReadonlySet<string>;
}

export interface ListedFolder {
  readonly path: string;
  readonly delimiter: string;
  /** RFC 6154, e.g. "\\Junk"; null if none. */
  readonly specialUse: string | null;
  readonly subscribed: boolean;
}

/** A message as it stands in a folder, without its octets. */
export interface Listed {
  readonly uid: number;
  readonly internalDate: Date;
  readonly size: number;
  readonly flags: ReadonlySet<string>;
}

export interface Fetched extends Listed {
  readonly raw: RawMessage;
}

/** A message with its header only. */
export interface Headed extends Listed {
  /** The header with the empty line that ends it, as the server gave it. */
  readonly header: Uint8Array;
}

/** What STATUS tells of a folder; where all of it is as before, no message came, went or (with a modseq) changed. */
export interface FolderCounts {
  readonly uidValidity: bigint;
  readonly uidNext: number;
  readonly messages: number;
  /** HIGHESTMODSEQ (RFC 7162); null where the server has none, and flags may have changed unseen. */
  readonly modseq: bigint | null;
}

/** A UID in neither list was not moved as far as is known: move it again, which then says why. */
export interface MoveResult {
  /** Old UID → new UID, or null where the server has no UIDPLUS and so does not say. */
  readonly moved: ReadonlyMap<number, number | null>;
  /** UIDs that were no longer there: an agent was first. */
  readonly missing: readonly number[];
  /** UIDVALIDITY of the target folder where the server told it. */
  readonly uidValidity: bigint | null;
}

/** Where an appended message stands. */
export interface Appended {
  readonly uid: number;
  readonly uidValidity: bigint;
}

/** How messages can be moved here without touching what agents marked \Deleted. */
export type MoveMethod = "move" | "copy-expunge" | "keywords-only";

/**
 * One IMAP connection to one mailbox. Failures of the server and the connection become TemporaryError or
 * PermanentError here ("auth", "tls", "no-such-folder", "refused", "over-quota"); nothing returns `false`. After a lost
 * connection every method throws TemporaryError, and `closed` settles: connect anew. Every call has a deadline, after
 * which the connection is closed. Bodies are fetched with PEEK: \Seen is the agents' own.
 */
export interface Inbox {
  readonly capabilities: ReadonlySet<string>;
  readonly moveMethod: MoveMethod;
  /** Settles once, when the connection is gone for whatever reason. */
  readonly closed: Promise<void>;

  list(): Promise<readonly ListedFolder[]>;
  /** Creates (with parents) and subscribes; no error if it exists. `segments` are joined with the server's delimiter under its personal namespace; returns the path. */
  create(segments: readonly string[]): Promise<string>;
  /** SELECTs; state is fresh. PermanentError("no-such-folder") if missing. */
  open(path: string): Promise<FolderState>;
  /** STATUS: as cheap as a look can be. PermanentError("no-such-folder") if missing. */
  status(path: string): Promise<FolderCounts>;
  /** UIDs at or above `fromUid` in ascending order (UID SEARCH). */
  uids(path: string, fromUid: number): Promise<readonly number[]>;
  /** Flags, INTERNALDATE, size; vanished UIDs are absent. */
  listed(path: string, uids: readonly number[]): Promise<readonly Listed[]>;
  /** Those of more than so many octets. One line from the server for all, where `listed` takes one for each. */
  larger(path: string, uids: readonly number[], octets: number): Promise<readonly number[]>;
  /** Those that are there and that nobody has answered, deleted or called junk. One line for all, too. */
  unmarked(path: string, uids: readonly number[]): Promise<readonly number[]>;
  /**
   * Octets of each message (BODY.PEEK[]); those above `maxBytes` by structure: header, text parts (each at most
   * 200,000 octets) and BODYSTRUCTURE, attachments not downloaded. Vanished UIDs are absent.
   */
  fetch(path: string, uids: readonly number[], maxBytes: number): Promise<readonly Fetched[]>;
  /** Adds keywords and flags; silently leaves out those that the folder would not keep. */
  addKeywords(path: string, uids: readonly number[], keywords: readonly string[]): Promise<void>;
  /** By `moveMethod`; at most 50 UIDs a command. Throws PermanentError("keywords-only") where nothing can be moved safely. */
  move(path: string, uids: readonly number[], target: string): Promise<MoveResult>;
  /** Where it stands now; null where the server does not tell (no UIDPLUS). */
  append(path: string, source: Uint8Array, flags: readonly string[]): Promise<Appended | null>;
  /** Removes one message for good; false if it was no longer there. PermanentError("no-uidplus") where that cannot be done without touching others. */
  remove(ref: Ref): Promise<boolean>;
  /** UIDs of messages with that Message-ID (UID SEARCH HEADER; the server may match a part of it). */
  findMessageId(path: string, messageId: string): Promise<readonly number[]>;
  /** Headers (BODY.PEEK[HEADER]); vanished UIDs are absent. */
  headers(path: string, uids: readonly number[]): Promise<readonly Headed[]>;
  /** UIDs of messages that carry \\Answered, in ascending order (UID SEARCH ANSWERED). */
  answered(path: string): Promise<readonly number[]>;
  /** Waits in IDLE on `path` (or polls) until the server announces mail, `milliseconds` passed, or `signal` aborts. */
  wait(path: string, milliseconds: number, signal: AbortSignal): Promise<"mail" | "timeout" | "aborted">;
  close(): Promise<void>;
}
