import { z } from "zod";
import { SENSITIVITIES } from "../policy/decision.ts";
import { link, promise, sender } from "./values.ts";

const moment = z.iso.datetime({ offset: true });
const reason = z.object({ code: z.string(), text: z.string() });

/** What mail to staff about one ticket has. */
const oneTicket = sender.extend({
  ticket: z.number().int().positive().nullable(),
  /** Shown name and address of the customer, as far as known. */
  from: z.string(),
  subject: z.string(),
  /** The beginning of the message, or the comment on a rating; "" to leave it out. */
  excerpt: z.string(),
  /** Path of the folder where it lies. */
  folder: z.string(),
  /** Page of the ticket's card; filled in when it goes out, where there are pages. */
  card: link.nullable().default(null),
});

/** What the alert to the agents is made of. */
export const alertValues = oneTicket.extend({
  /** Decision.alert: worded by its code where words.json knows it, else by its text. */
  reason,
  /** Named before the reason: that a customer may be in danger is what must be read first. */
  sensitivity: z.enum(SENSITIVITIES).nullable().optional(),
  /** By when the customer is promised an answer. */
  promise: promise.nullable(),
});
export type AlertValues = z.input<typeof alertValues>;

/** deadline-warning and overdue: one mail for many tickets, the most pressing first. */
export const ticketsValues = sender.extend({
  /** IANA name; the times below are told in it. */
  timeZone: z.string().min(1),
  tickets: z
    .array(
      z.object({
        ticket: z.number().int().positive(),
        subject: z.string(),
        /** Shown name or address. */
        customer: z.string(),
        /** When the customer wrote; ISO 8601. */
        since: moment,
        due: moment.nullable(),
        folder: z.string(),
      }),
    )
    .min(1),
  /** So many more than are listed. */
  more: z.number().int().nonnegative().default(0),
});
export type TicketsValues = z.input<typeof ticketsValues>;

export const handedOverValues = oneTicket.extend({
  timeZone: z.string().min(1),
  since: moment,
  /** Earlier messages, and complaints among them, of this customer. */
  contacts: z.number().int().nonnegative(),
  complaints: z.number().int().nonnegative(),
  /** An agent has answered at least once. */
  answered: z.boolean(),
  /** What the customer was told, and whether that has passed. */
  promise: promise.nullable(),
  /** By when the supervisor is to answer. */
  due: promise.nullable(),
  /** Why it was judged as it was; worded in English for people. */
  reasons: z.array(reason).max(10).default([]),
  /** Subjects of messages that are not attached. */
  leftOut: z.array(z.string()).default([]),
});
export type HandedOverValues = z.input<typeof handedOverValues>;

export const badRatingValues = oneTicket.extend({
  /** What the customer clicked, or "unhappy": an answer in words that reads so. */
  rating: z.enum(["partly", "not", "unhappy"]),
  /** By when it is to be answered. */
  due: promise.nullable(),
});
export type BadRatingValues = z.input<typeof badRatingValues>;
