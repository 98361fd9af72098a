import type { Address } from "./message.ts";

const MAX_ADDRESSES = 1_000;
const MAX_NAME = 300;
/** RFC 5321 section 4.5.3.1: 64 octets of local part, 255 of domain. */
const MAX_ADDRESS = 320;
const BARE = /[^\s<>()[\],;:"]{1,64}@[^\s<>()[\],;:"]{1,255}/;

/** What mailparser gives for an address field. */
interface Parsed {
  readonly address?: unknown;
  readonly name?: unknown;
  readonly group?: unknown;
}

/** Reads mailparser's address objects into a flat list, groups opened, oddities mended; without an address left out. */
export function addressesOf(field: unknown): readonly Address[] {
  const found: Address[] = [];
  collect(field, found, 0);
  return found;
}

function collect(field: unknown, found: Address[], depth: number): void {
  if (found.length >= MAX_ADDRESSES || depth > 5) return;
  if (Array.isArray(field)) {
    for (const entry of field) collect(entry, found, depth);
    return;
  }
  if (typeof field !== "object" || field === null) return;
  if ("value" in field) {
    collect(field.value, found, depth + 1);
    return;
  }
  const parsed: Parsed = field;
  if (parsed.group !== undefined) collect(parsed.group, found, depth + 1);
  else {
    const mended = mend(textOf(parsed.name), textOf(parsed.address));
    if (mended !== null) found.push(mended);
  }
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function mend(name: string, address: string): Address | null {
  const clean = address.replace(/[\p{Cc}\s<>]/gu, "").replace(/@@+/g, "@");
  if (clean.includes("@")) return { name: oneLine(name, MAX_NAME), address: clean.slice(0, MAX_ADDRESS) };
  const inName = BARE.exec(name.slice(0, 2_000))?.[0];
  if (inName === undefined) return null;
  return { name: oneLine(name.replace(inName, "").replace(/[()<>[\]"]/g, ""), MAX_NAME), address: inName };
}

/**
 * `name (address)`, as some old programs wrote: by RFC 5322 the address would be a comment, and lost. Turned into
 * `name <address>`. Applied to a field only where no address is outside of parentheses.
 */
export function uncommented(octets: string): string {
  if (!octets.includes("(")) return octets;
  return octets
    .split(",")
    .map((entry) =>
      /^([^()<>@]*)\(\s*([^\s()<>@]{1,64}@[^\s()<>@]{1,255})\s*\)\s*$/.exec(entry) === null
        ? entry
        : entry.replace(/\(\s*([^\s()]+)\s*\)\s*$/, "<$1>"),
    )
    .join(",");
}

/** Text for one line: without control characters, white space collapsed, cut at `limit` characters. */
export function oneLine(text: string, limit: number): string {
  return text
    .slice(0, limit * 4)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/ {2,}/g, " ")
    .trim()
    .slice(0, limit)
    .toWellFormed();
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/** RFC 5322 section 4.3, obsolete zones. */
const ZONES: Readonly<Record<string, number>> = {
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
};
const DATE =
  /(\d{1,2})[\s-]{1,9}([a-z]{3})[a-z]{0,6}\.?[\s-]{1,9}(\d{2,4}),?\s{1,9}(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?\s{0,9}([+-]\d{4}|[a-z]{1,5})?/i;

/** A Date field (RFC 5322 sections 3.3 and 4.3); null where it is missing or no date. */
export function dateOf(value: string | undefined): Date | null {
  const match = DATE.exec((value ?? "").slice(0, 200));
  if (match === null) return null;
  const month = MONTHS.indexOf((match[2] ?? "").toLowerCase());
  const [day, hour, minute, second] = [match[1], match[4], match[5], match[6] ?? "0"].map(Number);
  if (month < 0 || day === undefined || hour === undefined || minute === undefined || second === undefined)
    return null;
  if (day < 1 || day > 31 || hour > 24 || minute > 59 || second > 60) return null;
  const time = Date.UTC(fullYear(match[3] ?? ""), month, day, hour, minute, second);
  const date = new Date(time - offsetMinutes(match[7]) * 60_000);
  return Number.isNaN(date.getTime()) ? null : date;
}

/** RFC 5322 section 4.3: two digits below 50 are this century, three digits count from 1900. */
function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length === 2) return year < 50 ? year + 2000 : year + 1900;
  return digits.length === 3 ? year + 1900 : year;
}

function offsetMinutes(zone: string | undefined): number {
  if (zone === undefined) return 0;
  const signed = /^([+-])(\d{2})(\d{2})$/.exec(zone);
  if (signed === null) return (ZONES[zone.toUpperCase()] ?? 0) * 60;
  const minutes = Number(signed[2]) * 60 + Number(signed[3]);
  return signed[1] === "-" ? -minutes : minutes;
}
