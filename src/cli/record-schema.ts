import { z } from "zod";
import { KINDS, ROOT_CAUSES, TONES, TOPICS, URGENCIES } from "../classify/judgement.ts";
import { LANGUAGES } from "../mail/message.ts";
import { CUSTOMER_TYPES, DISPOSITIONS, FOLDER_ROLES } from "../policy/decision.ts";

const text = z.string();
const address = z.object({ name: text, address: text }).describe("name is empty where none was given");

function judgement<const T extends readonly string[]>(labels: T, about: string) {
  return z.object({ label: z.enum(labels), confidence: z.number().min(0).max(1) }).describe(about);
}

/** One line of `foyer decide --json`: what was read of a message, and what was decided. Published as JSON Schema. */
export const decideRecord = z
  .object({
    file: text.describe(
      "path as given or found; path#n for the n-th message (from 1) of an mbox or .jsonl file",
    ),
    id: text.describe("the record's own id in a .jsonl file; else the same as file"),
    messageId: text.nullable().describe("with angle brackets"),
    subject: text,
    from: address.nullable(),
    to: z.array(address),
    cc: z.array(address),
    date: z.iso.datetime().nullable(),
    text: text.describe("the whole body as plain text"),
    replyText: text.describe("text without quoted mail and signature"),
    attachments: z.array(
      z.object({
        filename: text.nullable(),
        contentType: text,
        size: z.int().nonnegative().describe("octets"),
      }),
    ),
    language: z.enum(LANGUAGES).nullable().describe("of the text; null where it could not be told"),
    disposition: z.enum(DISPOSITIONS),
    acknowledge: z.object({ send: z.boolean(), reason: text.describe("code") }),
    urgency: judgement(URGENCIES, "how soon somebody must act"),
    kind: judgement(KINDS, "what the message is"),
    tone: judgement(TONES, "how it is said"),
    rootCause: z
      .object({ label: z.enum(ROOT_CAUSES).nullable(), confidence: z.number().min(0).max(1) })
      .describe("of a complaint; label null for anything else"),
    topic: z
      .object({
        label: z.union([z.enum(TOPICS), text.describe("a topic of the mailbox' own")]),
        confidence: z.number().min(0).max(1),
      })
      .describe("what it is about"),
    customer: z.object({
      types: z.array(z.enum(CUSTOMER_TYPES)),
      primary: z.enum(CUSTOMER_TYPES).nullable(),
      authenticated: z.boolean().describe("the sender's domain is vouched for"),
    }),
    ticket: z
      .int()
      .positive()
      .nullable()
      .describe("equal for messages of one ticket; null where there is none"),
    folder: z.enum(FOLDER_ROLES),
    reasons: z.array(z.object({ code: text, text })),
  })
  .describe("What foyer decided about one message");

export type DecideRecord = z.infer<typeof decideRecord>;

/** The record's JSON Schema, as kept in schemas/. */
export function decideRecordSchema(): object {
  return z.toJSONSchema(decideRecord, { target: "draft-2020-12" });
}
