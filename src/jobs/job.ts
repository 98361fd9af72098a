import type { Desk } from "../triage/desk.ts";
import type { Postroom } from "./postroom.ts";
import type { TickDesk } from "./tick.ts";

/** What jobs work with, for as long as one connection to the mailbox lasts. */
interface JobRoom {
  readonly desk: Desk;
  readonly clock: TickDesk;
  /** null in shadow mode: nothing goes out. */
  readonly post: Postroom | null;
}

/**
 * Something that is done from time to time, by whoever holds the mailbox' lease. Running it again at any moment, after a
 * crash or on another worker, must be harmless: what may be done once only is claimed in the store (claimPeriod, `once`).
 */
export interface Job {
  /** For the log. */
  readonly name: string;
  /** Cron expression of five fields, in the mailbox' time zone; and when the work on it begins, or with `foyer run --once`. */
  readonly at: string;
  readonly work: (room: JobRoom, signal: AbortSignal) => Promise<unknown>;
}
