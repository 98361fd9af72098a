import { z } from "zod";
import { KINDS, ROOT_CAUSES, TONES, TOPICS, URGENCIES } from "../classify/judgement.ts";
import { type Address, LANGUAGES, type Message } from "../mail/message.ts";
import { CUSTOMER_TYPES, type Decision, DISPOSITIONS, FOLDER_ROLES } from "../policy/decision.ts";

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
    topic: judgement(TOPICS, "what it is about"),
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

const plain = ({ name, address }: Address): DecideRecord["to"][number] => ({ name, address });

function judged<Label>({ label, confidence }: { label: Label; confidence: number }) {
  return { label, confidence: Math.round(confidence * 1e4) / 1e4 };
}

/** What one decision looks like from outside; `id` is the record's own in a .jsonl file. */
export function recordOf(
  source: { readonly file: string; readonly id: string },
  message: Message,
  decided: { readonly decision: Decision; readonly ticket: number | null },
): DecideRecord {
  const { decision, ticket } = decided;
  const { urgency, kind, tone, topic, rootCause } = decision.judgements;
  return {
    file: source.file,
    id: source.id,
    messageId: message.messageId,
    subject: message.subject,
    from: message.from === null ? null : plain(message.from),
    to: message.to.map(plain),
    cc: message.cc.map(plain),
    date: message.date?.toISOString() ?? null,
    text: message.text,
    replyText: message.replyText,
    attachments: message.attachments.map(({ filename, contentType, size }) => ({
      filename,
      contentType,
      size,
    })),
    language: message.language.language,
    disposition: decision.disposition,
    acknowledge: { send: decision.acknowledge.send, reason: decision.acknowledge.reason.code },
    urgency: judged(urgency),
    kind: judged(kind),
    tone: judged(tone),
    rootCause:
      kind.label === "complaint" ? judged(rootCause) : { label: null, confidence: judged(kind).confidence },
    topic: judged(topic),
    customer: {
      types: [...decision.customer.types],
      primary: decision.customer.primary,
      authenticated: decision.customer.authenticated,
    },
    ticket,
    folder: decision.folder,
    reasons: decision.reasons.map((reason) => ({ code: reason.code, text: reason.text })),
  };
}

/** The line of a file that could not be read or parsed: a person must look, nobody is answered. */
export function unparsableRecord(
  source: { readonly file: string; readonly id: string },
  error: string,
): DecideRecord {
  return {
    file: source.file,
    id: source.id,
    messageId: null,
    subject: "",
    from: null,
    to: [],
    cc: [],
    date: null,
    text: "",
    replyText: "",
    attachments: [],
    language: null,
    disposition: "unparsable",
    acknowledge: { send: false, reason: "unparsable" },
    urgency: { label: "normal", confidence: 0 },
    kind: { label: "other", confidence: 0 },
    tone: { label: "neutral", confidence: 0 },
    rootCause: { label: null, confidence: 0 },
    topic: { label: "other", confidence: 0 },
    customer: { types: [], primary: null, authenticated: false },
    ticket: null,
    folder: "attention",
    reasons: [{ code: "unparsable", text: error }],
  };
}

/** The record's JSON Schema, as kept in schemas/. */
export function decideRecordSchema(): object {
  return z.toJSONSchema(decideRecord, { target: "draft-2020-12" });
}
