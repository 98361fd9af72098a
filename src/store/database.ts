import { type Column, getTableColumns, or, type SQL, sql } from "drizzle-orm";
import { toSnakeCase } from "drizzle-orm/casing";
import type { PgDatabase, PgQueryResultHKT, PgTable } from "drizzle-orm/pg-core";
import type { Ref } from "../mail/message.ts";
import { cleanJson } from "./columns.ts";
import { isAftermath } from "./failure.ts";

/** Postgres or PGlite, or a transaction on either. */
export type Database = PgDatabase<PgQueryResultHKT>;

/** Rows as a parameter: a statement's text, and the number of its parameters, do not grow with the batch. */
export function rowsParameter(rows: readonly unknown[]): SQL {
  return sql`${cleanJson(rows)}::jsonb`;
}

/**
 * One parameter for however many values, so that the statement can be prepared once; as an array, not as a subquery,
 * so that an index is used before there are statistics. Bulk updates name their ids so once more, beside the join.
 */
export function isOneOf(column: Column | SQL, values: readonly (string | number)[]): SQL {
  const asked = sql`jsonb_array_elements_text(${rowsParameter([...new Set(values)])})`;
  const type = sql.raw(typeof values[0] === "number" ? "bigint" : "text");
  return sql`${column} = any(array(select ${asked}::${type}))`;
}

/**
 * To sort a few rows by, with a limit: by the bare column Postgres, as long as it has no statistics, would rather read a
 * whole table in the order of its primary key than pick those rows by another index and sort them.
 */
export const sorted = (id: Column): SQL => sql`${id} + 0`;

/**
 * Inserts rows that all have the columns of the first one. One parameter whatever their number: VALUES with one for
 * each value costs three times the processor here, and more there. An identity that was reserved before may be given.
 * `rest` is what follows: on conflict, returning.
 */
export async function insertRows<Table extends PgTable>(
  tx: Database,
  table: Table,
  { rows, rest = sql.empty() }: { readonly rows: readonly Table["$inferInsert"][]; readonly rest?: SQL },
): Promise<readonly PlainRow[]> {
  const [sample] = rows;
  if (sample === undefined) return [];
  const { names, given, from } = shapeOf(table, sample);
  return plainRows(
    await tx.execute(
      sql`insert into ${table} (${names}) overriding system value
        select ${from} from json_to_recordset(${jsonRows(rows)}::json) as ${given} ${rest}`,
    ),
  );
}

/** Writes all columns of these rows, found by `id`. One parameter whatever their number. */
export async function updateRows<Table extends PgTable>(
  tx: Database,
  table: Table,
  rows: readonly (Table["$inferInsert"] & { readonly id: number })[],
): Promise<void> {
  const [sample] = rows;
  if (sample === undefined) return;
  const { set, given } = shapeOf(table, sample);
  await tx.execute(sql`
    update ${table} set ${set} from json_to_recordset(${jsonRows(rows)}::json) as ${given}
    where ${table}.id = given.id
      and ${isOneOf(
        sql`${table}.id`,
        rows.map((row) => row.id),
      )}`);
}

/** Parts of the statements about rows that have the same properties; the JSON keeps the properties' own names. */
interface Shape {
  readonly names: SQL;
  readonly from: SQL;
  readonly given: SQL;
  readonly set: SQL;
}

const shapes = new WeakMap<PgTable, Map<string, Shape>>();

function shapeOf(table: PgTable, sample: object): Shape {
  const known = shapes.get(table) ?? new Map<string, Shape>();
  shapes.set(table, known);
  const properties = Object.keys(sample).join();
  const shape = known.get(properties) ?? makeShape(table, sample);
  known.set(properties, shape);
  return shape;
}

function makeShape(table: PgTable, sample: object): Shape {
  const columns = Object.entries(getTableColumns(table))
    .filter(([key]) => key in sample)
    .map(([key, column]) => ({
      name: `"${toSnakeCase(column.name)}"`,
      key: `"${key}"`,
      type: column.getSQLType(),
    }));
  const list = (item: (column: (typeof columns)[number]) => string): SQL =>
    sql.raw(columns.map(item).join(", "));
  return {
    names: list(({ name }) => name),
    from: list(({ key }) => key),
    given: sql.raw(`given(${columns.map(({ key, type }) => `${key} ${type}`).join(", ")})`),
    set: sql.raw(
      columns
        .filter(({ key }) => key !== '"id"')
        .map(({ name, key }) => `${name} = given.${key}`)
        .join(", "),
    ),
  };
}

function jsonRows(rows: readonly object[]): string {
  const hasBigint = rows.slice(0, 1).some((row) => Object.values(row).some((one) => typeof one === "bigint"));
  return cleanJson(hasBigint ? rows.map(withoutBigints) : rows);
}

/** JSON has no bigint; Postgres reads one from a string. */
function withoutBigints(row: object): object {
  return Object.fromEntries(
    Object.entries(row).map(([key, one]) => [key, typeof one === "bigint" ? one.toString() : one]),
  );
}

/**
 * Steps that do not need each other's answers, side by side in one transaction: they share a round trip. Waits for all of
 * them, so that nothing is still under way when a failure rolls back, and throws that which came before the others.
 */
export async function together<const Steps extends readonly Promise<unknown>[]>(steps: Steps) {
  const ends = await Promise.allSettled(steps);
  const failures = ends.flatMap((end) => (end.status === "rejected" ? [end.reason] : []));
  if (failures.length > 0) throw failures.find((failure) => !isAftermath(failure)) ?? failures[0];
  return Promise.all(steps);
}

interface RefColumns {
  readonly folder: Column | SQL;
  readonly uidValidity: Column | SQL;
  readonly uid: Column | SQL;
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
  const conditions = [...groups.values()].map(
    ({ folder, uidValidity, uids }) =>
      sql`(${columns.folder} = ${folder} and ${columns.uidValidity} = ${uidValidity} and ${isOneOf(columns.uid, uids)})`,
  );
  return or(...conditions) ?? sql`false`;
}

/** By the columns' own names; values are as the driver made them: a bigint is a string, or a number. */
type PlainRow = Readonly<Record<string, unknown>>;

/** Rows of a plain statement: the two drivers answer in two shapes. */
export function plainRows(result: unknown): readonly PlainRow[] {
  if (Array.isArray(result)) return result;
  if (typeof result === "object" && result !== null && "rows" in result && Array.isArray(result.rows))
    return result.rows;
  return [];
}

export function first<Row>(rows: readonly Row[]): Row | null {
  return rows[0] ?? null;
}
