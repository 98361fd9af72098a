import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LANGUAGES, type Language } from "../src/mail/message.ts";
import { MANNERS, SENSITIVITIES } from "../src/policy/decision.ts";
import { greetingName } from "../src/smtp/names.ts";
import type { AlertValues } from "../src/smtp/staff-values.ts";
import { loadTemplates, type RenderRequest, render } from "../src/smtp/template.ts";
import type { AcknowledgementValues } from "../src/smtp/values.ts";

/** Renders every template in every language into a folder of HTML and text files: node scripts/preview-templates.ts FOLDER */
const out = process.argv[2];
if (out === undefined) throw new Error("usage: preview-templates.ts FOLDER");
mkdirSync(out, { recursive: true });
const templates = loadTemplates(join(import.meta.dirname, "../templates"), null);
const now = new Date("2026-11-22T09:10:00Z");
const promise = { deadline: "2026-11-24T14:00:00Z", timeZone: "Europe/Athens" };
const company: Readonly<Record<Language, string>> = {
  en: "The Lantern team",
  el: "Η ομάδα του Φαναριού",
  hu: "A Lámpás csapata",
  fa: "گروه فانوس",
  ru: "Команда «Фонарь»",
};
const names: Readonly<Record<Language, string>> = {
  en: "Maria Jones",
  el: "Αλέξανδρος Παπαδόπουλος",
  hu: "Éva Nagy",
  fa: "مریم احمدی",
  ru: "Петрова Анна Сергеевна",
};
const subjects: Readonly<Record<Language, string>> = {
  en: "Where is my parcel?",
  el: "Πού είναι το δέμα μου;",
  hu: "Hol a csomagom?",
  fa: "سفارش من کجاست؟",
  ru: "Где моя посылка?",
};
const hostile =
  "{{ company }} <b>**x**</b> [win](https://evil.example) ![i](https://evil.example/i.png) %{x} \u202eabc";

function values(language: Language, changes: Partial<AcknowledgementValues>): AcknowledgementValues {
  return {
    name: greetingName({ name: names[language], address: "" }),
    ticket: 1042,
    subject: subjects[language],
    topic: null,
    kind: "complaint",
    promise,
    asks: [],
    company: company[language],
    mailboxAddress: "support@lantern.example",
    sensitivity: null,
    ...changes,
  };
}

function alert(language: Language): AlertValues {
  const { ticket, subject, company: sender, mailboxAddress } = values(language, {});
  return {
    ticket,
    subject,
    company: sender,
    mailboxAddress,
    promise,
    from: `${names[language]} <maria@example.org>`,
    excerpt: "First line of the mail\n<i>second</i> line, **not bold**",
    folder: "Support/Urgent",
    reason: { code: "alert-urgent", text: "harm is happening now" },
  };
}

function requests(
  language: Language,
): readonly (readonly [string, Omit<RenderRequest, "language" | "now">])[] {
  const plain = "plain" as const;
  const acknowledgement = "acknowledgement" as const;
  return [
    ...MANNERS.map(
      (manner, i) =>
        [
          `acknowledgement.${manner}`,
          {
            name: acknowledgement,
            manner,
            values: values(language, {
              topic: i % 2 ? "delivery" : null,
              asks: i % 3 ? [] : ["order-number", "photo"],
            }),
          },
        ] as const,
    ),
    [
      "acknowledgement.frequent-asks",
      {
        name: acknowledgement,
        manner: "frequent",
        values: values(language, { asks: ["date", "place", "device"] }),
      },
    ],
    [
      "acknowledgement.vip-asks",
      {
        name: acknowledgement,
        manner: "vip",
        values: values(language, { topic: "account-access", asks: ["account"] }),
      },
    ],
    [
      "acknowledgement.bare",
      {
        name: acknowledgement,
        manner: plain,
        values: values(language, { name: null, subject: "", promise: null, kind: "question" }),
      },
    ],
    [
      "acknowledgement.hostile",
      {
        name: acknowledgement,
        manner: "vocal",
        values: values(language, { subject: hostile, asks: ["account", "device", "screenshot"] }),
      },
    ],
    [
      "acknowledgement.foreign",
      {
        name: acknowledgement,
        manner: plain,
        values: values(language, {
          name: language === "fa" ? "Maria Jones" : "مریم احمدی",
          subject: language === "fa" ? "Re: order (#77)!" : "سفارش ۱۲۳!",
        }),
      },
    ],
    ["thanks", { name: "thanks", manner: plain, values: values(language, {}) }],
    ["receipt", { name: "receipt", manner: plain, values: values(language, {}) }],
    ...[null, ...SENSITIVITIES].map(
      (sensitivity) =>
        [
          `sensitive.${sensitivity ?? "plain"}`,
          { name: "sensitive" as const, manner: plain, values: values(language, { sensitivity }) },
        ] as const,
    ),
    ["alert", { name: "alert", manner: plain, values: alert(language) }],
  ];
}

for (const language of LANGUAGES) {
  for (const [name, request] of requests(language)) {
    const { subject, text, html } = render(templates, { ...request, language, now });
    writeFileSync(join(out, `${language}.${name}.html`), html);
    writeFileSync(join(out, `${language}.${name}.txt`), `${subject}\n\n${text}`);
  }
}
