import type { RootCause } from "../classify/judgement.ts";

interface Span {
  readonly from: Date;
  readonly to: Date;
}

/** A message that praises, as the customer wrote it. */
export interface Praise {
  readonly ticketId: number;
  /** agentKey of who answered last before it; null: nobody did, or it is not known. */
  readonly by: string | null;
  readonly text: string;
  /** How sure it is that it praises. */
  readonly confidence: number;
}

/** Conversations with a complaint of a span, by root cause. */
export interface CauseCount {
  readonly cause: RootCause;
  readonly count: number;
  /** A promise to them broke. */
  readonly late: number;
  readonly reopened: number;
  /** Rated as partly solved or not. */
  readonly unhappy: number;
  /** Rated as good, or confirmed. */
  readonly mended: number;
}

/** What a team hears of its own work; part of the Store. */
export interface TeamStore {
  /** Praise that came `since`, was filed as such, and of whose ticket the chat was not told. */
  freshPraise(mailboxId: number, since: Date, limit: number): Promise<readonly Praise[]>;
  /** Praise of a span, what was said with a good rating too; newest first, at most 2,000. */
  praise(mailboxId: number, span: Span): Promise<readonly Praise[]>;
  /** Tickets rated as good, by agentKey of who answered last before. */
  goodRatings(mailboxId: number, span: Span): Promise<ReadonlyMap<string, number>>;
  /** The most frequent first. */
  complaintCauses(mailboxId: number, span: Span): Promise<readonly CauseCount[]>;
}
