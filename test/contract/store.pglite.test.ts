import { openStore } from "../../src/store/open.ts";
import { storeContract } from "./store.ts";

storeContract("PGlite", async () => {
  const store = await openStore({ databaseUrl: null, dataDir: ":memory:" });
  await store.migrate();
  return store;
});
