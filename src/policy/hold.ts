import type { Message } from "../mail/message.ts";
import { budgetDomain, isNoreply, isOneOf, isSaneAddress } from "./addresses.ts";
import { AWAY_OPENINGS, AWAY_SUBJECTS } from "./cues/away.ts";
import type { Context, Reason } from "./decision.ts";
import { isReply, sendingServiceField } from "./guards/bulk.ts";
import { bareSubject, keyword, values } from "./guards/guard.ts";
import { isContactForm } from "./guards/sender.ts";
import { asksToOptOut } from "./optout.ts";
import { isPerson } from "./person.ts";
import { because } from "./reasons.ts";
import type { Routed } from "./route.ts";
import { answerTo, type Sender } from "./sender.ts";

/** Says why a person's message gets no acknowledgement, or null. It is filed all the same. */
type Hold = (message: Message, context: Context, sender: Sender) => Reason | null;

const missingSender: Hold = (message, _context, sender) =>
  sender.customer === null && !message.headers.has("from") ? because("missing-sender") : null;

const unreadableSender: Hold = (message, context, sender) =>
  answerTo(message, sender, context.mailbox) === null || !isSaneAddress(sender.customer?.address ?? "")
    ? because("unreadable-sender")
    : null;

/**
 * MS-OXCMAIL 2.2.3.2.14: of its values only these speak of automatic replies; DR, NDR, RN and NRN speak of receipts.
 * The field asks for silence; it does not make the mail itself automatic: Exchange writes it on people's mail.
 */
const SUPPRESSED = new Set(["all", "autoreply", "oof"]);

const responseSuppressed: Hold = (message) => {
  const words = values(message, "x-auto-response-suppress").flatMap((value) =>
    value.slice(0, 500).split(/[,;\s]+/),
  );
  const word = words.find((one) => SUPPRESSED.has(keyword(one)));
  return word === undefined ? null : because("response-suppressed", word);
};

/** A blind copy, or mail to a list of undisclosed people: answering would tell where it went. */
const notAddressed: Hold = (message, context, sender) => {
  // Where the mailbox's address is not known, whoever the message is addressed to is taken for it.
  if (sender.forwarded || context.mailbox.addresses.length === 0) return null;
  const to = [...message.to, ...message.cc].slice(0, 2_000);
  return to.some((one) => isOneOf(one.address, context.mailbox.addresses)) ? null : because("not-addressed");
};

const contactForm: Hold = (message, context) =>
  message.from !== null && isNoreply(message.from.address) && isContactForm(message, context.mailbox)
    ? because("contact-form")
    : null;

const staffSender: Hold = (_message, _context, sender) =>
  sender.staff && !sender.forwarded ? because("staff-sender") : null;

const noreplyReplyTo: Hold = (message, _context, sender) =>
  !sender.forwarded && message.replyTo.length > 0 && message.replyTo.every((one) => isNoreply(one.address))
    ? because("noreply-reply-to")
    : null;

const doubtfulBulk: Hold = (message, context) => {
  if (isPerson(context)) return null;
  const name = sendingServiceField(message, context.mailbox);
  return name === null ? null : because("doubtful-bulk", name);
};

/** A longer mail that mentions a holiday, or answers somebody's note, is a person's. Characters. */
const AWAY_NOTE = 800;
const SHORT_ANSWER = 200;

const doubtfulSubject: Hold = (message, context) => {
  if (isPerson(context)) return null;
  const { text, prefixed, forwarded } = bareSubject(message.subject);
  if (forwarded || (prefixed && message.replyText.length > SHORT_ANSWER)) return null;
  const subject = text.toLowerCase();
  return AWAY_SUBJECTS.some((pattern) => pattern.test(subject)) ? because("doubtful-subject") : null;
};

/** Vacation notes with a human header answer something, are short, and ask nothing. */
const doubtfulText: Hold = (message, context) => {
  if (isPerson(context)) return null;
  const text = message.replyText
    .slice(0, AWAY_NOTE + 1)
    .toLowerCase()
    .replace(/\s+/g, " ")
    .trim();
  if (text.length > AWAY_NOTE || /[?;؟]/.test(text.replace(/&\w+;/g, ""))) return null;
  if (!isReply(message) && !bareSubject(message.subject).prefixed) return null;
  return AWAY_OPENINGS.some((pattern) => pattern.test(text.slice(0, 300))) ? because("doubtful-text") : null;
};

