import { describe, expect, it } from "vitest";
import { cleanJson, cleanText } from "../../src/store/columns.ts";

describe("what the database is given", () => {
  const texts: readonly (readonly [string, string, string])[] = [
    ["nothing", "", ""],
    ["NUL", "a\0b\0", "ab"],
    ["a lone surrogate", "a\ud83d!", "a\ufffd!"],
    ["an emoji", "a😀", "a😀"],
    ["an escape that is only text", "\\u0000", "\\u0000"],
  ];
  for (const [name, dirty, clean] of texts) {
    it(`is clean where the text holds ${name}`, () => {
      expect(cleanText(dirty)).toBe(clean);
      expect(JSON.parse(cleanJson({ [`k${dirty}`]: [dirty] }))).toEqual({ [`k${clean}`]: [clean] });
    });
  }

  it("keeps dates, and a key __proto__ as a key", () => {
    const value: unknown = JSON.parse('{"__proto__": {"x": 1}, "at": null, "text": "\\u0000"}');
    expect(cleanJson(value)).toBe('{"__proto__":{"x":1},"at":null,"text":""}');
    expect(cleanJson({ at: new Date(0), text: "\0" })).toBe('{"at":"1970-01-01T00:00:00.000Z","text":""}');
  });
});
