import { Buffer } from "node:buffer";
import { PermanentError } from "../errors.ts";
import { addressesOf, dateOf, oneLine } from "./address.ts";
import { bodyOf, sizeOf } from "./body.ts";
import { decodeField } from "./charset.ts";
import { decode, decodeWords } from "./decode.ts";
import { type Field, readHead } from "./field.ts";
import { forwardedFrom } from "./forward.ts";
import { htmlToText } from "./html.ts";
import { detectLanguage } from "./language.ts";
import type { Attachment, Headers, Message, Part, RawMessage } from "./message.ts";
import { replyText } from "./quote.ts";
import { type Entity, walk } from "./structure.ts";
import { withoutUuencoded } from "./uuencode.ts";

const MAX_TEXT = 200_000;
const MAX_SUBJECT = 1_000;
const MAX_REFERENCES = 200;
const MAX_FILENAME = 250;
const MAX_ENCLOSED = 20;
/** Octets of an attached message that are read where the message has no text of its own. */
const MAX_NESTED = 2_000_000;
/** Control characters but tab and line feed; the byte order mark besides. */
const CONTROLS = /(?![\t\n])[\p{Cc}\ufeff]/gu;

/**
 * Parses one RFC 5322 message. Odd mail is mended rather than refused: raw 8-bit fields, wrong or missing charsets,
 * two From fields, `name (address)`, white space after delimiters, text marked as attachment, uuencoded files.
 * Linear in the message's size, and bounded: 200,000 characters of text, 64 KB a field.
 *
 * @throws PermanentError "unparsable" where there is no header field at all, or over 1,000 parts, 100 levels of
 * multiparts or 4 MB of one header.
 */
export async function parseMessage(raw: RawMessage): Promise<Message> {
  const source = lineFeeds(Buffer.from(raw.source.buffer, raw.source.byteOffset, raw.source.byteLength));
  const entities = walk(source, afterEnvelope(source));
  const fields = entities[0]?.fields ?? [];
  if (fields.length === 0) throw new PermanentError("unparsable", "no header field");
  const body = bodyOf(source, entities);
  const decoded = await decode(source, fields, body.texts);
  const attachments = await attachmentsOf(source, body.attached);
  const read = withoutUuencoded(await fullText(source, decoded, body.attached));
  const text = clean(read.text);
  const own = {
    ...addressesAndIds(fields, decoded.headers),
    subject: oneLine(textOf(decoded.headers.get("subject")), MAX_SUBJECT),
    headers: headersOf(fields),
    size: raw.size,
  };
  const reply = replyText(text);
  return {
    ...own,
    text,
    replyText: reply,
    attachments: raw.structure?.attachments ?? [...attachments, ...read.attachments],
    enclosedIds: enclosedIds(source, entities),
    parts: raw.structure?.parts ?? entities.map(partOf),
    language:
      raw.language === undefined
        ? detectLanguage(`${own.subject}\n${reply}`)
        : { language: raw.language, confidence: 1 },
    forwarded: forwardedFrom(own.subject, text),
  };
}

/** Mail from before 2001 on a Macintosh ends its lines with CR alone; everything here looks for LF. */
function lineFeeds(source: Buffer): Buffer {
  if (source.includes(10) || !source.includes(13)) return source;
  return Buffer.from(source.toString("latin1").replaceAll("\r", "\n"), "latin1");
}

/** Past empty lines and the "From " line of mbox (RFC 4155), which is no field. */
function afterEnvelope(source: Buffer): number {
  let start = 0;
  while (start < source.length && (source[start] === 10 || source[start] === 13)) start++;
  if (!/^>?From /.test(source.toString("latin1", start, start + 6))) return start;
  const newline = source.indexOf(10, start);
  return newline < 0 ? source.length : newline + 1;
}

/** The text parts; where there are none but an attached message, what that message says. */
async function fullText(
  source: Buffer,
  decoded: { readonly plain: string; readonly html: string },
  attached: readonly Entity[],
): Promise<string> {
  const read = [decoded.plain, decoded.html === "" ? "" : htmlToText(decoded.html)].filter((text) =>
    text.trim(),
  );
  if (read.length > 0) return read.join("\n");
  const message = attached.find((entity) => entity.contentType === "message/rfc822");
  if (message === undefined || message.encoding === "base64") return "";
  const octets = source.subarray(
    message.body.start,
    Math.min(message.body.end, message.body.start + MAX_NESTED),
  );
  const entities = walk(octets);
  const texts = bodyOf(octets, entities).texts;
  const inner = await decode(octets, entities[0]?.fields ?? [], texts);
  const [from] = addressesOf(inner.headers.get("from"));
  const head = [
    "---------- Forwarded message ----------",
    `From: ${from === undefined ? "" : `${from.name} <${from.address}>`}`,
    `Date: ${entities[0]?.fields.find((field) => field.name === "date")?.octets ?? ""}`,
    `Subject: ${textOf(inner.headers.get("subject"))}`,
  ];
  const text = inner.plain.trim() === "" ? htmlToText(inner.html) : inner.plain;
  return `${head.join("\n")}\n\n${text}`;
}

