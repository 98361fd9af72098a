import type { OpenComplaint, Stock, StoredFacts } from "../policy/digest-facts.ts";
import type { Claim } from "./period.ts";

/** Which facts are asked for. */
interface FactsAsked {
  /** Beginnings of the last periods, oldest first; the period itself begins with the last of them. */
  readonly starts: readonly Date[];
  /** Its end. */
  readonly to: Date;
  /** IANA name: days are local. */
  readonly timeZone: string;
  /** What is overdue by then is. */
  readonly now: Date;
}

/** What digests are made of; part of the Store. Counts are complete, lists are cut. */
export interface DigestStore {
  digestFacts(mailboxId: number, asked: FactsAsked): Promise<StoredFacts>;
  /** What stands now. */
  stock(mailboxId: number, now: Date): Promise<Stock>;
  /** Complaints on which it is our turn, the oldest first; how many there are in all, and how many of those are late. */
  openComplaints(
    mailboxId: number,
    asked: { readonly now: Date; readonly limit: number },
  ): Promise<{ readonly list: readonly OpenComplaint[]; readonly inAll: number; readonly late: number }>;
  /** What stood when a period was claimed; null where it never was. */
  stockOf(mailboxId: number, claim: Claim): Promise<Stock | null>;
}
