import { PermanentError, TemporaryError } from "../errors.ts";
import type { Inbox } from "../imap/inbox.ts";
import { AUDIENCES } from "../policy/template.ts";
import { compose } from "../smtp/compose.ts";
import { render, type Templates } from "../smtp/template.ts";
import type { Transport } from "../smtp/transport.ts";
import { acknowledgementValues } from "../smtp/values.ts";
import type { LedgerRow, OutboxRow } from "../store/store.ts";
import { type Desk, MAX_ATTEMPTS } from "../triage/desk.ts";
import { causeOf } from "../triage/read.ts";
import { type Rooms, type Standing, standings } from "./standing.ts";

/** What sending needs besides the desk. */
export interface Postroom {
  readonly desk: Desk;
  readonly templates: Templates;
  readonly transport: Transport;
  /** A second connection, so that looking around does not disturb the watch on INBOX. */
  readonly errands: () => Promise<Inbox>;
  readonly rooms: Rooms;
}

/** Rows claimed at a time, and for how long; a dead worker's rows are free again afterwards. */
const CLAIM = 100;
const CLAIM_SECONDS = 300;
/** Under way at the same time; 5 connections keep busy with it. */
const ABREAST = 10;
/** Marked together: after a crash at most so many, and those under way, go out twice. */
const MARKED = 25;

const HOUR = 3_600_000;
/** Seconds until mail is tried again that could not be looked at, or that the server took no connection for. */
const LOOK_AGAIN = 30;
const CONNECT_AGAIN = 120;

/** Sends what is due (S3 → S4), after looking once more whether it may go. Returns how many rows were settled. */
export async function deliverDue(post: Postroom, signal: AbortSignal): Promise<number> {
  const { desk } = post;
  const rows = await desk.store.claimOutbox(desk.mailbox.id, desk.now(), CLAIM, CLAIM_SECONDS);
  if (rows.length === 0) return 0;
  const objections = await objectionsTo(post, rows).catch(async (error: unknown) => {
    // The second connection failed, not the mail: it is looked at again later.
    await desk.store.releaseOutbox(idsOf(rows), later(desk, LOOK_AGAIN));
    desk.log.warn({ cause: causeOf(error) }, "could not look before sending");
    return null;
  });
  if (objections === null) return 0;
  const free: OutboxRow[] = [];
  for (const row of rows) {
    const objection = objections.get(row.id);
    if (objection === undefined) free.push(row);
    else await cancel(post, row, objection);
  }
  await sendAll(post, free, signal);
  return rows.length;
}

/** Why a row must not go any more, by outbox id. */
async function objectionsTo(
  post: Postroom,
  rows: readonly OutboxRow[],
): Promise<ReadonlyMap<number, string>> {
  const { store } = post.desk;
  const answers = rows.filter((row) => AUDIENCES[row.kind] === "customer");
  const [people, ledger] = await Promise.all([
    store.recheck(answers, post.desk.now()),
    store.ledger(answers.flatMap((row) => (row.ledgerId === null ? [] : [row.ledgerId]))),
  ]);
  const where = await look(post, ledger);
  const result = new Map<number, string>();
  for (const row of answers) {
    const person = people.get(row.id);
    const standing = row.ledgerId === null ? undefined : where.get(row.ledgerId);
    if (isLate(post.desk, row)) result.set(row.id, "stale");
    else if (person?.optedOut) result.set(row.id, "opted-out");
    else if (person?.dead) result.set(row.id, "dead-address");
    else if (standing !== undefined && standing !== "waiting") result.set(row.id, standing);
  }
  return result;
}

/** An acknowledgement days later, or one whose promise has passed before it went out, is more odd than kind. */
function isLate({ config, now }: Desk, row: OutboxRow): boolean {
  const at = now().getTime();
  const promise = acknowledgementValues.safeParse(row.values).data?.promise ?? null;
  const waited = at - row.createdAt.getTime();
  return (
    waited > config.policy.acknowledgeWithinHours * HOUR ||
    (promise !== null && Date.parse(promise.deadline) < at && waited > HOUR)
  );
}

const idsOf = (rows: readonly OutboxRow[]): number[] => rows.map((row) => row.id);
const later = (desk: Desk, seconds: number): Date => new Date(desk.now().getTime() + seconds * 1000);

async function look(post: Postroom, ledger: readonly LedgerRow[]): Promise<ReadonlyMap<number, Standing>> {
  if (ledger.length === 0) return new Map();
  return standings(await post.errands(), ledger, post.rooms);
}

