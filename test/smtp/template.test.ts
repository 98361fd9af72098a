import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { TOPICS } from "../../src/classify/judgement.ts";
import { LANGUAGES, type Language } from "../../src/mail/message.ts";
import { ASKS } from "../../src/policy/ask.ts";
import { MANNERS, SENSITIVITIES } from "../../src/policy/decision.ts";
import { REASONS } from "../../src/policy/reasons.ts";
import { templateFaults } from "../../src/smtp/check.ts";
import { loadTemplates, type RenderRequest, render } from "../../src/smtp/template.ts";
import type { AcknowledgementValues } from "../../src/smtp/values.ts";

const own = join(import.meta.dirname, "../../templates");
const templates = loadTemplates(own, null);
const folder = mkdtempSync(join(tmpdir(), "templates-"));
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, path, ".."), { recursive: true });
    writeFileSync(join(folder, name, path), text);
  }
  return join(folder, name);
}

const now = new Date("2026-11-22T09:10:00Z");
function request(
  changes: Partial<AcknowledgementValues> = {},
  more: Partial<RenderRequest> = {},
): RenderRequest {
  const values: AcknowledgementValues = {
    name: "Maria Jones",
    ticket: 1042,
    subject: "Where is my parcel?",
    topic: null,
    kind: "complaint",
    promise: { deadline: "2026-11-23T10:00:00Z", timeZone: "Europe/Athens" },
    asks: [],
    company: "Lantern",
    mailboxAddress: "support@example.com",
    sensitivity: null,
    ...changes,
  };
  return { name: "acknowledgement", manner: "plain", language: "en", values, now, ...more };
}

