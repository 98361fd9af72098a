import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { databaseAdvice, serverAdvice } from "../../src/cli/doctor-advice.ts";
import { PermanentError, TemporaryError } from "../../src/errors.ts";

const cli = fileURLToPath(new URL("../../src/cli.ts", import.meta.url));

async function foyer(parameters: readonly string[], environment: Readonly<Record<string, string>>) {
  const options = { cwd: tmpdir(), env: environment };
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [cli, ...parameters], options);
    return { code: 0, stdout, stderr: "" };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
}

test("a faulty configuration has a line for each fault, and the rest is checked all the same", async () => {
  const { code, stdout } = await foyer(["doctor", "--json"], {
    IMAP_URL: "x",
    IMAP_ULR: "y",
    ADDRESS: "a@b.c",
  });
  const findings = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(findings.map(({ check, state, text }) => `${state} ${check} ${text.split(" ")[0]}`)).toEqual([
    "FAIL configuration IMAP_URL",
    "FAIL configuration SMTP_URL",
    "warn configuration IMAP_ULR",
    "ok templates complete",
    "ok agreed answers none:",
    expect.stringContaining("ok classifier linear-"),
  ]);
  expect(code).toBe(1);
});

test("older mail is filed in live mode only, and hints stand below faults", async () => {
  const least = {
    ADDRESS: "a@b.example",
    IMAP_URL: "imaps://u:p@b.example",
    SMTP_URL: "smtps://u:p@b.example",
  };
  const shadow = await foyer(["run", "--once", "--backfill"], least);
  expect(shadow).toMatchObject({ code: 2, stderr: expect.stringContaining("needs --live or MODE=live") });
  const wrong = await foyer(["run"], { ...least, IMAP_OAUTH: "yahoo", IMAP_ULR: "x" });
  expect(wrong).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/IMAP_OAUTH must.*\nIMAP_ULR is not/),
  });
});

test.each([
  ["imap", "auth", "refused", "password in IMAP_URL"],
  ["smtp", "smtp-535", "SMTP server answered 535", "password in SMTP_URL"],
  ["smtp", null, "SMTP connection failed (ETLS)", "use smtps:// in SMTP_URL, or ?tls=none"],
  ["imap", "tls", "h:143: server does not support STARTTLS", "use imaps:// in IMAP_URL, or ?tls=none"],
  ["imap", null, "cannot connect to h:143", "host, port and kind of TLS in IMAP_URL"],
] as const)("%s, %s, %s: says what to do", (scheme, code, text, advice) => {
  const error = code === null ? new TemporaryError(text) : new PermanentError(code, text);
  expect(serverAdvice(scheme, { tls: "starttls", login: null }, error)).toContain(advice);
});

test("a database that does not answer is to be started", () => {
  expect(databaseAdvice(new TemporaryError("no connection"))).toContain("check DATABASE_URL");
});
