import { Buffer } from "node:buffer";
import { domainToASCII } from "node:url";
import { encodeWord, encodeWords, foldLines } from "nodemailer/lib/mime-funcs";
import { encode, wrap } from "nodemailer/lib/qp";
import type { Address } from "../mail/message.ts";

/*
 * The octets of a mail with a text and an HTML part. The encodings are nodemailer's; its MailComposer, which makes the
 * same of a tree of streams, takes ten times as long, and sending is most of what a backlog costs.
 */

/** RFC 5322 section 2.1.1 recommends 78 at most. */
const LINE = 76;
/** RFC 2047 section 2 allows an encoded word 75; the field's name stands before the first. */
const WORD = 52;

const isAscii = (text: string): boolean => /^[\t\r\n\x20-\x7e]*$/.test(text);

/** Quoted-printable stays legible for text in Latin letters; anything else is shorter in base64. */
function encodingOf(text: string): "Q" | "B" {
  let foreign = 0;
  // Greek begins at U+0370; what stands beyond the scripts of letters is punctuation, for the most part.
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0x370 && code < 0x1e00) foreign++;
  }
  return foreign * 4 > text.length ? "B" : "Q";
}

/** Unstructured text for a header field (RFC 2047). */
export function words(text: string): string {
  return encodeWords(text, encodingOf(text), WORD);
}

/** The mailbox of RFC 5322 section 3.4. The address is a plain one: see {@link safeAddress}. */
export function mailbox({ name, address }: Address): string {
  const ascii = asciiAddress(address);
  if (name === "") return ascii;
  const phrase = isAscii(name)
    ? `"${name.replace(/["\\]/g, "\\$&")}"`
    : encodeWord(name, encodingOf(name), WORD);
  return `${phrase} <${ascii}>`;
}

/** With the domain as DNS has it (RFC 5891). */
export function asciiAddress(address: string): string {
  const at = address.lastIndexOf("@");
  const domain = address.slice(at + 1);
  return isAscii(domain) ? address : `${address.slice(0, at)}@${domainToASCII(domain)}`;
}

/** A header field, folded; its value is encoded already. */
export const field = (name: string, value: string): string => foldLines(`${name}: ${value}`, LINE);

interface Content {
  readonly text: string;
  /** "": the text stands alone. */
  readonly html: string;
  /** Whole messages. */
  readonly attachments: readonly Uint8Array[];
  /** Pictures that the HTML shows, PNG, by their Content-ID without angle brackets. */
  readonly inline: readonly { readonly id: string; readonly octets: Uint8Array }[];
}

/**
 * multipart/alternative (RFC 2046 section 5.1.4), the plainest part first; within multipart/mixed where messages are
 * attached. The HTML with its pictures is multipart/related (RFC 2387). `boundary` must not occur in any of them.
 */
export function message(head: readonly string[], content: Content, boundary: string): Buffer {
  const text = Buffer.from(part("text/plain", content.text), "latin1");
  const page = Buffer.from(part("text/html", content.html), "latin1");
  const pictures = content.inline.map(picture);
  const html = pictures.length === 0 ? page : multipart("related", `=_r_${boundary}`, [page, ...pictures]);
  const own = content.html === "" ? text : multipart("alternative", `=_${boundary}`, [text, html]);
  const attached = content.attachments.map((octets, index) => attachment(octets, index + 1));
  const body = attached.length === 0 ? own : multipart("mixed", `=_m_${boundary}`, [own, ...attached]);
  return Buffer.concat([Buffer.from(`${head.join("\r\n")}\r\nMIME-Version: 1.0\r\n`, "latin1"), body]);
}

function multipart(type: string, boundary: string, parts: readonly Buffer[]): Buffer {
  return Buffer.concat([
    Buffer.from(`Content-Type: multipart/${type};\r\n boundary="${boundary}"\r\n`),
    ...parts.flatMap((one) => [Buffer.from(`\r\n--${boundary}\r\n`), one]),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
}

function picture({ id, octets }: Content["inline"][number]): Buffer {
  const head = [
    "Content-Type: image/png",
    "Content-Transfer-Encoding: base64",
    `Content-ID: <${id}>`,
    "Content-Disposition: inline",
  ];
  return Buffer.from(`${head.join("\r\n")}\r\n\r\n${inLines(Buffer.from(octets))}`, "latin1");
}

const inLines = (octets: Buffer): string => octets.toString("base64").replace(/.{76}(?=.)/g, "$&\r\n");

/** RFC 2046 section 5.2.1: no other encoding is allowed for messages. */
function attachment(octets: Uint8Array, number: number): Buffer {
  const encoding = octets.some((octet) => octet > 127) ? "8bit" : "7bit";
  const head = [
    `Content-Type: message/rfc822; name=${number}.eml`,
    `Content-Disposition: attachment; filename=${number}.eml`,
    `Content-Transfer-Encoding: ${encoding}`,
  ];
  return Buffer.concat([Buffer.from(`${head.join("\r\n")}\r\n\r\n`), octets]);
}

function part(type: string, content: string): string {
  const text = content.replace(/\r?\n/g, "\r\n");
  const { encoding, body } = encoded(text);
  return `Content-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${body}`;
}

function encoded(text: string): { readonly encoding: string; readonly body: string } {
  if (isAscii(text) && !/[^\r\n]{77}/.test(text)) return { encoding: "7bit", body: text };
  if (encodingOf(text) === "Q") return { encoding: "quoted-printable", body: wrap(encode(text), LINE) };
  return { encoding: "base64", body: inLines(Buffer.from(text, "utf8")) };
}
