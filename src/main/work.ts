import { type EventEmitter, once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import cron from "node-cron";
import { LeaseLostError, TemporaryError } from "../errors.ts";
import type { FolderState } from "../imap/inbox.ts";
import { backfill } from "../jobs/backfill.ts";
import { CLAIM, deliverDue } from "../jobs/deliver.ts";
import { lookAround, untilNextRound } from "../jobs/look.ts";
import { reconcile } from "../jobs/reconcile.ts";
import type { Desk } from "../triage/desk.ts";
import { openFolder } from "../triage/open.ts";
import { causeOf } from "../triage/read.ts";
import { triage, triageUids } from "../triage.ts";
import { learnOnSchedule } from "./learning.ts";
import { doJobsOnce, schedule } from "./schedule.ts";
import type { Session } from "./session.ts";

/** Triage, deliver, keep time and reconcile until `ended` aborts; the message in hand is finished first. */
export async function work(session: Session, ended: AbortSignal): Promise<void> {
  const { desk } = session;
  const stop = new AbortController();
  const signal = AbortSignal.any([ended, stop.signal]);
  const due: Due = { reconcile: true, survey: true };
  const task = cron.schedule("*/15 * * * *", () => {
    due.reconcile = true;
    due.survey = true;
  });
  desk.log.info(
    { mode: desk.config.mode, folder: desk.config.folder, move: desk.inbox.moveMethod },
    "watching",
  );
  const school = learnOnSchedule(desk.config, session.learn);
  const loops = [
    watch(session, signal, due),
    deliver(session, signal),
    observe(session, signal, due),
    schedule(session, signal),
  ];
  try {
    await Promise.race(loops);
  } finally {
    stop.abort();
    // What is in hand is finished, whichever ended first: the session is closed only then.
    await Promise.allSettled(loops);
    await task.destroy();
    await school.close();
  }
}

/** What the quarter of an hour asks for. */
interface Due {
  /** Of INBOX: every UID has its row. */
  reconcile: boolean;
  /** Of the other folders: nothing is taken as known. */
  survey: boolean;
}

/** Rounds of looking at what agents do. A round that fails is no reason to stop the rest: the next is soon. */
async function observe({ desk, lookout, queued }: Session, signal: AbortSignal, due: Due): Promise<void> {
  const { lookSeconds } = desk.config;
  while (!signal.aborted) {
    if (due.survey) lookout.sightings.clear();
    due.survey = false;
    try {
      if ((await lookAround(lookout)) > 0) queued.emit("queued");
      await untilNextRound(lookout, lookSeconds * 1000, signal);
    } catch (error) {
      if (error instanceof LeaseLostError) throw error;
      desk.log.warn({ cause: causeOf(error) }, "could not look around");
      await sleep(lookSeconds * 1000, undefined, { signal }).catch(() => undefined);
    }
  }
}

async function watch({ desk, queued }: Session, signal: AbortSignal, due: Due): Promise<void> {
  const { state } = await openFolder(desk);
  while (!signal.aborted) {
    const ring = (): boolean => queued.emit("queued");
    if ((await triage(desk, state, signal, ring)) > 0) ring();
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
  const { missed, uidValidity } = await reconcile(desk);
  if (uidValidity !== state.uidValidity) throw new TemporaryError("the server has numbered INBOX anew");
  await triageUids(desk, state, missed, { silence: null, signal, advance: false });
}

/** Sends what is due; sleeps until the next row falls due, at most a second, or until `queued` rings. */
async function deliver({ post, queued }: Session, signal: AbortSignal): Promise<void> {
  const bell = listen(queued);
  while (!signal.aborted) {
    const sent = post === null ? 0 : await deliverDue(post, signal);
    // Looking at each folder once more costs as much for one mail as for many: not again before there are some.
    if (sent < CLAIM) await bell.rung(signal);
  }
  bell.close();
}

/** `rung` waits until the bell rings, if it has not since the last wait; at most a second, or until `signal` aborts. */
function listen(queued: EventEmitter): { rung(signal: AbortSignal): Promise<void>; close(): void } {
  let rang = false;
  const ring = (): void => {
    rang = true;
  };
  queued.on("queued", ring);
  return {
    rung: async (signal) => {
      const waiting = new AbortController();
      const either = AbortSignal.any([signal, waiting.signal]);
      const heard = once(queued, "queued", { signal: either });
      const slept = sleep(rang ? 0 : 1000, undefined, { signal: either });
      await Promise.race([heard, slept].map((end) => end.catch(() => undefined)));
      waiting.abort();
      rang = false;
    },
    close: () => queued.off("queued", ring),
  };
}

/** One pass: {@link drain}, then {@link roundOff}. Returns how many messages were settled. */
export async function workOnce(session: Session, signal: AbortSignal, options: Draining): Promise<number> {
  const settled = await drain(session, signal, options);
  await roundOff(session, signal);
  return settled;
}

interface Draining {
  readonly backfill: boolean;
  readonly onProgress: (done: number) => void;
}

/**
 * Files older mail if asked for, then all that has arrived, and sends what falls due meanwhile. Returns how many messages
 * were settled.
 */
export async function drain(session: Session, signal: AbortSignal, options: Draining): Promise<number> {
  const { desk, learn, queued } = session;
  if (desk.config.topics !== null) await learn?.();
  const { state } = await openFolder(desk);
  let settled = options.backfill ? await backfill(desk, signal, options.onProgress) : 0;
  const filing = async (): Promise<void> => {
    for (let count = -1; count !== 0 && !signal.aborted; ) {
      count = await triage(desk, state, signal, (done) => {
        options.onProgress(settled + done);
        queued.emit("queued");
      });
      settled += count;
    }
    await catchUp(desk, state, signal);
  };
  await delivering(session, filing(), signal);
  return settled;
}

/** One look at what agents did, and one round of the jobs; sends what comes of it. */
export async function roundOff(session: Session, signal: AbortSignal): Promise<void> {
  const looking = async (): Promise<void> => {
    await lookAround(session.lookout);
    await doJobsOnce(session, signal);
  };
  await delivering(session, looking(), signal);
}

/** `work`, while what falls due is sent. */
async function delivering(session: Session, work: Promise<void>, signal: AbortSignal): Promise<void> {
  for (const end of await Promise.allSettled([work, deliverMeanwhile(session, work, signal)]))
    if (end.status === "rejected") throw end.reason;
}

/** Sends what falls due while `working` goes on, and once more when it is done. */
async function deliverMeanwhile(
  { post, queued }: Session,
  working: Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  if (post === null) return;
  const bell = listen(queued);
  const work = { done: false };
  const mark = (): void => {
    work.done = true;
    queued.emit("queued");
  };
  working.then(mark, mark);
  while (!signal.aborted) {
    const last = work.done;
    const sent = await deliverDue(post, signal);
    if (last && sent === 0) break;
    if (!last && sent < CLAIM) await bell.rung(signal);
  }
  bell.close();
}
