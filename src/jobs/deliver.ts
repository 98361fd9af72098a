import { LeaseLostError, PermanentError, TemporaryError } from "../errors.ts";
import { unsubscribeLink } from "../policy/link.ts";
import { AUDIENCES, type TemplateName } from "../policy/template.ts";
import { coveredTopics } from "../smtp/agreed.ts";
import { type Composition, compose } from "../smtp/compose.ts";
import { rastered } from "../smtp/raster.ts";
import { render } from "../smtp/template.ts";
import { DEAD_ADDRESS } from "../smtp/transport.ts";
import { customerValues } from "../smtp/values.ts";
import type { OutboxRow } from "../store/outgoing.ts";
import { type Desk, MAX_ATTEMPTS } from "../triage/desk.ts";
import { causeOf } from "../triage/read.ts";
import { complaintListValues } from "./complaint-list.ts";
import { digestValues } from "./digest.ts";
import { layDraft } from "./draft.ts";
import { enclosedThread } from "./enclose.ts";
import { filledValues } from "./fill.ts";
import { objectionsTo } from "./objection.ts";
import { apologised, takeApology, unsent } from "./outcome.ts";
import type { Postroom } from "./postroom.ts";

/** Rows claimed at a time, and for how long; a dead worker's rows are free again afterwards. */
export const CLAIM = 200;
const CLAIM_SECONDS = 300;
/** Under way at the same time; 5 connections keep busy with it. */
const ABREAST = 10;
/** Marked together: after a crash at most so many, and those under way, go out twice. */
const MARKED = 50;

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
  await layDrafts(
    post,
    rows.filter((row) => row.kind === "draft"),
  );
  for (const row of rows) {
    if (row.kind === "draft") continue;
    const objection = objections.reasons.get(row.id);
    if (objection === undefined) free.push(row);
    else await cancel(post, row, objection);
  }
  await sendAll(post, { rows: free, apologies: objections.apologies }, signal);
  return rows.length;
}

/** One that cannot be laid holds back none of the mail. */
async function layDrafts(post: Postroom, rows: readonly OutboxRow[]): Promise<void> {
  for (const row of rows) {
    try {
      await layDraft(post, row);
    } catch (error) {
      if (error instanceof LeaseLostError) throw error;
      await settleFailure(post, row, error);
    }
  }
}

const idsOf = (rows: readonly OutboxRow[]): number[] => rows.map((row) => row.id);
const later = (desk: Desk, seconds: number): Date => new Date(desk.now().getTime() + seconds * 1000);

async function cancel({ desk }: Postroom, row: OutboxRow, reason: string): Promise<void> {
  await desk.store.cancelOutbox(row.id, reason);
  await unsent(desk, row, reason);
  desk.log.info({ ticket: row.ticketId, outbox: row.id, kind: row.kind, reason }, "not sent");
}

/**
 * Sends `ABREAST` at a time, in order. Where the server cannot be reached or refuses the login, no mail is to blame: the
 * rest is given back untried.
 */
async function sendAll(
  post: Postroom,
  { rows, apologies }: { readonly rows: readonly OutboxRow[]; readonly apologies: Set<number> },
  signal: AbortSignal,
): Promise<void> {
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
        const apology = takeApology(row, apologies);
        unmarked.push({ row, apology, raw: await sendOne(post, row, apology) });
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
  readonly apology: boolean;
}

async function markSent(post: Postroom, sent: readonly Sent[]): Promise<void> {
  const { desk } = post;
  await desk.store.markSent(
    sent.map(({ row }) => row.id),
    desk.now(),
  );
  await apologised(
    desk,
    sent.flatMap(({ row, apology }) => (apology ? row : [])),
  );
  for (const { row, raw } of sent) {
    desk.log.info({ ticket: row.ticketId, outbox: row.id, kind: row.kind }, "sent");
    if (desk.config.copyToSent && AUDIENCES[row.kind] === "customer") await keepCopy(post, raw);
  }
}

