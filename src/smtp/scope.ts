import type { z } from "zod";
import type { Language } from "../mail/message.ts";
import { momentWords } from "../policy/moment.ts";
import { promiseWords } from "../policy/promise.ts";
import type { Labels } from "./labels.ts";
import { cleanLine, cleanText } from "./literal.ts";
import { addressed, greetingName } from "./names.ts";
import { reasonText } from "./reasons.ts";
import type { badRatingValues, handedOverValues, ticketsValues } from "./staff-values.ts";
import { holdsLink, strippedSubject } from "./subject.ts";
import type { Words } from "./template-file.ts";
import type { customerValues, promise, rating, sender } from "./values.ts";

/** In what a template is printed. */
export interface Setting {
  readonly words: Words;
  readonly labels: Labels;
  readonly language: Language;
  /** When the mail goes out; "tomorrow" is reckoned from it. */
  readonly now: Date;
}

/** What every template may name, the footers among them. */
export const COMMON = ["ticket", "company", "mailboxAddress", "optOut", "unsubscribe"] as const;
export const CUSTOMER = [...COMMON, "name", "subject", "apology"] as const;
export const ONE_TICKET = [...COMMON, "from", "subject", "excerpt", "folder", "card"] as const;

type Scope<Name extends string> = Readonly<Record<Name, unknown>>;

export function commonScope(
  values: z.output<typeof sender> & { readonly ticket: number | null; readonly unsubscribe?: string | null },
  { words }: Setting,
): Scope<(typeof COMMON)[number]> {
  const mailboxAddress = cleanLine(values.mailboxAddress, 254);
  return {
    ticket: numberOf(values.ticket),
    company: cleanLine(values.company, 100) || mailboxAddress,
    mailboxAddress,
    optOut: words.optOut,
    unsubscribe: values.unsubscribe ?? null,
  };
}

export function customerScope(
  values: z.output<typeof customerValues>,
  setting: Setting,
): Scope<(typeof CUSTOMER)[number]> {
  // Once more: the outbox may hold a name that was never meant to be read out.
  const name = values.name === null ? null : greetingName({ name: values.name, address: "" });
  return {
    ...commonScope(values, setting),
    // Whoever forges a sender may not have us pass a link on to that person.
    subject: holdsLink(values.subject) ? "" : subjectOf(values.subject),
    name: name === null ? null : addressed(name, setting.language),
    apology: values.apology,
  };
}

/** What mail to staff says of one ticket. */
export function oneTicketScope(
  values: z.output<typeof sender> & {
    readonly ticket: number | null;
    readonly from: string;
    readonly subject: string;
    readonly excerpt: string;
    readonly folder: string;
    readonly card: string | null;
  },
  setting: Setting,
): Scope<(typeof ONE_TICKET)[number]> {
  return {
    ...commonScope(values, setting),
    from: cleanLine(values.from, 200),
    subject: subjectOf(values.subject),
    excerpt: cleanText(values.excerpt, 400),
    folder: cleanLine(values.folder, 200),
    card: values.card,
  };
}

/** "by tomorrow noon"; null where none is made, or it has passed. */
export function promised(
  made: z.output<typeof promise> | null,
  { now, language }: Pick<Setting, "now" | "language">,
): string | null {
  const deadline = made === null ? null : new Date(made.deadline);
  if (made === null || deadline === null || deadline <= now) return null;
  // "4" at the end of a line and "pm" on the next reads badly.
  return promiseWords(deadline, now, language, made.timeZone).replace(/(?<=\d) (?=[ap]m\b|óráig)/, "\u00a0");
}

/** Links as they are; what else the stored object holds stays behind. `byMail`: they open a mail to us, not a page. */
export function ratingScope(links: z.output<typeof rating>): object | null {
  if (links === null) return null;
  const { good, partly, not } = links;
  return { good, partly, not, byMail: good.startsWith("mailto:") };
}

export function ticketsScope(
  values: z.output<typeof ticketsValues>,
  { language, labels }: Setting,
): object[] {
  return values.tickets.map((one) => ({
    ticket: numberOf(one.ticket),
    subject: subjectOf(one.subject),
    customer: cleanLine(one.customer, 100) || labels.nameless,
    since: momentWords(new Date(one.since), language, values.timeZone),
    due: one.due === null ? null : momentWords(new Date(one.due), language, values.timeZone),
    folder: cleanLine(one.folder, 100),
  }));
}

/** What the supervisor reads first: since when, how often before, and what the customer was promised. */
export function handedOverScope(
  values: z.output<typeof handedOverValues>,
  { language, now, words: known }: Setting,
): Scope<
  | "since"
  | "contacts"
  | "complaints"
  | "answered"
  | "promise"
  | "promiseBroken"
  | "due"
  | "reasons"
  | "leftOut"
> {
  const words = (made: z.output<typeof promise> | null): string | null =>
    made === null ? null : momentWords(new Date(made.deadline), language, made.timeZone);
  return {
    since: momentWords(new Date(values.since), language, values.timeZone),
    contacts: values.contacts,
    complaints: values.complaints,
    answered: values.answered,
    promise: words(values.promise),
    promiseBroken: values.promise !== null && new Date(values.promise.deadline) < now,
    due: words(values.due),
    reasons: values.reasons.map((reason) => cleanLine(reasonText(reason, known.reasons), 200)),
    leftOut: values.leftOut.slice(0, 20).map((subject) => cleanLine(subject, 200)),
  };
}

export function badRatingScope(
  values: z.output<typeof badRatingValues>,
  setting: Setting,
): Scope<"rating" | "due"> {
  return { rating: values.rating, due: promised(values.due, setting) };
}

const numberOf = (ticket: number | null): string | null => (ticket === null ? null : `#${ticket}`);

const subjectOf = (subject: string): string => cleanLine(strippedSubject(subject), 120);
