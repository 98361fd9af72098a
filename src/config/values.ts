import { domainToASCII, domainToUnicode } from "node:url";
import { z } from "zod";
import { LANGUAGES, type Language } from "../mail/message.ts";

/** What is wrong with a value; completes the sentence "NAME …". */
export class Problem {
  readonly what: string;
  constructor(what: string) {
    this.what = what;
  }
}

/** A zod type for the text of one variable. */
export type Value<T> = z.ZodType<T, string>;

/** A zod type from a function that returns the value or a {@link Problem}. */
export function value<T>(parse: (text: string) => T | Problem): Value<T> {
  return z.string().transform((text, ctx): T => {
    const result = parse(text.trim());
    if (!(result instanceof Problem)) return result;
    ctx.addIssue({ code: "custom", message: result.what });
    return z.NEVER;
  });
}

/**
 * A piece of a value that may stand in an error. Anything that could be a secret pasted into the wrong variable
 * (a URL, something long or with unusual characters) does not.
 */
export function shown(piece: string): string {
  const plain = /^[\p{L}\p{N} .,@+_-]{1,40}$/u.test(piece) || /^[\p{L}\p{N}: .-]{1,25}$/u.test(piece);
  return plain ? `"${piece}"` : "an entry";
}

/** Non-empty, trimmed items; separated by commas, semicolons or line breaks. */
export function items(text: string): readonly string[] {
  return text
    .split(/[,;\r\n]/)
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

export function whole(min: number, max: number): Value<number> {
  return value((text) => {
    const number = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
    return number >= min && number <= max
      ? number
      : new Problem(`must be a whole number from ${min} to ${max}`);
  });
}

const units: Readonly<Record<string, number>> = { "": 1, k: 1000, m: 1_000_000 };

/** Octets; "500k" and "5M" are understood (powers of ten). */
export function octets(min: number, max: number): Value<number> {
  return value((text) => {
    const [, digits = "", unit = ""] = /^(\d{1,12})\s*([km]?)b?$/i.exec(text) ?? [];
    const number = digits === "" ? Number.NaN : Number(digits) * (units[unit.toLowerCase()] ?? 1);
    return number >= min && number <= max
      ? number
      : new Problem(`must be a number of octets from ${min} to ${max} ("500k" and "5M" are understood)`);
  });
}

export const yesNo: Value<boolean> = value((text) => {
  if (/^(yes|true|on|1)$/i.test(text)) return true;
  if (/^(no|false|off|0)$/i.test(text)) return false;
  return new Problem("must be yes or no");
});

export function oneOf<const T extends string>(choices: readonly T[]): Value<T> {
  return value((text) => {
    const found = choices.find((choice) => choice === text.toLowerCase());
    return found ?? new Problem(`must be one of ${choices.join(", ")}`);
  });
}

// RFC 5321 section 4.1.2, without quoted local parts; RFC 6531 allows letters beyond ASCII.
const localPart = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Lower-case domain in its Unicode form (as addresses of parsed messages have it), or null if it is none. */
export function domainOf(text: string): string | null {
  const ascii = domainToASCII(text.trim().toLowerCase());
  const labels = ascii.split(".");
  if (ascii === "" || ascii.length > 253 || !labels.every((part) => label.test(part))) return null;
  // An address literal such as 127.0.0.1 has no name; localhost is for trying out.
  if ((labels.length < 2 && ascii !== "localhost") || /^\d+$/.test(labels.at(-1) ?? "")) return null;
  return domainToUnicode(ascii);
}

/** A bare address in lower case, its domain in Unicode; null if it is none. */
export function addressOf(text: string): string | null {
  const at = text.lastIndexOf("@");
  const local = text.slice(0, at).trim();
  const domain = domainOf(text.slice(at + 1));
  if (at < 1 || domain === null || local.length > 64 || !localPart.test(local)) return null;
  return `${local.normalize("NFC").toLowerCase()}@${domain}`;
}

export const address: Value<string> = value(
  (text) => addressOf(text) ?? new Problem("must be one bare mail address"),
);

export interface Person {
  readonly address: string;
  /** As customers read it; null: none was given. */
  readonly name: string | null;
  /** In which they read what foyer writes to them; null: the mailbox's. */
  readonly language: Language | null;
}

/** "Maria Papadaki <maria@example.com> (hu)": name and language, as a comment of RFC 5322, may be left out. */
function personOf(text: string): Person | null {
  const [, whole = "", comment] = /^(.*?)(?:\s*\(([a-z]{2})\))?$/isu.exec(text) ?? [];
  const language = LANGUAGES.find((one) => one === comment?.toLowerCase());
  if (comment !== undefined && language === undefined) return null;
  const named = /^"?([^"<>\p{Cc}]{1,100}?)"?\s*<([^<>]+)>$/u.exec(whole);
  const address = addressOf(named?.[2] ?? whole);
  return address === null ? null : { address, name: named?.[1]?.trim() || null, language: language ?? null };
}

const LANGUAGE = `(${LANGUAGES.join(", ")})`;

export const person: Value<Person> = value(
  (text) =>
    personOf(text) ??
    new Problem(
      `must be one mail address, bare or with a name: Name <address>; a language ${LANGUAGE} may follow in brackets`,
    ),
);

/** People, each once. */
export const people: Value<readonly Person[]> = value((text) => {
  const found = new Map<string, Person>();
  for (const item of items(text)) {
    const one = personOf(item);
    if (one === null)
      return new Problem(
        `must be mail addresses separated by commas, each with a language ${LANGUAGE} in brackets or without: ${shown(item)} is none`,
      );
    found.set(one.address, one);
  }
  return [...found.values()];
});

/** Bare addresses, each once. */
export const addresses: Value<readonly string[]> = value((text) => {
  const found = new Set<string>();
  for (const item of items(text)) {
    const one = addressOf(item);
    if (one === null)
      return new Problem(`must be bare mail addresses separated by commas: ${shown(item)} is none`);
    found.add(one);
  }
  return [...found];
});

/** One line of text without control characters. */
export function line(max: number): Value<string> {
  return value((text) =>
    text.length <= max && !/\p{Cc}/u.test(text)
      ? text
      : new Problem(`must be one line of at most ${max} characters`),
  );
}

export const timeZone: Value<string> = value((text) => {
  try {
    new Intl.DateTimeFormat("en", { timeZone: text });
    return text;
  } catch {
    return new Problem("must be a time zone of the IANA list");
  }
});
