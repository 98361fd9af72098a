import type { MailboxConfig } from "../config.ts";
import { TemporaryError } from "../errors.ts";
import type { Rating, TicketEvent } from "../policy/event.ts";
import { clickEvents, fateOfRating, type RatingFate, standingRating } from "../policy/rating.ts";
import { foldTicket, type Ticket } from "../policy/ticket.ts";
import { greetingName } from "../smtp/names.ts";
import type { BadRatingValues } from "../smtp/staff-values.ts";
import type { CustomerValues, ReopenedValues } from "../smtp/values.ts";
import type { OutboxDraft, Store, TicketStep } from "../store/store.ts";
import { targetsOf } from "./desk.ts";
import { newMessageId } from "./writing.ts";

/** What a rating is taken with. */
export interface RatingPlace {
  readonly config: MailboxConfig;
  /** Key of our own Message-IDs. */
  readonly secret: string;
  readonly now: () => Date;
}

/** A customer's answer to "is it solved?", however it came. */
export interface Answer {
  readonly rating: Rating;
  /** The customer's words, "" for none. */
  readonly comment: string;
  /** Of the ticket; "" once erased. */
  readonly subject: string;
}

/**
 * What comes of a rating: its events; a closing thank-you after "good"; after "not" a note to the customer with the time
 * of the next answer; after "partly" and "not" a mail to who manages complaints. A change of mind brings the customer no
 * mail: the page says it.
 */
function ratingStep(place: RatingPlace, ticket: Ticket, answer: Answer): TicketStep {
  const now = place.now();
  const events = clickEvents(ticket, answer.rating, { at: now, targets: targetsOf(place.config) });
  const after = events.reduce(foldTicket, ticket);
  const draft = { place, ticket, answer, due: after.answerDueAt };
  const step = { ticketId: ticket.id, version: ticket.version };
  const first = standingRating(ticket) === null;
  const done = after.state === "waiting-customer" || after.state === "resolved";
  if (answer.rating === "good") return { ...step, events, outbox: first && done ? closing(draft) : [] };
  const reopens = events.some(({ type }) => type === "TicketReopened");
  const told = answer.rating === "not" && reopens && first ? reopened(draft) : [];
  const promise: TicketEvent[] =
    told.length > 0 && draft.due !== null
      ? [{ type: "PromiseMade", at: now, until: draft.due, basis: "target" }]
      : [];
  const apology: TicketEvent[] =
    told.length > 0 && ticket.apologyOwed ? [{ type: "ApologyMade", at: now }] : [];
  return {
    ...step,
    events: [...events, ...promise, ...apology],
    outbox: [...told, ...badRating(draft)],
  };
}

interface Drafting {
  readonly place: RatingPlace;
  readonly ticket: Ticket;
  readonly answer: Answer;
  /** By when a person is to answer. */
  readonly due: Date | null;
}

const closing = (drafting: Drafting): OutboxDraft[] => toCustomer(drafting, "closing", {});

function reopened(drafting: Drafting): OutboxDraft[] {
  const promise = promiseOf(drafting);
  return toCustomer(drafting, "reopened", { promise, apology: drafting.ticket.apologyOwed });
}

function toCustomer(
  { place, ticket, answer }: Drafting,
  template: "closing" | "reopened",
  own: Partial<Pick<ReopenedValues, "promise" | "apology">>,
): OutboxDraft[] {
  const { answerTo } = ticket;
  if (answerTo === null) return [];
  const values: CustomerValues = {
    name: greetingName(answerTo),
    ticket: ticket.id,
    subject: answer.subject,
    company: place.config.displayName,
    mailboxAddress: place.config.address,
    ...own,
  };
  return [
    {
      ...addressed(place, ticket, template),
      to: [answerTo],
      language: ticket.language,
      values,
      once: `${template}-${ticket.round}`,
    },
  ];
}

/** null where nobody is there to be told. */
function badRating(drafting: Drafting): OutboxDraft[] {
  const { place, ticket, answer } = drafting;
  const { complaintsManager, agents, managers, displayName, address, folders, language } = place.config;
  const to = [[complaintsManager ?? []].flat(), agents, managers].find((list) => list.length > 0);
  if (to === undefined || answer.rating === "good") return [];
  const from = ticket.answerTo ?? { name: "", address: ticket.customerAddress ?? "" };
  const values: BadRatingValues = {
    ticket: ticket.id,
    from: from.name === "" ? from.address : `${from.name} <${from.address}>`,
    subject: answer.subject,
    excerpt: answer.comment,
    folder: folders[ticket.folder].join("/") || place.config.folder,
    company: displayName,
    mailboxAddress: address,
    rating: answer.rating,
    due: promiseOf(drafting),
  };
  return [
    {
      ...addressed(place, ticket, "bad-rating"),
      to: to.map((one) => ({ name: "", address: one })),
      language,
      values,
      // Clicking to and fro is told once a day.
      once: `bad-rating-${answer.rating}-${place.now().toISOString().slice(0, 10)}`,
    },
  ];
}

/** What is the same whoever it goes to. It answers no message: its subject and number say what it is about. */
function addressed(place: RatingPlace, ticket: Ticket, template: "closing" | "reopened" | "bad-rating") {
  return {
    kind: template,
    template,
    messageId: newMessageId(place, ticket.id, template),
    manner: ticket.manner,
    inReplyTo: null,
    references: [],
    dueAt: place.now(),
  };
}

function promiseOf({ place, due }: Drafting): ReopenedValues["promise"] {
  return due === null ? null : { deadline: due.toISOString(), timeZone: place.config.businessHours.timeZone };
}

export interface RatingOutcome {
  readonly fate: RatingFate;
  /** When the answer that stands was given. */
  readonly ratedAt: Date;
}

/** As often as another writer comes first. */
const TRIES = 5;

/**
 * Takes a rating once: the same again changes nothing but adds new words, a change of mind within some days counts, what
 * comes later does not. null where there is no such ticket. Throws TemporaryError where others keep changing the ticket.
 */
export async function takeRating(
  store: Pick<Store, "tickets" | "rate">,
  place: RatingPlace,
  { ticketId, ...answer }: Answer & { readonly ticketId: number },
): Promise<RatingOutcome | null> {
  for (let tried = 0; tried < TRIES; tried++) {
    const [ticket] = await store.tickets([ticketId]);
    if (ticket === undefined) return null;
    const at = place.now();
    const fate = fateOfRating(ticket, answer.rating, at);
    const ratedAt = fate === "stored" ? at : (ticket.ratedAt ?? at);
    if (fate === "late" || (fate === "same" && answer.comment === "")) return { fate, ratedAt };
    const { mailboxId } = ticket;
    const step = fate === "stored" ? ratingStep(place, ticket, answer) : null;
    const { rating, comment } = answer;
    const given = { mailboxId, ticketId, rating, comment, at };
    // Left out where a mail of it was sent before: then without mail.
    for (const one of step === null ? [null] : [step, { ...step, outbox: [] }])
      if (await store.rate({ ...given, step: one })) return { fate, ratedAt };
  }
  throw new TemporaryError(`ticket ${ticketId} keeps changing`);
}
