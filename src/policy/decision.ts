import type { Judgements, OwnTopic, Topic } from "../classify/judgement.ts";
import type { Address, Language } from "../mail/message.ts";
import type { Approval } from "./action.ts";
import type { Recurrence } from "./recurrence.ts";
import type { TemplateName } from "./template.ts";
import type { Token } from "./token.ts";

export const FOLDER_ROLES = [
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
] as const;
export type FolderRole = (typeof FOLDER_ROLES)[number];

export const PRIORITIES = ["urgent", "high", "normal", "low"] as const;
export type Priority = (typeof PRIORITIES)[number];

/** What sort of sender stands behind a message. Only `human` may get an automatic answer. */
export const DISPOSITIONS = [
  "human",
  "autoresponse",
  "bounce",
  "report",
  "list",
  "bulk",
  "receipt",
  "calendar",
  "own",
  "spam",
  "unparsable",
] as const;
export type Disposition = (typeof DISPOSITIONS)[number];

export const CUSTOMER_TYPES = ["vip", "vocal", "silent", "frequent"] as const;
export type CustomerType = (typeof CUSTOMER_TYPES)[number];

/** The manner of an answer: that of the primary customer type, or plain. */
export const MANNERS = ["plain", ...CUSTOMER_TYPES] as const;
export type Manner = (typeof MANNERS)[number];

/** `code` is for programs and stays; `text` is an English clause for people, free of secrets. */
export interface Reason {
  readonly code: string;
  readonly text: string;
}

/** Why a message must not get an automatic answer, and what it then is. */
export interface Refusal {
  readonly disposition: Disposition;
  readonly reason: Reason;
}

/** Sensitive matters get a minimal text and a person is alerted. */
export const SENSITIVITIES = ["bereavement", "self-harm", "legal", "breach"] as const;
export type Sensitivity = (typeof SENSITIVITIES)[number];

/** Which template answers which message: DESIGN's table (complaint, question, request / praise / other / sensitive). */
export type AnswerTemplate = Extract<TemplateName, "acknowledgement" | "thanks" | "receipt" | "sensitive">;

export type Acknowledge =
  | {
      readonly send: true;
      readonly template: AnswerTemplate;
      readonly manner: Manner;
      readonly reason: Reason;
    }
  | { readonly send: false; readonly reason: Reason };

/**
 * What a customer says of an answer of ours.
 * - thanks: nothing but thanks: it asks for nothing.
 * - unhappy: it has not been solved, or not well.
 * - rated: an answer to "has it been solved?", by a signed link or in plain words.
 */
export type Reaction =
  | { readonly says: "thanks" }
  | { readonly says: "unhappy"; readonly reason: "not-solved" | "unhappy-again" }
  | { readonly says: "rated"; readonly rating: "good" | "partly" | "not" };

/**
 * How a colleague's answer came in: agents answer from their own accounts and copy the mailbox, or write to it and the
 * customer together.
 */
export type AnswerWay = "copy" | "thread";

export interface CustomerView {
  /** Several at once; order is that of precedence, `primary` is the first. */
  readonly types: readonly CustomerType[];
  readonly primary: CustomerType | null;
  /** The sender's domain is vouched for (DMARC, or aligned DKIM or SPF). */
  readonly authenticated: boolean;
  readonly reasons: readonly Reason[];
}

/** One slot for each question; see the README's table of states. Pure data, safe to store as JSON. */
export interface Decision {
  readonly disposition: Disposition;
  /** Who the message is from: the original sender of a forward, else From. null where there is none. */
  readonly customerAddress: Address | null;
  /** Where an answer goes: a sane Reply-To, else the customer; absent where nobody can be written to. */
  readonly answerTo?: Address;
  /** The language to answer in. */
  readonly language: Language;
  readonly judgements: Judgements;
  readonly customer: CustomerView;
  readonly sensitivity: Sensitivity | null;
  readonly priority: Priority;
  readonly folder: FolderRole;
  /** null: opens a ticket (or, for automatic mail outside any thread, has none). */
  readonly ticket: TicketChoice;
  readonly acknowledge: Acknowledge;
  /** The customer asks for no more automatic mail. */
  readonly optOut?: true;
  /** It is a colleague's answer to the customer of its ticket: whose (agentKey), and how it came. */
  readonly answered?: { readonly by: string | null; readonly via: AnswerWay };
  /** What the customer says of an answer of ours. */
  readonly reaction?: Reaction;
  /** It carries the token of an action: a manager's decision, or why it is none. */
  readonly approval?: Approval;
  /** How often the customer was here before; only where a ticket is opened. */
  readonly recurrence?: Recurrence;
  /** It brings back for good the mail of ours with this Message-ID. */
  readonly returned?: string;
  /** Agents get a short alert for it. */
  readonly alert: Reason | null;
  /** IMAP keywords, at most eight, each an RFC 3501 atom. */
  readonly keywords: readonly string[];
  readonly reasons: readonly Reason[];
  readonly classifierVersion: string;
}

