import { EventEmitter, once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import cron from "node-cron";
import type { MailboxConfig } from "../config.ts";
import { connectInbox } from "../imap/connect.ts";
import { ensureFolders } from "../imap/folders.ts";
import type { FolderState, Inbox } from "../imap/inbox.ts";
import { specialFolders } from "../imap/sent.ts";
import { openTokens } from "../imap/token.ts";
import { backfill } from "../jobs/backfill.ts";
import { deliverDue, type Postroom } from "../jobs/deliver.ts";
import { reconcile } from "../jobs/reconcile.ts";
import type { Rooms } from "../jobs/standing.ts";
import { openTransport } from "../smtp/transport.ts";
import type { Lease } from "../store/store.ts";
import type { Desk } from "../triage/desk.ts";
import { openFolder, triage, triageUids } from "../triage.ts";
import type { House } from "./house.ts";

/** One connection's worth of work on one mailbox, under its lease. */
export interface Session {
  readonly desk: Desk;
  readonly post: Postroom | null;
  /** Emits "queued" after each triage that may have queued answers. */
  readonly queued: EventEmitter;
  /** Aborts when the connection or the lease is gone. */
  readonly lost: AbortSignal;
  close(): Promise<void>;
}

/** null when `signal` aborted before the lease could be had. */
export async function openSession(
  house: House,
  config: MailboxConfig,
  signal: AbortSignal,
): Promise<Session | null> {
  const { store } = house;
  const log = house.log(config.policy.name);
  const mailbox = await store.openMailbox({
    name: config.policy.name,
    address: config.address,
    startedAt: house.now(),
  });
  const first = await leaseOf(house, mailbox.id, signal, () =>
    log.info({ mailbox: mailbox.name }, "waiting for the lease"),
  );
  if (first === null) return null;
  const held = { lease: first };
  const lost = new AbortController();
  const renewing = setInterval(() => renew(house, held, lost), (house.config.leaseSeconds * 1000) / 3);
  const inboxes: Inbox[] = [];
  const connect = async (): Promise<Inbox> => {
    const inbox = await connectInbox(config.imap, { log: (line) => log.debug({ line }, "imap") });
    inboxes.push(inbox);
    return inbox;
  };
  const close = async (): Promise<void> => {
    clearInterval(renewing);
    await Promise.allSettled(inboxes.map((inbox) => inbox.close()));
    await post?.transport.close();
    await store.releaseLease(held.lease).catch(() => undefined);
  };
  let post: Postroom | null = null;
  try {
    const inbox = await connect();
    void inbox.closed.then(() => lost.abort());
    const folders = config.mode === "live" ? await ensureFolders(inbox, config.folders) : null;
    const desk: Desk = {
      config,
      mailbox,
      store,
      inbox,
      parser: house.parser,
      classifierVersion: house.classifierVersion,
      secret: house.secret,
      now: house.now,
      log,
      lease: () => held.lease,
      folders,
      numbers: [],
      alerts: [],
    };
    if (folders !== null) post = await openPostroom(house, desk, { inbox: reconnecting(connect), folders });
    return { desk, post, queued: new EventEmitter(), lost: lost.signal, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The same connection as long as it lives, then a new one. */
function reconnecting(connect: () => Promise<Inbox>): () => Promise<Inbox> {
  let current: Promise<Inbox> | null = null;
  return () => {
    if (current === null) {
      const opened = connect();
      current = opened;
      const forget = (): void => {
        if (current === opened) current = null;
      };
      opened.then((inbox) => inbox.closed.then(forget), forget);
    }
    return current;
  };
}

async function openPostroom(
  house: House,
  desk: Desk,
  { inbox, folders }: { inbox: () => Promise<Inbox>; folders: Rooms["roles"] },
): Promise<Postroom> {
  const special = specialFolders(await desk.inbox.list());
  const { login } = desk.config.smtp;
  const token = login !== null && "tokenUrl" in login ? openTokens(login) : undefined;
  return {
    desk,
    templates: house.templates,
    transport: openTransport(desk.config.smtp, token),
    errands: inbox,
    rooms: {
      roles: folders,
      junk: special.junk,
      trash: special.trash,
      sent: special.sent,
      watch: { answered: new Set(), nextUid: null },
    },
  };
}

async function leaseOf(
  house: House,
  mailboxId: number,
  signal: AbortSignal,
  onWait: () => void,
): Promise<Lease | null> {
  let waiting = false;
  while (!signal.aborted) {
    const lease = await house.store.acquireLease(mailboxId, house.owner, house.config.leaseSeconds);
    if (lease !== null) return lease;
    if (!waiting) onWait();
    waiting = true;
    await sleep(1000, undefined, { signal }).catch(() => undefined);
  }
  return null;
}

async function renew(house: House, held: { lease: Lease }, lost: AbortController): Promise<void> {
  try {
    const lease = await house.store.acquireLease(
      held.lease.mailboxId,
      house.owner,
      house.config.leaseSeconds,
    );
    if (lease === null || lease.epoch !== held.lease.epoch) lost.abort();
    else held.lease = lease;
  } catch {
    // The database may be back before the lease expires; every commit checks it anyway.
  }
}

/** Triage, deliver and reconcile until `ended` aborts; the message in hand is finished first. */
export async function work(session: Session, ended: AbortSignal): Promise<void> {
  const { desk } = session;
  const stop = new AbortController();
  const signal = AbortSignal.any([ended, stop.signal]);
  const due = { reconcile: true };
  const task = cron.schedule("*/15 * * * *", () => {
    due.reconcile = true;
  });
  desk.log.info(
    { mode: desk.config.mode, folder: desk.config.folder, move: desk.inbox.moveMethod },
    "watching",
  );
  try {
    await Promise.race([watch(session, signal, due), deliver(session, signal)]);
  } finally {
    stop.abort();
    await task.destroy();
  }
}

async function watch(
  { desk, queued }: Session,
  signal: AbortSignal,
  due: { reconcile: boolean },
): Promise<void> {
  const { state } = await openFolder(desk);
  while (!signal.aborted) {
    if ((await triage(desk, state, signal)) > 0) queued.emit("queued");
    if (due.reconcile && !signal.aborted) {
      due.reconcile = false;
      await catchUp(desk, state, signal);
      continue;
    }
    desk.log.debug({}, "idle");
    const woken = await desk.inbox.wait(desk.config.folder, desk.config.pollSeconds * 1000, signal);
    if (woken === "mail") desk.log.debug({}, "announced");
  }
}

async function catchUp(desk: Desk, state: FolderState, signal: AbortSignal): Promise<void> {
  const { missed } = await reconcile(desk);
  await triageUids(desk, state, missed, { silence: null, signal, advance: false });
}

/** Sends what is due; sleeps until the next row falls due, at most a second, or until `queued` rings. */
async function deliver({ desk, post, queued }: Session, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const sent = post === null ? 0 : await deliverDue(post, signal);
    if (sent > 0) continue;
    const waiting = new AbortController();
    const either = AbortSignal.any([signal, waiting.signal]);
    await Promise.race([
      once(queued, "queued", { signal: either }).catch(() => undefined),
      sleep(1000, undefined, { signal: either }).catch(() => undefined),
    ]);
    waiting.abort();
  }
}

/** One pass: older mail if asked for, then arrivals, then what is due to be sent. */
export async function workOnce(
  { desk, post }: Session,
  signal: AbortSignal,
  options: { readonly backfill: boolean; readonly onProgress: (done: number) => void },
): Promise<number> {
  const { state } = await openFolder(desk);
  let settled = options.backfill ? await backfill(desk, signal, options.onProgress) : 0;
  const filing = (async () => {
    for (let count = -1; count !== 0 && !signal.aborted; ) {
      count = await triage(desk, state, signal, (done) => options.onProgress(settled + done));
      settled += count;
    }
    await catchUp(desk, state, signal);
  })();
  await Promise.all([filing, deliverMeanwhile(post, filing, signal)]);
  return settled;
}

/** Sends what falls due while `filing` goes on, and once more when it is done. */
async function deliverMeanwhile(
  post: Postroom | null,
  filing: Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  if (post === null) return;
  const filed = { done: false };
  const mark = (): void => {
    filed.done = true;
  };
  filing.then(mark, mark);
  while (!signal.aborted) {
    const last = filed.done;
    if ((await deliverDue(post, signal)) > 0) continue;
    if (last) return;
    await Promise.race([filing.catch(() => undefined), sleep(50)]);
  }
}
