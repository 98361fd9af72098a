import type { MessageStructureObject } from "imapflow";
import { simpleParser } from "mailparser";
import { expect, test } from "vitest";
import { type Bodies, planOf, reassemble, structureOf } from "../../src/imap/structure.ts";

const header = Buffer.from(
  'From: ann@customer.example\r\nSubject: Hi\r\nContent-Type: multipart/mixed;\r\n boundary="x"\r\nX-Tail: 1\r\n\r\n--x\r\nrest',
);
const text = (part: string | undefined, more: object = {}): MessageStructureObject => ({
  ...(part === undefined ? {} : { part }),
  type: "text/plain",
  parameters: { charset: "utf-8" },
  encoding: "8bit",
  size: 10,
  ...more,
});
const bodies = (entries: Readonly<Record<string, string>>, isCut = false): Bodies =>
  new Map(Object.entries(entries).map(([key, value]) => [key, { octets: Buffer.from(value), isCut }]));

test("a single text of many megabytes is read from its beginning, up to a whole line", async () => {
  const root = text(undefined, { encoding: "base64" });
  expect(planOf(root)).toEqual(["TEXT"]);
  const line = Buffer.from("Good morning, all of you! ".repeat(2)).toString("base64");
  const source = reassemble(header, root, bodies({ TEXT: `${line}\r\n${line.slice(0, 7)}` }, true));
  const parsed = await simpleParser(source);
  expect(parsed.text?.trim()).toBe("Good morning, all of you! Good morning, all of you!");
  expect(parsed.headers.get("x-tail")).toBe("1");
});

test("text that is marked as an attachment is read where there is no other", () => {
  const attached = text("1", { disposition: "attachment" });
  const pdf = { part: "2", type: "application/pdf", size: 9 };
  expect(planOf({ type: "multipart/mixed", childNodes: [attached, pdf] })).toEqual(["1"]);
  expect(planOf({ type: "multipart/mixed", childNodes: [attached, text("2")] })).toEqual(["2"]);
});

test("a large bounce keeps its report and the header of what it returns", () => {
  const report: MessageStructureObject = {
    type: "multipart/report",
    parameters: { "report-type": "delivery-status", boundary: "b" },
    childNodes: [
      text("1"),
      { part: "2", type: "message/delivery-status", size: 300 },
      { part: "3", type: "message/rfc822", size: 9e6, childNodes: [text("3")] },
    ],
  };
  expect(planOf(report)).toEqual(["1", "2", "3.TEXT", "3.HEADER"]);
  const kept = bodies({
    "1": "Sorry",
    "2": "Action: failed",
    "3.TEXT": "old",
    "3.HEADER": "Subject: old\r\n\r\n",
  });
  const source = reassemble(header, report, kept).toString();
  expect(source).toContain('Content-Type: multipart/report; report-type="delivery-status"');
  expect(source).toContain("Action: failed");
  expect(source).toContain("Subject: old");
});

test("names and types made to break the header do not", () => {
  const root = text(undefined, {
    type: "text/plain",
    parameters: { charset: 'utf-8"\r\nBcc: victim@else.example', __proto__: "x" },
    encoding: "8bit\r\nX: y",
    disposition: "attachment",
    dispositionParameters: { filename: "a\r\nb\u0000.txt" },
  });
  const source = reassemble(header, root, bodies({ TEXT: "hello" })).toString();
  expect(source).not.toMatch(/Bcc|X: y/);
  expect(structureOf(root).attachments).toEqual([
    { filename: "a b .txt", contentType: "text/plain", size: 10 },
  ]);
});

test("a tree without end is walked a bounded way", () => {
  let deep = text("1");
  for (let level = 0; level < 5_000; level++) deep = { type: "multipart/mixed", childNodes: [deep] };
  expect(structureOf(deep).parts.length).toBeLessThan(30);
  const wide = {
    type: "multipart/mixed",
    childNodes: Array.from({ length: 100_000 }, (_, n) => text(`${n + 1}`)),
  };
  expect(structureOf(wide).parts.length).toBe(500);
  expect(planOf(wide).length).toBe(12);
  expect(() => reassemble(header, deep, new Map())).not.toThrow();
});

test("a boundary that the sender has guessed is not used", () => {
  const root: MessageStructureObject = { type: "multipart/mixed", childNodes: [text("1")] };
  const source = reassemble(header, root, bodies({ "1": "--kept-0-0-0--\r\nstill here" })).toString();
  expect(source).toContain('boundary="kept-1-0-0"');
});
