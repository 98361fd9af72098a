import { codesOf, type TicketEvent } from "../policy/event.ts";
import { type Database, insertRows } from "./database.ts";
import type { JournalEvent, LedgerState } from "./message.ts";
import type { OutboxState } from "./outgoing.ts";
import { events } from "./schema.ts";

/** What the journal tells of, and the state in which a ledger or outbox row stands afterwards (null: unchanged). */
export const LEDGER_EVENTS = {
  MessageReopened: "arrived",
  Postponed: null,
  MessageDecided: "decided",
  NeedsAttention: "attention",
  MessageFiled: "filed",
  AttentionFiled: null,
  LeftAlone: "left",
  MessageRelinked: null,
} as const satisfies Readonly<Record<string, LedgerState | null>>;

export const OUTBOX_EVENTS = {
  AnswerQueued: "pending",
  AnswerPostponed: null,
  AnswerSent: "sent",
  AnswerCancelled: "cancelled",
  AnswerFailed: "failed",
} as const satisfies Readonly<Record<string, OutboxState | null>>;

export type EventType =
  | keyof typeof LEDGER_EVENTS
  | keyof typeof OUTBOX_EVENTS
  | TicketEvent["type"]
  | "PromiseLengthened"
  | "PromiseShortened"
  | "CustomerErased"
  | "CorrectionNoted"
  | "CorrectionCancelled"
  | "CorrectionLearned"
  | "CorrectionAsked"
  | "CorrectionUndone"
  | "FixPrepared"
  | "FixApproved"
  | "FixLeftOut"
  | "FixDone"
  | "ActionOffered"
  | "ActionTaken"
  | "ActionDone"
  | "ActionRefused"
  | "ModelLive"
  | "ModelRefused";

export interface NewEvent {
  readonly mailboxId: number;
  readonly type: EventType;
  readonly at?: Date;
  readonly ticketId?: number | null;
  readonly ledgerId?: number | null;
  readonly outboxId?: number | null;
  readonly codes?: JournalEvent["codes"];
}

export async function record(tx: Database, list: readonly NewEvent[]): Promise<void> {
  const now = new Date();
  const rows = list.map((event) => ({
    mailboxId: event.mailboxId,
    at: event.at ?? now,
    type: event.type,
    ticketId: event.ticketId ?? null,
    ledgerId: event.ledgerId ?? null,
    outboxId: event.outboxId ?? null,
    codes: event.codes ?? {},
  }));
  await insertRows(tx, events, { rows });
}

/** A ticket's event as the journal keeps it. */
export function ticketEventRow(event: TicketEvent): Pick<NewEvent, "type" | "at" | "codes"> {
  return { type: event.type, at: event.at, codes: codesOf(event) };
}

/** `cause` if it is a code, else "unclear": free text may tell of a person, and the journal is for ever. */
export function code(cause: string | null): string | null {
  if (cause === null) return null;
  return /^[a-z0-9][a-z0-9._:-]{0,63}$/i.test(cause) ? cause : "unclear";
}
