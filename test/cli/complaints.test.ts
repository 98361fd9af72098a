import { expect, it } from "vitest";
import { exported } from "../../src/cli/complaints.ts";
import type { ComplaintRow } from "../../src/store/complaint.ts";

const ROW: ComplaintRow = {
  ticketId: 7,
  ledgerId: 9,
  customerId: null,
  at: new Date("2026-11-30T09:00:00Z"),
  language: "hu",
  topic: "delivery",
  rootCause: "process",
  severity: "high",
  groupId: 3,
  subject: '=HYPERLINK("https://evil.example"), "kettle"\nleaks',
  state: "open",
  recurrence: 1,
  firstAnswerAt: null,
  promisedUntil: new Date("2026-12-01T12:00:00Z"),
  resolvedAt: null,
  rating: null,
};

it("exports complaints as what the file's ending says", () => {
  const plain = JSON.parse(JSON.stringify(ROW));
  expect(JSON.parse(exported("all.json", [ROW, ROW]))).toEqual([plain, plain]);
  expect(JSON.parse(exported("none.json", []))).toEqual([]);
  const lines = exported("all.JSONL", [ROW, ROW]).trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line))).toEqual([plain, plain]);
  const [head, ...rest] = exported("all.csv", [ROW]).split("\n");
  expect(head).toMatch(/^ticketId,.*,at,language,topic,rootCause,severity,/);
  // A customer's subject is no formula of the manager's.
  expect(rest.join("\n")).toContain(`"'=HYPERLINK(""https://evil.example""), ""kettle""\nleaks"`);
  expect(rest.join("\n")).toContain("2026-12-01T12:00:00.000Z");
});
