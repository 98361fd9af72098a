import type { CustomerFacts, TicketFacts } from "./decision.ts";

/**
 * What decide() remembers of a mailbox while it works through messages in order: loaded from the store for a batch,
 * or empty for `foyer decide`. `remember` (policy/remember.ts) folds each decision into it, so that the second
 * message of a batch knows the first.
 */
export interface Memory {
  /** By lower-case address. */
  readonly customers: Map<string, CustomerFacts>;
  readonly tickets: Map<number, TicketFacts>;
  /** Ticket of each message already seen or sent by us, by Message-ID with angle brackets. */
  readonly ticketByMessageId: Map<string, number>;
  /** Message-IDs that were referenced before they arrived, and the ticket that waits for them. */
  readonly awaited: Map<string, number>;
  /** Fingerprint of (Message-ID, From, text) of messages already decided, for second deliveries. */
  readonly contents: Set<string>;
  /** Times of automatic mail queued or sent within the last 24 hours, by canonical() of the recipient. */
  readonly sentToAddress: Map<string, Date[]>;
  /** The same by budgetDomain() of the recipient: public providers have none. */
  readonly sentToDomain: Map<string, Date[]>;
  /** How many of the whole mailbox's automatic mails fall into each minute since 1970, within the last hour. */
  readonly sentByMailbox: Map<number, number>;
  usualPerHour: number | null;
}

/** What the store must look up so that the messages of a batch can be decided. */
export interface MemoryKeys {
  /** Lower case, as they were written: customers are known by them. Budgets are counted by their canonical form. */
  readonly addresses: readonly string[];
  /** Those of the addresses that have a budget (budgetDomain). */
  readonly domains: readonly string[];
  /** Message-ID, In-Reply-To and References of the batch. */
  readonly messageIds: readonly string[];
  /** Ticket numbers from own Message-IDs and subject tokens. */
  readonly tickets: readonly number[];
  readonly contents: readonly string[];
}

export function emptyMemory(): Memory {
  return {
    customers: new Map(),
    tickets: new Map(),
    ticketByMessageId: new Map(),
    awaited: new Map(),
    contents: new Set(),
    sentToAddress: new Map(),
    sentToDomain: new Map(),
    sentByMailbox: new Map(),
    usualPerHour: null,
  };
}
