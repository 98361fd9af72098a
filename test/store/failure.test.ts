import { describe, expect, it } from "vitest";
import { LeaseLostError, PermanentError, TemporaryError } from "../../src/errors.ts";
import { translated } from "../../src/store/failure.ts";

/** As drizzle wraps a driver's error: the values of the row are in its message. */
function failed(code: string): Error {
  const cause = Object.assign(new Error("Key (address)=(maria@example.gr) exists"), {
    code,
    constraint_name: "one",
  });
  return new Error("Failed query: insert … params: maria@example.gr,hunter2", { cause });
}

describe("a failure of the database", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["23505", "PermanentError", "bad-row"],
    ["23503", "PermanentError", "bad-row"],
    ["22P05", "PermanentError", "bad-row"],
    ["22021", "PermanentError", "bad-row"],
    ["54000", "PermanentError", "bad-row"],
    ["42P01", "PermanentError", "not-migrated"],
    ["28P01", "PermanentError", "database-refused"],
    ["3D000", "PermanentError", "database-refused"],
    ["40001", "TemporaryError", ""],
    ["40P01", "TemporaryError", ""],
    ["57P01", "TemporaryError", ""],
    ["53300", "TemporaryError", ""],
    ["CONNECTION_CLOSED", "TemporaryError", ""],
    ["ECONNREFUSED", "TemporaryError", ""],
  ];
  for (const [code, name, ours] of cases) {
    it(`with ${code} is a ${name}, without a word of the row`, () => {
      const error = translated(failed(code));
      expect(error.name).toBe(name);
      expect(error instanceof PermanentError ? error.code : "").toBe(ours);
      expect(error.message).toContain(code);
      expect(JSON.stringify([error.message, error.stack, error.cause])).not.toMatch(/maria|hunter2/);
    });
  }

  it("of our own kind passes unchanged", () => {
    for (const error of [
      new LeaseLostError("gone"),
      new TemporaryError("later"),
      new PermanentError("x", "never"),
    ])
      expect(translated(error)).toBe(error);
  });

  it("of no known kind is temporary, and an unstorable value is the row's fault", () => {
    expect(translated("what")).toBeInstanceOf(TemporaryError);
    expect(translated(new Error("maria@example.gr")).message).not.toMatch(/maria/);
    expect(translated(new RangeError("Invalid time value"))).toMatchObject({ code: "bad-row" });
  });
});
