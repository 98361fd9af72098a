import type { Address, Language } from "../mail/message.ts";
import type { Manner } from "../policy/decision.ts";
import type { TemplateName } from "../policy/template.ts";

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

/** What goes out; part of the Store. */
export interface OutgoingStore {
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
}
