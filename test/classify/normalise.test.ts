import { describe, expect, test } from "vitest";
import {
  CONCEPT_FOLD,
  fold,
  foldString,
  MAX_SUBJECT,
  MAX_TEXT,
  NGRAM_FOLD,
  sourceOf,
} from "../../src/classify/normalise.ts";

describe("spellings that meet", () => {
  test.each([
    ["Greek accents and final sigma", "Λογαριασμός", "λογαριασμοσ"],
    ["Russian ё", "Счёт", "счет"],
    ["Arabic letters for Persian ones", "كتاب هاي", "کتاب های"],
    ["Persian and Arabic digits", "۱۲۳ ٤٥٦", "123 456"],
    ["full-width letters", "ＡＢＣ", "abc"],
    ["the zero-width non-joiner", "نمی\u200cخواهم", "نمی خواهم"],
    ["Arabic vowel marks", "حِسابَم", "حسابم"],
  ])("%s", (_, written, folded) => {
    expect(foldString(written, NGRAM_FOLD)).toBe(folded);
  });

  test("concepts also ignore Hungarian accents and apostrophes, which phones leave out", () => {
    expect(foldString("Számlázási hiba, can't", CONCEPT_FOLD)).toBe("szamlazasi hiba, cant");
    expect(foldString("Számlázási", NGRAM_FOLD)).toBe("számlázási");
  });
});

test("every folded character knows where the customer wrote it", () => {
  const { source, codes, origin, length } = fold("حِساب can't", CONCEPT_FOLD);
  const at = String.fromCharCode(...codes.subarray(0, length)).indexOf("cant");
  expect(source.slice(origin[at], (origin[at + 3] ?? 0) + 1)).toBe("can't");
});

describe("the bound on what is judged", () => {
  test("a huge mail is cut", () => {
    const source = sourceOf({ subject: "s".repeat(9_999), text: "t".repeat(999_999), language: null });
    expect(source.length).toBe(MAX_SUBJECT + 1 + MAX_TEXT);
  });

  test("a character that NFKC makes eighteen of cannot get around it", () => {
    const source = sourceOf({ subject: "", text: "\ufdfa".repeat(MAX_TEXT), language: null });
    expect(source.length).toBeLessThanOrEqual(MAX_SUBJECT + 1 + MAX_TEXT);
  });

  test("an emoji is not cut in half", () => {
    const source = sourceOf({ subject: "", text: `${"t".repeat(MAX_TEXT - 1)}😀`, language: null });
    expect(source.isWellFormed()).toBe(true);
  });

  test("line breaks in the subject do not pass for text", () => {
    expect(sourceOf({ subject: "a\r\nb", text: "c", language: null })).toBe("a b\nc");
  });
});