const duplicateDelivery: Hold = (_message, context) =>
  context.duplicate ? because("duplicate-delivery") : null;

const optedOut: Hold = (message, context) =>
  context.customer?.optedOut || asksToOptOut(message, context) ? because("opted-out") : null;

const deadAddress: Hold = (_message, context) => (context.customer?.dead ? because("dead-address") : null);

/** Measured from the topmost Received where that is later: a customer's clock may be years slow. */
const stale: Hold = (message, context) => {
  const received = Date.parse((values(message, "received")[0] ?? "").slice(-200).split(";").at(-1) ?? "");
  const sent = message.date?.getTime() ?? Number.NaN;
  const times = [received, sent].filter((time) => !Number.isNaN(time));
  if (times.length === 0) return null;
  const hours = (context.now.getTime() - Math.max(...times)) / 3_600_000;
  return hours > context.mailbox.acknowledgeWithinHours
    ? because("stale", `${Math.round(hours)} hours`)
    : null;
};

const ticketAnswered: Hold = (_message, context) => {
  const facts = context.ticket?.facts;
  if (facts === undefined) return null;
  if (facts.automaticAnswers >= context.mailbox.budgets.perTicket) return because("ticket-acknowledged");
  return facts.answered === true ? because("ticket-answered") : null;
};

const addressBudget: Hold = (_message, context) =>
  context.sent.toAddressToday >= context.mailbox.budgets.perAddressDay ? because("address-budget") : null;

/**
 * A domain's automatic mails of a day, in hours' worth. Two help desks that answer each other, each time from another
 * address, keep within the hour's budget for ever: the day's ends it.
 */
export const DOMAIN_DAY = 5;

const domainBudget: Hold = (message, context, sender) => {
  const domain = budgetDomain(answerTo(message, sender, context.mailbox)?.address ?? "");
  if (domain === null) return null;
  const { toDomainThisHour, toDomainToday } = context.sent;
  const { perDomainHour } = context.mailbox.budgets;
  if (toDomainThisHour >= perDomainHour) return because("domain-budget", domain);
  return toDomainToday >= DOMAIN_DAY * perDomainHour
    ? because("domain-budget", `${domain}, ${toDomainToday} within the day`)
    : null;
};

/** A quiet mailbox's usual rate is near nothing; below this many an hour the brake never works. */
export const BRAKE_FLOOR = 10;

/**
 * Automatic answers an hour taken for usual until a mailbox's own rate is known: a mailbox's first days, when nobody
 * knows yet what may happen to it, have a brake too (at the default factor of 5: 200 an hour).
 */
export const ASSUMED_PER_HOUR = 40;

const brake: Hold = (_message, context) => {
  const { usualPerHour, fromMailboxThisHour } = context.sent;
  const usual = usualPerHour ?? ASSUMED_PER_HOUR;
  const limit = Math.max(BRAKE_FLOOR, usual * context.mailbox.budgets.brakeFactor);
  return fromMailboxThisHour >= limit ? because("brake", `${fromMailboxThisHour} within the hour`) : null;
};

/** Order is meaning: what lasts (the sender, the message) stands before what passes (budgets). */
const HOLDS: readonly Hold[] = [
  missingSender,
  unreadableSender,
  staffSender,
  optedOut,
  deadAddress,
  responseSuppressed,
  notAddressed,
  contactForm,
  noreplyReplyTo,
  doubtfulSubject,
  doubtfulText,
  doubtfulBulk,
  duplicateDelivery,
  stale,
  ticketAnswered,
  addressBudget,
  domainBudget,
  brake,
];

/** The first reason to hold back the acknowledgement of a person's message, or null. */
export function hold({ message, context }: Routed, sender: Sender): Reason | null {
  for (const one of HOLDS) {
    const reason = one(message, context, sender);
    if (reason !== null) return reason;
  }
  return null;
}
