import { PermanentError, TemporaryError } from "../errors.ts";
import type { Store } from "./store.ts";

/**
 * Failures of the database as ours. Neither driver's error gets further than this: they carry the statement with the
 * values of its row, and some the connection string. What is said instead is the SQLSTATE and the constraint's name.
 */
export function translated(error: unknown): Error {
  if (error instanceof TemporaryError || error instanceof PermanentError) return error;
  // Dates out of range, JSON nested too deep: the row is at fault.
  if (error instanceof RangeError) return new PermanentError("bad-row", "a value cannot be stored");
  const cause = databaseError(error);
  if (cause === null) return error instanceof TypeError ? error : new TemporaryError("the database failed");
  return byCode(cause.code, cause.constraint);
}

/** Postgres' SQLSTATE classes (PostgreSQL manual, appendix A), and codes of postgres.js and the socket. */
function byCode(code: string, constraint: string): Error {
  const said = `SQLSTATE ${code}${constraint === "" ? "" : `, ${constraint}`}`;
  if (!/^[0-9A-Z]{5}$/.test(code)) return new TemporaryError(`no connection to the database (${code})`);
  if (/^(?:22|23|21|54)/.test(code))
    return new PermanentError("bad-row", `the database refused a row (${said})`);
  if (code === "42P01" || code === "42703")
    return new PermanentError(
      "not-migrated",
      `the database lacks a table or column: run foyer migrate (${said})`,
    );
  if (/^(?:28|3D|42)/.test(code))
    return new PermanentError("database-refused", `the database refused us (${said})`);
  return new TemporaryError(`the database could not do it now (${said})`);
}

/** What statements are told in a transaction in which one before them failed. */
export function isAftermath(error: unknown): boolean {
  return databaseError(error)?.code === "25P02";
}

/** The driver's own error, under drizzle's, whatever its class; null where there is none. */
function databaseError(error: unknown): { code: string; constraint: string } | null {
  let one: unknown = error;
  for (let depth = 0; depth < 5 && one instanceof Error; depth++) {
    if ("code" in one && typeof one.code === "string") {
      const constraint =
        "constraint_name" in one ? one.constraint_name : "constraint" in one ? one.constraint : "";
      return { code: one.code.slice(0, 40), constraint: typeof constraint === "string" ? constraint : "" };
    }
    one = one.cause;
  }
  return null;
}

/** The same store, each method of which throws our errors only. */
export function translating(store: Store): Store {
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      return async (...parameters: readonly unknown[]) => {
        try {
          return await member(...parameters);
        } catch (error) {
          throw translated(error);
        }
      };
    },
  });
}
