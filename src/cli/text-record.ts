import { createReadStream } from "node:fs";
import { z } from "zod";
import { LANGUAGES, type RawMessage } from "../mail/message.ts";
import { lines } from "./lines.ts";

/** Octets of a line; a longer one is reported, not read. */
const LONGEST_LINE = 10_000_000;

const id = z.union([z.string(), z.number()]).transform(String);
const ownId = z.object({ id });
const textRecord = z.object({
  id,
  subject: z.string().default(""),
  text: z.string(),
  language: z
    .string()
    .nullish()
    .transform((language) => language ?? null),
});

/** A line of a .jsonl file. */
export type TextRecord = z.infer<typeof textRecord>;

type JsonLine = { file: string; record: TextRecord } | { file: string; error: string; id?: string };

/** The records of a .jsonl file; `file` is path#n, n counting lines from 1. Bad lines come as an `error`. */
export async function* textRecords(path: string): AsyncGenerator<JsonLine> {
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
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { file, error: "not JSON" };
  }
  const parsed = textRecord.safeParse(json);
  if (parsed.success) return { file, record: parsed.data };
  const id = ownId.safeParse(json).data?.id;
  const error = `not a record {id, subject, text, language?}: ${problemOf(json, parsed.error.issues[0]?.path[0])}`;
  return { file, error, ...(id !== undefined && { id }) };
}

const kinds: Readonly<Record<string, string>> = { id: "a text or a number" };

function problemOf(json: unknown, field: PropertyKey | undefined): string {
  if (typeof json !== "object" || json === null || field === undefined) return "it is no object";
  const name = String(field);
  return Object.hasOwn(json, name) ? `${name} is not ${kinds[name] ?? "a text"}` : `${name} is missing`;
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
  const octets = Buffer.from(source);
  const language = LANGUAGES.find((one) => one === record.language);
  return { source: octets, size: octets.length, structure: null, ...(language && { language }) };
}
