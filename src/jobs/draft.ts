import { createHash } from "node:crypto";
import { LeaseLostError, PermanentError } from "../errors.ts";
import type { Inbox } from "../imap/inbox.ts";
import type { Ref } from "../mail/message.ts";
import { agreedAnswer, writtenAnswer } from "../smtp/agreed.ts";
import { compose } from "../smtp/compose.ts";
import { render } from "../smtp/template.ts";
import { draftValues } from "../smtp/values.ts";
import type { OutboxRow } from "../store/outgoing.ts";
import type { DraftState, KeptDraft } from "../store/tickets.ts";
import { causeOf } from "../triage/read.ts";
import type { Postroom } from "./postroom.ts";

/*
 * The answer that foyer drafts for an agent lies in Drafts, one a ticket, and is foyer's as long as it lies there
 * unchanged: its UID and the hash of its octets are remembered. Messages are immutable in IMAP, so an agent who edits it
 * puts another message in its place, under another UID, and foyer never touches that one.
 */

/** A draft is some kilobytes; what is larger has been edited. Octets. */
const LARGEST = 500_000;
/** Taken away at a time. */
const BATCH = 50;

/**
 * Lays the draft of an outbox row into Drafts, in the thread. Does nothing where the ticket has been answered or resolved
 * meanwhile. After a crash, what lies there under the same Message-ID is taken for it, or, if it has been changed, left.
 */
export async function layDraft(post: Postroom, row: OutboxRow): Promise<void> {
  const { store, lease, log } = post.desk;
  const objection = await objectionTo(post, row);
  if (objection === null && (await waitsForGroup(post, row))) return;
  if (objection !== null || row.ticketId === null || post.drafts === null) {
    await store.cancelOutbox(row.id, objection ?? "no-drafts-folder");
    return log.info({ ticket: row.ticketId, reason: objection ?? "no-drafts-folder" }, "no draft");
  }
  const raw = await written(post, row);
  const inbox = await post.errands();
  await store.checkLease(lease());
  const place = await placed(inbox, post.drafts, { messageId: row.messageId, raw });
  if (place !== null) await store.keepDraft(lease(), { ticketId: row.ticketId, ...place });
  await store.markSent([row.id], post.desk.now());
  log.info({ ticket: row.ticketId }, place === null ? "draft left to the agent" : "draft laid");
}

/** A complaint's group is known within a minute or two; where groups have answers, its draft waits so long. Milliseconds. */
const PATIENCE = 180_000;
const AGAIN = 20_000;

async function waitsForGroup({ desk }: Postroom, row: OutboxRow): Promise<boolean> {
  const now = desk.now().getTime();
  if (row.ticketId === null || now - row.createdAt.getTime() > PATIENCE) return false;
  if (!(await desk.store.mayGetAnswer(row.ticketId, row.language))) return false;
  await desk.store.releaseOutbox([row.id], new Date(now + AGAIN));
  return true;
}

/** Why no draft is wanted any more, or null. */
async function objectionTo(post: Postroom, row: OutboxRow): Promise<string | null> {
  if (post.drafts === null) return "no-drafts-folder";
  const [ticket] = row.ticketId === null ? [] : await post.desk.store.tickets([row.ticketId]);
  if (ticket === undefined) return "no-ticket";
  if (ticket.firstAnswerAt !== null) return "answered";
  return ticket.state === "resolved" ? "resolved" : null;
}

/** The octets of the draft, with the agreed answer of its topic as it stands today. The same row gives the same octets. */
async function written({ desk, templates, answers }: Postroom, row: OutboxRow): Promise<Uint8Array> {
  const { address, displayName, language: mailboxLanguage } = desk.config;
  const { language, manner, template: name } = row;
  const values = draftValues.parse(row.values);
  const [ticket] = row.ticketId === null ? [] : await desk.store.tickets([row.ticketId]);
  const kept = row.ticketId === null ? null : await desk.store.answerFor(row.ticketId, language);
  const agreed =
    (kept === null ? null : writtenAnswer(kept, language, values)) ??
    agreedAnswer(answers, { language, topic: values.topic }, values);
  const filled = {
    ...values,
    apology: ticket?.apologyOwed ?? false,
    answer: agreed?.text ?? null,
    options: agreed?.options ?? [],
  };
  const now = row.createdAt;
  const rendered = render(templates, { name, manner, language, mailboxLanguage, values: filled, now });
  return compose({ row, mailbox: { address, displayName }, rendered, now }).raw;
}

/** Where the draft lies, laid now or before a crash; null where what lies there is an agent's work by now. */
async function placed(
  inbox: Inbox,
  folder: string,
  { messageId, raw }: { readonly messageId: string; readonly raw: Uint8Array },
): Promise<Omit<KeptDraft, "ticketId"> | null> {
  const before = await inbox.findMessageId(folder, messageId);
  const appended = before.length > 0 ? null : await inbox.append(folder, raw, ["\\Draft", "\\Seen"]);
  const { uidValidity } = await inbox.open(folder);
  const uids = appended === null ? await inbox.findMessageId(folder, messageId) : [appended.uid];
  for (const uid of uids) {
    const hash = await hashAt(inbox, { folder, uidValidity: appended?.uidValidity ?? uidValidity, uid });
    // What the server tells to be the message just appended is it, even where the server rewrote its header.
    if (hash !== null && (appended !== null || hash === hashOf(raw)))
      return { ref: { folder, uidValidity, uid }, hash };
  }
  return null;
}

/** Takes away drafts of tickets that were answered or resolved, where they are still as foyer wrote them. Returns how many were looked at. */
export async function clearDrafts(post: Postroom): Promise<number> {
  const { store, mailbox, log } = post.desk;
  const needless = await store.needlessDrafts(mailbox.id, BATCH);
  if (needless.length === 0) return 0;
  try {
    const inbox = await post.errands();
    for (const draft of needless) await clearDraft(post, inbox, draft);
  } catch (error) {
    if (error instanceof LeaseLostError) throw error;
    // They are looked at again in a minute.
    log.warn({ cause: causeOf(error) }, "drafts not looked at");
  }
  return needless.length;
}

async function clearDraft({ desk }: Postroom, inbox: Inbox, draft: KeptDraft): Promise<void> {
  const { store, lease, log } = desk;
  await store.checkLease(lease());
  const state = await takeAway(inbox, draft);
  await store.settleDraft(lease(), draft.ticketId, state);
  log.info({ ticket: draft.ticketId, state }, "draft settled");
}

async function takeAway(inbox: Inbox, { ref, hash }: KeptDraft): Promise<DraftState> {
  const found = await hashAt(inbox, ref);
  if (found === null) return "gone";
  if (found !== hash) return "edited";
  try {
    return (await inbox.remove(ref)) ? "removed" : "gone";
  } catch (error) {
    if (error instanceof PermanentError && (error.code === "no-uidplus" || error.code === "refused"))
      return "stays";
    throw error;
  }
}

/** SHA-256 of the octets of a message; null where it is gone, or an agent has marked it deleted. */
async function hashAt(inbox: Inbox, { folder, uidValidity, uid }: Ref): Promise<string | null> {
  try {
    if ((await inbox.open(folder)).uidValidity !== uidValidity) return null;
    const [message] = await inbox.fetch(folder, [uid], LARGEST);
    if (message === undefined || message.flags.has("\\Deleted")) return null;
    return hashOf(message.raw.source);
  } catch (error) {
    if (error instanceof PermanentError && error.code === "no-such-folder") return null;
    throw error;
  }
}

const hashOf = (octets: Uint8Array): string => createHash("sha256").update(octets).digest("hex");
