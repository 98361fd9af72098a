import { readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStore } from "../../src/store/open.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";
import { draft, fileAll, keys, openedMailbox, opening } from "../support/store.ts";
import { storeContract } from "./store.ts";

let server: TestPostgres;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

const open = async (url: string) => openStore({ databaseUrl: url, dataDir: "" });

storeContract("Postgres", async () => open(await server.createDatabase()));

describe("several workers on one Postgres", () => {
  it("migrate an empty database at the same time", async () => {
    const url = await server.createDatabase({ empty: true });
    const stores = await Promise.all([open(url), open(url), open(url)]);
    const shipped = readdirSync("migrations").flatMap((name) => /^(.*)\.sql$/.exec(name)?.[1] ?? []);
    expect(await stores[0]?.pendingMigrations()).toEqual(shipped);
    await Promise.all(stores.map((store) => store.migrate()));
    expect(await stores[1]?.pendingMigrations()).toEqual([]);
    await Promise.all(stores.map((store) => store.close()));
  });

  it("claim each outbox row once between them", async () => {
    const url = await server.createDatabase();
    const [one, other] = [await open(url), await open(url)];
    const { mailbox, lease } = await openedMailbox(one);
    const drafts = Array.from({ length: 100 }, (_, index) => draft(`claim-${index}`));
    await one.commit(lease, [await opening(one, 1, { outbox: drafts })], null);
    await fileAll(one, lease);
    const claims = [one, other, one, other, one, other].map((store) =>
      store.claimOutbox(mailbox.id, new Date(), 20, 60),
    );
    const ids = (await Promise.all(claims)).flat().map((row) => row.id);
    expect(ids).toHaveLength(100);
    expect(new Set(ids).size).toBe(100);
    await Promise.all([one.close(), other.close()]);
  });

  it("see at once what the other decided", async () => {
    const url = await server.createDatabase();
    const [one, other] = [await open(url), await open(url)];
    const { mailbox, lease } = await openedMailbox(one);
    await one.commit(lease, [await opening(one, 1)], null);
    const { ticketByMessageId } = await other.memory(
      mailbox.id,
      keys({ messageIds: ["<1@example.gr>"] }),
      new Date(),
    );
    expect(ticketByMessageId.size).toBe(1);
    expect(await other.acquireLease(mailbox.id, "worker-2", 60)).toBeNull();
    await Promise.all([one.close(), other.close()]);
  });
});

describe("a Postgres that fails", () => {
  it("is a temporary failure when nobody listens, and the password is not told", async () => {
    const refused = open("postgres://foyer:hunter2@127.0.0.1:1/foyer");
    await expect(refused).rejects.toMatchObject({ name: "TemporaryError" });
    await expect(refused).rejects.not.toThrow(/hunter2/);
  });

  it("is a permanent failure when the URL cannot be read or the database is missing", async () => {
    const unreadable = open("postgres://foyer:hunter2@[bad/foyer");
    await expect(unreadable).rejects.toMatchObject({ code: "database-url" });
    await expect(unreadable).rejects.not.toThrow(/hunter2/);
    const missing = open(server.url.replace(/postgres$/, "nowhere"));
    await expect(missing).rejects.toMatchObject({ code: "database-refused" });
  });

  it("says that migrations are missing", async () => {
    const store = await open(await server.createDatabase({ empty: true }));
    await expect(store.vips()).rejects.toMatchObject({ code: "not-migrated" });
    await store.close();
  });

  it("is a temporary failure when it goes away, and works again when it is back", async () => {
    const url = await server.createDatabase();
    const store = await open(url);
    const { mailbox, lease } = await openedMailbox(store);
    await server.endConnections(url);
    const rows = await Promise.allSettled([store.counts(mailbox.id), store.checkLease(lease)]);
    for (const row of rows)
      if (row.status === "rejected") expect(row.reason).toMatchObject({ name: "TemporaryError" });
    expect((await store.counts(mailbox.id)).filed).toBe(0);
    await store.close();
    await expect(store.counts(mailbox.id)).rejects.toMatchObject({ name: "TemporaryError" });
  });
});
