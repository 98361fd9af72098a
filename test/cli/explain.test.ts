import { expect, test } from "vitest";
import { explanationText } from "../../src/cli/explain.ts";
import type { Explanation } from "../../src/store/message.ts";

const ref = { folder: "INBOX", uidValidity: 9n, uid: 3 };
const sure = <const Label extends string>(label: Label) => ({ label, confidence: 1, reasons: [] });

const erased: Explanation = {
  ledger: {
    id: 1,
    firstRef: ref,
    ref,
    state: "filed",
    reason: null,
    attempts: 0,
    fingerprint: null,
    messageId: "<1@example.org>",
    ticketId: 4,
    folder: "queue",
    decision: {
      disposition: "human",
      customerAddress: null,
      language: "en",
      judgements: {
        urgency: sure("normal"),
        kind: sure("question"),
        tone: sure("neutral"),
        topic: sure("other"),
        rootCause: sure("process"),
      },
      customer: { types: [], primary: null, authenticated: false, reasons: [] },
      sensitivity: null,
      priority: "normal",
      folder: "queue",
      ticket: { open: true },
      acknowledge: {
        send: true,
        template: "acknowledgement",
        manner: "plain",
        reason: { code: "acknowledge-question", text: "" },
      },
      alert: null,
      keywords: [],
      reasons: [{ code: "ticket-opened", text: "" }],
      classifierVersion: "1",
    },
  },
  subject: "",
  from: null,
  internalDate: new Date("2026-01-05T10:00:00Z"),
  outbox: [
    {
      id: 1,
      mailboxId: 1,
      ticketId: 4,
      ledgerId: 1,
      kind: "acknowledgement",
      messageId: "<ours@example.com>",
      to: [],
      template: "acknowledgement",
      language: "en",
      manner: "plain",
      values: {},
      inReplyTo: null,
      references: [],
      dueAt: new Date("2026-01-05T10:01:00Z"),
      attempts: 1,
      createdAt: new Date("2026-01-05T10:00:00Z"),
      state: "sent",
      cause: null,
      sentAt: new Date("2026-01-05T10:01:02Z"),
    },
  ],
  events: [],
};

test("the reasons of an erased message are those that their codes stand for", () => {
  const text = explanationText(erased);
  expect(text).toContain("answer     acknowledgement: a question is acknowledged");
  expect(text).toContain("because    it begins a ticket (ticket-opened)");
});

test("an answer is named in full, with its state, time and id", () => {
  expect(explanationText(erased)).toContain(
    "acknowledgement sent 2026-01-05T10:01:02.000Z <ours@example.com>",
  );
});
