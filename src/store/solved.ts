import type { Language } from "../mail/message.ts";
import type { Lease } from "./store.ts";
import type { TicketLine } from "./tickets.ts";

/** A solved ticket that the index lacks, or that was solved anew. */
export interface Unindexed {
  readonly ticketId: number;
  readonly language: Language;
  /** Of the message that opened it. */
  readonly subject: string;
  readonly text: string;
  /** The last answer that came by the mailbox, with what it quotes, else that in Sent; null: neither. */
  readonly answer: string | null;
}

export interface SolvedDraft {
  readonly ticketId: number;
  readonly language: Language;
  /** See searchText. */
  readonly text: string;
  readonly answer: string | null;
}

/** A solved ticket, and how it was answered where that is known. */
export interface SolvedLine extends TicketLine {
  readonly answer: string | null;
}

/** The index of solved tickets; part of the Store. */
export interface SolvedStore {
  unindexedSolved(mailboxId: number, limit: number): Promise<readonly Unindexed[]>;
  /** Writes these into the index; what is in it already gets the new answer. */
  indexSolved(lease: Lease, drafts: readonly SolvedDraft[], now: Date): Promise<void>;
  /**
   * Solved tickets of the same mailbox alike to this one, the most alike first: those in its language that share its rarest
   * words (or words spelt much like them, where the database has trigrams), then, of a complaint, those in other languages
   * that the log has tied to it.
   */
  alike(ticketId: number, limit: number): Promise<readonly SolvedLine[]>;
}
