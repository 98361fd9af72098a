import type { Affected, FixedLeftOut, Notes, Told } from "../policy/fixed.ts";
import type { Lease } from "./store.ts";
import type { TicketStep } from "./tickets.ts";

/** prepared: shown, and not approved. dropped: another was prepared in its place. done: nobody is left to be told. */
export type MailingState = "prepared" | "approved" | "done" | "dropped";
/** queued: the mail waits to go out, or has gone. */
export type LetterState = "waiting" | "queued" | "left-out";

export interface FixedMailing {
  readonly id: number;
  readonly mailboxId: number;
  /** As it was prepared; it may have been merged since. */
  readonly groupId: number;
  readonly notes: Notes;
  readonly state: MailingState;
  readonly preparedAt: Date;
}

/** Somebody of a mailing, as things stand now. */
export interface FixedLetter {
  readonly affected: Affected;
  readonly state: LetterState;
  readonly code: FixedLeftOut | null;
  /** Where the complaint is now. */
  readonly groupId: number;
}

/** "It is put right", to those who complained; part of the Store. */
export interface FixedStore {
  /** The complaints of a group, newest first, and who was told of it. */
  affectedBy(
    mailboxId: number,
    groupId: number,
  ): Promise<{ readonly affected: readonly Affected[]; readonly told: readonly Told[] }>;
  /** Who was told of a group's fixes, or is about to be. */
  toldOfFix(groupId: number): Promise<readonly Told[]>;
  /**
   * Keeps a mailing to be approved, in the place of one that was prepared for the same group before; the group is pinned.
   * Needs no lease: nothing goes out.
   */
  prepareFixed(
    mailboxId: number,
    mailing: {
      readonly groupId: number;
      readonly notes: Notes;
      readonly letters: readonly { readonly ticketId: number; readonly leftOut: FixedLeftOut | null }[];
      readonly at: Date;
    },
  ): Promise<number>;
  fixedMailing(id: number): Promise<FixedMailing | null>;
  /** Those of a mailing, waiting ones first. */
  fixedLetters(
    id: number,
    filter?: { readonly waiting: true; readonly limit: number },
  ): Promise<readonly FixedLetter[]>;
  /** Of a mailbox, in this state, the oldest first. */
  fixedMailings(mailboxId: number, state: MailingState): Promise<readonly FixedMailing[]>;
  /**
   * Lets a prepared mailing go out, and marks its group as fixed. `by` names who approves: the same again is the same
   * approval, another's comes too late.
   */
  approveFixed(
    id: number,
    approval: { readonly by: string; readonly at: Date },
  ): Promise<"approved" | "spent" | "superseded" | "gone">;
  /**
   * One transaction: takes the step of a letter, or leaves it out with a code. False, and the letter waits on, where the
   * ticket has changed since the step was decided. A mailing of which nobody is left waiting is done.
   */
  settleLetter(
    lease: Lease,
    letter: { readonly mailingId: number; readonly ticketId: number },
    end: { readonly step: TicketStep } | { readonly leftOut: FixedLeftOut },
    at: Date,
  ): Promise<boolean>;
}
