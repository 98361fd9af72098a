import { EventEmitter } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { MailboxConfig } from "../config.ts";
import { connectInbox } from "../imap/connect.ts";
import { ensureFolders } from "../imap/folders.ts";
import type { Inbox } from "../imap/inbox.ts";
import { type SpecialFolders, specialFolders } from "../imap/sent.ts";
import { openTokens } from "../imap/token.ts";

import { type Lookout, newLookout, type Rooms } from "../jobs/lookout.ts";
import type { Postroom } from "../jobs/postroom.ts";
import type { TickDesk } from "../jobs/tick.ts";

import { openTransport } from "../smtp/transport.ts";
import type { Lease, Mailbox } from "../store/store.ts";
import { type Desk, startOf } from "../triage/desk.ts";
import type { House } from "./house.ts";
import { learning } from "./learning.ts";
import { warmUp } from "./warm.ts";

/** One connection's worth of work on one mailbox, under its lease. */
export interface Session {
  readonly desk: Desk;
  readonly post: Postroom | null;
  /** What the scheduler works with. */
  readonly clock: TickDesk;
  readonly lookout: Lookout;
  /** Learns from agents' moves and the mailbox' own topics; null where the engine cannot. Never rejects. */
  readonly learn: (() => Promise<void>) | null;
  /** Emits "queued" after each triage that may have queued answers. */
  readonly queued: EventEmitter;
  /** Aborts when the connection or the lease is gone. */
  readonly lost: AbortSignal;
  close(): Promise<void>;
}

/**
 * Connects, waits for the lease and opens what the work needs. null when `signal` aborted before the lease could be had.
 */
export async function openSession(
  house: House,
  config: MailboxConfig,
  signal: AbortSignal,
): Promise<Session | null> {
  const connections = openConnections(house, config);
  try {
    const inbox = await connections.connect();
    const mailbox = await house.store.openMailbox({
      name: config.policy.name,
      address: config.address,
      startedAt: await startOf(inbox, config.folder, house.now()),
    });
    const tenure = await hold(house, mailbox, signal);
    if (tenure === null) {
      await connections.close();
      return null;
    }
    void inbox.closed.then(() => tenure.lost.abort());
    return await settleIn({ house, config, mailbox, inbox, connections, tenure });
  } catch (error) {
    await connections.close();
    throw error;
  }
}

interface Connections {
  connect(): Promise<Inbox>;
  close(): Promise<void>;
}

function openConnections(house: House, config: MailboxConfig): Connections {
  const log = house.log(config.policy.name);
  const inboxes = new Set<Inbox>();
  return {
    connect: async () => {
      const inbox = await connectInbox(config.imap, { log: (line) => log.debug({ line }, "imap") });
      inboxes.add(inbox);
      void inbox.closed.then(() => inboxes.delete(inbox));
      return inbox;
    },
    close: async () => {
      await Promise.allSettled([...inboxes].map((inbox) => inbox.close()));
    },
  };
}

/** The time that a mailbox is ours. */
interface Tenure {
  readonly lease: () => Lease;
  readonly lost: AbortController;
  end(): Promise<void>;
}

/** Waits for the lease and renews it from then on. */
async function hold(house: House, mailbox: Mailbox, signal: AbortSignal): Promise<Tenure | null> {
  const seconds = house.config.leaseSeconds;
  const take = (): Promise<Lease | null> => house.store.acquireLease(mailbox.id, house.owner, seconds);
  let lease = await take();
  if (lease === null) house.log(mailbox.name).info({ mailbox: mailbox.name }, "waiting for the lease");
  while (lease === null && !signal.aborted) {
    await sleep(1000, undefined, { signal }).catch(() => undefined);
    lease = await take();
  }
  if (lease === null) return null;
  const held = { lease };
  const lost = new AbortController();
  const renew = async (): Promise<void> => {
    const renewed = await take();
    if (renewed === null || renewed.epoch !== held.lease.epoch) lost.abort();
    else held.lease = renewed;
  };
  // The database may be back before the lease expires, and every commit checks it anyway.
  const renewing = setInterval(() => renew().catch(() => undefined), (seconds * 1000) / 3);
  return {
    lease: () => held.lease,
    lost,
    end: async () => {
      clearInterval(renewing);
      await house.store.releaseLease(held.lease).catch(() => undefined);
    },
  };
}

interface Furniture {
  readonly house: House;
  readonly config: MailboxConfig;
  readonly mailbox: Mailbox;
  readonly inbox: Inbox;
  readonly connections: Connections;
  readonly tenure: Tenure;
}

async function settleIn({ house, config, mailbox, inbox, connections, tenure }: Furniture): Promise<Session> {
  let post: Postroom | null = null;
  const close = async (): Promise<void> => {
    await connections.close();
    await post?.transport.close();
    await tenure.end();
  };
  try {
    const folders = config.mode === "live" ? await ensureFolders(inbox, config.folders) : null;
    const desk: Desk = {
      config,
      mailbox,
      store: house.store,
      inbox,
      parser: house.parser,
      classifierVersion: house.classifierVersion,
      secret: house.secret,
      now: house.now,
      log: house.log(config.policy.name),
      lease: tenure.lease,
      folders,
      numbers: [],
      reached: { nextUid: null },
      layer: { file: null, unfit: null },
      alerts: [],
      habits: { measured: await house.store.measured(mailbox.id), answersSeen: true },
    };
    const errands = reconnecting(() => connections.connect());
    await warmUp(house.parser, config.policy);
    const special = specialFolders(await inbox.list());
    const rooms = roomsOf(special, folders);
    const lookout = newLookout({ desk, errands, rooms, publicUrl: house.config.publicUrl });
    if (folders !== null) post = openPostroom(house, lookout, special.drafts);
    const clock = { ...desk, publicUrl: house.config.publicUrl };
    return {
      desk,
      post,
      lookout,
      clock,
      learn: learning(house.base, desk),
      queued: new EventEmitter(),
      lost: tenure.lost.signal,
      close,
    };
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

function roomsOf({ junk, trash, archive, sent }: SpecialFolders, roles: Rooms["roles"]): Rooms {
  return { roles, junk, trash, archive, sent };
}

function openPostroom(house: House, lookout: Lookout, drafts: string | null): Postroom {
  const { desk, errands } = lookout;
  const { login } = desk.config.smtp;
  const token = login !== null && "tokenUrl" in login ? openTokens(login) : undefined;
  return {
    desk,
    templates: house.templates,
    answers: house.answers,
    drafts,
    transport: openTransport(desk.config.smtp, token),
    errands,
    lookout,
  };
}
