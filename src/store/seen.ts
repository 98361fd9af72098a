import type { Ref } from "../mail/message.ts";
import type { Decision } from "../policy/decision.ts";
import type { Place } from "../policy/place.ts";
import type { SeenShare } from "../policy/seen.ts";
import type { Cursor, Lease } from "./store.ts";
import type { TicketStep } from "./tickets.ts";

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

/** What agents were seen to do; part of the Store. */
export interface SeenStore {
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
}
