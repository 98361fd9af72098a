import type { Language } from "../mail/message.ts";
import type { Manner } from "../policy/decision.ts";
import type { TicketEvent } from "../policy/event.ts";
import type { Hindrance, SilentReason } from "../policy/silent.ts";
import type { OutboxDraft } from "./outgoing.ts";
import type { Lease } from "./store.ts";

/** A customer who does not complain, and may be leaving. */
export interface SilentCustomer {
  readonly customerId: number;
  /** null: erased, or the last message came from where nobody must be written to. */
  readonly address: string | null;
  readonly name: string | null;
  readonly language: Language | null;
  readonly vip: boolean;
  /** The strongest first; empty: is not silent. */
  readonly reasons: readonly SilentReason[];
  readonly manner: Manner;
  readonly lastContact: Date | null;
  /** The newest matter, and what it was about; null: there was none. */
  readonly ticketId: number | null;
  readonly subject: string;
  /** Why a mail must not go now; null: it may, once a person approves. */
  readonly hindrance: Hindrance | null;
}

/** An outreach that a person has approved. */
export interface ApprovedOutreach {
  readonly id: number;
  readonly customerId: number;
  readonly approvedAt: Date;
}

/** What opens the conversation with a silent customer. */
export interface OutreachBegun {
  readonly outreachId: number;
  /** A reserved number. */
  readonly ticketId: number;
  readonly opening: Extract<TicketEvent, { type: "TicketOpened" }>;
  readonly draft: OutboxDraft;
  readonly now: Date;
}

/** Silent customers, and mail to them; part of the Store. */
export interface SilentStore {
  /**
   * The silent customers of a mailbox, VIPs first, then those with most reasons, the latest first. Customers of the
   * imported list who never wrote get a record on the way, so that they have a number.
   */
  silentCustomers(mailboxId: number, now: Date, limit: number): Promise<readonly SilentCustomer[]>;
  /** The same of these customers, silent or not. */
  silentAmong(
    mailboxId: number,
    customerIds: readonly number[],
    now: Date,
  ): Promise<readonly SilentCustomer[]>;
  /**
   * A person approves mail to these. Returns those that are silent, and that nothing speaks against. The same moment again is
   * the same approval.
   */
  approveOutreach(mailboxId: number, customerIds: readonly number[], at: Date): Promise<readonly number[]>;
  /** Approved, and not on the way: the oldest first. */
  approvedOutreaches(mailboxId: number, limit: number): Promise<readonly ApprovedOutreach[]>;
  /**
   * One transaction: looks once more, under lock, whether the customer may be written to; opens the ticket and queues the
   * mail, or refuses the outreach. Returns why it was refused; null: it is queued.
   */
  beginOutreach(lease: Lease, begun: OutreachBegun): Promise<Hindrance | "not-silent" | null>;
  refuseOutreach(lease: Lease, id: number, cause: string): Promise<void>;
}
