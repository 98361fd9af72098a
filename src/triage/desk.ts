import type { MailboxConfig } from "../config.ts";
import { PermanentError } from "../errors.ts";
import type { Inbox } from "../imap/inbox.ts";
import type { Parser } from "../imap/parser.ts";
import type { Targets } from "../policy/deadline.ts";
import type { FolderRole } from "../policy/decision.ts";
import type { Lead, MeasuredTimes, Rules } from "../policy/duty.ts";
import type { LedgerRow } from "../store/message.ts";
import type { Lease, Mailbox, Store } from "../store/store.ts";
import type { LayerInUse } from "./layer.ts";

/** Ids and codes, never mail content or secrets. What happened stands in the line as "event": no field takes its place. */
type LogFields = Readonly<Record<string, unknown>> & { readonly event?: never };

/** A log line. */
export interface Log {
  debug(fields: LogFields, event: string): void;
  info(fields: LogFields, event: string): void;
  warn(fields: LogFields, event: string): void;
  error(fields: LogFields, event: string): void;
}

/** What the work on one mailbox needs, for as long as one connection lasts. */
export interface Desk {
  readonly config: MailboxConfig;
  readonly mailbox: Mailbox;
  readonly store: Store;
  readonly inbox: Inbox;
  readonly parser: Parser;
  readonly classifierVersion: string;
  /** Where reading of the watched folder begins, as far as is known without the database. */
  readonly reached: { nextUid: number | null };
  /** Key of our own Message-IDs. */
  readonly secret: string;
  readonly now: () => Date;
  readonly log: Log;
  /** Renewed while we work; read it afresh before each write. */
  readonly lease: () => Lease;
  /** Folder path by role; null in shadow mode, which creates none. */
  readonly folders: Readonly<Record<FolderRole, string>> | null;
  /** Ticket numbers reserved and not used yet. */
  readonly numbers: number[];
  readonly habits: Habits;
  readonly layer: LayerInUse;
  /** Alerts sent within the last hour, by the code of their reason. */
  readonly alerts: { readonly at: Date; readonly code: string }[];
}

/** What is known of how the team works; measured anew from time to time. */
interface Habits {
  measured: MeasuredTimes;
  /** See Rules.answersSeen. */
  answersSeen: boolean;
}

/** The business hours that a mailbox has for its answers. */
export function targetsOf({ businessHours, firstAnswerHours, solutionHours }: MailboxConfig): Targets {
  return { hours: businessHours, answerHours: firstAnswerHours, solutionHours };
}

/** What a mailbox has agreed on, and what its team is used to. */
export function rulesOf({ config, habits }: Pick<Desk, "config" | "habits">): Rules {
  const { complaintsManager, supervisor, managers, agents } = config;
  const leads: readonly [Lead, boolean][] = [
    ["complaints-manager", complaintsManager !== null],
    ["supervisor", supervisor !== null],
    ["managers", managers.length > 0],
    ["agents", agents.length > 0],
  ];
  return {
    ...targetsOf(config),
    warnBefore: config.warnBefore,
    followUpDays: config.followUpDays,
    referral: config.referral !== null,
    leads: leads.flatMap(([lead, there]) => (there ? lead : [])),
    measured: habits.measured,
    answersSeen: habits.answersSeen,
  };
}

/**
 * When foyer came to a mailbox, by the server's own clock: the INTERNALDATE of the newest message that was there. In an
 * empty mailbox ten minutes ago: nothing is older, and the server's clock may be slow.
 */
export async function startOf(inbox: Inbox, folder: string, now: Date): Promise<Date> {
  await inbox.open(folder);
  const newest = await inbox.listed(folder, (await inbox.uids(folder, 1)).slice(-50));
  if (newest.length === 0) return new Date(now.getTime() - 600_000);
  const dates = newest.map((one) => one.internalDate.getTime());
  return new Date(Math.min(now.getTime(), Math.max(...dates)));
}

/** INTERNALDATE counts whole seconds (RFC 3501 section 2.3.3). */
export const isFromBefore = (mailbox: Mailbox, internalDate: Date): boolean =>
  internalDate <= mailbox.startedAt;

/** Whether the message of a ledger row still stands where the ledger says, in another folder than the watched one. */
export async function isStillThere(desk: Desk, { ref }: LedgerRow): Promise<boolean> {
  if (ref.folder === desk.config.folder) return false;
  try {
    const { uidValidity } = await desk.inbox.open(ref.folder);
    return uidValidity === ref.uidValidity && (await desk.inbox.listed(ref.folder, [ref.uid])).length > 0;
  } catch (error) {
    if (error instanceof PermanentError && error.code === "no-such-folder") return false;
    throw error;
  } finally {
    await desk.inbox.open(desk.config.folder);
  }
}

/** Messages read, committed and moved together. */
export const BATCH = 200;

/** Octets read together. */
export const BATCH_OCTETS = 10_000_000;

/** Tries before a person is told. */
export const MAX_ATTEMPTS = 6;
