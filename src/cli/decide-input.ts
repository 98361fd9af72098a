import { createReadStream } from "node:fs";
import { open, readdir, readFile, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { z } from "zod";
import type { RawMessage } from "../mail/message.ts";
import { lines } from "./lines.ts";
import { isSeparator, mboxMessages } from "./mbox.ts";

/** Octets of one message or of one .jsonl line; anything larger is reported, not read. */
const LARGEST = 100_000_000;
const LONGEST_LINE = 10_000_000;

const textRecord = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  subject: z.string().default(""),
  text: z.string(),
  language: z
    .string()
    .nullish()
    .transform((language) => language ?? null),
});

/** A line of a .jsonl file. */
export type TextRecord = z.infer<typeof textRecord>;

/** `file` is the path, with `#n` (from 1) for the n-th message of an mbox or the n-th line of a .jsonl file. */
export type DecideInput =
  | { readonly file: string; readonly raw: RawMessage }
  | { readonly file: string; readonly record: TextRecord; readonly raw: RawMessage }
  | { readonly file: string; readonly error: string };

export interface DecideInputOptions {
  /** The address that a text record is addressed to. */
  readonly address?: string;
}

/**
 * The messages of files, folders (recursive, sorted by path), mboxes and .jsonl files, in the order given. What cannot
 * be read comes as an `error`, and the rest follows.
 */
export async function* decideInput(
  paths: readonly string[],
  { address = "support@example.com" }: DecideInputOptions = {},
): AsyncGenerator<DecideInput> {
  let records = 0;
  for (const path of paths) {
    try {
      const found = await stat(path);
      if (found.isDirectory()) yield* folder(path);
      else if (/\.(jsonl|ndjson)$/i.test(path))
        for await (const item of jsonLines(path))
          yield "record" in item ? withRaw(item, ++records, address) : item;
      else yield* messages(path, found.size);
    } catch (error) {
      yield { file: path, error: causeOf(error) };
    }
  }
}

function withRaw(item: { file: string; record: TextRecord }, number: number, address: string): DecideInput {
  return { ...item, raw: rawOfRecord(item.record, { number, address }) };
}

/** A cause without the path, which the record has already. */
function causeOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const known: Readonly<Record<string, string>> = {
    ENOENT: "no such file",
    EACCES: "not readable (permissions)",
    ELOOP: "a link to itself",
  };
  return known[code] ?? `cannot be read${code === "" ? "" : ` (${code})`}`;
}

const rawOf = (source: Uint8Array): RawMessage => ({ source, size: source.length, structure: null });

async function* folder(path: string): AsyncGenerator<DecideInput> {
  const entries = await readdir(path, { withFileTypes: true });
  const names = entries
    .filter((entry) => !entry.name.startsWith("."))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of names) {
    const inner = join(path, entry.name);
    try {
      // Links to folders are not followed: they may lead round in a circle.
      if (entry.isDirectory()) yield* folder(inner);
      else {
        const found = await stat(inner);
        if (found.isFile() && (await looksLikeMail(inner))) yield* messages(inner, found.size);
      }
    } catch (error) {
      yield { file: inner, error: causeOf(error) };
    }
  }
}

