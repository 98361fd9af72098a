import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

test("the demo ends by itself, every sample having come out as expected", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ["src/cli.ts", "demo", "--once"], {
    timeout: 110_000,
  });
  expect(stdout).toMatch(/All \d+ samples came out as expected/);
}, 120_000);
