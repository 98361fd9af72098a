import { sql } from "drizzle-orm";
import { type Database, plainRows } from "./database.ts";

/*
 * pg_trgm finds words in other spellings. It comes with Postgres (contrib), and its owner may add it to a database
 * ("trusted" since Postgres 13). Where it is missing, or not allowed, words are found as they are spelt.
 */
const INDEX = "solved_words_letters";

/** Adds trigrams to the vocabulary of solved tickets where the database has them. Harmless when run again. */
export async function prepareTrigrams(db: Database): Promise<void> {
  if (await isThere(db)) return;
  // In a block of its own, which fails without a trace.
  await db.execute(
    sql.raw(`do $$ begin
      create extension if not exists pg_trgm;
      create index if not exists ${INDEX} on solved_words using gin (letters gin_trgm_ops);
    exception when others then null; end $$`),
  );
}

/** Asks once, when it is needed. */
export function hasTrigrams(db: Database): () => Promise<boolean> {
  let known: Promise<boolean> | null = null;
  return () => {
    known ??= isThere(db);
    return known;
  };
}

async function isThere(db: Database): Promise<boolean> {
  const [row] = plainRows(await db.execute(sql`select to_regclass(${INDEX})::text as name`));
  return typeof row?.name === "string";
}
