import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { RawMessage } from "../../src/mail/message.ts";
import { parseMessage } from "../../src/mail/parse.ts";
import { replyText } from "../../src/mail/quote.ts";

interface Case {
  readonly id: string;
  readonly file: string;
}
interface ParseCase extends Case {
  readonly expect: {
    readonly subject?: string;
    readonly fromAddress?: string;
    readonly fromName?: string;
    readonly to?: readonly string[];
    readonly bodyContains?: readonly string[];
    readonly attachments?: number;
  };
}
interface QuoteCase extends Case {
  readonly kind: "plain" | "eml";
  readonly expected?: string;
  readonly expectContains?: readonly string[];
}

function cases<Kind>(set: string): readonly Kind[] {
  const lines = readFileSync(new URL(`${set}/cases.jsonl`, import.meta.url), "utf8")
    .trim()
    .split("\n");
  return lines.map((line) => JSON.parse(line));
}

function octets(set: string, file: string): Uint8Array {
  return readFileSync(new URL(`${set}/${file}`, import.meta.url));
}

function raw(source: Uint8Array): RawMessage {
  return { source, size: source.length, structure: null };
}

const words = (text: string): string => text.replace(/\s+/g, " ").trim();

describe("mail of other projects' parsers", () => {
  test.each(cases<ParseCase>("parse"))(
    "$id is read as its own project expects",
    async ({ file, expect: wanted }) => {
      const message = await parseMessage(raw(octets("parse", file)));
      if (wanted.subject !== undefined) expect(message.subject).toBe(wanted.subject);
      if (wanted.fromAddress !== undefined) expect(message.from?.address).toBe(wanted.fromAddress);
      if (wanted.fromName !== undefined) expect(message.from?.name).toBe(wanted.fromName);
      if (wanted.to !== undefined) expect(message.to.map((to) => to.address)).toEqual(wanted.to);
      for (const part of wanted.bodyContains ?? []) expect(message.text).toContain(part);
      if (wanted.attachments !== undefined) expect(message.attachments).toHaveLength(wanted.attachments);
    },
  );

  test.each(cases<Case>("hostile"))("$id neither crashes nor is lost", async ({ file }) => {
    const source = octets("hostile", file);
    const message = await parseMessage(raw(source));
    expect(message.size).toBe(source.length);
    expect(message.parts.length).toBeGreaterThan(0);
  });
});

describe("replies of other projects' quote cutters", () => {
  test.each(cases<QuoteCase>("quotes"))("$id leaves the writer's own words", async (quoted) => {
    const source = octets("quotes", quoted.file);
    const text =
      quoted.kind === "eml" ? (await parseMessage(raw(source))).text : new TextDecoder().decode(source);
    const reply = replyText(text);
    if (quoted.expected !== undefined) expect(words(reply)).toBe(words(quoted.expected));
    for (const part of quoted.expectContains ?? []) expect(reply).toContain(part);
  });
});
