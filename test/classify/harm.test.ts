import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { LinearClassifier } from "../../src/classify/linear.ts";
import type { Language } from "../../src/mail/message.ts";

let classifier: LinearClassifier;
beforeAll(() => {
  classifier = LinearClassifier.load(readFileSync("models/base.foyer"));
});

describe("harm now is urgent, and the reason quotes it", () => {
  test.each<[Language, string, string]>([
    ["en", "There is a gas leak by the boiler you fitted.", "gas leak"],
    ["en", "There is a gas leak.", "gas leak"],
    ["en", "Someone changed my password and I cannot get in.", "changed my password"],
    ["en", "We are stranded, the ferry is gone.", "are stranded"],
    ["en", "I want to end my life.", "end my life"],
    ["en", "The deadline is tomorrow and your form is broken.", "deadline is tomorrow"],
    ["hu", "Gázszag van a lakásban a szerelő után.", "Gázszag"],
    ["hu", "Feltörték a fiókomat.", "Feltörték"],
    ["el", "Μυρίζει γκάζι στην κουζίνα.", "Μυρίζει γκάζι"],
    ["el", "Έχουμε ξεμείνει στο λιμάνι.", "Έχουμε ξεμείνει"],
    ["ru", "После вашего мастера пахнет газом.", "пахнет газом"],
    ["ru", "Мой аккаунт взломали.", "взломали"],
    ["fa", "توی آشپزخانه بوی گاز می‌آید", "بوی گاز"],
    ["fa", "حسابم هک شده", "هک شده"],
  ])("%s: %s", (language, text, cue) => {
    const { urgency } = classifier.judge({ subject: "", text, language });
    expect(urgency.label).toBe("urgent");
    expect(urgency.reasons[0]).toContain(cue);
  });
});

describe("the word alone, a thought or a memory is not", () => {
  test.each<[Language, string]>([
    ["en", "URGENT!!! Please send me your brochure."],
    ["en", "What if there was a gas leak: does the policy cover it?"],
    ["en", "Luckily it was not a gas leak, all is well. Thank you!"],
    ["hu", "SÜRGŐS! Kérnék egy katalógust."],
    ["el", "ΕΠΕΙΓΟΝ: θα ήθελα τον κατάλογό σας."],
    ["ru", "СРОЧНО! Пришлите, пожалуйста, каталог."],
    ["fa", "فوری: لطفا کاتالوگ را بفرستید"],
  ])("%s: %s", (language, text) => {
    expect(classifier.judge({ subject: "", text, language }).urgency.label).not.toBe("urgent");
  });
});

test("one word that stands in two lists is no sign of harm", () => {
  const text = "Φαίνεται ότι το δέμα έφτασε, σας ευχαριστώ πολύ για τη βοήθεια.";
  expect(classifier.judge({ subject: "", text, language: "el" }).urgency.label).toBe("low");
});
