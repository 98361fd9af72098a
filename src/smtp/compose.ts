import { createHash } from "node:crypto";
import { PermanentError } from "../errors.ts";
import type { Address } from "../mail/message.ts";
import { AUDIENCES, type TemplateName } from "../policy/template.ts";
import { safeAddress } from "./address.ts";
import { cleanLine } from "./literal.ts";
import { asciiAddress, field, mailbox as mailboxOf, message, words } from "./mime.ts";
import type { Inline } from "./raster.ts";
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
  /** What the HTML part shows. */
  readonly pictures?: readonly Inline[];
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
export function compose(composition: Composition): Composed {
  const { row, mailbox, rendered, now, unsubscribe, attachments, pictures = [] } = composition;
  const to = row.to.map(({ address }) => address);
  for (const address of [mailbox.address, ...to]) {
    if (!safeAddress(address)) throw new PermanentError("bad-address", "an address is not a plain one");
  }
  if (to.length === 0) throw new PermanentError("bad-address", "nobody to write to");
  if (!isMessageId(row.messageId)) throw new PermanentError("bad-message-id", "the Message-ID is malformed");
  const isDraft = AUDIENCES[row.kind] === "agent";
  const original = typeof row.values.subject === "string" ? row.values.subject : "";
  const inReplyTo = row.inReplyTo !== null && isMessageId(row.inReplyTo) ? row.inReplyTo : null;
  const references = bounded(row.references, inReplyTo);
  const subject =
    AUDIENCES[row.kind] === "staff"
      ? rendered.subject
      : answerSubject(original, row.ticketId, rendered.subject);
  const head = [
    field("From", mailboxField(mailbox.displayName, mailbox.address)),
    field("To", row.to.map(({ name, address }) => mailboxField(name, address)).join(", ")),
    field("Subject", words(subject)),
    field("Date", now.toUTCString().replace("GMT", "+0000")),
    field("Message-ID", row.messageId),
    ...(inReplyTo === null ? [] : [field("In-Reply-To", inReplyTo)]),
    ...(references.length === 0 ? [] : [field("References", references.join(" "))]),
    ...(isDraft ? [] : automatic(row.kind)),
    field("Content-Language", rendered.language),
    ...unsubscribing(asciiAddress(mailbox.address), unsubscribe),
  ];
  const boundary = createHash("sha256").update(row.messageId).digest("hex").slice(0, 32);
  // An agent goes on writing in it, and our style sheet would be in the way.
  const html = isDraft ? "" : rendered.html;
  const shown = illustrated(html, pictures, row.messageId.slice(1, -1));
  const raw = message(head, { text: rendered.text, attachments: attachments ?? [], ...shown }, boundary);
  const envelope = { from: asciiAddress(mailbox.address), to: to.map(asciiAddress) };
  return { envelope, raw, messageId: row.messageId };
}

/** Pictures get ids of this one message: RFC 2392 wants them unique in the world. */
function illustrated(html: string, pictures: readonly Inline[], messageId: string) {
  let linked = html;
  const inline = pictures.map(({ name, octets }) => {
    const id = `${name}.${messageId}`;
    linked = linked.replaceAll(`src="cid:${name}"`, `src="cid:${encodeURI(id)}"`);
    return { id, octets };
  });
  return { html: linked, inline };
}

/** What a person sends, a draft in the end, must not say that a program did. */
const automatic = (kind: TemplateName): readonly string[] => [
  field("Auto-Submitted", ANSWERING.has(kind) ? "auto-replied" : "auto-generated"),
  field("X-Auto-Response-Suppress", "All"),
];

const mailboxField = (name: string, address: string): string =>
  mailboxOf({ name: cleanLine(name, 100), address });

/** Not folded: a link that is broken over lines does not work everywhere. */
function unsubscribing(address: string, unsubscribe: Unsubscribe | undefined): readonly string[] {
  if (unsubscribe === undefined) return [];
  const { https, subject } = unsubscribe;
  const mailto = `<mailto:${address}?subject=${encodeURIComponent(cleanLine(subject, 100))}>`;
  if (https === null || !isPrintableUrl(https)) return [`List-Unsubscribe: ${mailto}`];
  return [`List-Unsubscribe: <${https}>,\r\n ${mailto}`, "List-Unsubscribe-Post: List-Unsubscribe=One-Click"];
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
