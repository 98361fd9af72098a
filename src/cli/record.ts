import type { Address, Message } from "../mail/message.ts";
import type { Decision } from "../policy/decision.ts";
import type { DecideRecord } from "./record-schema.ts";

/** Whom to believe about a sender is a setting of the mailbox; that a file's reader has none is no news. */
const UNASKED = "no-authserv-id";

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
    reasons: decision.reasons
      .filter(({ code }) => code !== UNASKED)
      .map((reason) => ({ code: reason.code, text: reason.text })),
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
