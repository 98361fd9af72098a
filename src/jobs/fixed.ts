import { canonical } from "../policy/addresses.ts";
import { nextOpen } from "../policy/business.ts";
import { leftOutOfFixed, type Told } from "../policy/fixed.ts";
import { ratingLinks, unsubscribeLink } from "../policy/link.ts";
import type { Ticket } from "../policy/ticket.ts";
import type { FixedValues } from "../smtp/values.ts";
import type { FixedLetter, FixedMailing } from "../store/fixed.ts";
import type { OutboxDraft } from "../store/outgoing.ts";
import { type CustomerOwn, toCustomer } from "../triage/letter.ts";
import { mayWrite } from "./handover.ts";
import type { TickDesk } from "./tick.ts";

/** Mails a minute, all mailings together: nobody is in a hurry, and a burst is what spam looks like. */
const PER_TICK = 10;
/** Letters that are looked at in a minute; those that the budgets hold back wait among them. */
const LOOKED_AT = 100;

/**
 * Queues what was approved, in business hours and within the budgets, a few mails a minute. Whom it must not reach any
 * more is left out, with a code. Returns how many letters were settled.
 */
export async function sendFixed(desk: TickDesk, signal: AbortSignal): Promise<number> {
  const now = desk.now();
  if (desk.folders === null || nextOpen(now, desk.config.businessHours) > now) return 0;
  const post = { queued: 0, settled: 0 };
  for (const mailing of await desk.store.fixedMailings(desk.mailbox.id, "approved")) {
    const about = await aboutOf(desk, mailing);
    const letters = await desk.store.fixedLetters(mailing.id, { waiting: true, limit: LOOKED_AT });
    for (const letter of letters) {
      if (post.queued >= PER_TICK || signal.aborted) return post.settled;
      const end = await settle(desk, about, letter);
      if (end === "queued") post.queued++;
      if (end !== "waits") post.settled++;
    }
  }
  return post.settled;
}

/** A mailing, and how its group stands now. */
interface About {
  readonly mailing: FixedMailing;
  /** Where its group is by now; null where it is gone. */
  readonly groupId: number | null;
  /** Grows with each letter, so that the next to the same person is known for one. */
  readonly told: Told[];
}

async function aboutOf({ store, mailbox }: TickDesk, mailing: FixedMailing): Promise<About> {
  const groupId = (await store.complaintGroup(mailbox.id, mailing.groupId))?.id ?? null;
  return { mailing, groupId, told: groupId === null ? [] : [...(await store.toldOfFix(groupId))] };
}

type End = "queued" | "left-out" | "waits";

async function settle(desk: TickDesk, { mailing, groupId, told }: About, letter: FixedLetter): Promise<End> {
  const { affected } = letter;
  const { ticketId } = affected;
  const leftOut = groupId === letter.groupId ? leftOutOfFixed(affected, told, mailing.notes) : "other-group";
  const at = desk.now();
  const named = { mailingId: mailing.id, ticketId };
  if (leftOut !== null) {
    await desk.store.settleLetter(desk.lease(), named, { leftOut }, at);
    desk.log.info({ mailing: mailing.id, ticket: ticketId, reason: leftOut }, "not told of the fix");
    return "left-out";
  }
  if (!(await mayWrite(desk, affected.answerTo?.address ?? ""))) return "waits";
  const [ticket] = await desk.store.tickets([ticketId]);
  const draft = ticket === undefined ? null : await letterDraft(desk, mailing, ticket);
  if (ticket === undefined || draft === null) return "waits";
  const events = [{ type: "FollowUpQueued", at } as const];
  const step = { ticketId, version: ticket.version, events, outbox: [draft] };
  if (!(await desk.store.settleLetter(desk.lease(), named, { step }, at))) return "waits";
  const address = canonical(draft.to[0]?.address ?? "");
  told.push({ customerId: affected.customerId, ticketId, address, at });
  desk.log.info({ mailing: mailing.id, ticket: ticketId }, "told of the fix");
  return "queued";
}

/** In the thread, the language and the manner of the ticket; null where what is needed for it is gone. */
async function letterDraft(
  desk: TickDesk,
  mailing: FixedMailing,
  ticket: Ticket,
): Promise<OutboxDraft | null> {
  const { config, secret } = desk;
  const note = mailing.notes[ticket.language];
  const letters = (await desk.store.correspondence([ticket])).get(ticket.id);
  if (ticket.answerTo === null || note === undefined || letters === undefined) return null;
  const base = { publicUrl: desk.publicUrl, mailboxAddress: config.address };
  const key = { secret, now: desk.now() };
  const { url, oneClick } = unsubscribeLink(ticket.id, base, key);
  const values: CustomerOwn<FixedValues> = {
    unsubscribe: oneClick ? url : null,
    note,
    rating: ratingLinks(ticket.id, base, key),
  };
  const { answerTo: to, id, language, manner } = ticket;
  return toCustomer(desk, "fixed", {
    ...{ to, ticket: id, language, manner, values, once: `fixed-${mailing.id}` },
    subject: letters.subject,
    answering: letters,
  });
}
