import type { ActionState, ActionWay, Offer } from "../policy/action.ts";
import type { CustomerRecord } from "./customer.ts";
import type { OutboxDraft } from "./outgoing.ts";
import type { Lease } from "./store.ts";

/** A decision that was offered to managers. */
export interface Action {
  readonly id: number;
  readonly mailboxId: number;
  /** Name of the mailbox. */
  readonly mailbox: string;
  readonly offer: Offer;
  readonly state: ActionState;
  readonly expiresAt: Date;
  /** Which manager took it (agentKey), and how. */
  readonly takenBy: string | null;
  readonly takenVia: ActionWay | null;
  readonly takenAt: Date | null;
  /** What the manager said beside yes; checked again when it is done. */
  readonly input: Readonly<Record<string, unknown>>;
  /** A code; null while it is offered or taken. */
  readonly outcome: string | null;
}

/** A manager's decision. */
export interface Taking {
  /** agentKey of the manager. */
  readonly by: string;
  readonly via: ActionWay;
  /** Names the form or the message: the same again, after a double click or a crash, is the same decision. */
  readonly key: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly at: Date;
}

/** taken: by this, now or before. spent: something else took it. */
export type Taken = "taken" | "spent" | "expired" | "gone";

/** Decisions of managers; part of the Store. */
export interface ActionStore {
  /**
   * Offers decisions for {@link ACTION_DAYS} days; returns their ids, in order. What was offered within a day already is
   * the same decision, for however many managers. Needs no lease: nothing is decided by it.
   */
  offerActions(mailboxId: number, offers: readonly Offer[], at: Date): Promise<readonly number[]>;
  /** Offers one and queues what tells the managers, in one transaction. Needs no lease: nothing is decided by it. */
  askManagers(
    mailboxId: number,
    offer: Offer,
    mail: (action: number) => readonly OutboxDraft[],
    at: Date,
  ): Promise<number>;
  /** Customers of the mailbox with so many contacts or more who are no VIPs, those with most first. */
  regulars(mailboxId: number, contacts: number, limit: number): Promise<readonly CustomerRecord[]>;
  /** null where there is none. */
  action(id: number): Promise<Action | null>;
  /**
   * Takes an offered decision, once: whoever comes second, or after it expired, changes nothing. Needs no lease: a page
   * takes it whoever owns the mailbox; what it brings about is done by the owner (takenActions).
   */
  takeAction(id: number, taking: Taking): Promise<Taken>;
  /**
   * Queues the mail by which a manager (agentKey) confirms; false, and nothing is queued, where it is not offered any
   * more, or mails enough were asked for: for each manager one a minute, 10 in all. Whoever got hold of the link of one
   * keeps no other from deciding.
   */
  askToConfirm(
    id: number,
    asked: { readonly by: string; readonly mail: OutboxDraft; readonly at: Date },
  ): Promise<boolean>;
  /** Decisions that were taken and are not done yet, the oldest first. */
  takenActions(mailboxId: number, limit: number): Promise<readonly Action[]>;
  /** Ends one: done or refused, with a code; and queues what the manager is told. */
  settleAction(
    lease: Lease,
    id: number,
    end: {
      readonly state: Extract<ActionState, "done" | "refused">;
      readonly outcome: string;
      readonly mail: readonly OutboxDraft[];
      readonly at: Date;
    },
  ): Promise<void>;
}