/** What a reader sees of the HTML part. */
function shown(html: string): string {
  return (html.split("</head>")[1] ?? "")
    .replace(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
}

test("no language lacks a text, and each says what a customer needs to know", () => {
  expect(templateFaults(own, null)).toEqual([]);
  for (const language of LANGUAGES) {
    const words = templates.words.get(language);
    expect(Object.keys(words?.asks ?? {}).sort()).toEqual([...ASKS].sort());
    expect(Object.keys(words?.topics ?? {}).sort()).toEqual(
      TOPICS.filter((topic) => topic !== "other").sort(),
    );
  }
});

test("an acknowledgement greets, thanks, echoes the subject, regrets, promises, asks and invites", () => {
  const { text } = render(templates, request({ asks: ["order-number"] }));
  expect(text).toBe(`Dear Maria Jones,

Thank you for your message “Where is my parcel?”. It has reached us. We are sorry for the trouble, and we want to help.

A member of our team will read it and answer you by tomorrow noon.

It would help us to have:

- the order number or, if you don't have it, the name and the date of the order

Simply reply to this message. If you don't have this to hand, never mind: we will start without it.

Kind regards,
Lantern

-- 
This confirmation was sent automatically, so that you know your message has arrived. Your reference is #1042. To get no more automatic messages, reply with the one word STOP.
`);
});

test.each([
  ["en", "plain", "about access to your account. Your message has reached us."],
  ["ru", "plain", "о доступе к вашей учётной записи. Ваше письмо получено."],
  ["ru", "vip", "о доступе к вашей учётной записи. Ваше письмо рассматривается в первую очередь, номер"],
  ["el", "plain", "για την πρόσβαση στον λογαριασμό σας. Λάβαμε το μήνυμά σας."],
  ["el", "vip", "για την πρόσβαση στον λογαριασμό σας. Το μήνυμά σας έχει πάρει προτεραιότητα, με"],
  ["hu", "plain", "a fiókjához való hozzáférésről. A levele rendben megérkezett hozzánk."],
  ["hu", "vip", "a fiókjához való hozzáférésről. A levelét elsőbbséggel kezeljük, az ügy"],
  ["fa", "plain", "سپاسگزاریم. پیامتان به دستمان رسیده است."],
  ["fa", "vip", "سپاسگزاریم. پیامتان با شمارهٔ"],
] as const)("where the topic is named, what came is named too (%s, %s)", (language, manner, expected) => {
  const { text } = render(templates, request({ topic: "account-access" }, { language, manner }));
  expect(text).toContain(expected);
});

test("the silent are thanked for their message, not told what it is about", () => {
  const { text } = render(templates, request({ subject: "well" }, { manner: "silent" }));
  expect(text).toContain("Thank you for your message “well”.");
});

test.each(LANGUAGES)("the silent are told regret in %s, be the complaint sure or not", (language) => {
  const sure = render(templates, request({}, { manner: "silent", language })).text;
  const unsure = render(templates, request({ kind: "question" }, { manner: "silent", language })).text;
  const regret = /sorry|λυπόμαστε|sajnáljuk|متأسفیم|жаль/i;
  expect(sure).toMatch(regret);
  expect(unsure).toMatch(regret);
});

describe.each(LANGUAGES)("in %s", (language) => {
  const all: readonly RenderRequest[] = [
    ...MANNERS.flatMap((manner) => [
      request({}, { manner, language }),
      request({ topic: "delivery", asks: ["date", "photo"] }, { manner, language }),
      request({ name: null, subject: "", promise: null, kind: "question" }, { manner, language }),
    ]),
    request({}, { name: "thanks", language }),
    request({ subject: "" }, { name: "receipt", manner: "vocal", language }),
    ...[...SENSITIVITIES, null].map((sensitivity) =>
      request({ sensitivity }, { name: "sensitive", language }),
    ),
  ];
  test("no text shows markup, empty quotation marks, gaps or another language", () => {
    for (const one of all) {
      const { text, html, subject } = render(templates, one);
      expect(subject).not.toBe("");
      expect(text).not.toMatch(/\{|\}|\*|\\|<|“”|«»|„”|[^\S\n]{2,}|null|undefined|\n{3,}|[ \u00a0][,.!?؟،;]/);
      expect(html).toContain(`lang="${language}"`);
      expect(html).not.toMatch(/https?:|<img|<link|<script/);
    }
  });
  test("regret is written to complaints only, and fault is never admitted", () => {
    const complaint = render(templates, request({}, { language })).text;
    expect(render(templates, request({ kind: "question" }, { language })).text.length).toBeLessThan(
      complaint.length,
    );
  });
  test("the silent are asked for nothing", () => {
    const quiet = { manner: "silent", language } as const;
    expect(render(templates, request({ asks: ["photo"] }, quiet)).text).toBe(
      render(templates, request({}, quiet)).text,
    );
  });
});

describe("what a customer wrote comes out as it is", () => {
  test.each([
    "{{ company }} {% include 'x' %} {{ 7 | times: 7 }}",
    "<b>bold</b> <script>alert(1)</script> & &amp; \"quoted\" 'single'",
    "**bold** _em_ `code` # head > quote - item 1. one \\* back",
    "[win](evil) ![img](evil) <evil> [ref][evil]",
    "Bcc: someone at example",
    "| a | b | ~~x~~ ==y== ^z^ :smile: [^1] [ref]: x",
    "constructor __proto__ toString",
  ])("%s", (subject) => {
    for (const language of LANGUAGES) {
      const { text, html } = render(templates, request({ subject }, { language }));
      expect(text).toContain(subject);
      expect(shown(html)).toContain(subject);
      expect(html).not.toMatch(/<script|<img|<b>|href=|<code|<em>/);
    }
  });

  test.each([
    "Win at https://evil.example/x",
    "[win](HTTPS://evil)",
    "see www.evil.example",
    "evil.com",
    "write to a@evil.example",
    "пример.рф",
    "evil．com",
    "evil。com",
    `${"x ".repeat(80)}evil.com`,
  ])("but for subjects with a link in them: %s", (subject) => {
    for (const language of LANGUAGES)
      for (const name of ["acknowledgement", "receipt"] as const)
        expect(render(templates, request({ subject }, { language, name })).text).toBe(
          render(templates, request({ subject: "" }, { language, name })).text,
        );
  });

  test.each(["No. 5 is late", "Where is it...again?", "12.50 EUR, e.g. twice", "Re: т.е. заказ"])(
    "a full stop is no link: %s",
    (subject) => {
      expect(render(templates, request({ subject })).text).toContain("“");
    },
  );

  test("but for line breaks, controls, overrides of direction and our own marks", () => {
    const subject = "one\r\n\r\ntwo\u0000\u202e three\ue00041\ue001 \ud800";
    expect(render(templates, request({ subject })).text).toContain("“one two three41 \ufffd”");
  });

  test("and nothing of one customer's in the next one's mail, by whichever template", () => {
    for (const language of LANGUAGES)
      for (const manner of MANNERS) {
        const one = request(
          { name: "Anna Brown", subject: "<b>mine & mine</b>", ticket: 1 },
          { language, manner },
        );
        const other = request({ name: "Bob Green", subject: "**yours**", ticket: 2 }, { language, manner });
        const before = render(templates, other);
        const mine = render(templates, one);
        expect(`${mine.text}${mine.html}`).not.toMatch(/Green|yours|#2/);
        expect(mine.html).not.toContain("<b>");
        expect(render(templates, other)).toEqual(before);
      }
  });

  test("a subject that goes on for ever is cut", () => {
    expect(render(templates, request({ subject: "x".repeat(100_000) })).text.length).toBeLessThan(2000);
  });

  test("a name that is no name is not read out, even if it was stored", () => {
    expect(render(templates, request({ name: "evil.example/win" })).text).toMatch(/^Hello,/);
  });
});

describe("Persian", () => {
  test("runs right to left, with its calendar and digits, and Latin ticket numbers stay whole", () => {
    const promise = { deadline: "2026-11-24T14:00:00Z", timeZone: "Europe/Athens" };
    const { text, html } = render(templates, request({ promise, subject: "order 77" }, { language: "fa" }));
    expect(html).toContain('<html lang="fa" dir="rtl">');
    expect(html).toContain("text-align:right");
    expect(text).toContain("تا ساعت ۱۶ سه‌شنبه ۳ آذر");
    expect(text).toContain("\u2066#1042\u2069");
    expect(html).toContain('<bdi dir="ltr">#1042</bdi>');
    expect(text).toContain("«\u2066order 77\u2069»");
  });
  test("in an English mail is isolated, and Latin text there is not", () => {
    expect(render(templates, request({ subject: "سفارش!" })).text).toContain("“\u2068سفارش!\u2069”");
    expect(render(templates, request()).text).not.toMatch(/[\u2066-\u2069]/);
  });
});

describe("promises", () => {
  test("are worded for the day on which the mail goes out", () => {
    const later = new Date("2026-11-23T07:00:00Z");
    expect(render(templates, request({}, { now: later })).text).toContain("by noon today");
  });
  test("that have passed are not named", () => {
    const late = new Date("2026-11-23T11:00:00Z");
    expect(render(templates, request({}, { now: late })).text).toContain("as soon as they can");
  });
});

test("an alert tells agents why, first that somebody may be in danger", () => {
  const values = {
    ticket: 7,
    from: "Maria <maria@example.org>",
    subject: "Goodbye",
    excerpt: "one\n**two**",
    folder: "Urgent",
    reason: { code: "alert-sensitive", text: "a sensitive matter has come" },
    sensitivity: "self-harm",
    promise: null,
    company: "",
    mailboxAddress: "support@example.com",
  };
  const { subject, text } = render(templates, {
    name: "alert",
    manner: "plain",
    language: "en",
    values,
    now,
  });
  expect(subject).toBe("A customer may be in danger: please read this mail now: Goodbye [#7]");
  expect(text).toContain("> one\n> **two**");
  const other = { ...values, sensitivity: null, reason: { code: "novel", text: "something new" } };
  expect(
    render(templates, { name: "alert", manner: "plain", language: "ru", values: other, now }).subject,
  ).toContain("something new");
});

test("an alert about a VIP whom nothing vouches for says so, in every language", () => {
  const subjectOf = (language: Language, code: string) => {
    const values = {
      ticket: 7,
      from: "Maria <maria@example.org>",
      subject: "https://evil.example",
      excerpt: "",
      folder: "VIP",
      reason: { code, text: "the words of the table" },
      promise: null,
      company: "",
      mailboxAddress: "support@example.com",
    };
    return render(templates, { name: "alert", manner: "plain", language, values, now }).subject;
  };
  const codes = Object.keys(REASONS).filter((code) => code.startsWith("alert-"));
  for (const language of LANGUAGES) {
    const subjects = codes.map((code) => subjectOf(language, code));
    expect(new Set(subjects).size).toBe(codes.length);
    expect(subjects.join()).not.toContain("the words of the table");
  }
  expect(subjectOf("en", "alert-vip-unverified")).toBe(
    "Mail in the name of a VIP customer: its sender is not verified: https://evil.example [#7]",
  );
});

describe("own templates", () => {
  test("that are not where TEMPLATES_DIR says are an error", () => {
    const missing = join(folder, "missing");
    expect(() => loadTemplates(own, missing)).toThrow(
      expect.objectContaining({ code: "templates", message: `TEMPLATES_DIR ${missing} does not exist` }),
    );
    const file = join(written("file", { "en.md": "" }), "en.md");
    expect(() => loadTemplates(own, file)).toThrow(`TEMPLATES_DIR ${file} is not a folder`);
  });

  const front = "---\nsubject: Hi\n---\n";
  test("stand in for single files and may link", () => {
    const dir = written("good", {
      "en/thanks.plain.md": `${front}Hi {{ name }}, [call](https://example.com/?q={{ subject }}) **us**`,
    });
    const mine = loadTemplates(own, dir);
    const { text, html } = render(mine, request({ subject: 'a"b c' }, { name: "thanks" }));
    expect(text).toMatch(/^Hi Maria Jones, call \(https:\/\/example\.com\/\?q=a%22b%20c\) us/);
    expect(html).toContain('href="https://example.com/?q=a%22b%20c"');
    expect(render(mine, request()).text).toContain("Thank you for your message");
  });

  test("that are broken are all reported at once, with file and line", () => {
    const dir = written("bad", {
      "en/thanks.plain.md": `${front}Hi {{ nmae }}`,
      "en/receipt.plain.md": `${front}Hi\n{% if name %}open`,
      "hu/receipt.plain.md": "no front matter",
      "ru/receipt.plain.md": `${front}{% include "/etc/passwd" %}`,
      "el/receipt.plain.md": `${front}{{ name | nofilter }}{{ name | raw }}`,
      "fa/words.json": "{",
    });
    expect(() => loadTemplates(own, dir)).toThrow(
      expect.objectContaining({
        code: "templates",
        message: expect.stringMatching(/thanks\.plain\.md:4: unknown variable nmae/),
      }),
    );
    for (const name of [
      "en/receipt.plain.md:5",
      "hu/receipt.plain.md:1",
      "ru/receipt.plain.md:4",
      "el/receipt.plain.md:4",
      "fa/words.json:0",
    ])
      expect(() => loadTemplates(own, dir)).toThrow(name);
  });

  test("that would run for ever are stopped", () => {
    const dir = written("slow", {
      "en/thanks.plain.md": `${front}{% for i in (1..100000000) %}{{ name }}{% endfor %}`,
    });
    expect(() => render(loadTemplates(own, dir), request({}, { name: "thanks" }))).toThrow(
      expect.objectContaining({ code: "template" }),
    );
  });

  test("in one language only: others fall back to the mailbox's, then to English", () => {
    const dir = written("one", {
      "hu/thanks.plain.md": `${front}Szia`,
      "en/thanks.plain.md": `${front}Hi`,
      "en/words.json": "",
      "hu/words.json": "",
    });
    for (const language of ["en", "hu"] as const)
      for (const name of ["words", "labels"] as const)
        writeFileSync(join(dir, language, `${name}.json`), JSON.stringify(templates[name].get(language)));
    const only = loadTemplates(dir, null);
    const inLanguage = (language: Language, mailboxLanguage: Language) =>
      render(only, request({}, { name: "thanks", language, mailboxLanguage })).language;
    expect(inLanguage("ru", "hu")).toBe("hu");
    expect(inLanguage("ru", "el")).toBe("en");
    expect(templateFaults(dir, null).length).toBeGreaterThan(50);
  });
});

test("values that are not of the template's type are refused by name", () => {
  expect(() => render(templates, { ...request(), values: { ticket: "x" } })).toThrow(
    expect.objectContaining({ code: "bad-values" }),
  );
});
