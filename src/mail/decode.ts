import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { MailParser } from "mailparser";
import { uncommented } from "./address.ts";
import { decodeField, decoderFor, guessCharset, isUtf8 } from "./charset.ts";
import type { Field } from "./field.ts";
import { unflow } from "./flow.ts";
import type { Entity } from "./structure.ts";

/** What mailparser makes of a message that has been put in order for it. */
export interface Decoded {
  /** As mailparser reads the address fields and the subject, by lower-case name. */
  readonly headers: ReadonlyMap<string, unknown>;
  readonly plain: string;
  readonly html: string;
}

/** Encoded octets of one text part that are read: 200,000 characters need no more, HTML has markup besides. */
const MAX_PLAIN = 1_500_000;
const MAX_HTML = 6_000_000;

/** The fields that mailparser is to decode; all others are read as they stand. */
const ADDRESSES = ["from", "sender", "reply-to", "to", "cc"];

const OPTIONS = {
  skipHtmlToText: true,
  skipTextToHtml: true,
  skipImageLinks: true,
  skipTextLinks: true,
} as const;

/**
 * Has mailparser decode the header and the given text parts: encoded words, transfer encodings, charsets,
 * format=flowed. It never sees the message as it came but one in order: its structure is found by `walk`, so that
 * what mailparser trips over (odd delimiters, depth, ten thousand parts, text marked as attachment, raw 8-bit header
 * fields, the second of two From fields) is mended or absent.
 */
export async function decode(
  source: Buffer,
  fields: readonly Field[],
  texts: readonly Entity[],
): Promise<Decoded> {
  const label = texts.map((text) => text.parameters.charset ?? "").find((name) => decoderFor(name)) ?? null;
  const head = mendedHead(fields, label);
  const decoded = unflowed(await run(assemble(source, head, texts.map(asDeclared))), texts);
  if (!`${decoded.plain}${decoded.html}`.includes("\ufffd")) return decoded;
  const labelled = await Promise.all(texts.map((text) => relabelled(source, text)));
  return unflowed(await run(assemble(source, head, labelled)), texts);
}

/** mailparser joins a quoted line with the writer's own next one (RFC 3676 section 4.5 forbids it): done here. */
function unflowed(decoded: Decoded, texts: readonly Entity[]): Decoded {
  const plain = texts.filter((text) => text.contentType !== "text/html");
  const flowed = plain.filter((text) => text.parameters.format?.toLowerCase() === "flowed");
  if (flowed.length === 0 || flowed.length < plain.length) return decoded;
  const delSp = flowed.every((text) => text.parameters.delsp?.toLowerCase() === "yes");
  return { ...decoded, plain: unflow(decoded.plain, delSp) };
}

interface Labelled {
  readonly entity: Entity;
  readonly charset: string | null;
}

function asDeclared(entity: Entity): Labelled {
  const charset = entity.parameters.charset ?? "";
  return { entity, charset: /^[\w.:-]{1,40}$/.test(charset) ? charset : null };
}

/** Octets did not fit the declared charset, or none was declared: look at them and guess. */
async function relabelled(source: Buffer, entity: Entity): Promise<Labelled> {
  const declared = asDeclared(entity);
  const known = declared.charset === null ? null : decoderFor(declared.charset);
  if (known !== null && known.encoding !== "utf-8") return declared;
  const one = await run(assemble(source, "", [{ entity, charset: "iso-8859-1" }]));
  const octets = Buffer.from(one.plain || one.html, "latin1");
  // One broken character, as where the text was cut, is no reason to doubt the label.
  const broken = octets.toString("utf8").split("\ufffd").length - 1;
  const high = octets.reduce((count, octet) => count + (octet >= 0x80 ? 1 : 0), 0);
  if (isUtf8(octets) || broken * 10 < high) return { entity, charset: "utf-8" };
  return { entity, charset: guessCharset(octets) };
}

function mendedHead(fields: readonly Field[], label: string | null): string {
  const lines: string[] = [];
  for (const name of [...ADDRESSES, "subject"]) {
    const same = fields.filter((field) => field.name === name && field.octets !== "");
    // RFC 5322 allows one each. Of two From fields the first is the author's; recipients are taken together.
    const values = name === "to" || name === "cc" ? same : same.slice(0, 1);
    if (values.length === 0) continue;
    const value = values.map((field) => mendedField(name, field.octets, label)).join(", ");
    lines.push(`${name}: ${value.replace(/[\r\n]+/g, " ")}\r\n`);
  }
  return lines.join("");
}

function mendedField(name: string, octets: string, label: string | null): string {
  const decoded = decodeField(octets, label);
  return name === "subject" ? decoded : uncommented(decoded);
}

function assemble(source: Buffer, head: string, texts: readonly Labelled[]): Buffer {
  const [only] = texts;
  if (only === undefined) return Buffer.from(`${head}\r\n`);
  if (texts.length === 1)
    return Buffer.concat([Buffer.from(head), partHead(only), body(source, only.entity)]);
  const hash = createHash("sha256");
  for (const text of texts) hash.update(body(source, text.entity));
  // No body can hold its own hash.
  const boundary = hash.digest("hex");
  const octets: Uint8Array[] = [
    Buffer.from(`${head}content-type: multipart/mixed; boundary=${boundary}\r\n\r\n`),
  ];
  for (const text of texts) {
    octets.push(
      Buffer.from(`--${boundary}\r\n`),
      partHead(text),
      body(source, text.entity),
      Buffer.from("\r\n"),
    );
  }
  return Buffer.concat([...octets, Buffer.from(`--${boundary}--\r\n`)]);
}

function partHead(text: Labelled): Buffer {
  const { entity, charset } = text;
  const type = entity.contentType === "text/html" ? "text/html" : "text/plain";
  const label = charset === null ? "" : `; charset="${charset}"`;
  const known = entity.encoding === "base64" || entity.encoding === "quoted-printable";
  const encoding = known ? `content-transfer-encoding: ${entity.encoding}\r\n` : "";
  return Buffer.from(`content-type: ${type}${label}\r\n${encoding}\r\n`);
}

function body(source: Buffer, entity: Entity): Buffer {
  const limit = entity.contentType === "text/html" ? MAX_HTML : MAX_PLAIN;
  return source.subarray(entity.body.start, Math.min(entity.body.end, entity.body.start + limit));
}

function run(octets: Buffer): Promise<Decoded> {
  return new Promise((resolve, reject) => {
    const parser = new MailParser(OPTIONS);
    let headers: ReadonlyMap<string, unknown> = new Map();
    let plain = "";
    let html = "";
    parser.on("headers", (found) => {
      headers = found;
    });
    parser.on("data", (part) => {
      if (part.type === "attachment") part.release();
      else {
        plain = part.text || "";
        html = part.html || "";
      }
    });
    parser.on("error", reject);
    parser.on("end", () => resolve({ headers, plain, html }));
    parser.end(octets);
  });
}

/** Decodes encoded words and raw octets of single values, in their order; for filenames. */
export async function decodeWords(values: readonly string[]): Promise<readonly string[]> {
  const decoded: string[] = [];
  // One by one: a thousand parsers at once would take 50 MB.
  for (const value of values)
    decoded.push(await decodeWord(decodeField(value, null).replace(/[\r\n]+/g, " ")));
  return decoded;
}

async function decodeWord(value: string): Promise<string> {
  if (!value.includes("=?")) return value;
  const { headers } = await run(Buffer.from(`subject: ${value}\r\n\r\n`));
  const decoded = headers.get("subject");
  return typeof decoded === "string" ? decoded : value;
}
