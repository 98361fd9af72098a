import type { Stock } from "../policy/digest-facts.ts";
import type { OutboxDraft } from "./outgoing.ts";
import type { Lease } from "./store.ts";

/** What is done once a period, whichever worker does it. */
export interface Claim {
  /** Such as "digest-weekly"; a job's claims are its own. */
  readonly job: string;
  /** Period.name. */
  readonly period: string;
}

/** Once a day, week or month; part of the Store. */
export interface PeriodStore {
  /**
   * One transaction: claims the period and queues the mail that comes of it, which belongs to no ticket. True exactly once
   * for a mailbox, job and period, across all workers; false, and nothing is queued, ever after.
   */
  claimPeriod(
    lease: Lease,
    claim: Claim & { readonly stock?: Stock },
    mail?: readonly OutboxDraft[],
  ): Promise<boolean>;
  /** Whether that has been done; so that what comes of it need not be worked out again each minute. */
  isClaimed(mailboxId: number, claim: Claim): Promise<boolean>;
}
