import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readEnvironment } from "../../src/cli/environment.ts";
import { loadSecret } from "../../src/cli/secret.ts";
import { Secret } from "../../src/config.ts";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "foyer-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

test("the environment wins over .env, except that GNU's LANGUAGE does not", () => {
  writeFileSync(join(directory, ".env"), "\uFEFFADDRESS=a@example.com\r\nMODE='live'\nLANGUAGE=hu # ours\n");
  const merged = readEnvironment(directory, {
    MODE: "shadow",
    LANGUAGE: "en_US:en",
    HOME: "/root",
    ADDRESS: "",
  });
  expect(merged).toMatchObject({ ADDRESS: "a@example.com", MODE: "shadow", LANGUAGE: "hu", HOME: "/root" });
  expect(readEnvironment(join(directory, "none"), { MODE: "live" })).toEqual({ MODE: "live" });
});

test("holidays may stand in a file", () => {
  writeFileSync(join(directory, "holidays.txt"), "2026-12-25\n");
  const own = { HOLIDAYS: "holidays.txt", SUPPORT_HOLIDAYS: "2026-01-01", DESK_HOLIDAYS: "missing.txt" };
  expect(readEnvironment(directory, own)).toEqual({ ...own, HOLIDAYS: "2026-12-25\n" });
});

test("the secret is made once, for its owner's eyes only, and SECRET goes before it", () => {
  const dataDir = join(directory, "var");
  const made = loadSecret({ secret: null, dataDir }).reveal();
  expect(made).toMatch(/^[0-9a-f]{64}$/);
  expect(loadSecret({ secret: null, dataDir }).reveal()).toBe(made);
  expect(statSync(join(dataDir, "secret")).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(dataDir, "secret"), "utf8").trim()).toBe(made);
  expect(loadSecret({ secret: new Secret("given"), dataDir }).reveal()).toBe("given");
});

test("a secret file that holds too little is refused rather than used", () => {
  writeFileSync(join(directory, "secret"), "short\n");
  expect(() => loadSecret({ secret: null, dataDir: directory })).toThrow("holds no secret");
});
