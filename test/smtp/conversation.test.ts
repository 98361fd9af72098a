import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Language } from "../../src/mail/message.ts";
import type { TemplateName } from "../../src/policy/template.ts";
import type { BadRatingValues, HandedOverValues, TicketsValues } from "../../src/smtp/staff-values.ts";
import { loadTemplates, render } from "../../src/smtp/template.ts";
import type {
  CustomerValues,
  DraftValues,
  FollowupValues,
  HandoverValues,
  ProgressValues,
  ReferralValues,
  ReopenedValues,
  SolvedValues,
} from "../../src/smtp/values.ts";

const templates = loadTemplates(join(import.meta.dirname, "../../templates"), null);
const now = new Date("2026-11-22T09:10:00Z");
const promise = { deadline: "2026-11-23T10:00:00Z", timeZone: "Europe/Athens" };
const customer: CustomerValues = {
  name: "Maria Jones",
  ticket: 1042,
  subject: "Where is my parcel?",
  company: "Lantern",
  mailboxAddress: "support@example.com",
};
const rating = {
  good: "https://example.com/r/a.good",
  partly: "https://example.com/r/a.partly",
  not: "https://example.com/r/a.not",
};
const progress: ProgressValues = { ...customer, promise, acted: false, second: false };
const handover: HandoverValues = { ...customer, promise, holder: "Anna Smith", why: "complaint" };
const solved: SolvedValues = { ...customer, topic: null, rating };
const followup: FollowupValues = { ...customer, complaint: true, rating: null };
const reopened: ReopenedValues = { ...customer, promise };
const referral: ReferralValues = { ...customer, benefit: "Shops have their parcels collected at the door." };
const draft: DraftValues = { ...customer, complaint: true, topic: null, answer: null, options: [] };
const one = {
  ticket: 1042,
  from: "Maria Jones <maria@example.org>",
  subject: customer.subject,
  excerpt: "It is **still**\nnot here",
  folder: "Escalated",
  company: "Lantern",
  mailboxAddress: customer.mailboxAddress,
};
const handedOver: HandedOverValues = {
  ...one,
  timeZone: "Europe/Athens",
  since: "2026-11-20T09:00:00Z",
  contacts: 3,
  complaints: 1,
  answered: false,
  promise: { ...promise, deadline: "2026-11-21T09:00:00Z" },
  due: promise,
};
const badRating: BadRatingValues = { ...one, rating: "not", due: promise };
const list: TicketsValues = {
  company: "Lantern",
  mailboxAddress: customer.mailboxAddress,
  timeZone: "Europe/Athens",
  tickets: ["Where is my parcel?", ""].map((subject, index) => ({
    ticket: 1042 + index,
    subject,
    customer: "Maria Jones",
    since: "2026-11-20T09:00:00Z",
    due: "2026-11-22T10:00:00Z",
    folder: "Urgent",
  })),
};

const rendered = (name: TemplateName, values: unknown, language: Language = "en") =>
  render(templates, { name, manner: "plain", language, values, now });

describe("an apology for a broken promise", () => {
  test.each([
    ["progress", progress],
    ["handover", handover],
    ["solved", solved],
    ["followup", followup],
    ["reopened", reopened],
    ["draft", draft],
  ] as const)("is made once in %s where it is owed, and not where it is not", (name, values) => {
    const said = rendered(name, { ...values, apology: true }).text.match(/We apologise/g);
    expect(said).toHaveLength(1);
    expect(rendered(name, values).text).not.toContain("apologise");
  });
});

test("progress is claimed only where an agent acted", () => {
  expect(rendered("progress", progress).text).not.toContain("looking into");
  expect(rendered("progress", { ...progress, acted: true }).text).toContain("is looking into your message");
});

test("ratings are buttons in HTML and a line each in text; without links an answer in words is asked for", () => {
  const { text, html } = rendered("solved", solved);
  expect(text).toContain("\nYes, it is solved: https://example.com/r/a.good\n");
  expect(text).toContain("\nNo, not yet: https://example.com/r/a.not\n");
  expect(html.match(/class="button"/g)).toHaveLength(3);
  const plain = rendered("solved", { ...solved, rating: null });
  expect(plain.text).toContain("“yes”, “partly” or “no”");
  expect(plain.html).not.toContain("href=");
});

