import { z } from "zod";
import { KINDS, TOPICS } from "../classify/judgement.ts";
import { ASKS } from "../policy/ask.ts";
import { SENSITIVITIES } from "../policy/decision.ts";

/** A time that the customer is told; worded when the mail is rendered, so that "tomorrow" is right when it goes out. */
const promise = z.object({
  /** ISO 8601, with offset or Z. */
  deadline: z.iso.datetime({ offset: true }),
  /** IANA name of the mailbox's time zone. */
  timeZone: z.string().min(1),
});

/**
 * What the templates acknowledgement, thanks, receipt and sensitive are made of: plain text as the customer wrote it,
 * nothing escaped. Stored as JSON in the outbox.
 */
export const acknowledgementValues = z.object({
  /** From `greetingName`; null: greeted without a name. */
  name: z.string().max(200).nullable(),
  ticket: z.number().int().positive(),
  /** The customer's own subject, "" for none. */
  subject: z.string(),
  /** null unless the classifier is sure. */
  topic: z.enum(TOPICS).nullable(),
  /** What the classifier says: a regret is written to complaints, and to nobody else. */
  kind: z.enum(KINDS).optional(),
  /** null: no time is named. One that has passed is not named either. */
  promise: promise.nullable(),
  asks: z.array(z.enum(ASKS)).max(3),
  /** The mailbox's displayName; where "", its address stands in. */
  company: z.string(),
  mailboxAddress: z.string(),
  /** Chooses the text of the template sensitive. */
  sensitivity: z.enum(SENSITIVITIES).nullable(),
});
export type AcknowledgementValues = z.infer<typeof acknowledgementValues>;

/** What the alert to the agents is made of. */
export const alertValues = z.object({
  ticket: z.number().int().positive().nullable(),
  /** Shown name and address of the customer, as far as known. */
  from: z.string(),
  subject: z.string(),
  /** The beginning of the message; "" to leave it out. */
  excerpt: z.string(),
  /** Path of the folder where it lies. */
  folder: z.string(),
  /** Decision.alert: worded by its code where words.json knows it, else by its text. */
  reason: z.object({ code: z.string(), text: z.string() }),
  /** Named before the reason: that a customer may be in danger is what must be read first. */
  sensitivity: z.enum(SENSITIVITIES).nullable().optional(),
  /** By when the customer is promised an answer. */
  promise: promise.nullable(),
  company: z.string(),
  mailboxAddress: z.string(),
});
export type AlertValues = z.infer<typeof alertValues>;
