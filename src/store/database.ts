import { and, type Column, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import type { Ref } from "../mail/message.ts";
import { cleanJson } from "./columns.ts";

/** Postgres or PGlite, or a transaction on either. */
export type Database = PgDatabase<PgQueryResultHKT>;

/** Rows as a parameter: a statement's text, and the number of its parameters, do not grow with the batch. */
export function rowsParameter(rows: readonly unknown[]): SQL {
  return sql`${cleanJson(rows)}::jsonb`;
}

/** `column = any(values)`, one parameter for however many. */
export function isOneOf(column: Column | SQL, values: readonly string[]): SQL {
  return sql`${column} in (select jsonb_array_elements_text(${rowsParameter([...new Set(values)])}))`;
}

interface RefColumns {
  readonly folder: Column;
  readonly uidValidity: Column;
  readonly uid: Column;
}

/** The refs of a batch nearly always share folder and UIDVALIDITY: one condition for each pair. */
export function isOneOfRefs(columns: RefColumns, refs: readonly Ref[]): SQL {
  const groups = new Map<string, { folder: string; uidValidity: bigint; uids: number[] }>();
  for (const { folder, uidValidity, uid } of refs) {
    const key = `${uidValidity}/${folder}`;
    const group = groups.get(key) ?? { folder, uidValidity, uids: [] };
    group.uids.push(uid);
    groups.set(key, group);
  }
  const conditions = [...groups.values()].map(({ folder, uidValidity, uids }) =>
    and(eq(columns.folder, folder), eq(columns.uidValidity, uidValidity), inArray(columns.uid, uids)),
  );
  return or(...conditions) ?? sql`false`;
}

/** Rows of a plain statement: the two drivers answer in two shapes. Values are as the driver made them. */
export function plainRows(result: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (Array.isArray(result)) return result;
  if (typeof result === "object" && result !== null && "rows" in result && Array.isArray(result.rows))
    return result.rows;
  return [];
}

export function first<Row>(rows: readonly Row[]): Row | null {
  return rows[0] ?? null;
}
