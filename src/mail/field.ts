import type { Buffer } from "node:buffer";
import { PermanentError } from "../errors.ts";

/** One header field. `octets` is the unfolded value with one character an octet (latin1), trimmed. */
export interface Field {
  /** Lower case. */
  readonly name: string;
  readonly octets: string;
}

export interface Head {
  readonly fields: readonly Field[];
  readonly bodyStart: number;
}

/** A field value is cut here: a 1 MB line is nobody's letter, but its other fields still count. */
const MAX_VALUE = 64 * 1024;
const MAX_FIELDS = 2_000;
const MAX_HEAD = 4 * 1024 * 1024;

const LF = 10;
const CR = 13;
const NAME = /^[!-9;-~]{1,200}$/;

interface Pending {
  readonly name: string;
  readonly pieces: string[];
  length: number;
}

/**
 * Reads a header section (RFC 5322 section 2.2) from `start`, which ends at an empty line, at `end`, or before a line
 * for which `ends` says so. Lines that are no field are skipped. Linear.
 *
 * @throws PermanentError "unparsable" over 4 MB of header.
 */
export function readHead(source: Buffer, range: Range, ends: (lineStart: number) => boolean): Head {
  const found: Pending[] = [];
  let current: Pending | null = null;
  let position = range.start;
  while (position < range.end) {
    if (position - range.start > MAX_HEAD) throw new PermanentError("unparsable", "header over 4 MB");
    const newline = source.indexOf(LF, position);
    const next = newline < 0 || newline >= range.end ? range.end : newline + 1;
    const length = lineLength(source, position, next);
    if (length === 0) return { fields: found.map(finish), bodyStart: next };
    const first = source[position];
    if (first === 32 || first === 9) {
      if (current !== null) extend(current, text(source, position, length));
    } else if (ends(position)) {
      return { fields: found.map(finish), bodyStart: position };
    } else {
      current = open(text(source, position, length));
      if (current !== null && found.length < MAX_FIELDS) found.push(current);
    }
    position = next;
  }
  return { fields: found.map(finish), bodyStart: range.end };
}

/** Octets from `start` up to, not including, `end`. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Length of the line that runs from `start` to before `next`, without its CR and LF. */
function lineLength(source: Buffer, start: number, next: number): number {
  let end = next;
  if (end > start && source[end - 1] === LF) end--;
  if (end > start && source[end - 1] === CR) end--;
  return end - start;
}

function text(source: Buffer, start: number, length: number): string {
  return source.toString("latin1", start, start + Math.min(length, MAX_VALUE));
}

function open(line: string): Pending | null {
  const colon = line.indexOf(":");
  if (colon < 1) return null;
  // RFC 5322 section 4.5 (obsolete syntax): white space may stand before the colon.
  const name = line.slice(0, colon).trimEnd();
  if (!NAME.test(name)) return null;
  const value = line.slice(colon + 1).trim();
  return { name: name.toLowerCase(), pieces: [value], length: value.length };
}

function extend(field: Pending, line: string): void {
  if (field.length > MAX_VALUE) return;
  const value = line.trim();
  field.pieces.push(value);
  field.length += value.length + 1;
}

function finish(field: Pending): Field {
  const octets = field.pieces.length === 1 ? (field.pieces[0] ?? "") : field.pieces.join(" ").trim();
  return { name: field.name, octets: octets.slice(0, MAX_VALUE).replaceAll("\0", "") };
}

/** A value with parameters, as in Content-Type (RFC 2045 section 5.1); all names and the value lower case. */
export interface Parameterised {
  readonly value: string;
  readonly parameters: Readonly<Record<string, string>>;
}

const PARAMETER = /;\s*([^\s=;"]{1,100})\s*=\s*("(?:[^"\\]|\\.)*"?|[^;]*)/gy;
const MAX_PARAMETERS = 100;

/** Reads `type/subtype; name=value; …` with the continuations and charsets of RFC 2231; lenient. */
export function parameterised(octets: string): Parameterised {
  const semicolon = octets.indexOf(";");
  const value = (semicolon < 0 ? octets : octets.slice(0, semicolon)).replace(/\([^()]*\)/g, "");
  const parameters = new Map<string, string>();
  const continued = new Map<string, string[]>();
  let position = semicolon;
  for (let count = 0; position >= 0 && count < MAX_PARAMETERS; count++) {
    PARAMETER.lastIndex = position;
    const match = PARAMETER.exec(octets);
    if (match?.[1] !== undefined) {
      collect({ name: match[1].toLowerCase(), value: unquoted(match[2] ?? "") }, parameters, continued);
      position += match[0].length;
    } else {
      position += 1;
    }
    position = octets.indexOf(";", position);
  }
  for (const [name, pieces] of continued) {
    if (!parameters.has(name)) parameters.set(name, percentDecoded(pieces.join("")));
  }
  // An own property named __proto__ would set a prototype when the record is copied by assignment.
  parameters.delete("__proto__");
  return { value: value.trim().toLowerCase(), parameters: Object.fromEntries(parameters) };
}

function unquoted(value: string): string {
  if (!value.startsWith('"')) return value.trim();
  const inner = value.endsWith('"') && value.length > 1 ? value.slice(1, -1) : value.slice(1);
  return inner.replace(/\\(.)/g, "$1");
}

function collect(
  parameter: { readonly name: string; readonly value: string },
  parameters: Map<string, string>,
  continued: Map<string, string[]>,
): void {
  const { name, value } = parameter;
  const star = name.indexOf("*");
  if (star < 0) {
    if (!parameters.has(name)) parameters.set(name, value);
    return;
  }
  const base = name.slice(0, star);
  const section = Number.parseInt(name.slice(star + 1), 10);
  const pieces = continued.get(base) ?? [];
  if (base === "" || pieces.length >= MAX_PARAMETERS) return;
  // RFC 2231 section 4.1: only sections whose name ends in "*" are percent-encoded.
  const encoded = name.endsWith("*") ? value : encodeURIComponent(value.toWellFormed());
  pieces[Number.isInteger(section) && section >= 0 && section < MAX_PARAMETERS ? section : 0] = encoded;
  continued.set(base, pieces);
}

function percentDecoded(value: string): string {
  const match = /^([\w.:-]{0,40})'[^']{0,40}'(.*)$/s.exec(value);
  const encoded = match?.[2] ?? value;
  const octets = encoded.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  const bytes = Uint8Array.from(octets, (character) => character.charCodeAt(0) & 0xff);
  try {
    return new TextDecoder(match?.[1] || "utf-8").decode(bytes);
  } catch {
    return new TextDecoder("utf-8").decode(bytes);
  }
}
