import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openStore } from "../../src/store/open.ts";
import { decision, fileAll, opening, storedMessage, trace } from "../support/store.ts";

/* `foyer corrections` and `foyer model`, on an embedded database as they would be used after an agent's moves. */

const cli = fileURLToPath(new URL("../../src/cli.ts", import.meta.url));
const address = "support@shop.example";
const moved = new Date("2026-11-02T10:00:00Z");
let dataDir = "";

async function foyer(...parameters: string[]) {
  const env = {
    ADDRESS: address,
    IMAP_URL: "imaps://u:p@shop.example",
    SMTP_URL: "smtps://u:p@shop.example",
    DATA_DIR: dataDir,
  };
  try {
    const options = { cwd: tmpdir(), env };
    const { stdout } = await promisify(execFile)(process.execPath, [cli, ...parameters], options);
    return { code: 0, stdout, stderr: "" };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
}

/** Two messages that an agent dragged: one from the queue to urgent, one out of urgent. */
async function plant(): Promise<void> {
  const store = await openStore({ databaseUrl: null, dataDir });
  try {
    await store.migrate();
    const mailbox = await store.openMailbox({ name: address, address, startedAt: moved });
    const lease = await store.acquireLease(mailbox.id, "worker", 600);
    if (lease === null) throw new Error("a new mailbox has an owner already");
    const from = { name: "", address: "plant@customer.example" };
    for (const [uid, subject] of [
      [1, "Pump of tank 4"],
      [2, "Lights of hall 2"],
    ] as const) {
      const entry = await opening(store, uid, {
        message: storedMessage(uid, {
          from,
          subject,
          text: `${subject}: please look when the shift changes.`,
        }),
        decision: decision({ folder: "queue", customerAddress: from }),
        customer: trace(from.address),
        outbox: [],
      });
      const [row] = await store.commit(lease, [entry], null);
      await fileAll(store, lease);
      const [out, into] = uid === 1 ? (["queue", "urgent"] as const) : (["urgent", "queue"] as const);
      await store.noteMoves(lease, [{ ledgerId: row?.id ?? 0, from: out, to: into, at: moved }]);
      const [waiting] = await store.settling(mailbox.id, new Date(moved.getTime() + 600_000));
      const state = uid === 1 ? ("learned" as const) : ("asked" as const);
      await store.settle(lease, waiting?.id ?? 0, { state, weight: 1 });
    }
    await store.releaseLease(lease);
  } finally {
    await store.close();
  }
}

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "foyer-learning-"));
  await plant();
}, 300_000);
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

test("corrections are listed, learned, undone, and the model goes back and forth", {
  timeout: 600_000,
}, async () => {
  const listed = await foyer("corrections", "list");
  expect(listed.stdout.trim().split("\n")).toEqual([
    expect.stringMatching(/asked .*urgent → queue .*Lights of hall 2/),
    expect.stringMatching(/learned .*queue → urgent .*urgency: urgent .*Pump of tank 4/),
  ]);

  const trained = await foyer("model", "train", "--json");
  const first = JSON.parse(trained.stdout);
  expect(first).toMatchObject({ mailbox: address, result: "live", corrections: 1 });
  const models = await foyer("model", "list");
  expect(models.stdout).toContain(`${address}: ${first.version}\n* `);

  expect((await foyer("model", "use", "base")).stdout).toBe(`${address}: the base alone, pinned\n`);
  expect((await foyer("model", "use", "newest")).stdout).toBe(`${address}: ${first.version}\n`);
  expect(await foyer("model", "use", "nonsense")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("has no model nonsense"),
  });

  const confirmed = await foyer("corrections", "confirm", "2", "--json");
  expect(JSON.parse(confirmed.stdout)).toMatchObject({
    id: 2,
    state: "learned",
    learned: { corrections: 2 },
  });
  const undone = await foyer("corrections", "undo", "2", "--json");
  expect(JSON.parse(undone.stdout).learned).toMatchObject({ corrections: 1, version: first.version });
  expect(await foyer("corrections", "undo", "2")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("it was undone before"),
  });
});

test("a word on what is no correction, or no label, is refused", { timeout: 120_000 }, async () => {
  expect(await foyer("corrections", "confirm", "77")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("no correction 77 waits"),
  });
  const nonsense = await foyer("corrections", "add", "1", "--urgency", "whenever");
  expect(nonsense.code).not.toBe(0);
  expect(nonsense.stderr).toContain("urgent");
});
