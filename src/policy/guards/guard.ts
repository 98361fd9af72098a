import type { Message } from "../../mail/message.ts";
import type { Disposition, MailboxPolicy, Refusal } from "../decision.ts";
import { because, type ReasonCode } from "../reasons.ts";

/** Says why a message is automatic, or null. Sees the message and the mailbox's own addresses, nothing else. */
export type Guard = (message: Message, mailbox: Pick<MailboxPolicy, "addresses">) => Refusal | null;

export function refuse(disposition: Disposition, code: ReasonCode, detail?: string): Refusal {
  return { disposition, reason: because(code, detail) };
}

/** Values of a header field, topmost first. */
export function values(message: Message, name: string): readonly string[] {
  return message.headers.get(name) ?? [];
}

/** The topmost value of a header field, trimmed and cut to 2,000 characters, or null. */
export function field(message: Message, name: string): string | null {
  return values(message, name)[0]?.slice(0, 2_000).trim() ?? null;
}

/** The first of these fields that is there. */
export function firstField(message: Message, names: readonly string[]): string | null {
  return names.find((name) => message.headers.has(name)) ?? null;
}

/**
 * The leading keyword of a structured value: comments and parameters dropped, trimmed, lower case
 * ("Auto-Replied (vacation); owner=x" is "auto-replied").
 */
export function keyword(value: string): string {
  const bare = value
    .slice(0, 500)
    .replace(/\([^()]*\)/g, " ")
    .split(";", 1)[0];
  return (bare ?? "").trim().toLowerCase();
}

/** Whether a part of this type is in the message, at any depth. */
export function hasPart(message: Message, ...types: readonly string[]): boolean {
  return message.parts.some((part) => types.includes(part.contentType));
}

/** Subject without Re:, AW:, Fwd: … in front; `prefixed` tells whether there was one. */
export function bareSubject(subject: string): {
  readonly text: string;
  readonly prefixed: boolean;
  readonly forwarded: boolean;
} {
  let text = subject.slice(0, 500).trim();
  let prefixed = false;
  let forwarded = false;
  for (let round = 0; round < 5; round++) {
    const match = PREFIX.exec(text);
    if (match === null) break;
    prefixed = true;
    if (FORWARD.test(match[0])) forwarded = true;
    text = text.slice(match[0].length);
  }
  return { text, prefixed, forwarded };
}

const PREFIX =
  /^(?:re|aw|sv|vs|ref|rif|r|antw|odp|vá|va|vl|ynt|fwd?|wg|tr|i|fs|vb|doorst|továbbítás|απ|σχετ|πρθ|на|отв|ответ|пересл|fw|پاسخ|ارسال|ฝ|回复|答复|转发)(?:\[\d{1,3}\]|\(\d{1,3}\))?\s?[::]\s*/iu;
const FORWARD = /^(?:fwd?|wg|tr|i|vb|vl|doorst|továbbítás|πρθ|пересл|ارسال|转发)/iu;
