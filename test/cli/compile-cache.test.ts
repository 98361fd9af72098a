import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const cli = join(import.meta.dirname, "../../src/cli.ts");

/** What `foyer --version` says, and nothing if it has not ended in 20 s. */
async function version(environment: Readonly<Record<string, string>>): Promise<string> {
  const options = { env: { PATH: process.env.PATH ?? "", ...environment }, timeout: 20_000 };
  return (await promisify(execFile)(process.execPath, [cli, "--version"], options)).stdout.trim();
}

// Node itself makes folders for ever where the file system takes none.
test.each([
  ["a home that is none", { HOME: "/proc/nope" }],
  ["a file for a home", { HOME: "/dev/null" }],
  ["a relative cache folder", { HOME: "/proc/nope", XDG_CACHE_HOME: "cache" }],
])("foyer starts with %s, and keeps no compiled code", async (_, environment) => {
  expect(await version(environment)).toMatch(/^\d+\.\d+\.\d+$/);
});

test("compiled code is kept in the user's own cache folder", async () => {
  const home = mkdtempSync(join(tmpdir(), "foyer-home-"));
  try {
    await version({ HOME: home, XDG_CACHE_HOME: join(home, "cache") });
    expect(existsSync(join(home, "cache/foyer"))).toBe(true);
  } finally {
    rmSync(home, { recursive: true });
  }
});