test("links that open a mail are buttons in HTML; the text asks for an answer in a word, and names no address", () => {
  const byMail = {
    good: "mailto:support@example.com?subject=good",
    partly: "mailto:support@example.com?subject=partly",
    not: "mailto:support@example.com?subject=not",
  };
  const { text, html } = rendered("followup", { ...followup, rating: byMail });
  expect(html.match(/href="mailto:support@example\.com\?subject=/g)).toHaveLength(3);
  expect(text).toBe(rendered("followup", followup).text);
});

test.each(["javascript:alert(1)", "https://a.example/ x", 'https://a.example/"x', "//a.example"])(
  "a link that is none is refused: %s",
  (good) => {
    expect(() => rendered("solved", { ...solved, rating: { ...rating, good } })).toThrow(
      expect.objectContaining({ code: "bad-values" }),
    );
  },
);

test("an agreed answer stands in a draft as it was written", () => {
  const answer = "First **line**\n\n<b>{{ company }}</b> [x](https://evil.example)";
  const { text, html } = rendered("draft", { ...draft, answer, options: ["a <i>new</i> one"] });
  expect(text).toContain(answer);
  expect(text).toContain("- a <i>new</i> one");
  expect(html).not.toMatch(/<b>|<i>|href=/);
});

test("agents get one list for many customers, which reads well as text", () => {
  const { subject, text } = rendered("deadline-warning", { ...list, more: 3 });
  expect(subject).toBe("The answers to 5 tickets are due soon");
  expect(text).toContain(
    "- #1042 Where is my parcel?\n  due Sun 22 Nov, 12:00, in Urgent\n  Maria Jones, wrote Fri 20 Nov, 11:00\n",
  );
  expect(text).toContain("- #1043 (no subject)");
  expect(text).toContain("And 3 more.");
});

test.each([
  ["en", "1 ticket has waited too long for an answer", "12 tickets have waited too long for an answer"],
  [
    "el",
    "1 υπόθεση περιμένει απάντηση περισσότερο απ’ όσο πρέπει",
    "12 υποθέσεις περιμένουν απάντηση περισσότερο απ’ όσο πρέπει",
  ],
  ["hu", "1 ügy túl régóta vár válaszra", "12 ügy túl régóta vár válaszra"],
  ["fa", "یک درخواست بیش از اندازه بی‌پاسخ مانده است", "۱۲ درخواست بیش از اندازه بی‌پاسخ مانده است"],
  [
    "ru",
    "Обращений, которые слишком долго ждут ответа: 1",
    "Обращений, которые слишком долго ждут ответа: 12",
  ],
] as const)(
  "tickets are counted as tickets, for one customer may have twelve of them: %s",
  (language, one, twelve) => {
    const [first] = list.tickets;
    const alone = rendered("overdue", { ...list, tickets: [first] }, language);
    const many = rendered("overdue", { ...list, tickets: [first], more: 11 }, language);
    expect(alone.subject).toBe(one);
    expect(many.subject).toBe(twelve);
  },
);

test("fifty tickets with long subjects, and a long agreed answer, are not too much", () => {
  const subject = "Πού είναι το δέμα μου; ".repeat(20);
  const [first] = list.tickets;
  if (first === undefined) throw new Error("no ticket");
  const tickets = Array.from({ length: 50 }, () => ({
    ...first,
    subject,
    customer: subject,
    folder: subject,
  }));
  expect(rendered("overdue", { ...list, tickets }).text.match(/#1042/g)).toHaveLength(50);
  const answer = "Ένα βήμα τη φορά. ".repeat(1100);
  expect(rendered("draft", { ...draft, answer }).text).toContain(answer.trim());
});

test("the supervisor reads by when to answer, and that a promise was broken", () => {
  const { subject, text } = rendered("handed-over", handedOver);
  expect(subject).toBe("Handed over to you: Where is my parcel? [#1042]");
  expect(text).toMatch(/^Please answer by Mon 23 Nov, 12:00\./);
  expect(text).toContain("an answer by Sat 21 Nov, 11:00 (not kept)");
  expect(text).toContain("> It is **still**\n> not here");
});

test.each(["partly", "not", "unhappy"] as const)("a bad rating says which one it is: %s", (given) => {
  const texts = (["partly", "not", "unhappy"] as const).map(
    (one) => rendered("bad-rating", { ...badRating, rating: one }).text,
  );
  expect(new Set(texts).size).toBe(3);
  expect(rendered("bad-rating", { ...badRating, rating: given }).subject).toContain("Where is my parcel?");
});

test("a referral is asked for once, after the configured benefit, and lets go", () => {
  const { text } = rendered("referral", referral);
  expect(text.indexOf(referral.benefit)).toBeLessThan(text.indexOf("introduction"));
  expect(text).toContain("We ask this only once.");
});
