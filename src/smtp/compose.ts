import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import MailComposer from "nodemailer/lib/mail-composer";
import { PermanentError } from "../errors.ts";
import type { Address } from "../mail/message.ts";
import { AUDIENCES, type TemplateName } from "../policy/template.ts";
import { safeAddress } from "./address.ts";
import { cleanLine } from "./literal.ts";
import { answerSubject } from "./subject.ts";
import type { Rendered } from "./template.ts";

/** What composing needs of an outbox row; the store's OutboxRow fits. */
export interface Outgoing {
  readonly kind: TemplateName;
  /** With angle brackets. */
  readonly messageId: string;
  readonly to: readonly Address[];
  readonly ticketId: number | null;
  readonly values: Readonly<Record<string, unknown>>;
  readonly inReplyTo: string | null;
  /** Oldest first. */
  readonly references: readonly string[];
}

export interface Composition {
  readonly row: Outgoing;
  /** The mailbox's own address and shown name; it is both author and envelope sender, so that bounces come back. */
  readonly mailbox: { readonly address: string; readonly displayName: string };
  readonly rendered: Rendered;
  readonly now: Date;
  /** For mail that answers nothing the customer has just asked: how automatic mail is ended with one click. */
  readonly unsubscribe?: Unsubscribe;
  /** Whole messages, as they came; for mail to staff. */
  readonly attachments?: readonly Uint8Array[];
}

/** RFC 8058 asks for both fields to be there, and for https. Without a page, the mail address stands alone (RFC 2369). */
interface Unsubscribe {
  readonly https: string | null;
  /** Subject of the mail that opts out; it goes to the mailbox. */
  readonly subject: string;
}

export interface Composed {
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  /** The whole message, CRLF line ends. */
  readonly raw: Uint8Array;
  readonly messageId: string;
}

/** Mail that answers what has just come in; all else is written of foyer's own accord (RFC 3834 section 5). */
const ANSWERING: ReadonlySet<TemplateName> = new Set<TemplateName>([
  "acknowledgement",
  "thanks",
  "receipt",
  "sensitive",
  "closing",
]);

/** First and last so many; RFC 5322 sets no limit, servers do, and threading needs no more. */
const REFERENCES = 20;

/**
 * The mail as it goes over the wire. The same row and time give the same octets. Throws PermanentError("bad-address")
 * for an address that is no plain one, PermanentError("bad-message-id") for a Message-ID that could break the header.
 *
 * No Precedence field: RFC 3834 section 3.1.8 allows it, but large providers take "bulk" for advertising, and what
 * honours it honours Auto-Submitted or X-Auto-Response-Suppress as well.
 */
export async function compose(composition: Composition): Promise<Composed> {
  const { row, mailbox, rendered, now } = composition;
  const to = row.to.map(({ address }) => address);
  for (const address of [mailbox.address, ...to]) {
    if (!safeAddress(address)) throw new PermanentError("bad-address", "an address is not a plain one");
  }
  if (to.length === 0) throw new PermanentError("bad-address", "nobody to write to");
  if (!isMessageId(row.messageId)) throw new PermanentError("bad-message-id", "the Message-ID is malformed");
  const original = typeof row.values.subject === "string" ? row.values.subject : "";
  const inReplyTo = row.inReplyTo !== null && isMessageId(row.inReplyTo) ? row.inReplyTo : null;
  const references = bounded(row.references, inReplyTo);
  const mail = new MailComposer({
    from: { name: cleanLine(mailbox.displayName, 100), address: mailbox.address },
    to: row.to.map(({ name, address }) => ({ name: cleanLine(name, 100), address })),
    subject:
      AUDIENCES[row.kind] === "staff"
        ? rendered.subject
        : answerSubject(original, row.ticketId, rendered.subject),
    date: now,
    messageId: row.messageId,
    ...(inReplyTo === null ? {} : { inReplyTo }),
    ...(references.length === 0 ? {} : { references: [...references] }),
    headers: {
      "Auto-Submitted": ANSWERING.has(row.kind) ? "auto-replied" : "auto-generated",
      "X-Auto-Response-Suppress": "All",
      "Content-Language": rendered.language,
      ...unsubscribing(mailbox.address, composition.unsubscribe),
    },
    text: rendered.text,
    html: rendered.html,
    ...(composition.attachments === undefined
      ? {}
      : {
          attachments: composition.attachments.map((content, index) => ({
            // RFC 2046 section 5.2.1: 7bit, 8bit or binary only; nodemailer picks by the content.
            contentType: "message/rfc822",
            filename: `${index + 1}.eml`,
            content: Buffer.from(content),
          })),
        }),
    baseBoundary: createHash("sha256").update(row.messageId).digest("hex").slice(0, 24),
    newline: "\r\n",
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const raw = await mail.compile().build();
  return { envelope: { from: mailbox.address, to }, raw, messageId: row.messageId };
}

/** Nodemailer would encode and fold the value of a field it does not know; these must stay as they are. */
function unsubscribing(
  address: string,
  unsubscribe: Unsubscribe | undefined,
): Readonly<Record<string, { readonly prepared: true; readonly value: string }>> {
  if (unsubscribe === undefined) return {};
  const { https, subject } = unsubscribe;
  const mailto = `<mailto:${address}?subject=${encodeURIComponent(cleanLine(subject, 100))}>`;
  if (https === null || !isPrintableUrl(https))
    return { "List-Unsubscribe": { prepared: true, value: mailto } };
  return {
    "List-Unsubscribe": { prepared: true, value: `<${https}>,\r\n ${mailto}` },
    "List-Unsubscribe-Post": { prepared: true, value: "List-Unsubscribe=One-Click" },
  };
}

/** What could end the field, or the angle brackets around it, is refused. */
function isPrintableUrl(url: string): boolean {
  return url.length <= 900 && /^https:\/\/[\x21-\x3b\x3d\x3f-\x7e]+$/.test(url);
}

/** RFC 5322 section 3.6.4, printable ASCII only. */
function isMessageId(text: string): boolean {
  return text.length <= 250 && /^<[\x21-\x3b\x3d\x3f\x41-\x7e]+@[\x21-\x3b\x3d\x3f\x41-\x7e]+>$/.test(text);
}

/** What the answered message referred to, then the message itself; the thread's first is kept when it is too long. */
function bounded(references: readonly string[], inReplyTo: string | null): readonly string[] {
  const before = references.filter((id) => isMessageId(id) && id !== inReplyTo);
  const all = [...new Set(before), ...(inReplyTo === null ? [] : [inReplyTo])];
  return all.length <= REFERENCES ? all : [...all.slice(0, 1), ...all.slice(1 - REFERENCES)];
}