export type TicketChoice =
  | { readonly open: true }
  | { readonly append: number; readonly by: "own-message-id" | "references" | "awaited" | "subject-token" }
  | { readonly none: true };

/** What decide() may know of the mailbox; a subset of its configuration. */
export interface MailboxPolicy {
  readonly name: string;
  /** The address customers write to, then its aliases; lower case. */
  readonly addresses: readonly string[];
  readonly language: Language;
  readonly timeZone: string;
  /** Lower-case addresses of agents, supervisor, managers. */
  readonly staff: readonly string[];
  /** Those of them who may decide by a link: managers and the complaints manager. */
  readonly managers: readonly string[];
  /** authserv-id of RFC 8601 that is trusted, "microsoft365" preset, or null: nothing is authenticated. */
  readonly authservId: string | null;
  readonly budgets: Budgets;
  /** Contacts within `days` that make a customer frequent. */
  readonly frequent: { readonly contacts: number; readonly days: number };
  readonly folderOrder: readonly FolderRole[];
  /** Hours after which an acknowledgement would be more odd than kind. */
  readonly acknowledgeWithinHours: number;
  /** Days that a customer's earlier tickets count. */
  readonly recurrenceDays: number;
}

interface Budgets {
  readonly perTicket: number;
  readonly perAddressDay: number;
  /** A day has five times as many. */
  readonly perDomainHour: number;
  /** The brake: automatic answers stop at this multiple of the mailbox's usual hourly rate, or of ASSUMED_PER_HOUR. */
  readonly brakeFactor: number;
}

export interface CustomerFacts {
  readonly address: string;
  readonly name: string | null;
  readonly language: Language | null;
  readonly vip: boolean;
  readonly optedOut: boolean;
  /** Permanent bounces came from it. */
  readonly dead: boolean;
  /** An agent said that the customer writes often. */
  readonly frequent?: boolean;
  /** An agent said that it is a person, where the guards saw a program. */
  readonly person?: boolean;
  /** When this customer wrote before, oldest first; the last 50. */
  readonly contacts: readonly Date[];
  /** Earlier tickets, the newest 20; absent: none are known. */
  readonly past?: readonly PastTicket[];
}

export interface PastTicket {
  readonly topic: Topic | OwnTopic;
  readonly complaint: boolean;
  readonly openedAt: Date;
}

export interface TicketFacts {
  readonly id: number;
  readonly customerAddress: string | null;
  /** Where answers go, if elsewhere than to the customer's address (Reply-To). */
  readonly answerTo?: string | null;
  readonly participants: readonly string[];
  readonly folder: FolderRole;
  readonly priority: Priority;
  /** Automatic answers already queued or sent on it. */
  readonly automaticAnswers: number;
  /** A person has answered on it. */
  readonly answered?: boolean;
  /** The ball is with the customer: answered or resolved, and no word since. */
  readonly awaitsCustomer?: boolean;
  /** The customer has been asked whether it was solved. */
  readonly asked?: boolean;
  /** Opened again by the customer's own "not solved", which stands. */
  readonly ratedNot?: boolean;
  /** We wrote first, to a customer who had fallen silent, and this is the first answer. */
  readonly invited?: boolean;
  readonly messages: number;
}

/** Automatic mail already queued or sent, as the budgets count it. */
export interface SentFacts {
  readonly toAddressToday: number;
  readonly toDomainThisHour: number;
  readonly toDomainToday: number;
  readonly fromMailboxThisHour: number;
  /** Usual automatic answers an hour of this mailbox; null until it is known. */
  readonly usualPerHour: number | null;
}

/** Everything decide() needs besides the message; nothing in it does I/O. */
export interface Context {
  readonly now: Date;
  readonly mailbox: MailboxPolicy;
  readonly customer: CustomerFacts | null;
  readonly ticket: {
    readonly facts: TicketFacts;
    readonly by: "own-message-id" | "references" | "awaited" | "subject-token";
  } | null;
  readonly sent: SentFacts;
  /** The message's Message-ID is one that foyer made itself. */
  readonly ownMessageId: boolean;
  /** A signed link's text in it (policy/token.ts), checked: a rating or an opt-out by mail. */
  readonly token?: Token | null;
  /** It answers a mail that foyer wrote to staff; proven by the Message-ID of that. */
  readonly answersStaffMail?: boolean;
  /** What the token of an action in it comes to (policy/approval.ts). */
  readonly approval?: Approval | null;
  /** A message with its Message-ID has been seen before, here or in Sent. */
  readonly known?: boolean;
  /** Who of us wrote it (agentKey in policy/staff.ts); null where none of us did. */
  readonly agent?: string | null;
  /** Message-ID of a mail of ours that it brings back for good, if it is a bounce (policy/returned.ts). */
  readonly returned?: string | null;
  /** The same Message-ID, sender and text arrived before (a second delivery). */
  readonly duplicate: boolean;
  /** An agent says of this very message that a person wrote it. */
  readonly person?: boolean;
  /** Version of the classifier that gave the judgements, for the record. */
  readonly classifierVersion?: string;
}
