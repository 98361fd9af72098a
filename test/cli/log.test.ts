import { expect, test } from "vitest";
import { openLog } from "../../src/cli/log.ts";

function logged(write: (log: ReturnType<typeof openLog>) => void): Record<string, unknown>[] {
  const rows: string[] = [];
  write(openLog("info", { write: (row) => rows.push(row) }));
  return rows.map((row) => JSON.parse(row));
}

test("a log line is JSON with time, level, event and fields", () => {
  const [row, ...rest] = logged((log) => {
    log.debug({}, "quiet");
    log.child({ mailbox: "support" }).info({ uid: 3 }, "filed");
  });
  expect(rest).toEqual([]);
  expect(row).toEqual({
    time: expect.stringMatching(/^\d{4}-.*Z$/),
    level: "info",
    event: "filed",
    mailbox: "support",
    uid: 3,
  });
});

test("secrets and mail content stay out of the log, whoever passes them", () => {
  const failure = Object.assign(new Error("connect imaps://u:hunter2@h.example failed"), {
    code: "EAUTH",
    auth: { user: "u", pass: "hunter2" },
    command: "LOGIN u hunter2",
  });
  const rows = logged((log) => {
    log.warn({ err: failure }, "failed");
    log.warn({ error: new Error("x", { cause: failure }) }, "failed");
    log.info(
      { subject: "hunter2", message: { text: "hunter2", id: 1 }, imap: { password: "hunter2" } },
      "seen",
    );
  });
  expect(JSON.stringify(rows)).not.toContain("hunter2");
  expect(rows[0]).toMatchObject({ err: { type: "Error", code: "EAUTH" } });
  expect(rows[2]).toMatchObject({ subject: "[hidden]", message: { id: 1 } });
});
