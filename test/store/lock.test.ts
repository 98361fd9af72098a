import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lock } from "../../src/store/lock.ts";
import { openStore } from "../../src/store/open.ts";

describe("the lock beside an embedded database", () => {
  let directory = "";
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "foyer-lock-"));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));
  const path = () => join(directory, "var", "pglite.lock");

  it("is held once, and free again after it was released", () => {
    const unlock = lock(path());
    expect(() => lock(path())).toThrow(/in use by process \d+/);
    unlock();
    unlock();
    expect(existsSync(path())).toBe(false);
    lock(path())();
  });

  it("is respected while another process lives", () => {
    lock(path())();
    const started = readFileSync(`/proc/${process.ppid}/stat`, "utf8").split(") ")[1]?.split(" ")[19];
    for (const sign of [`${process.ppid} ${started}\n`, `${process.ppid}\n`]) {
      writeFileSync(path(), sign);
      expect(() => lock(path())).toThrow(`process ${process.ppid}`);
    }
  });

  const gone = spawnSync("true").pid;
  const stale: readonly (readonly [string, string])[] = [
    ["a process that is gone", `${gone} 1\n`],
    ["a process whose number another one has now", `${process.ppid} 1\n`],
    ["an earlier process with our own number, as in a container", `${process.pid} 1\n`],
    ["a crash in the middle of nothing", ""],
    ["something else", "not a lock\n"],
  ];
  for (const [whose, sign] of stale) {
    it(`is taken over from ${whose}`, () => {
      lock(path())();
      writeFileSync(path(), sign);
      const unlock = lock(path());
      expect(readFileSync(path(), "utf8")).toMatch(new RegExp(`^${process.pid} `));
      unlock();
    });
  }

  it("keeps a second store out of the same directory, and what was stored is there after a restart", async () => {
    const options = { databaseUrl: null, dataDir: join(directory, "var") };
    const first = await openStore(options);
    await first.migrate();
    await first.setOptOut("a@restart.example", true);
    await expect(openStore(options)).rejects.toMatchObject({ code: "database-locked" });
    await first.close();
    const again = await openStore(options);
    expect(await again.pendingMigrations()).toEqual([]);
    expect(await again.customer("a@restart.example")).toMatchObject({ optedOut: true });
    await again.close();
  });
});
