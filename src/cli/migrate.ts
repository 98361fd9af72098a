import { openStore } from "../store/open.ts";
import { readConfig } from "./house.ts";

/** `foyer migrate`: applies what is pending and names it. */
export async function migrate(): Promise<void> {
  const config = readConfig();
  const store = await openStore({
    databaseUrl: config.databaseUrl?.reveal() ?? null,
    dataDir: config.dataDir,
  });
  try {
    const pending = await store.pendingMigrations();
    await store.migrate();
    process.stdout.write(
      pending.length === 0 ? "up to date\n" : pending.map((name) => `applied ${name}\n`).join(""),
    );
  } finally {
    await store.close();
  }
}
