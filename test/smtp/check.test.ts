import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { templateFaults, textFaults } from "../../src/smtp/check.ts";

const shipped = join(import.meta.dirname, "../../templates");
const own = mkdtempSync(join(tmpdir(), "check-"));
afterAll(() => rmSync(own, { recursive: true }));

function faultsOf(files: Readonly<Record<string, string>>): readonly string[] {
  rmSync(own, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(own, path, ".."), { recursive: true });
    writeFileSync(join(own, path), text);
  }
  return templateFaults(shipped, own).map(
    ({ file, line, what, harmless }) =>
      `${file.replace(`${own}/`, "")}:${line}: ${what}${harmless ? " ~" : ""}`,
  );
}

test("the shipped templates have no fault, and excuse, blame and tell tales of nobody", () => {
  expect(templateFaults(shipped, null)).toEqual([]);
});

test("unknown and missing variables of an own template are told with its file and line", () => {
  const text = "---\nsubject: Hi\n---\nDear {{ name }},\n\nwe {{ wrok }} on it.\n";
  expect(faultsOf({ "en/reopened.plain.md": text })).toEqual([
    "en/reopened.plain.md:6: unknown variable wrok",
    "en/reopened.plain.md:0: never says {{ promise }}",
    "en/reopened.plain.md:0: never says {{ apology }}",
  ]);
});

test("a file that cannot be read is told once", () => {
  expect(faultsOf({ "hu/closing.plain.md": "no front matter" })).toHaveLength(1);
});

test("what customers should not have to read is found in subject, text and words, and between Liquid", () => {
  const subject = "{% if name %}We are very busy{% endif %}";
  const text = `---\nsubject: "${subject}"\n---\n{{ name }}\n\n{% if company %}As we\nalready told you{% endif %}\n`;
  expect(faultsOf({ "en/closing.plain.md": text })).toEqual([
    'en/closing.plain.md:2: excuse: "We are very busy" ~',
    'en/closing.plain.md:6: blame: "As we already told" ~',
  ]);
});

test("two branches of a choice make no phrase", () => {
  const text =
    "---\nsubject: Hi\n---\n{{ name }} as we{% if name %} already told{% else %} hope{% endif %}\n";
  expect(faultsOf({ "en/closing.plain.md": text })).toEqual([]);
});

test("staff may be told what is inside", () => {
  const text = "---\nsubject: Hi\n---\n{{ ticket }} {{ from }} {{ rating }} Our supplier is late.\n";
  expect(faultsOf({ "en/bad-rating.plain.md": text })).toEqual([]);
});

test("an agent's draft is checked in its own language", () => {
  const draft = "Kedves Anna!\n\nMint már korábban\nemlítettük, úton van.";
  expect(textFaults("draft", draft, "hu")).toMatchObject([{ file: "draft", line: 3, harmless: true }]);
  expect(textFaults("draft", draft, "en")).toEqual([]);
});