async function attachmentsOf(source: Buffer, attached: readonly Entity[]): Promise<readonly Attachment[]> {
  const names = attached.map(
    (entity) => entity.dispositionParameters.filename ?? entity.parameters.name ?? "",
  );
  const decoded = await decodeWords(names);
  return attached.map((entity, index) => ({
    filename: oneLine(decoded[index] ?? "", MAX_FILENAME) || null,
    contentType: entity.contentType,
    size: sizeOf(source, entity),
  }));
}

const ENCLOSED = new Set([
  "message/rfc822",
  "message/global",
  "message/global-headers",
  "text/rfc822-headers",
  "message/rfc822-headers",
]);

/** RFC 6522 section 3: a report returns the message that it is about, or its header. */
function enclosedIds(source: Buffer, entities: readonly Entity[]): readonly string[] {
  const returned = entities.filter(({ contentType }) => ENCLOSED.has(contentType)).slice(0, MAX_ENCLOSED);
  return returned.flatMap(({ body, encoding }) => {
    if (encoding === "base64") return [];
    const head = readHead(
      source,
      { start: body.start, end: Math.min(body.end, body.start + MAX_NESTED) },
      () => false,
    );
    return idsIn(head.fields.find(({ name }) => name === "message-id")?.octets ?? "").slice(0, 1);
  });
}

type AddressesAndIds = Pick<
  Message,
  | "messageId"
  | "inReplyTo"
  | "references"
  | "from"
  | "sender"
  | "replyTo"
  | "to"
  | "cc"
  | "returnPath"
  | "date"
>;

function addressesAndIds(fields: readonly Field[], decoded: ReadonlyMap<string, unknown>): AddressesAndIds {
  const value = (name: string): string => fields.find((field) => field.name === name)?.octets ?? "";
  return {
    messageId: idsIn(value("message-id"))[0] ?? null,
    inReplyTo: idsIn(value("in-reply-to")).slice(0, MAX_REFERENCES),
    // Of too many, the last are nearest to this message.
    references: idsIn(value("references")).slice(-MAX_REFERENCES),
    from: addressesOf(decoded.get("from"))[0] ?? null,
    sender: addressesOf(decoded.get("sender"))[0] ?? null,
    replyTo: addressesOf(decoded.get("reply-to")),
    to: addressesOf(decoded.get("to")),
    cc: addressesOf(decoded.get("cc")),
    returnPath: returnPathOf(fields),
    date: dateOf(fields.find((field) => field.name === "date")?.octets),
  };
}

function idsIn(octets: string): readonly string[] {
  return octets.match(/<[^<>\s\p{Cc}]{1,995}>/gu) ?? [];
}

/** The topmost Return-Path is that of the last delivery. */
function returnPathOf(fields: readonly Field[]): string | null {
  const octets = fields.find((field) => field.name === "return-path")?.octets;
  if (octets === undefined) return null;
  const bracketed = /<([^<>]*)>/.exec(octets)?.[1];
  return (bracketed ?? octets).replace(/[\p{Cc}\s]/gu, "").slice(0, 320);
}

function headersOf(fields: readonly Field[]): Headers {
  const headers = new Map<string, string[]>();
  for (const field of fields) {
    const value = decodeField(field.octets, null).replace(/\p{Cc}/gu, " ");
    const values = headers.get(field.name);
    if (values === undefined) headers.set(field.name, [value]);
    else values.push(value);
  }
  return headers;
}

function partOf(entity: Entity): Part {
  return { contentType: entity.contentType, parameters: entity.parameters, disposition: entity.disposition };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** LF line ends, no other control characters than tab, well-formed UTF-16, at most 200,000 characters. */
function clean(text: string): string {
  return text
    .slice(0, MAX_TEXT * 2)
    .replace(/\r\n?/g, "\n")
    .replace(CONTROLS, "")
    .trim()
    .slice(0, MAX_TEXT)
    .toWellFormed();
}
