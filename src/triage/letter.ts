import type { Address, Language } from "../mail/message.ts";
import type { Manner } from "../policy/decision.ts";
import type { TemplateName } from "../policy/template.ts";
import { greetingName } from "../smtp/names.ts";
import type { OutboxDraft } from "../store/outgoing.ts";
import { newMessageId, type Writing } from "./writing.ts";

/** What letters are written with. */
export type Desktop = Pick<Writing, "config" | "secret" | "now">;

/** What a template for staff has beside its sender. */
export type StaffOwn<Values> = Omit<Values, "company" | "mailboxAddress">;
/** What a template for customers has beside sender, reader and subject. */
export type CustomerOwn<Values> = Omit<
  Values,
  "company" | "mailboxAddress" | "name" | "ticket" | "subject" | "unsubscribe"
> & { readonly unsubscribe?: string | null };

interface ToStaff {
  /** Addresses. */
  readonly to: readonly string[];
  /** See {@link StaffOwn}. */
  readonly values: object;
  /** null: it is about no single one. */
  readonly ticket?: number | null;
  readonly once?: string;
}

/** One letter to these, in their language where they all have the same one. */
export function toStaff(
  desk: Desktop,
  template: TemplateName,
  { to, values, ticket = null, once }: ToStaff,
): OutboxDraft {
  const { config } = desk;
  const languages = new Set(to.map((reader) => config.languages.get(reader) ?? config.language));
  const [language = config.language] = languages.size === 1 ? languages : [];
  return {
    kind: template,
    template,
    messageId: newMessageId(desk, ticket ?? 0, template),
    to: to.map((address) => ({ name: "", address })),
    language,
    manner: "plain",
    values: { ...values, ...senderOf(desk) },
    inReplyTo: null,
    references: [],
    dueAt: desk.now(),
    ...(once === undefined ? {} : { once }),
  };
}

interface ToCustomer {
  readonly to: Address;
  readonly ticket: number;
  readonly language: Language;
  readonly manner: Manner;
  /** The customer's own. */
  readonly subject: string;
  /** The message in whose thread it stands. */
  readonly answering: { readonly messageId: string | null; readonly references: readonly string[] };
  /** See {@link CustomerOwn}. */
  readonly values: object;
  readonly once?: string;
  /** Where it is not the template's. */
  readonly kind?: TemplateName;
}

/** A letter to a customer, due now. */
export function toCustomer(desk: Desktop, template: TemplateName, letter: ToCustomer): OutboxDraft {
  const { to, ticket, language, manner, subject, answering, values, once, kind = template } = letter;
  const { messageId, references } = answering;
  return {
    kind,
    template,
    messageId: newMessageId(desk, ticket, kind),
    to: [to],
    language,
    manner,
    values: { ...values, name: greetingName(to), ticket, subject, ...senderOf(desk) },
    inReplyTo: messageId,
    references: messageId === null ? references : [...references, messageId],
    dueAt: desk.now(),
    ...(once === undefined ? {} : { once }),
  };
}

const senderOf = ({ config }: Desktop) => ({
  company: config.displayName,
  mailboxAddress: config.address,
});
