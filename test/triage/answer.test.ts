import { expect, test } from "vitest";
import { loadConfig } from "../../src/config/load.ts";
import { decide } from "../../src/policy/decide.ts";
import type { Context } from "../../src/policy/decision.ts";
import { alertValues } from "../../src/smtp/staff-values.ts";
import { answersFor } from "../../src/triage/answer.ts";
import { context, customer, judgements, message, NOTHING_SENT, NOW, ticket } from "../policy/message.ts";

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

/** What goes out for one mail: the templates, and the time that agents read the customer was told. */
function answered(
  given: Partial<Context>,
  judged: Parameters<typeof judgements>[0] = { urgency: "urgent" },
  text?: string,
) {
  const [config] = loadConfig({
    ADDRESS: "support@example.com",
    IMAP_URL: "imaps://support%40example.com:secret@mail.example.com",
    SMTP_URL: "smtps://support%40example.com:secret@mail.example.com",
    AGENTS: "agent@example.com",
  }).mailboxes;
  if (config === undefined) throw new Error("no mailbox");
  const mail = message(text === undefined ? {} : { text });
  const habits = { measured: {}, answersSeen: true };
  const desk = { config, secret: "key", now: () => NOW, log: quiet, folders: null, alerts: [], habits };
  const decision = decide(mail, judgements(judged), context(given));
  const drafts = answersFor(desk, mail, decision, 1042);
  const alert = drafts.find(({ kind }) => kind === "alert");
  return {
    templates: drafts.map(({ template }) => template),
    promise: alertValues.parse(alert?.values).promise,
    /** Of the same message once more, within the hour. */
    again: answersFor(desk, mail, decision, 1043).map(({ template }) => template),
  };
}

test("agents are told of the promise that the customer is given", () => {
  const { templates, promise } = answered({});
  expect(templates).toEqual(["acknowledgement", "alert"]);
  expect(promise?.deadline).toMatch(/^2026-/);
});

test("that the brake works is told once an hour, however many it holds back; urgent mail each time", () => {
  const braked = answered({ sent: { ...NOTHING_SENT, fromMailboxThisHour: 500 } }, { urgency: "normal" });
  expect(braked.templates).toContain("alert");
  expect(braked.again).not.toContain("alert");
  expect(answered({}).again).toContain("alert");
});

const URGENT = { urgency: "urgent" } as const;

test.each<
  readonly [
    name: string,
    given: Partial<Context>,
    judged: Parameters<typeof judgements>[0],
    text: string | undefined,
  ]
>([
  [
    "acknowledged before",
    { ticket: { facts: ticket({ automaticAnswers: 1 }), by: "references" } },
    URGENT,
    undefined,
  ],
  ["opted out", { customer: customer({ optedOut: true }) }, URGENT, undefined],
  ["braked", { sent: { ...NOTHING_SENT, fromMailboxThisHour: 500 } }, URGENT, undefined],
  ["sent a receipt only", {}, { urgency: "urgent", kind: "other" }, undefined],
  ["sent the minimal text", {}, URGENT, "My husband died."],
])("agents are told of no promise where the customer is given none: %s", (_name, given, judged, text) => {
  const { templates, promise } = answered(given, judged, text);
  expect(templates).toContain("alert");
  expect(templates).not.toContain("acknowledgement");
  expect(promise).toBeNull();
});
