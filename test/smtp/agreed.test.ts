import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { agreedAnswer, loadAgreedAnswers } from "../../src/smtp/agreed.ts";

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true });
});

/** A folder of templates with these files below answers/. */
function folder(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), "foyer-answers-"));
  made.push(root);
  for (const [name, text] of Object.entries(files)) {
    const path = join(root, "answers", name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return root;
}

const values = {
  name: "Anna Smith",
  ticket: 1042,
  subject: "Re: {{ 7 | times: 6 }} <b>",
  company: "Shop",
  mailboxAddress: "support@shop.example",
};
const delivery = { language: "en", topic: "delivery" } as const;

test("an agreed answer is filled in as plain text, and what the customer wrote stays as it was", () => {
  const answers = loadAgreedAnswers(
    folder({ "en/delivery.md": "{{ name }}, about “{{ subject }}” ({{ ticket }}):\n\nit is *on its way*." }),
    null,
  );
  expect(answers.faults).toEqual([]);
  expect(agreedAnswer(answers, delivery, values)?.text).toBe(
    "Anna Smith, about “{{ 7 | times: 6 }} <b>” (#1042):\n\nit is *on its way*.",
  );
});

test("options and how to prevent it stand in front of it", () => {
  const text =
    "---\noption: the money back\noption: another one\nprevention: Give us your number.\n---\nSorry.\n";
  const answers = loadAgreedAnswers(folder({ "en/delivery.md": text }), null);
  expect(agreedAnswer(answers, delivery, values)).toEqual({
    text: "Sorry.",
    options: ["the money back", "another one"],
    prevention: "Give us your number.",
  });
});

test("one's own answer stands in for one of the same name, and others stay", () => {
  const base = folder({ "en/delivery.md": "foyer's", "en/billing.md": "bill" });
  const answers = loadAgreedAnswers(base, folder({ "en/delivery.md": "our own" }));
  expect(agreedAnswer(answers, delivery, values)?.text).toBe("our own");
  expect(agreedAnswer(answers, { ...delivery, topic: "billing" }, values)?.text).toBe("bill");
});

test("there is none in another language, for another topic, or for none", () => {
  const answers = loadAgreedAnswers(folder({ "en/delivery.md": "yes" }), null);
  expect(agreedAnswer(answers, { language: "hu", topic: "delivery" }, values)).toBeNull();
  expect(agreedAnswer(answers, { language: "en", topic: "sales" }, values)).toBeNull();
  expect(agreedAnswer(answers, { language: "en", topic: null }, values)).toBeNull();
  expect(loadAgreedAnswers(tmpdir(), "/nowhere")).toMatchObject({ faults: [] });
});

test.each<readonly [name: string, file: string, text: string, line: number, what: RegExp]>([
  ["an unknown variable", "en/delivery.md", "Dear {{ name }},\n\n{{ iban }}", 3, /unknown variable iban/],
  ["one that is for staff only", "en/delivery.md", "{{ folder }}", 1, /unknown variable folder/],
  ["a tag that is not closed", "en/delivery.md", "x\n{% if name %}y", 2, /not closed/],
  ["a filter that there is not", "en/delivery.md", "{{ name | shout }}", 0, /undefined filter/],
  [
    "a word that means nothing in front",
    "en/delivery.md",
    "---\nsubject: x\n---\ny",
    2,
    /only in front matter/,
  ],
  ["no text", "en/delivery.md", "\n", 0, /is empty/],
  ["a topic that there is not", "en/parcels.md", "x", 0, /is no topic/],
  ["a language that there is not", "de/delivery.md", "x", 0, /is no language/],
])("an answer with %s is named, with its line, and is not used", (_name, file, text, line, what) => {
  const root = folder({ [file]: text });
  const answers = loadAgreedAnswers(root, null);
  const [fault, ...more] = answers.faults;
  expect(more).toEqual([]);
  expect(fault?.file.startsWith(root)).toBe(true);
  if (line > 0) expect(fault?.line).toBe(line);
  expect(fault?.what).toMatch(what);
  expect(agreedAnswer(answers, delivery, values)).toBeNull();
});

test("an answer that runs into a limit when it is filled in is not used", () => {
  const text = "{% for a in (1..100000) %}{% for b in (1..100000) %}x{% endfor %}{% endfor %}";
  const answers = loadAgreedAnswers(folder({ "en/delivery.md": text }), null);
  expect(agreedAnswer(answers, delivery, values)).toBeNull();
});
