import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { freshSample, readSample, SAMPLE_ADDRESS, SAMPLES_WRITTEN, samples } from "../../src/demo/samples.ts";
import { parseMessage } from "../../src/mail/parse.ts";
import { FOLDER_ROLES } from "../../src/policy/decision.ts";
import { guard } from "../../src/policy/guard.ts";

const read = (file: string) => {
  const source = readSample(file);
  return parseMessage({ source, size: source.length, structure: null });
};
const parsable = samples.filter((sample) => sample.expect.disposition !== "unparsable");

test("every file is expected to be something, and nothing is expected of a file that is not there", () => {
  const files = readdirSync(new URL("../../src/demo/samples/", import.meta.url));
  expect(samples.map((sample) => sample.file)).toEqual(files.filter((file) => file.endsWith(".eml")).sort());
});

test("the samples fill every folder that foyer files into, in five languages", async () => {
  const filled = new Set(samples.map((sample) => sample.expect.folder));
  const agents = new Set(["escalated", "resolved"]);
  expect(filled).toEqual(new Set(FOLDER_ROLES.filter((role) => !agents.has(role))));
  const human = samples.filter((sample) => sample.expect.disposition === "human");
  const languages = new Set<string | null>();
  for (const { file } of human) languages.add((await read(file)).language.language);
  expect(languages).toEqual(new Set(["en", "el", "hu", "fa", "ru"]));
});

test.each(parsable)("$file is told for what it is", async ({ file, expect: expected }) => {
  const message = await read(file);
  const refusal = guard(message, { addresses: [SAMPLE_ADDRESS] });
  expect(refusal?.disposition ?? "human").toBe(expected.disposition);
  if (refusal !== null) expect(refusal.reason.code).toBe(expected.reason);
  expect(message.text).not.toBe("");
  expect(`${message.subject}${message.text}${message.from?.name}`).not.toMatch(/\uFFFD|=\?|=[0-9A-F]{2}=/);
});

test("the hostile sample is refused by the parser", async () => {
  await expect(read("44-hostile-nesting.eml")).rejects.toMatchObject({ code: "unparsable" });
});

test("old character sets are read: Greek, Hungarian with a raw subject, Russian", async () => {
  expect((await read("05-quietly-unhappy.eml")).from?.name).toBe("Ελένη Παπαδάκη");
  expect((await read("10-praise-quick-repair.eml")).subject).toBe("Köszönöm a gyors javítást!");
  expect((await read("04-angry-refund-refused.eml")).text).toContain("БИТУЮ");
});

test("samples are brought up to date without touching anything else", async () => {
  const now = new Date("2027-03-01T12:00:00Z");
  for (const { file } of parsable) {
    const source = readSample(file);
    const fresh = freshSample(source, now);
    const message = await parseMessage({ source: fresh, size: fresh.length, structure: null });
    const age = now.getTime() - (message.date?.getTime() ?? 0);
    expect(age, file).toBeGreaterThanOrEqual(0);
    expect(age, file).toBeLessThan(6 * 3_600_000);
    const received = message.headers.get("received")?.[0] ?? "";
    expect(Date.parse(received.split(";").at(-1) ?? ""), file).toBeGreaterThan(now.getTime() - 6 * 3_600_000);
    expect(fresh.subarray(fresh.indexOf("\r\n\r\n"))).toEqual(source.subarray(source.indexOf("\r\n\r\n")));
    expect(freshSample(source, SAMPLES_WRITTEN).length).toBeLessThanOrEqual(source.length + 20);
  }
});
