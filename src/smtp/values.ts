import { z } from "zod";
import { KINDS, TOPICS } from "../classify/judgement.ts";
import { ASKS } from "../policy/ask.ts";
import { SENSITIVITIES } from "../policy/decision.ts";

/*
 * What mail to customers is made of: plain text as the customer wrote it, nothing escaped. Stored as JSON in the outbox
 * and checked again when it is rendered. Types are those of what is stored: what has a default may be left out.
 */

/** A time that the customer is told; worded when the mail is rendered, so that "tomorrow" is right when it goes out. */
export const promise = z.object({
  /** ISO 8601, with offset or Z. */
  deadline: z.iso.datetime({ offset: true }),
  /** IANA name of the mailbox's time zone. */
  timeZone: z.string().min(1),
});

/** Whatever else came out of the outbox must not become a link. */
export const link = z
  .string()
  .max(2000)
  .regex(/^(?:https?:\/\/|mailto:)[^\s<>"\\^`{|}]+$/);

/** Whose mail it is: the mailbox's displayName (where "", its address stands in), and its address. */
export const sender = z.object({ company: z.string(), mailboxAddress: z.string() });

/** What every mail to a customer has. */
export const customerValues = sender.extend({
  /** From `greetingName`; null: greeted without a name. */
  name: z.string().max(200).nullable(),
  ticket: z.number().int().positive(),
  /** The customer's own subject, "" for none. */
  subject: z.string(),
  /** We broke a promise and have not said so yet. */
  apology: z.boolean().default(false),
  /** https, where one click ends automatic mail. */
  unsubscribe: link.nullable().default(null),
});
export type CustomerValues = z.input<typeof customerValues>;

/** acknowledgement, thanks, receipt and sensitive. */
export const acknowledgementValues = customerValues.extend({
  /** null unless the classifier is sure. */
  topic: z.enum(TOPICS).nullable(),
  /** What the classifier says: a regret is written to complaints, and to nobody else. */
  kind: z.enum(KINDS).optional(),
  /** null: no time is named. One that has passed is not named either. */
  promise: promise.nullable(),
  asks: z.array(z.enum(ASKS)).max(3),
  /** Chooses the text of the template sensitive. */
  sensitivity: z.enum(SENSITIVITIES).nullable(),
  /** The same topic again, or a third complaint: nobody is thanked for having to write once more. */
  recurrence: z.enum(["none", "again", "third"]).default("none"),
});
export type AcknowledgementValues = z.input<typeof acknowledgementValues>;

export const progressValues = customerValues.extend({
  promise: promise.nullable(),
  /** An agent did something; only then is progress claimed. */
  acted: z.boolean(),
  /** The second and last note of this kind. */
  second: z.boolean(),
});
export type ProgressValues = z.input<typeof progressValues>;

export const handoverValues = customerValues.extend({
  promise: promise.nullable(),
  /** Shown name of who has it now. */
  holder: z.string().max(200).nullable(),
  why: z.enum(["authority", "complaint", "delay"]),
});
export type HandoverValues = z.input<typeof handoverValues>;

/** One-click answers to "is it solved?"; null: the mail asks for an answer in words. */
export const rating = z.object({ good: link, partly: link, not: link }).nullable();

export const solvedValues = customerValues.extend({
  topic: z.enum(TOPICS).nullable(),
  /** How a repetition is prevented, from the agreed answer; null: what words.json says of the topic, if anything. */
  prevention: z.string().max(2000).nullable().default(null),
  rating,
});
export type SolvedValues = z.input<typeof solvedValues>;

export const followupValues = customerValues.extend({ complaint: z.boolean(), rating });
export type FollowupValues = z.input<typeof followupValues>;

export const reopenedValues = customerValues.extend({ promise: promise.nullable() });
export type ReopenedValues = z.input<typeof reopenedValues>;

export const referralValues = customerValues.extend({
  /** The configured sentence: what people have of it, and whom one looks for. */
  benefit: z.string().min(1).max(1000),
});
export type ReferralValues = z.input<typeof referralValues>;

export const outreachValues = customerValues.extend({
  /** Why it comes: silence after an answer of ours, after a regular exchange, or ever since. */
  why: z.enum(["quiet", "stopped", "never"]),
  /** What the customer wrote about last, as written; "" where that is not to be named. */
  matter: z.string(),
});
export type OutreachValues = z.input<typeof outreachValues>;

export const fixedValues = customerValues.extend({
  /** The manager's own words, in this language: what was done, and what keeps it so. Plain text. */
  note: z.string().min(1).max(5_000),
  rating,
});
export type FixedValues = z.input<typeof fixedValues>;

export const draftValues = customerValues.extend({
  complaint: z.boolean(),
  topic: z.enum(TOPICS).nullable(),
  /** The agreed answer of the topic, with its variables filled in; plain text. */
  answer: z.string().max(20_000).nullable(),
  /** What the customer can choose from. */
  options: z.array(z.string().min(1).max(500)).max(10),
});
export type DraftValues = z.input<typeof draftValues>;
