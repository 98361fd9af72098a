import type { Lease } from "./store.ts";

export const HOOK_TARGETS = ["chat", "tracker"] as const;
export type HookTarget = (typeof HOOK_TARGETS)[number];

export const HOOK_STATES = ["pending", "sent", "failed", "cancelled"] as const;
export type HookState = (typeof HOOK_STATES)[number];

/** What is to be posted to a webhook; the address is the configuration's, and never stored. */
export interface HookDraft {
  readonly target: HookTarget;
  /** JSON. It is dropped once it was delivered, given up or cancelled. */
  readonly body: unknown;
  /** The reason for it, such as "praise-17": a mailbox posts it once. */
  readonly once: string;
  readonly dueAt: Date;
  /** Tickets that it tells of: erasing their customer takes it back. */
  readonly ticketIds: readonly number[];
}

export interface HookRow extends HookDraft {
  readonly id: number;
  /** Tries begun, the one in hand included. */
  readonly attempts: number;
}

/** The queue of webhooks; part of the Store. */
export interface HookStore {
  /** False where the mailbox has posted it before, or is about to. */
  queueHook(lease: Lease, hook: HookDraft): Promise<boolean>;
  /** Claims due rows for `seconds`; another worker cannot get them meanwhile. */
  claimHooks(mailboxId: number, now: Date, limit: number, seconds: number): Promise<readonly HookRow[]>;
  hookSent(id: number, at: Date): Promise<void>;
  /** Due again at `at`. */
  retryHook(id: number, at: Date, cause: string): Promise<void>;
  /** Given up. */
  failHook(id: number, at: Date, cause: string): Promise<void>;
  /** Why the newest webhook was given up, where none was delivered since; null: all is well. By the mailbox's name. */
  brokenHook(
    mailbox: string,
    target: HookTarget,
  ): Promise<{ readonly cause: string; readonly at: Date } | null>;
}
