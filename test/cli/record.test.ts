import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Kind } from "../../src/classify/judgement.ts";
import { recordOf, unparsableRecord } from "../../src/cli/record.ts";
import { decideRecord, decideRecordSchema } from "../../src/cli/record-schema.ts";
import type { Message } from "../../src/mail/message.ts";
import type { Decision } from "../../src/policy/decision.ts";

const message: Message = {
  messageId: "<1@example.org>",
  inReplyTo: [],
  references: [],
  subject: "Hi",
  from: { name: "Anna", address: "anna@example.org" },
  sender: null,
  replyTo: [],
  to: [{ name: "", address: "support@example.com" }],
  cc: [],
  returnPath: null,
  date: new Date("2026-01-05T10:00:00Z"),
  headers: new Map(),
  text: "Hi\n> quoted",
  replyText: "Hi",
  attachments: [{ filename: null, contentType: "image/png", size: 3 }],
  parts: [],
  size: 100,
  language: { language: "en", confidence: 0.9 },
  enclosedIds: [],
  forwarded: null,
};

function decision(kind: Kind): Decision {
  const reason = { code: "question", text: "a question" };
  return {
    disposition: "human",
    customerAddress: message.from,
    language: "en",
    judgements: {
      urgency: { label: "normal", confidence: 0.123456, reasons: [] },
      kind: { label: kind, confidence: 0.9, reasons: [] },
      tone: { label: "neutral", confidence: 1, reasons: [] },
      topic: { label: "other", confidence: 0.5, reasons: [] },
      rootCause: { label: "process", confidence: 0.4, reasons: [] },
    },
    customer: { types: ["vip", "frequent"], primary: "vip", authenticated: true, reasons: [] },
    sensitivity: null,
    priority: "normal",
    folder: "vip",
    ticket: { open: true },
    acknowledge: { send: true, template: "acknowledgement", manner: "vip", reason },
    alert: null,
    keywords: [],
    reasons: [reason],
    classifierVersion: "1",
  };
}

test("a decision is written with exactly the published fields", () => {
  const record = recordOf({ file: "a.eml", id: "a.eml" }, message, {
    decision: decision("question"),
    ticket: 7,
  });
  expect(decideRecord.strict().parse(record)).toEqual(record);
  expect(Object.keys(record).join(" ")).toBe(
    "file id messageId subject from to cc date text replyText attachments language disposition acknowledge urgency kind tone rootCause topic customer ticket folder reasons",
  );
  expect(record).toMatchObject({
    date: "2026-01-05T10:00:00.000Z",
    acknowledge: { send: true, reason: "question" },
    urgency: { label: "normal", confidence: 0.1235 },
    rootCause: { label: null },
    customer: { types: ["vip", "frequent"], primary: "vip", authenticated: true },
    ticket: 7,
  });
});

test("a root cause is named for complaints only", () => {
  const record = recordOf({ file: "a", id: "a" }, message, { decision: decision("complaint"), ticket: null });
  expect(record.rootCause).toEqual({ label: "process", confidence: 0.4 });
});

test("what could not be read has a record of the same shape, for a person to look at", () => {
  const record = unparsableRecord({ file: "x.eml", id: "x.eml" }, "no such file");
  expect(decideRecord.parse(record)).toMatchObject({
    disposition: "unparsable",
    folder: "attention",
    ticket: null,
  });
  expect(record.reasons[0]?.text).toBe("no such file");
});

test("the published JSON Schema is that of the code", () => {
  const file = new URL("../../schemas/decide-record.schema.json", import.meta.url);
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(JSON.parse(JSON.stringify(decideRecordSchema())));
});