async function cancel({ desk }: Postroom, row: OutboxRow, reason: string): Promise<void> {
  await desk.store.cancelOutbox(row.id, reason);
  desk.log.info({ ticket: row.ticketId, outbox: row.id, kind: row.kind, reason }, "not sent");
}

/**
 * Sends `ABREAST` at a time, in order. Where the server cannot be reached or refuses the login, no mail is to blame: the
 * rest is given back untried.
 */
async function sendAll(post: Postroom, rows: readonly OutboxRow[], signal: AbortSignal): Promise<void> {
  const { store, lease } = post.desk;
  const queue = rows.values();
  const unmarked: Sent[] = [];
  const untried: OutboxRow[] = [];
  let halted = false;
  const mark = async (): Promise<void> => {
    const sent = unmarked.splice(0);
    if (sent.length > 0) await markSent(post, sent);
  };
  const sendNext = async (): Promise<void> => {
    for (const row of queue) {
      if (signal.aborted || halted) {
        untried.push(row);
        continue;
      }
      try {
        unmarked.push({ row, raw: await sendOne(post, row) });
      } catch (error) {
        if (isUnreachable(error)) {
          if (!halted) logUnreachable(post.desk, error);
          halted = true;
          untried.push(row);
        } else await settleFailure(post, row, error);
      }
      if (unmarked.length < MARKED) continue;
      await mark();
      await store.checkLease(lease());
    }
  };
  if (rows.length > 0) await store.checkLease(lease());
  const ends = await Promise.allSettled(Array.from({ length: ABREAST }, sendNext));
  await mark();
  await store.releaseOutbox(idsOf(untried), later(post.desk, halted ? CONNECT_AGAIN : 0));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}

/** smtp/transport.ts: no connection, or no login. */
function isUnreachable(error: unknown): boolean {
  if (error instanceof PermanentError) return error.code === "auth";
  return error instanceof TemporaryError && !/answered [45]\d\d/.test(error.message);
}

function logUnreachable(desk: Desk, error: unknown): void {
  const detail = error instanceof Error ? error.message : "";
  desk.log.error({ cause: causeOf(error), detail, retrySeconds: CONNECT_AGAIN }, "mail server takes nothing");
}

interface Sent {
  readonly row: OutboxRow;
  readonly raw: Uint8Array;
}

async function markSent(post: Postroom, sent: readonly Sent[]): Promise<void> {
  const { desk } = post;
  await desk.store.markSent(
    sent.map(({ row }) => row.id),
    desk.now(),
  );
  for (const { row, raw } of sent) {
    desk.log.info({ ticket: row.ticketId, outbox: row.id, kind: row.kind }, "sent");
    if (desk.config.copyToSent && AUDIENCES[row.kind] === "customer") await keepCopy(post, raw);
  }
}

/** Renders and sends; returns the octets that were sent. */
async function sendOne({ desk, templates, transport }: Postroom, row: OutboxRow): Promise<Uint8Array> {
  const { template, manner, language, values } = row;
  const rendered = render(templates, {
    name: template,
    manner,
    language,
    mailboxLanguage: desk.config.language,
    values,
    now: desk.now(),
  });
  const { address, displayName } = desk.config;
  const { envelope, raw } = compose({
    row,
    mailbox: { address, displayName },
    rendered,
    now: desk.now(),
  });
  await transport.send({ envelope, raw });
  return raw;
}

/** 4xx and the like: again later; 5xx, a template that cannot be rendered, or too many tries: given up with the cause. */
async function settleFailure({ desk }: Postroom, row: OutboxRow, error: unknown): Promise<void> {
  const cause = causeOf(error);
  const fields = { ticket: row.ticketId, outbox: row.id, kind: row.kind, cause, attempts: row.attempts };
  const detail =
    error instanceof PermanentError || error instanceof TemporaryError ? error.message : undefined;
  if (error instanceof PermanentError || row.attempts >= MAX_ATTEMPTS * 2) {
    await desk.store.failOutbox(row.id, cause);
    return desk.log.error({ ...fields, detail }, "given up");
  }
  const seconds = Math.min(3600, 15 * 2 ** (row.attempts - 1));
  await desk.store.retryOutbox(row.id, new Date(desk.now().getTime() + seconds * 1000), cause);
  desk.log.warn({ ...fields, detail, retrySeconds: seconds }, "not sent yet");
}

/** A copy that cannot be kept is no reason to send again. */
async function keepCopy(post: Postroom, raw: Uint8Array): Promise<void> {
  const { sent } = post.rooms;
  if (sent === null) return;
  try {
    await (await post.errands()).append(sent, raw, ["\\Seen"]);
  } catch (error) {
    post.desk.log.warn({ cause: causeOf(error) }, "no copy in Sent");
  }
}
