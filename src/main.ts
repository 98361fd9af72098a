import { setTimeout as sleep } from "node:timers/promises";
import type { MailboxConfig } from "./config.ts";
import { PermanentError } from "./errors.ts";
import { backoff } from "./imap/backoff.ts";
import type { House } from "./main/house.ts";
import { openSession, type Session } from "./main/session.ts";
import { work, workOnce } from "./main/work.ts";
import { causeOf } from "./triage/read.ts";

/**
 * Serves every mailbox, and the pages where there are any, until `signal` aborts; each mailbox reconnects on its own, so
 * one that is broken stops no other. Throws PermanentError("port") where the pages' port cannot be had.
 */
export async function serve(house: House, signal: AbortSignal): Promise<void> {
  const pages = house.pages === null ? null : await (await import("./main/pages.ts")).openPages(house);
  try {
    await Promise.all(house.config.mailboxes.map((mailbox) => serveMailbox(house, mailbox, signal)));
  } finally {
    await pages?.close();
  }
}

async function serveMailbox(house: House, config: MailboxConfig, signal: AbortSignal): Promise<void> {
  const log = house.log(config.policy.name);
  let failures = 0;
  while (!signal.aborted) {
    const began = house.now().getTime();
    try {
      await inSession(house, config, signal, (session, ended) => work(session, ended));
      failures = 0;
    } catch (error) {
      if (house.now().getTime() - began > 60_000) failures = 0;
      failures += 1;
      // Servers lock out who keeps trying a wrong password.
      const refused = error instanceof PermanentError && error.code === "auth";
      const delay = refused
        ? 60_000 + backoff(failures, Math.random(), { base: 60_000, cap: 3_600_000 })
        : backoff(failures, Math.random());
      log.warn(
        { cause: causeOf(error), detail: detailOf(error), retrySeconds: Math.ceil(delay / 1000) },
        "disconnected",
      );
      await sleep(delay, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Drains every mailbox, sends what is due, and returns how many messages were settled. Throws at the first failure. */
export async function serveOnce(
  house: House,
  signal: AbortSignal,
  options: { readonly backfill: boolean; readonly onProgress: (done: number) => void },
): Promise<number> {
  let settled = 0;
  for (const config of house.config.mailboxes)
    await inSession(house, config, signal, async (session) => {
      settled += await workOnce(session, signal, options);
    });
  return settled;
}

async function inSession(
  house: House,
  config: MailboxConfig,
  signal: AbortSignal,
  use: (session: Session, ended: AbortSignal) => Promise<void>,
): Promise<void> {
  const session = await openSession(house, config, signal);
  if (session === null) return;
  try {
    await use(session, AbortSignal.any([signal, session.lost]));
  } finally {
    await session.close();
  }
}

/** Our own errors carry texts without secrets; those of others stay out of the log. */
function detailOf(error: unknown): string | undefined {
  return error instanceof PermanentError || (error instanceof Error && error.name === "TemporaryError")
    ? error.message
    : undefined;
}
