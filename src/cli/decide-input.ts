import { createReadStream } from "node:fs";
import { open, readdir, readFile, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import type { RawMessage } from "../mail/message.ts";
import { isSeparator, mboxMessages } from "./mbox.ts";
import type { TextRecord } from "./text-record.ts";

/** Octets of one message; anything larger is reported, not read. */
const LARGEST = 100_000_000;

/** `file` is the path, with `#n` (from 1) for the n-th message of an mbox or the n-th line of a .jsonl file. */
export type DecideInput =
  | { readonly file: string; readonly raw: RawMessage }
  | { readonly file: string; readonly record: TextRecord; readonly raw: RawMessage }
  /** `id` where a line of a .jsonl file has one though it is no record. */
  | { readonly file: string; readonly error: string; readonly id?: string };

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
  const records = { number: 0, address };
  for (const path of paths) {
    let any = false;
    try {
      for await (const item of inputsOf(path, records)) {
        any = true;
        yield item;
      }
    } catch (error) {
      any = true;
      yield { file: path, error: causeOf(error) };
    }
    if (!any) yield { file: path, error: NO_MESSAGE };
  }
}

const NO_MESSAGE = "no message found in it";

async function* inputsOf(
  path: string,
  records: { number: number; readonly address: string },
): AsyncGenerator<DecideInput> {
  const found = await stat(path);
  if (found.isDirectory()) yield* folder(path);
  else if (/\.(jsonl|ndjson)$/i.test(path)) {
    const { rawOfRecord, textRecords } = await import("./text-record.ts");
    for await (const item of textRecords(path)) {
      if (!("record" in item)) yield item;
      else {
        records.number++;
        yield { ...item, raw: rawOfRecord(item.record, records) };
      }
    }
  } else yield* messages(path, found.size);
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

/** Octets in which a header's end is looked for. */
const LONGEST_HEADER = 1_000_000;

/** Any of these shows that a file is mail, however odd. Bare names only: noise has a ":" on every other line. */
const MAIL_FIELD =
  /^(From|Sender|Reply-To|To|Cc|Bcc|Subject|Date|Received|Return-Path|Message-ID|In-Reply-To|References|MIME-Version|Delivered-To|Content-[a-z-]+|Resent-[a-z-]+|List-[a-z-]+|X-[!-9;-~]+)[ \t]*:/im;

function hasMailField(source: Buffer): boolean {
  const text = source.subarray(0, LONGEST_HEADER).toString("latin1").trimStart();
  const end = text.search(/\n\r?\n|\r\r/);
  // A byte order mark, as latin1 has it.
  return MAIL_FIELD.test(text.slice(0, end < 0 ? text.length : end).replace(/^\u00ef\u00bb\u00bf/, ""));
}

function inputOf(file: string, source: Buffer): DecideInput {
  if (!hasMailField(source)) return { file, error: "not a mail: no header field that is known" };
  return { file, raw: { source, size: source.length, structure: null } };
}

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
  else yield inputOf(path, withoutSeparator(await readFile(path)));
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
    yield "error" in item ? { file, error: item.error } : inputOf(file, item.source);
  }
  if (number === 0) yield { file: path, error: NO_MESSAGE };
}
