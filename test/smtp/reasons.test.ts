import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { LANGUAGES } from "../../src/mail/message.ts";
import { because, REASONS } from "../../src/policy/reasons.ts";
import { type ReasonWords, readReasons, reasonText } from "../../src/smtp/reasons.ts";

const dir = join(import.meta.dirname, "../../templates");

function wordsIn(language: (typeof LANGUAGES)[number]): ReasonWords {
  const faults: string[] = [];
  const words = readReasons({ dir, overrideDir: null }, language, (_file, what) => faults.push(what));
  expect(faults).toEqual([]);
  return words;
}

describe.each(LANGUAGES)("reasons in %s", (language) => {
  test("each code has words of its own, and no English in another language's", () => {
    const words = wordsIn(language);
    expect(Object.keys(words).sort()).toEqual(Object.keys(REASONS).sort());
    expect(new Set(Object.values(words)).size).toBe(Object.keys(REASONS).length);
    if (language !== "en")
      for (const [code, text] of Object.entries(words))
        expect(text, code).not.toMatch(/\b(?:the|is|it|of)\b/);
  });
});

describe("a reason in the reader's language", () => {
  const hungarian = wordsIn("hu");

  test("keeps what was said as detail, which is the customer's", () => {
    const reason = because("self-harm", '"nem akarok élni"');
    expect(reasonText(reason, hungarian)).toBe('önkárosításról szól: "nem akarok élni"');
  });

  test("stays as it was written where the code is not known, or was worded otherwise", () => {
    expect(reasonText({ code: "of-tomorrow", text: "in other words" }, hungarian)).toBe("in other words");
    expect(reasonText({ code: "constructor", text: "hostile" }, hungarian)).toBe("hostile");
    expect(reasonText({ code: "vip", text: "an older wording" }, hungarian)).toBe("an older wording");
  });
});
