import type { Trial } from "../classify/trial.ts";
import type { Learned } from "../policy/correction.ts";
import type { FolderRole } from "../policy/decision.ts";
import type { Lease } from "./store.ts";

/**
 * settling: the message has not lain there long enough; asked: only a person's word counts; learned: taken for right;
 * undone: taken back by a person.
 */
export const CORRECTION_STATES = ["settling", "asked", "learned", "undone"] as const;
export type CorrectionState = (typeof CORRECTION_STATES)[number];

/** An agent's move of a message that foyer had filed, from one role to another. */
export interface AgentMove {
  readonly ledgerId: number;
  readonly from: FolderRole;
  readonly to: FolderRole;
  readonly at: Date;
}

/** What an agent's move, or a person's word, says of one message. */
export interface CorrectionRow {
  readonly id: number;
  readonly mailboxId: number;
  readonly mailbox: string;
  readonly ledgerId: number;
  readonly ticketId: number | null;
  readonly learns: Learned;
  readonly label: string;
  /** null where a person said it without a move. */
  readonly from: FolderRole | null;
  readonly to: FolderRole | null;
  readonly state: CorrectionState;
  /** 1; less for one of many that came in a sweep. */
  readonly weight: number;
  readonly at: Date;
  /** Empty once the message or its customer is erased. */
  readonly subject: string;
}

/** A learned correction of a text label with what it is learned from. */
export interface StoredLesson {
  readonly correctionId: number;
  readonly learns: "urgency" | "tone" | "kind" | "topic";
  readonly label: string;
  readonly weight: number;
  readonly subject: string;
  readonly text: string;
}

export interface ModelRow {
  readonly mailboxId: number;
  readonly version: string;
  /** Version of the base model beneath it. */
  readonly base: string;
  /** Digest of what it was made from. */
  readonly madeFrom: string;
  readonly corrections: number;
  /** Examples of own topics. */
  readonly examples: number;
  readonly trial: Trial;
  readonly createdAt: Date;
  readonly inUse: boolean;
}

/** What a mailbox uses. */
export interface ModelChoice {
  /** null: the base alone. */
  readonly version: string | null;
  /** A person chose it: retraining does not replace it. */
  readonly pinned: boolean;
  /** Digest of what was last learned from, whether it went live or not; null: never. */
  readonly triedFrom: string | null;
}

/** The part of the store that learning from agents stands on. */
export interface Teachings {
  /**
   * Notes moves that teach something (policy/correction.ts) and came before the first answer. A further move of a
   * message that has not settled counts from where it first stood; moving back cancels.
   */
  noteMoves(lease: Lease, moves: readonly AgentMove[]): Promise<void>;
  /** Moves that lay still since `before`, oldest first. */
  settling(mailboxId: number, before: Date): Promise<readonly CorrectionRow[]>;
  /** The move has settled: from now on it is learned, or a person is asked. Only what is still settling changes. */
  settle(
    lease: Lease,
    id: number,
    to: { readonly state: "asked" | "learned"; readonly weight: number },
  ): Promise<void>;
  /** A move that was none after all. */
  dropMove(lease: Lease, id: number): Promise<void>;
  /** Filed rows become `arrived` again, to be decided anew where they stand. */
  reconsider(lease: Lease, ledgerIds: readonly number[]): Promise<void>;
  /** A correction that a person names; learned at once. null where the message is not known. */
  addCorrection(correction: {
    readonly ledgerId: number;
    readonly learns: StoredLesson["learns"];
    readonly label: string;
    readonly at: Date;
  }): Promise<CorrectionRow | null>;
  /** Newest first; all mailboxes where none is named. */
  corrections(query: {
    readonly mailboxId: number | null;
    readonly limit: number;
  }): Promise<readonly CorrectionRow[]>;
  correction(id: number): Promise<CorrectionRow | null>;
  /** asked → learned. null where there is no such correction, or it asks for nothing. */
  confirmCorrection(id: number): Promise<CorrectionRow | null>;
  /** Takes it back, with the fact about the customer that it told. null where there is none, or it was undone before. */
  undoCorrection(id: number): Promise<CorrectionRow | null>;
  /** Deletes corrections of moves before `before`, with the facts that they told. Returns how many. */
  forgetCorrections(mailboxId: number, before: Date): Promise<number>;
  /** Learned corrections of text labels whose message still has its text, by id. */
  lessons(mailboxId: number): Promise<readonly StoredLesson[]>;

  /** Newest first. */
  models(mailboxId: number): Promise<readonly ModelRow[]>;
  /** The layer's file and the base model it belongs to; null where there is no such version. */
  modelFile(
    mailboxId: number,
    version: string,
  ): Promise<{ readonly base: string; readonly file: Uint8Array } | null>;
  modelChoice(mailboxId: number): Promise<ModelChoice>;
  /** Keeps the model, if there is one, notes what was tried, and puts it to use if `live`, unless a person pinned another. */
  saveModel(
    mailboxId: number,
    tried: {
      readonly madeFrom: string;
      readonly live: boolean;
      readonly model:
        | (Omit<ModelRow, "mailboxId" | "madeFrom" | "createdAt" | "inUse"> & { readonly file: Uint8Array })
        | null;
    },
  ): Promise<ModelChoice>;
  /** A person chooses: a version, null for the base alone (both pinned), or "newest", which ends the pinning. false where there is no such version. */
  useModel(mailboxId: number, version: string | null | "newest"): Promise<boolean>;
  /** Mailboxes by name. */
  mailboxIds(): Promise<ReadonlyMap<string, number>>;
}
