import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { desc, sql } from "drizzle-orm";
import type { MigrationConfig } from "drizzle-orm/migrator";
import { bigint, pgSchema } from "drizzle-orm/pg-core";
import { PermanentError } from "../errors.ts";
import { type Database, first, plainRows } from "./database.ts";
import { prepareTrigrams } from "./trigrams.ts";

/** The same distance from src/store and from dist/store. */
const FOLDER = fileURLToPath(new URL("../../migrations", import.meta.url));

/** Any number will do, so long as every foyer takes the same one. */
const ADVISORY_LOCK = 4_073_216_518;

/** drizzle's own table. */
const applied = pgSchema("drizzle").table("__drizzle_migrations", {
  createdAt: bigint("created_at", { mode: "number" }),
});

/** Applies what is missing, one worker at a time. `db` must be a single connection: the lock belongs to the session. */
export async function applyMigrations(
  db: Database,
  migrate: (config: MigrationConfig) => Promise<void>,
): Promise<void> {
  await db.execute(sql`select pg_advisory_lock(${ADVISORY_LOCK})`);
  try {
    await migrate({ migrationsFolder: FOLDER });
    await prepareTrigrams(db);
  } finally {
    await db.execute(sql`select pg_advisory_unlock(${ADVISORY_LOCK})`);
  }
}

/** Names of migrations that the database does not have yet, oldest first. */
export async function findPending(db: Database): Promise<readonly string[]> {
  const all = shipped();
  const [table] = plainRows(
    await db.execute(sql`select to_regclass('drizzle.__drizzle_migrations')::text as name`),
  );
  if (typeof table?.name !== "string") return all.map((one) => one.name);
  const last = first(
    await db.select({ at: applied.createdAt }).from(applied).orderBy(desc(applied.createdAt)).limit(1),
  );
  return all.filter((one) => one.at > (last?.at ?? 0)).map((one) => one.name);
}

function shipped(): readonly { readonly name: string; readonly at: number }[] {
  const journal: unknown = JSON.parse(readFileSync(`${FOLDER}/meta/_journal.json`, "utf8"));
  const entries =
    typeof journal === "object" && journal !== null && "entries" in journal ? journal.entries : null;
  if (!Array.isArray(entries))
    throw new PermanentError("migrations", `${FOLDER}/meta/_journal.json is damaged`);
  return entries.map((entry: { tag: string; when: number }) => ({ name: entry.tag, at: entry.when }));
}
