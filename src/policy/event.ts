import { z } from "zod";
import { KINDS, type OwnTopic, TONES, TOPICS } from "../classify/judgement.ts";
import { isOwnTopic } from "../classify/topicname.ts";
import { LANGUAGES } from "../mail/message.ts";
import { FOLDER_ROLES, MANNERS, PRIORITIES } from "./decision.ts";
import { PLACES } from "./place.ts";

/*
 * What happens to a ticket, in the past tense. Ids, codes and times only: the journal is for ever, and a person may be
 * erased.
 */

const code = z.string().regex(/^[a-z0-9][a-z0-9._:-]{0,63}$/i);
const time = z.coerce.date();
const at = { at: time };

const writing = {
  ...at,
  kind: z.enum(KINDS),
  topic: z.union([
    z.enum(TOPICS),
    z.custom<OwnTopic>((name) => typeof name === "string" && isOwnTopic(name)),
  ]),
  tone: z.enum(TONES),
  /** It complains, or is unhappy whatever it seems to be. */
  complaint: z.boolean(),
  language: z.enum(LANGUAGES),
  manner: z.enum(MANNERS),
  priority: z.enum(PRIORITIES),
  folder: z.enum(FOLDER_ROLES),
  /** By when a person should have answered it, and the matter be settled; null for mail from before foyer came. */
  answerDueAt: time.nullable(),
  solutionDueAt: time.nullable(),
};

const ticketEvent = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("TicketOpened"),
    ...writing,
    /** How many tickets of the customer had the same topic, and how many complained, this one left out. */
    recurrence: z.int().min(0),
    complaintsInWindow: z.int().min(0),
    /** By a mail of ours to a customer who had fallen silent: nobody has asked for anything. */
    invited: z.boolean().optional(),
  }),
  /** `thanks`: nothing but thanks, which asks for nothing. */
  z.object({ type: z.literal("CustomerWrote"), ...writing, thanks: z.boolean() }),
  /** `by`: which agent, as a hash or a number. */
  z.object({
    type: z.literal("AgentAnswered"),
    ...at,
    by: code.nullable(),
    via: z.enum(["sent", "copy", "thread", "flag"]),
  }),
  z.object({
    /** A message stands in another place, and has stood there long enough; `at`: since when. */
    type: z.literal("MessageMoved"),
    ...at,
    from: z.enum(PLACES),
    to: z.enum(PLACES),
    /** It is the ticket's newest that asks for something: the ticket went with it. */
    carries: z.boolean(),
  }),
  z.object({
    type: z.literal("HandedOver"),
    ...at,
    to: z.enum(["supervisor", "complaints-manager"]),
    dueAt: time,
  }),
  z.object({ type: z.literal("HandOverCancelled"), ...at }),
  /** An agent took it out of the folder of what is done. */
  z.object({
    type: z.literal("ResolutionCancelled"),
    ...at,
    answerDueAt: time.nullable(),
    solutionDueAt: time.nullable(),
  }),
  /** By erasing the customer: nobody is left to be answered. */
  z.object({ type: z.literal("TicketResolved"), ...at, by: z.enum(["folder", "customer", "erasure"]) }),
  z.object({
    type: z.literal("TicketReopened"),
    ...at,
    reason: code,
    answerDueAt: time,
    solutionDueAt: time,
  }),
  z.object({ type: z.literal("PromiseMade"), ...at, until: time, basis: code }),
  z.object({ type: z.literal("PromiseExtended"), ...at, until: time, basis: code }),
  z.object({ type: z.literal("PromiseKept"), ...at }),
  z.object({ type: z.literal("PromiseBroken"), ...at }),
  /** The mail that named the time never went out. */
  z.object({ type: z.literal("PromiseWithdrawn"), ...at }),
  z.object({ type: z.literal("ApologyMade"), ...at }),
  z.object({ type: z.literal("DeadlineWarned"), ...at }),
  z.object({
    type: z.literal("DeadlineMissed"),
    ...at,
    what: z.enum(["answer", "solution", "handover"]),
    listedTo: code,
  }),
  z.object({ type: z.literal("FollowUpQueued"), ...at }),
  z.object({ type: z.literal("FollowUpExcused"), ...at, code }),
  z.object({ type: z.literal("CustomerConfirmed"), ...at, via: code }),
  z.object({ type: z.literal("CustomerRated"), ...at, rating: z.enum(["good", "partly", "not"]) }),
  z.object({
    type: z.literal("PriorityRaised"),
    ...at,
    from: z.enum(PRIORITIES),
    to: z.enum(PRIORITIES),
    reason: code,
  }),
  z.object({ type: z.literal("AddressDied"), ...at }),
]);

export type TicketEvent = z.infer<typeof ticketEvent>;
export type Rating = Extract<TicketEvent, { type: "CustomerRated" }>["rating"];

/** The types of ticket events, as the journal names them. */
const TICKET_EVENTS: ReadonlySet<string> = new Set(
  ticketEvent.options.map((option) => option.shape.type.value),
);

export type Codes = Readonly<Record<string, string | number | boolean | null>>;

/** What the journal keeps of an event beside type and time; times in ISO form. */
export function codesOf({ type: _, at: __, ...rest }: TicketEvent): Codes {
  return Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value]),
  );
}

/** An event as the journal kept it; null where it is no ticket event. Throws where its codes are not of its type. */
export function readEvent(type: string, at: Date, codes: Codes): TicketEvent | null {
  return TICKET_EVENTS.has(type) ? ticketEvent.parse({ ...codes, type, at }) : null;
}
