import { Buffer } from "node:buffer";
import type { Language } from "../mail/message.ts";

/**
 * How customers' text passes through Liquid and Markdown unread: each value that a template prints becomes a token of
 * two private-use characters around hexadecimal digits, in which neither Liquid nor Markdown sees anything. After
 * parsing, the token is replaced by the text: as it is in the text part, HTML-escaped in the HTML part.
 */
const OPEN = "\ue000";
const CLOSE = "\ue001";
const TOKEN = /\ue000([0-9a-f]*)\ue001/g;

export const RIGHT_TO_LEFT: ReadonlySet<Language> = new Set<Language>(["fa"]);

const LRI = "\u2066";
const FSI = "\u2068";
const PDI = "\u2069";
const RTL = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const LTR = /[0-9\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u;

/** Text for one line: no control characters, no bidirectional overrides (they make text read otherwise), bounded. */
export function cleanLine(text: string, longest: number): string {
  return cut(clean(text).replace(/\s+/g, " ").trim(), longest);
}

/** The same, keeping line breaks. */
export function cleanText(text: string, longest: number): string {
  const lines = clean(text).split(/\r\n?|\n/);
  return cut(
    lines
      .map((line) => line.replace(/\s+/g, " ").trim())
      .join("\n")
      .replace(/\n{3,}/g, "\n\n")
      .trim(),
    longest,
  );
}

function clean(text: string): string {
  return text
    .slice(0, 100_000)
    .toWellFormed()
    .replace(/(?![\t\n\r])\p{Cc}/gu, "")
    .replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ue000\ue001\ufeff]/g, "");
}

const characterBreaks = new Intl.Segmenter();

function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const characters = [...characterBreaks.segment(text.slice(0, longest * 4))].map(({ segment }) => segment);
  return characters.length <= longest
    ? text.slice(0, longest * 4)
    : `${characters
        .slice(0, longest - 1)
        .join("")
        .trimEnd()}…`;
}

/**
 * The token for a value. Text of the other direction is isolated (UAX 9), so that a ticket number stays whole in
 * Persian and a Persian subject in English.
 */
export function token(value: unknown, rightToLeft: boolean): string {
  const text = plain(typeof value === "number" ? counted(value, rightToLeft) : String(value ?? ""));
  // A paragraph break ends an isolate (UAX 9, rule X8): each line has its own.
  const whole = text
    .split("\n")
    .map((line) => isolated(line, rightToLeft))
    .join("\n");
  return `${OPEN}${Buffer.from(whole, "utf8").toString("hex")}${CLOSE}`;
}

/** One line of the other direction, kept from what stands around it. */
export function isolated(line: string, rightToLeft: boolean): string {
  const foreign = rightToLeft ? LTR.test(line) : RTL.test(line);
  if (!foreign || line.startsWith(LRI) || line.startsWith(FSI)) return line;
  return `${RTL.test(line) ? FSI : LRI}${line}${PDI}`;
}

/** Persian counts in its own digits. */
const PERSIAN = new Intl.NumberFormat("fa-IR", { useGrouping: false });
const counted = (count: number, rightToLeft: boolean): string =>
  rightToLeft ? PERSIAN.format(count) : String(count);

/** The text that the digits of a token stand for. */
export type Reading = (digits: string) => string;

const itself: Reading = (digits) => Buffer.from(digits, "hex").toString("utf8");

/** Tokens replaced by their text. */
export function plain(text: string, reading: Reading = itself): string {
  return text.replace(TOKEN, (_, digits: string) => reading(digits));
}

/**
 * What is the same for everybody, and what is not: tokens numbered in the order of their appearance, and the texts by
 * number. The pattern holds nothing that a customer wrote.
 */
export function lifted(source: string): { readonly pattern: string; readonly reading: Reading } {
  const texts: string[] = [];
  const pattern = source.replace(
    TOKEN,
    (_, digits: string) => `${OPEN}${texts.push(itself(digits)) - 1}${CLOSE}`,
  );
  return { pattern, reading: (digits) => texts[Number(digits)] ?? "" };
}

/** Tokens replaced by their text, isolates left out: for header fields and links. */
export function bare(text: string): string {
  return plain(text).replace(/[\u2066-\u2069]/g, "");
}

/** Tokens in HTML replaced by their escaped text, isolates by <bdi>. */
export function html(markup: string, reading: Reading = itself): string {
  return markup.replace(TOKEN, (_, digits: string) =>
    escapeHtml(reading(digits))
      .replaceAll(LRI, '<bdi dir="ltr">')
      .replaceAll(FSI, "<bdi>")
      .replaceAll(PDI, "</bdi>")
      .replaceAll("\n", "<br>\n"),
  );
}

export function escapeHtml(text: string): string {
  if (!/[&<>"']/.test(text)) return text;
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
