import { join } from "node:path";
import { PermanentError } from "../errors.ts";
import { assemble } from "./assemble.ts";
import { lock } from "./lock.ts";
import { applyMigrations } from "./migrate.ts";
import { preparing } from "./prepared.ts";
import type { Store } from "./store.ts";

/**
 * Every statement here picks rows by an index. Plans that are made while the tables are new, and kept, would read them
 * from end to end, all through the first backlog. The penalty must not look like work worth compiling for, either.
 */
const PLANNING = { enable_seqscan: "off", jit: "off" };

export interface StoreOptions {
  /** null: PGlite, in `dataDir`. */
  readonly databaseUrl: string | null;
  /** ":memory:" keeps PGlite in memory, and nothing outlives it. */
  readonly dataDir: string;
}

/**
 * Opens the database; nothing is migrated yet. Throws TemporaryError if it cannot be reached, PermanentError
 * "database-url" for an unusable URL, "database-locked" where another process has the PGlite in `dataDir` open.
 */
export async function openStore({ databaseUrl, dataDir }: StoreOptions): Promise<Store> {
  return databaseUrl === null ? openPglite(dataDir) : openPostgres(databaseUrl);
}

async function openPostgres(databaseUrl: string): Promise<Store> {
  const [{ default: postgres }, { drizzle }, { migrate }] = await Promise.all([
    import("postgres"),
    import("drizzle-orm/postgres-js"),
    import("drizzle-orm/postgres-js/migrator"),
  ]);
  const connect = (max: number) => {
    try {
      return postgres(databaseUrl, {
        max,
        connect_timeout: 10,
        idle_timeout: 300,
        onnotice: () => undefined,
        connection: {
          application_name: "foyer",
          // A worker that stalls inside a transaction must not keep the next owner from the lease for ever.
          idle_in_transaction_session_timeout: 30_000,
          ...PLANNING,
        },
      });
    } catch {
      // The error of a bad URL holds the URL, and with it the password.
      throw new PermanentError(
        "database-url",
        "DATABASE_URL cannot be read, e.g. postgres://foyer@localhost/foyer",
      );
    }
  };
  // A statement is prepared once a connection: few of them are soon warm, and queries share one without waiting.
  const client = connect(4);
  const store = assemble(drizzle(preparing(client), { casing: "snake_case" }), {
    migrate: async () => {
      const single = connect(1);
      try {
        const db = drizzle(single, { casing: "snake_case" });
        await applyMigrations(db, (config) => migrate(db, config));
      } finally {
        await single.end({ timeout: 5 });
      }
    },
    close: () => client.end({ timeout: 5 }),
  });
  try {
    await store.pendingMigrations();
  } catch (error) {
    await client.end({ timeout: 1 });
    throw error;
  }
  return store;
}

async function openPglite(dataDir: string): Promise<Store> {
  const inMemory = dataDir === ":memory:";
  const path = join(dataDir, "pglite");
  const unlock = inMemory ? () => undefined : lock(`${path}.lock`);
  try {
    const [{ PGlite }, { drizzle }, { migrate }] = await Promise.all([
      import("@electric-sql/pglite"),
      import("drizzle-orm/pglite"),
      import("drizzle-orm/pglite/migrator"),
    ]);
    const client = await PGlite.create(inMemory ? {} : { dataDir: path });
    for (const [setting, value] of Object.entries(PLANNING)) await client.exec(`set ${setting} = ${value}`);
    const db = drizzle(client, { casing: "snake_case" });
    return assemble(db, {
      migrate: () => applyMigrations(db, (config) => migrate(db, config)),
      close: async () => {
        if (!client.closed) await client.close();
        unlock();
      },
    });
  } catch (error) {
    unlock();
    throw error;
  }
}