/** Renders and sends; returns the octets that were sent. */
async function sendOne(post: Postroom, row: OutboxRow, apology: boolean): Promise<Uint8Array> {
  const { desk, templates, transport } = post;
  const { template, manner, language } = row;
  const enclosed = template === "handed-over" ? await enclosedThread(post.lookout, row) : null;
  const known = await valuesOf(post, row, apology);
  const values = enclosed === null ? known : { ...known, leftOut: enclosed.leftOut };
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
    pictures: await rastered(rendered.pictures),
    ...unsubscribing(desk, row),
    ...(enclosed === null ? {} : { attachments: enclosed.messages }),
  });
  await transport.send({ envelope, raw });
  return raw;
}

/** What it says: as the outbox has it, or, where that would keep names for no need, as things stand now. */
async function valuesOf(post: Postroom, row: OutboxRow, apology: boolean): Promise<object> {
  const { desk, lookout } = post;
  switch (row.template) {
    case "digest":
      return digestValues(
        { ...desk, publicUrl: lookout.publicUrl, covered: coveredTopics(post.answers) },
        row,
      );
    case "complaint-list":
      return complaintListValues(desk);
    default:
      return filledValues(post, row, apology);
  }
}

const UNASKED: ReadonlySet<TemplateName> = new Set<TemplateName>([
  "followup",
  "referral",
  "outreach",
  "fixed",
]);

/** Mail that nobody asked for says how it is ended with one click (RFC 8058), or by a mail (RFC 2369). */
function unsubscribing({ config, secret, now }: Desk, row: OutboxRow): Pick<Composition, "unsubscribe"> {
  if (row.ticketId === null || !UNASKED.has(row.kind)) return {};
  const base = { publicUrl: null, mailboxAddress: config.address };
  const { url } = unsubscribeLink(row.ticketId, base, { secret, now: now() });
  const https = customerValues.safeParse(row.values).data?.unsubscribe ?? null;
  return { unsubscribe: { https, subject: new URL(url).searchParams.get("subject") ?? "" } };
}

/** 4xx and the like: again later; 5xx, a template that cannot be rendered, or too many tries: given up with the cause. */
async function settleFailure({ desk }: Postroom, row: OutboxRow, error: unknown): Promise<void> {
  const cause = causeOf(error);
  const fields = { ticket: row.ticketId, outbox: row.id, kind: row.kind, cause, attempts: row.attempts };
  const detail =
    error instanceof PermanentError || error instanceof TemporaryError ? error.message : undefined;
  if (error instanceof PermanentError || row.attempts >= MAX_ATTEMPTS * 2) {
    await desk.store.failOutbox(row.id, cause);
    if (cause === DEAD_ADDRESS) await noteDead(desk, row);
    await unsent(desk, row, cause);
    return desk.log.error({ ...fields, detail }, "given up");
  }
  const seconds = Math.min(3600, 15 * 2 ** (row.attempts - 1));
  await desk.store.retryOutbox(row.id, new Date(desk.now().getTime() + seconds * 1000), cause);
  desk.log.warn({ ...fields, detail, retrySeconds: seconds }, "not sent yet");
}

/** The server said at once what a bounce would have said later. */
async function noteDead(desk: Desk, row: OutboxRow): Promise<void> {
  const { messageId, ticketId } = row;
  if (AUDIENCES[row.kind] !== "customer" || !(await desk.store.markDead(desk.mailbox.id, messageId))) return;
  if (ticketId !== null)
    await desk.store.advance(desk.lease(), [
      { ticketId, events: [{ type: "AddressDied", at: desk.now() }], outbox: [] },
    ]);
  desk.log.info({ outbox: row.id, ticket: ticketId }, "address is dead");
}

/** A copy that cannot be kept is no reason to send again. */
async function keepCopy(post: Postroom, raw: Uint8Array): Promise<void> {
  const { sent } = post.lookout.rooms;
  if (sent === null) return;
  try {
    await (await post.errands()).append(sent, raw, ["\\Seen"]);
  } catch (error) {
    post.desk.log.warn({ cause: causeOf(error) }, "no copy in Sent");
  }
}
