import type { Judgement, Judgements } from "../../src/classify/judgement.ts";
import type { Address, Message, Part } from "../../src/mail/message.ts";
import type {
  Context,
  CustomerFacts,
  MailboxPolicy,
  SentFacts,
  TicketFacts,
} from "../../src/policy/decision.ts";

export const NOW = new Date("2026-03-02T10:00:00Z");
export const SECRET = "a secret of at least thirty-two characters";

/** `Name <local@domain>` or a bare address. */
function address(text: string): Address {
  const match = /^(.*?)\s*<([^<>]*)>$/.exec(text);
  return match === null ? { name: "", address: text } : { name: match[1] ?? "", address: match[2] ?? "" };
}

export interface Wrote {
  readonly from?: string | null;
  readonly to?: string;
  readonly cc?: string;
  readonly replyTo?: string;
  readonly subject?: string;
  readonly text?: string;
  readonly id?: string | null;
  readonly inReplyTo?: string;
  readonly references?: readonly string[];
  readonly returnPath?: string | null;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly parts?: readonly Partial<Part>[];
  readonly attachments?: readonly { filename: string; contentType: string }[];
  readonly date?: Date | null;
  readonly language?: Message["language"];
  readonly enclosedIds?: readonly string[];
  readonly forwarded?: Message["forwarded"];
}

let written = 0;

/** A message as somebody wrote it; by default Anna's plain question to support@example.com. */
export function message(wrote: Wrote = {}): Message {
  const from = wrote.from === undefined ? "Anna <anna@customer.test>" : wrote.from;
  const headers = new Map<string, readonly string[]>();
  if (from !== null) headers.set("from", [from]);
  for (const [name, value] of Object.entries(wrote.headers ?? {})) {
    headers.set(name.toLowerCase(), typeof value === "string" ? [value] : value);
  }
  const list = (text: string | undefined) =>
    text === undefined || text === "" ? [] : text.split(/,\s*/).map(address);
  const text = wrote.text ?? "How do I change my delivery address?";
  return {
    messageId: wrote.id === undefined ? `<${++written}@customer.test>` : wrote.id,
    inReplyTo: wrote.inReplyTo === undefined ? [] : [wrote.inReplyTo],
    references: wrote.references ?? [],
    subject: wrote.subject ?? "A question",
    from: from === null || !from.includes("@") ? null : address(from),
    sender: null,
    replyTo: list(wrote.replyTo),
    to: list(wrote.to ?? "support@example.com"),
    cc: list(wrote.cc),
    returnPath: wrote.returnPath === undefined ? null : wrote.returnPath,
    date: wrote.date === undefined ? NOW : wrote.date,
    headers,
    text,
    replyText: text,
    attachments: (wrote.attachments ?? []).map((one) => ({ ...one, size: 100 })),
    parts: (wrote.parts ?? [{ contentType: "text/plain" }]).map((part) => ({
      contentType: "text/plain",
      parameters: {},
      disposition: null,
      ...part,
    })),
    enclosedIds: wrote.enclosedIds ?? [],
    size: 1_000,
    language: wrote.language ?? { language: "en", confidence: 0.9 },
    forwarded: wrote.forwarded ?? null,
  };
}

function judged<Label extends string>(label: Label, confidence = 0.9): Judgement<Label> {
  return { label, confidence, reasons: [] };
}

/** Judgements by hand: a calm, ordinary question unless said otherwise; `["praise", 0.3]` sets the confidence. */
export function judgements(
  given: {
    readonly [Key in keyof Judgements]?:
      | Judgements[Key]["label"]
      | readonly [Judgements[Key]["label"], number];
  } = {},
): Judgements {
  const one = <Label extends string>(
    value: Label | readonly [Label, number] | undefined,
    otherwise: Label,
  ) => (typeof value === "object" ? judged(value[0], value[1]) : judged(value ?? otherwise));
  return {
    urgency: one(given.urgency, "normal"),
    kind: one(given.kind, "question"),
    tone: one(given.tone, "neutral"),
    topic: one(given.topic, "other"),
    rootCause: one(given.rootCause, "process"),
  };
}

export function mailbox(given: Partial<MailboxPolicy> = {}): MailboxPolicy {
  return {
    name: "support",
    addresses: ["support@example.com", "help@example.com"],
    language: "en",
    timeZone: "Europe/Athens",
    staff: ["agent@example.com", "boss@example.com"],
    authservId: "mx.example.com",
    budgets: { perTicket: 1, perAddressDay: 3, perDomainHour: 20, brakeFactor: 5 },
    frequent: { contacts: 5, days: 30 },
    folderOrder: [
      "attention",
      "automatic",
      "urgent",
      "vip",
      "vocal",
      "silent",
      "today",
      "happy",
      "low",
      "frequent",
      "queue",
      "escalated",
      "resolved",
    ],
    managers: [],
    acknowledgeWithinHours: 72,
    recurrenceDays: 90,
    ...given,
  };
}

export function customer(given: Partial<CustomerFacts> = {}): CustomerFacts {
  return {
    address: "anna@customer.test",
    name: "Anna",
    language: null,
    vip: false,
    optedOut: false,
    dead: false,
    contacts: [],
    ...given,
  };
}

export function ticket(given: Partial<TicketFacts> = {}): TicketFacts {
  return {
    id: 1042,
    customerAddress: "anna@customer.test",
    participants: ["anna@customer.test"],
    folder: "queue",
    priority: "normal",
    automaticAnswers: 0,
    messages: 1,
    ...given,
  };
}

export const NOTHING_SENT: SentFacts = {
  toAddressToday: 0,
  toDomainThisHour: 0,
  toDomainToday: 0,
  fromMailboxThisHour: 0,
  usualPerHour: null,
};

export function context(given: Partial<Context> = {}): Context {
  return {
    now: NOW,
    mailbox: mailbox(),
    customer: null,
    ticket: null,
    sent: NOTHING_SENT,
    ownMessageId: false,
    duplicate: false,
    ...given,
  };
}

/** The field that the trusted server writes where DMARC passes for this domain. */
export function vouched(domain: string): Readonly<Record<string, string>> {
  return { "Authentication-Results": `mx.example.com; dmarc=pass header.from=${domain}` };
}
