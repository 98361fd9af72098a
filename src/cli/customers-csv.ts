import { CsvError, type Options, parse } from "csv-parse/sync";
import { getDomain } from "tldts";
import { addressOf, domainOf } from "../config/values.ts";
import { isPublicProvider } from "../policy/providers.ts";
import type { VipEntry } from "../store/customer.ts";

/** A row that was not taken. `line` counts from 1; `value` is what stood there, shortened. */
interface BadRow {
  readonly line: number;
  readonly value: string;
  readonly problem: string;
}

export interface VipFile {
  readonly entries: readonly VipEntry[];
  readonly bad: readonly BadRow[];
  /** Good rows that repeat an earlier one. */
  readonly duplicates: number;
}

type Column = "address" | "domain" | "name";

const columnNames: Readonly<Record<string, Column>> = {
  address: "address",
  email: "address",
  "e-mail": "address",
  mail: "address",
  "email address": "address",
  "e-mail address": "address",
  domain: "domain",
  name: "name",
};

interface Row {
  readonly cells: readonly string[];
  readonly line: number;
}

/** Spreadsheets write UTF-8 or UTF-16 with a byte order mark, either order, or UTF-16 without. null: neither. */
function decoded(bytes: Uint8Array): string | null {
  const [first, second] = bytes;
  const bigEndian = (first === 0xfe && second === 0xff) || (first === 0 && second !== 0);
  const littleEndian = (first === 0xff && second === 0xfe) || (first !== 0 && second === 0);
  const encoding = bigEndian ? "utf-16be" : littleEndian ? "utf-16le" : "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The separator that the header uses most. */
function delimiterOf(header: string): string {
  const count = (mark: string): number => header.split(mark).length;
  return [",", ";", "\t"].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

function short(text: string): string {
  return text
    .replaceAll(/\p{Cc}+/gu, " ")
    .trim()
    .slice(0, 80);
}

/** Lines that one row may go over: a name with line breaks has no more. */
const LONGEST_ROW = 20;
const NOT_CLOSED = "has a quote that is not closed";

/**
 * Row by row, so that one quote that is not closed costs its own line and not the rest of the file. A row goes on
 * over the next lines only where that closes its quote and leaves address and domain, which have no line breaks, whole.
 */
function rowsOf(text: string, bad: BadRow[]): readonly Row[] {
  const lines = text.split(/\r\n|\n|\r/);
  // Excel's own first line, "sep=;", names the separator.
  const [, named = ""] = /^sep=(.)$/i.exec(lines[0] ?? "") ?? [];
  const delimiter = named || delimiterOf(lines[0]?.slice(0, 2000) ?? "");
  const rows: Row[] = [];
  let at = named === "" ? 0 : 1;
  while (at < lines.length) {
    const { cells, length } = rowAt(lines, at, delimiter);
    if (cells === null) bad.push({ line: at + 1, value: short(lines[at] ?? ""), problem: NOT_CLOSED });
    else if (cells.some((cell) => cell !== "")) rows.push({ cells, line: at + 1 });
    at += length;
  }
  return rows;
}

function rowAt(
  lines: readonly string[],
  at: number,
  delimiter: string,
): { readonly cells: readonly string[] | null; readonly length: number } {
  const whole = cellsOf(lines[at] ?? "", delimiter);
  if (whole !== null) return { cells: whole, length: 1 };
  for (let length = 2; length <= LONGEST_ROW && at + length <= lines.length; length++) {
    const cells = cellsOf(lines.slice(at, at + length).join("\n"), delimiter);
    if (cells === null) continue;
    // Closed by the quote that opens another row's address.
    if (cells.some((cell) => cell.includes("\n") && cell.includes("@"))) break;
    return { cells, length };
  }
  return { cells: null, length: 1 };
}

/** The cells of one row; none for an empty line; null where a quote is not closed. */
function cellsOf(text: string, delimiter: string): readonly string[] | null {
  if (!text.includes('"')) return text.split(delimiter).map((cell) => cell.trim());
  const options: Options = { delimiter, trim: true, relax_quotes: true, relax_column_count: true };
  try {
    const records: unknown = parse(text, options);
    if (!Array.isArray(records) || records.length > 1) return null;
    const [record]: readonly unknown[] = records;
    return Array.isArray(record) ? record.map(String) : [];
  } catch (error) {
    if (error instanceof CsvError) return null;
    throw error;
  }
}

/** Where each column stands; a problem where the header names none that counts. */
function columnsOf(header: Row | undefined): ReadonlyMap<Column, number> | string {
  const columns = new Map<Column, number>();
  for (const [i, cell] of (header?.cells ?? []).entries()) {
    const column = columnNames[cell.toLowerCase()];
    if (column === undefined) continue;
    if (columns.has(column)) return `names the column ${column} twice`;
    columns.set(column, i);
  }
  return columns.has("address") || columns.has("domain")
    ? columns
    : "must be a header with a column address or domain (and, if you like, name)";
}

function domainMatch(text: string): { match: string } | string {
  const domain = domainOf(text.replace(/^@/, ""));
  if (domain === null) return "is no domain";
  if (isPublicProvider(domain)) return "belongs to a public mail provider: anybody may have an address there";
  // "co.uk" would make VIPs of a country.
  if (getDomain(domain, { allowPrivateDomains: true }) === null)
    return "is a public suffix: everybody's, not a customer's";
  return { match: `@${domain}` };
}

function matchOf(address: string, domain: string): { match: string } | string {
  if (address !== "" && domain !== "") return "gives both an address and a domain: use two rows";
  if (domain !== "") return domainMatch(domain);
  if (address === "") return "has neither address nor domain";
  if (address.startsWith("@")) return domainMatch(address);
  const found = addressOf(address);
  if (found !== null) return { match: found };
  return !address.includes("@") && domainOf(address) !== null
    ? `is a domain: write @${address.toLowerCase().slice(0, 60)}, or put it into a column named domain`
    : "is no mail address";
}

/**
 * A VIP list: CSV with the columns address (or e-mail) or domain, and name, in any order; comma, semicolon or tab;
 * UTF-8 or UTF-16. Bad rows are reported, the good ones stand.
 */
export function parseVips(bytes: Uint8Array): VipFile {
  const bad: BadRow[] = [];
  const text = decoded(bytes);
  if (text === null)
    return {
      entries: [],
      bad: [{ line: 1, value: "", problem: 'is neither UTF-8 nor UTF-16: save it as "CSV UTF-8"' }],
      duplicates: 0,
    };
  const [header, ...rows] = rowsOf(text, bad);
  const columns = columnsOf(header);
  if (typeof columns === "string") {
    bad.unshift({ line: header?.line ?? 1, value: short(header?.cells.join(" ") ?? ""), problem: columns });
    return { entries: [], bad, duplicates: 0 };
  }
  const entries = new Map<string, VipEntry>();
  let duplicates = 0;
  for (const { cells, line } of rows) {
    const cell = (column: Column): string => cells[columns.get(column) ?? -1] ?? "";
    const extra = cells.slice(header?.cells.length).some((one) => one !== "");
    const found = extra
      ? "has more columns than the header: what holds a separator needs quotes"
      : matchOf(cell("address"), cell("domain"));
    if (typeof found === "string") {
      bad.push({ line, value: short(cell("address") || cell("domain") || cells.join(" ")), problem: found });
    } else if (entries.has(found.match)) duplicates++;
    else entries.set(found.match, { match: found.match, name: short(cell("name")) || null });
  }
  return { entries: [...entries.values()], bad: bad.sort((a, b) => a.line - b.line), duplicates };
}
