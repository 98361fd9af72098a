import { CsvError, type Options, parse } from "csv-parse/sync";
import { getDomain } from "tldts";
import { addressOf, domainOf } from "../config/values.ts";
import { isPublicProvider } from "../policy/providers.ts";
import type { VipEntry } from "../store/store.ts";

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

function rowsOf(text: string, bad: BadRow[]): readonly Row[] {
  // Excel's own first line, "sep=;", names the separator.
  const [, named = ""] = /^sep=(.)\r?\n/i.exec(text) ?? [];
  const body = named === "" ? text : text.slice(text.indexOf("\n") + 1);
  const skipped = named === "" ? 0 : 1;
  const options: Options = {
    delimiter: named || delimiterOf(body.slice(0, 2000).split(/\r?\n/)[0] ?? ""),
    info: true,
    trim: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
  };
  try {
    const records: unknown = parse(body, options);
    return Array.isArray(records) ? records.flatMap((record) => rowOf(record, skipped)) : [];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === "number" ? error.lines : 0;
    bad.push({
      line: line + skipped,
      value: "",
      problem: `cannot be read as CSV: a quote is not closed, perhaps`,
    });
    return [];
  }
}

function rowOf(parsed: unknown, skipped: number): readonly Row[] {
  const { record, info } = parsed as { record: readonly unknown[]; info: { lines: number } };
  return [{ cells: record.map(String), line: info.lines + skipped }];
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
  return found === null ? "is no mail address (a domain goes into the column domain)" : { match: found };
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
    if (bad.length === 0)
      bad.push({ line: header?.line ?? 1, value: short(header?.cells.join(" ") ?? ""), problem: columns });
    return { entries: [], bad, duplicates: 0 };
  }
  const entries = new Map<string, VipEntry>();
  let duplicates = 0;
  for (const { cells, line } of rows) {
    const cell = (column: Column): string => cells[columns.get(column) ?? -1] ?? "";
    const found = matchOf(cell("address"), cell("domain"));
    if (typeof found === "string") {
      bad.push({ line, value: short(cell("address") || cell("domain") || cells.join(" ")), problem: found });
    } else if (entries.has(found.match)) duplicates++;
    else entries.set(found.match, { match: found.match, name: short(cell("name")) || null });
  }
  return { entries: [...entries.values()], bad, duplicates };
}