async function head(path: string): Promise<Buffer> {
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

const firstLine = (octets: Buffer): Buffer => octets.subarray(0, octets.indexOf(10) + 1 || octets.length);

/** Whether a file of a folder is meant: .eml and .mbox by name, others (maildir has no extensions) by their first lines. */
async function looksLikeMail(path: string): Promise<boolean> {
  const extension = extname(path).toLowerCase();
  if ([".eml", ".mbox", ".msg"].includes(extension)) return true;
  if ([".jsonl", ".json", ".md", ".html", ".csv", ".js", ".ts", ".yml", ".yaml"].includes(extension))
    return false;
  const octets = await head(path);
  if (octets.includes(0)) return false;
  const text = octets.toString("latin1");
  const fields = text.match(
    /^(From|To|Subject|Date|Received|Return-Path|Message-ID|MIME-Version|Delivered-To):/gim,
  );
  return (
    isSeparator(firstLine(octets), true) || (/^[!-9;-~]+[ \t]*:/.test(text) && (fields?.length ?? 0) >= 2)
  );
}

async function* messages(path: string, size: number): AsyncGenerator<DecideInput> {
  const octets = await head(path);
  const extension = extname(path).toLowerCase();
  const mbox = isSeparator(firstLine(octets), true) && extension !== ".eml";
  if (octets.length === 0 && extension !== ".mbox") yield { file: path, error: "empty" };
  // An Outlook .msg in Microsoft's compound file format.
  else if (octets.subarray(0, 4).toString("hex") === "d0cf11e0")
    yield { file: path, error: "an Outlook .msg file: export it as .eml" };
  else if (mbox || extension === ".mbox") yield* mboxFile(path);
  else if (size > LARGEST) yield { file: path, error: `larger than ${LARGEST} octets` };
  else yield { file: path, raw: rawOf(withoutSeparator(await readFile(path))) };
}

/** Some programs leave the mbox's "From " line, quoted or not, at the head of an .eml file. */
function withoutSeparator(source: Buffer): Buffer {
  const line = firstLine(source);
  return /^>?From /.test(line.subarray(0, 10).toString("latin1")) ? source.subarray(line.length) : source;
}

async function* mboxFile(path: string): AsyncGenerator<DecideInput> {
  let number = 0;
  for await (const item of mboxMessages(createReadStream(path), LARGEST)) {
    const file = `${path}#${++number}`;
    yield "error" in item ? { file, error: item.error } : { file, raw: rawOf(item.source) };
  }
}

type JsonLine = { file: string; record: TextRecord } | { file: string; error: string };

async function* jsonLines(path: string): AsyncGenerator<JsonLine> {
  let number = 0;
  let cut = false;
  for await (const line of lines(createReadStream(path), LONGEST_LINE)) {
    const goesOn = cut;
    cut = line.at(-1) !== 10 && line.length >= LONGEST_LINE;
    if (goesOn) continue;
    const file = `${path}#${++number}`;
    if (cut) yield { file, error: `a line longer than ${LONGEST_LINE} octets` };
    else {
      const item = jsonLine(file, line.toString("utf8"));
      if (item !== null) yield item;
    }
  }
}

function jsonLine(file: string, line: string): JsonLine | null {
  const text = line.replace(/^\uFEFF/, "").trim();
  if (text === "") return null;
  try {
    const parsed = textRecord.safeParse(JSON.parse(text));
    if (parsed.success) return { file, record: parsed.data };
    const issue = parsed.error.issues[0];
    return {
      file,
      error: `not a record {id, subject, text, language?}: ${issue?.path.join(".")} ${issue?.message}`,
    };
  } catch {
    return { file, error: "not JSON" };
  }
}

/** RFC 2047 encoded words of at most 75 characters; no word splits a character. */
function encodedSubject(subject: string): string {
  const flat = subject
    .replaceAll(/\p{Cc}+/gu, " ")
    .trim()
    .slice(0, 2000);
  const words: string[] = [];
  let word = "";
  for (const character of flat) {
    if (Buffer.byteLength(word + character) > 42) {
      words.push(word);
      word = "";
    }
    word += character;
  }
  return [...words, word].map((one) => `=?utf-8?B?${Buffer.from(one).toString("base64")}?=`).join("\r\n ");
}

/**
 * A record as the human message that it counts as. Nothing but the text matters: each has a sender and a domain of
 * its own, and an hour of its own, so that neither budgets nor contact rhythm, duplicates or threads come into play.
 */
export function rawOfRecord(
  record: TextRecord,
  { number, address }: { number: number; address: string },
): RawMessage {
  const sender = `customer@customer-${number}.example`;
  const date = new Date(Date.UTC(2026, 0, 5, 9) + number * 3_600_000);
  const body = Buffer.from(record.text.replaceAll("\0", "")).toString("base64");
  const source = [
    `From: <${sender}>`,
    `To: <${address}>`,
    ...(record.subject.trim() === "" ? ["Subject:"] : [`Subject: ${encodedSubject(record.subject)}`]),
    `Date: ${date.toUTCString().replace("GMT", "+0000")}`,
    `Message-ID: <record.${number}@customer-${number}.example>`,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: base64",
    "",
    ...(body.match(/.{1,76}/g) ?? []),
    "",
  ].join("\r\n");
  return rawOf(Buffer.from(source));
}
