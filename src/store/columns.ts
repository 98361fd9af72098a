import { sql } from "drizzle-orm";
import { bigint, customType, timestamp } from "drizzle-orm/pg-core";

/*
 * Mail is hostile and so is what is made of it: Postgres takes neither NUL nor a lone surrogate, in text or in jsonb,
 * and one of them would make a whole batch fail. The columns strip them, so that no statement can forget to.
 */

/** `value` without NUL, lone surrogates replaced by U+FFFD. */
export function cleanText(value: string): string {
  return (value.includes("\0") ? value.replaceAll("\0", "") : value).toWellFormed();
}

/** JSON text that jsonb accepts: every string in it, keys too, is clean. */
export function cleanJson(value: unknown): string {
  const json = JSON.stringify(value);
  // JSON.stringify writes NUL and lone surrogates, and only those, as these escapes.
  return /\\u(?:0000|d[89a-f])/.test(json) ? JSON.stringify(cleaned(value)) : json;
}

function cleaned(value: unknown): unknown {
  if (typeof value === "string") return cleanText(value);
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== "object" || value === null) return value;
  if ("toJSON" in value && typeof value.toJSON === "function") return cleaned(value.toJSON());
  // fromEntries defines own properties: a key "__proto__" stays a key.
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [cleanText(key), cleaned(one)]));
}

export const text = customType<{ data: string; driverData: string }>({
  dataType: () => "text",
  toDriver: cleanText,
});

const jsonColumn = customType<{ data: unknown; driverData: unknown }>({
  dataType: () => "jsonb",
  toDriver: cleanJson,
});

/** jsonb that holds what foyer itself wrote there, so that it is read back without being checked again. */
export const json = <Shape>() => jsonColumn().$type<Shape>();

/** To the millisecond, as JavaScript has it. */
export const instant = () => timestamp({ withTimezone: true, precision: 3, mode: "date" });

/** A number that the database gives. */
export const identity = () => bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity();

/** Ids of other tables, UIDs, octets: far below 2^53. */
export const number = () => bigint({ mode: "number" });

/** Words for a CHECK or an index, where parameters cannot stand. */
export const literals = (words: readonly string[]) => sql.raw(words.map((word) => `'${word}'`).join(", "));
