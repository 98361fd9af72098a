import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { pack } from "../../src/classify/container.ts";
import { type Phrases, parseLexicon } from "../../src/classify/lexicon.ts";
import { LinearClassifier } from "../../src/classify/linear.ts";
import { loadModel, saveModel } from "../../src/classify/modelfile.ts";
import { PermanentError } from "../../src/errors.ts";

let file: Uint8Array;
beforeAll(() => {
  file = readFileSync("models/base.foyer");
});

/** Whoever makes a hostile file also makes its checksum fit. */
function resealed(bytes: Uint8Array): Uint8Array {
  const digest = createHash("sha256").update(bytes.subarray(0, 16)).update(bytes.subarray(48)).digest();
  bytes.set(digest, 16);
  return bytes;
}

function changed(offset: number, value: number): Uint8Array {
  const copy = Uint8Array.from(file);
  copy[offset] = value;
  return copy;
}

function causeOf(bytes: Uint8Array): string {
  try {
    LinearClassifier.load(bytes);
  } catch (error) {
    if (error instanceof PermanentError && error.code === "bad-model") return error.message;
    throw error;
  }
  return "none";
}

describe("the shipped model", () => {
  test("is under 5 MB and comes out of saving as it went in", () => {
    expect(file.length).toBeLessThan(5_000_000);
    expect(Buffer.compare(saveModel(loadModel(file).model), file)).toBe(0);
  });

  test("knows the concepts of data/concepts as they are now", () => {
    const codes = ["en", "el", "fa", "hu", "latin", "ru"];
    const sources = codes.map((code) => ({ code, text: readFileSync(`data/concepts/${code}.txt`, "utf8") }));
    expect(loadModel(file).model.lexicon).toEqual(parseLexicon(sources));
  });

  test("holds no text of the mails it learned from", () => {
    const octets = Buffer.from(file);
    for (const text of ["HRG-014", "Pickersgill", "Petró Andrea", "Harrogate"]) {
      expect(octets.includes(text)).toBe(false);
    }
  });
});

describe("a broken file is a clear error, not a crash", () => {
  test.each([
    ["empty", () => new Uint8Array(0), "only 0 octets"],
    ["something else", () => new TextEncoder().encode("x".repeat(100)), "no model of foyer"],
    ["cut short", () => file.slice(0, -8), "checksum"],
    ["one bit flipped", () => changed(1_000_000, (file[1_000_000] ?? 0) ^ 1), "checksum"],
    ["of another format", () => resealed(changed(8, 9)), "format 9"],
    ["with a huge header", () => resealed(changed(14, 255)), "claims a header"],
    ["with a header that is no JSON", () => resealed(changed(48, 0)), "not JSON"],
    ["without what a model has", () => pack({ engine: "natural" }, new Map()), "header is wrong"],
    [
      "with a section longer than the file",
      () =>
        resealed(
          Buffer.from(
            Buffer.from(file)
              .toString("latin1")
              .replace(/"length":\d/, '"length":9'),
            "latin1",
          ),
        ),
      "",
    ],
  ])("%s", (_, make, cause) => {
    const found = causeOf(make());
    expect(found).not.toBe("none");
    expect(found).toContain(cause);
  });

  test("sections of the wrong size are refused", () => {
    const { model } = loadModel(file);
    const short = { ...model, full: { ...model.full, weights: new Int8Array(3) } };
    expect(causeOf(saveModel(short))).toContain("too few weights");
    const unordered = { ...model, space: { ...model.space, ids: model.space.ids.toReversed() } };
    expect(causeOf(saveModel(unordered))).toContain("out of order");
    const infinite = { ...model, full: { ...model.full, biases: model.full.biases.map(() => Number.NaN) } };
    expect(causeOf(saveModel(infinite))).toContain("a number that is none");
    const varied = {
      ...model,
      space: { ...model.space, idf: model.space.idf.map((_, row) => 1 + row / 1e5) },
    };
    expect(causeOf(saveModel(varied))).toContain("frequencies apart");
  });

  test("word lists that do not fit together, or that unpack to more than any have, are refused", () => {
    const { model } = loadModel(file);
    const { phrases } = model.lexicon;
    const worded = (changed: Partial<Phrases>) => ({
      ...model,
      lexicon: { ...model.lexicon, phrases: { ...phrases, ...changed } },
    });
    const concepts = phrases.concepts.with(0, 60_000);
    expect(causeOf(saveModel(worded({ concepts })))).toContain("lexicon is inconsistent");
    expect(causeOf(saveModel(worded({ concepts: concepts.slice(1) })))).toContain("lexicon is inconsistent");
    expect(causeOf(saveModel(worded({ languages: phrases.languages.with(0, 200) })))).toContain(
      "inconsistent",
    );
    const endless = phrases.texts.with(0, "a".repeat(20_000_000));
    expect(causeOf(saveModel(worded({ texts: endless })))).toContain('"phrases.texts" cannot be unpacked');
  });
});
