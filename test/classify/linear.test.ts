import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import type { Classifier, Judged } from "../../src/classify/judgement.ts";
import { inColumns, phraseList } from "../../src/classify/lexicon.ts";
import { LinearClassifier } from "../../src/classify/linear.ts";
import { loadModel } from "../../src/classify/modelfile.ts";
import { NaturalClassifier } from "../../src/classify/natural.ts";
import { TASKS } from "../../src/classify/tasks.ts";

const mail = (text: string, language: Judged["language"] = "en", subject = "") => ({
  subject,
  text,
  language,
});

describe.each([
  ["linear", () => LinearClassifier.load(readFileSync("models/base.foyer"))],
  ["natural", () => NaturalClassifier.load(readFileSync("models/natural.foyer"))],
] as const)("the %s engine", (_, load) => {
  let classifier: Classifier;
  beforeAll(() => {
    classifier = load();
  });

  test.each([
    ["en", "Thank you so much, your team was wonderful!", "praise"],
    ["hu", "Nagyon köszönöm a gyors segítséget, minden rendben van!", "praise"],
    ["el", "Σας ευχαριστώ πολύ για την άμεση εξυπηρέτηση, μπράβο σας!", "praise"],
    ["ru", "Спасибо большое за быструю помощь, вы молодцы!", "praise"],
    ["fa", "خیلی ممنون از پیگیری سریع شما، عالی بود", "praise"],
  ] as const)("knows thanks in %s", (language, text, kind) => {
    expect(classifier.judge(mail(text, language)).kind.label).toBe(kind);
  });

  test("gives the same judgement every time, whatever came between", () => {
    const message = mail("Where is my parcel? It was due on Monday.");
    const first = classifier.judge(message);
    classifier.judge(mail("Κάτι άλλο εντελώς", "el"));
    expect(classifier.judge(message)).toEqual(first);
    expect(load().judge(message)).toEqual(first);
  });

  test.each([
    ["nothing", ""],
    ["NUL and lone surrogates", "\0\ud83d\udc00\ud83d"],
    ["prototype names", "__proto__ constructor hasOwnProperty toString __proto__"],
    ["order numbers only", "8812734 99-123 44471"],
    ["one endless word", "a".repeat(100_000)],
    ["a hundred thousand marks", "!?".repeat(50_000)],
    ["emoji of several code points", "👨‍👩‍👧‍👦🏳️‍🌈😡😡😡"],
    ["every script", "日本語 العربية עברית ไทย ქართული"],
  ])("takes %s without harm", (_name, text) => {
    const started = performance.now();
    const judgements = classifier.judge({ subject: text, text, language: null });
    expect(performance.now() - started).toBeLessThan(500);
    for (const { name, labels } of TASKS) {
      expect(labels).toContain(judgements[name].label);
      expect(judgements[name].confidence).toBeGreaterThan(0);
      expect(judgements[name].confidence).toBeLessThanOrEqual(1);
    }
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain("label");
  });
});

describe("reasons", () => {
  const classifier = LinearClassifier.load(readFileSync("models/base.foyer"));

  test.each([
    ["en", "The parcel never arrived. The courier is a liar and a CHEAT!!!"],
    ["hu", "A csomagom nem érkezett meg, a futár hazudott!!!"],
    ["el", "Το δέμα δεν έφτασε ποτέ, ο κούριερ είναι ψεύτης!!!"],
    ["ru", "Посылка не пришла, курьер соврал, безобразие!!!"],
    ["fa", "بسته من هنوز نرسیده و پیک دروغ گفت"],
  ] as const)("are words of the message as written (%s)", (language, text) => {
    const judgements = classifier.judge(mail(text, language));
    for (const { name } of TASKS) {
      const { reasons } = judgements[name];
      expect(reasons.length).toBeLessThanOrEqual(5);
      for (const reason of reasons) expect(text).toContain(reason);
    }
    expect(judgements.topic.reasons.length).toBeGreaterThan(0);
  });

  test("name what the topic was told by", () => {
    const { topic } = classifier.judge(
      mail("Please send me a copy of the invoice for March.", "en", "Invoice"),
    );
    expect(topic.label).toBe("billing");
    expect(topic.reasons.join(" ").toLowerCase()).toContain("invoice");
  });
});

describe("a language that was never trained on", () => {
  const classifier = LinearClassifier.load(readFileSync("models/base.foyer"));

  test("is judged by concepts alone, so that its own letters make no difference", () => {
    const judged = (text: string) => classifier.judge(mail(text, null));
    expect(judged("My parcel has not arrived qqqq").topic.label).toBe("delivery");
    expect(judged("My parcel has not arrived qqqq")).toEqual(judged("My parcel has not arrived zzzz"));
  });

  test("needs a word list and no mails", () => {
    const { model } = loadModel(readFileSync("models/base.foyer"));
    const german: Readonly<Record<string, string>> = {
      PARCEL: "paket",
      NOT_ARRIVED: "nicht angekommen",
      COURIER: "zusteller",
      INVOICE: "rechnung",
      CHARGED_TWICE: "doppelt abgebucht",
      PASSWORD: "passwort",
      LOGIN: "anmelden",
    };
    const words = Object.entries(german).map(([name, phrase]) => ({
      concept: model.lexicon.names.indexOf(name),
      language: model.lexicon.languages.length,
      text: phrase,
    }));
    const lexicon = {
      ...model.lexicon,
      languages: [...model.lexicon.languages, { code: "de", functionWords: ["ist", "und", "mein", "ich"] }],
      phrases: inColumns([...phraseList(model.lexicon.phrases), ...words]),
    };
    const taught = new LinearClassifier({ ...model, lexicon }, "with-german");
    const topicOf = (text: string) => taught.judge(mail(text, null)).topic.label;
    expect(topicOf("Mein Paket ist nicht angekommen und der Zusteller schweigt")).toBe("delivery");
    expect(topicOf("Die Rechnung ist doppelt abgebucht und ich warte")).toBe("billing");
    expect(topicOf("Ich kann mich nicht anmelden, mein Passwort ist weg")).toBe("account-access");
  });
});
