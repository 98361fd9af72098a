import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test, vi } from "vitest";
import { mailPage, titleOf } from "../../src/cli/template-gallery.ts";
import type { Sample } from "../../src/cli/template-sample.ts";
import { PREVIEWED_AT, samples } from "../../src/cli/template-samples.ts";
import { LANGUAGES, type Language } from "../../src/mail/message.ts";
import { MANNERS } from "../../src/policy/decision.ts";
import { AUDIENCES, type TemplateName } from "../../src/policy/template.ts";
import { loadTemplates, render } from "../../src/smtp/template.ts";

// Some start a process for themselves, and a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000 });

const templates = loadTemplates(join(import.meta.dirname, "../../templates"), null);
const rendered = (language: Language, { name, manner, values }: Sample) =>
  render(templates, { name, manner, language, values, now: PREVIEWED_AT });

/** What people write, in every field that takes free text; links and codes stay. */
const FREE = new Set([
  "subject",
  "excerpt",
  "from",
  "answer",
  "benefit",
  "customer",
  "folder",
  "company",
  "group",
  "person",
  "who",
  "comment",
  "about",
  "words",
]);
/** Says how many people it is about, or of none, and names none. */
const NAMELESS = new Set(["approve-outreach", "nothing to say"]);
/** Says how many, and names nobody at all. */
const COUNTING = new Set<TemplateName>(["silence", "look-back", "hook-failed"]);
const HOSTILE =
  "{{ ticket }} {% include 'x' %} <b>**x**</b> <img src=x> [win](https://evil.example) # > | \u202e";
const SEEN = HOSTILE.slice(0, -2);

function hostile(values: unknown): unknown {
  if (Array.isArray(values)) return values.map(hostile);
  if (values === null || typeof values !== "object" || values instanceof Date) return values;
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      FREE.has(key) && typeof value === "string" ? HOSTILE : hostile(value),
    ]),
  );
}

describe.each(LANGUAGES)("in %s", (language) => {
  const all = samples(language);

  test("every kind of mail is previewed, those with manners in each", () => {
    const seen = new Set(all.map(({ name, manner }) => `${name}.${manner}`));
    const manners: readonly TemplateName[] = ["acknowledgement", "progress", "solved", "followup", "draft"];
    for (const name of Object.keys(AUDIENCES)) expect(seen).toContain(`${name}.plain`);
    for (const name of manners) for (const manner of MANNERS) expect(seen).toContain(`${name}.${manner}`);
  });

  test("no mail shows markup, empty quotation marks or gaps", () => {
    for (const sample of all.filter(({ variant }) => variant !== "hostile subject")) {
      const { text, subject } = rendered(language, sample);
      const spaced = text.replace(/^ +/gm, "");
      expect(`${titleOf(sample)} ${subject}\n${spaced}`).not.toMatch(
        /\{|\}|\*|\\|“”|«»|„”|[^\S\n]{2,}|null|undefined|\n{3,}|[ \u00a0][,.!?؟،;·]/,
      );
    }
  });

  test("whatever is written in any field comes out as text", () => {
    for (const sample of all) {
      const { text, html } = rendered(language, { ...sample, values: hostile(sample.values) });
      expect(html).not.toMatch(/<b>|<img src=x|<script|href="https:\/\/evil/);
      if (NAMELESS.has(sample.variant) || COUNTING.has(sample.name)) continue;
      if (AUDIENCES[sample.name] !== "customer" || sample.name === "referral") expect(text).toContain(SEEN);
    }
  });

  test("manners differ in what they say, and each kind of mail from every other", () => {
    const texts = all.map((sample) => rendered(language, sample).text);
    expect(new Set(texts).size).toBe(texts.length);
  });

  test("a promise is named to the customer in every mail that makes one", () => {
    const promising = new Set<TemplateName>(["progress", "handover", "reopened"]);
    const bare = { deadline: "2026-11-20T14:00:00Z", timeZone: "UTC" };
    for (const sample of all.filter(({ name }) => promising.has(name))) {
      const late = { ...sample, values: { ...Object(sample.values), promise: bare } };
      expect(rendered(language, sample).text).not.toBe(rendered(language, late).text);
    }
  });

  test("who complains again is not thanked for it", () => {
    const thanks =
      /thank you for (?:your message|writing|telling)|köszönjük (?:a |„)|köszönjük, hogy|σας ευχαριστούμε|спасибо|سپاس/iu;
    const again = all.filter(({ variant }) => variant === "third" || variant === "again");
    expect(again).toHaveLength(MANNERS.length * 2);
    for (const sample of again) {
      const { subject, text } = rendered(language, sample);
      expect(`${subject}\n${text}`).not.toMatch(thanks);
    }
    const first = all.filter(({ variant }) => variant === "topic");
    for (const sample of first) expect(rendered(language, sample).text).toMatch(thanks);
  });

  test("an apology is one more sentence, where it is owed", () => {
    for (const sample of all.filter(({ variant }) => variant.endsWith("apology"))) {
      const owed = rendered(language, sample).text;
      const notOwed = rendered(language, {
        ...sample,
        values: { ...Object(sample.values), apology: false },
      }).text;
      expect(owed.length - notOwed.length).toBeGreaterThan(40);
      expect(owed.split("\n\n").filter((block) => !notOwed.includes(block))).toHaveLength(1);
    }
  });

  test("links are there where they are given, three to rate and one to end it, and none where not", () => {
    for (const sample of all.filter(({ name }) => name === "solved" || name === "followup")) {
      const { text, html } = rendered(language, sample);
      const links = [...text.matchAll(/https?:\/\/\S+/g)];
      const ends = sample.name === "followup" && sample.variant === "links" ? 1 : 0;
      const rates = sample.variant.startsWith("no links") ? 0 : 3;
      expect(links).toHaveLength(rates + ends);
      expect([...html.matchAll(/href="https:/g)]).toHaveLength(rates + ends);
    }
  });

  test("a draft marks what only a person knows", () => {
    for (const sample of all.filter(({ name }) => name === "draft"))
      expect(rendered(language, sample).text.match(/\[\[[^\]]+\]\]/g)?.length).toBeGreaterThanOrEqual(3);
  });
});

test("a page shows the text beside the HTML part, light and dark, and lets nothing in it run", () => {
  const [sample] = samples("fa");
  if (sample === undefined) throw new Error("no sample");
  const values = { ...Object(sample.values), company: '"><script>alert(1)</script>' };
  const page = mailPage({
    file: "x.html",
    sample,
    language: "fa",
    rendered: rendered("fa", { ...sample, values }),
  });
  expect(page.match(/<iframe sandbox="allow-same-origin"/g)).toHaveLength(2);
  expect(page).toContain("<pre>");
  expect(page).not.toContain("<script");
});

describe("foyer templates", () => {
  const folder = mkdtempSync(join(tmpdir(), "gallery-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const cli = join(import.meta.dirname, "../../src/cli.ts");
  const foyer = (env: NodeJS.ProcessEnv, ...parameters: string[]) =>
    new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      execFile(
        process.execPath,
        [cli, "templates", ...parameters],
        { cwd: folder, env },
        (error, stdout, stderr) =>
          resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr }),
      );
    });

  test("preview writes a page for each mail, and an index that leads to all of them", async () => {
    const { code, stdout } = await foyer({}, "preview", "--out", "gallery");
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining("gallery/index.html") });
    const pages = readdirSync(join(folder, "gallery")).filter((name) => name !== "index.html");
    const index = readFileSync(join(folder, "gallery/index.html"), "utf8");
    const linked = [...index.matchAll(/href="([^"]+)"/g)].map(([, file]) => file);
    expect(linked.sort()).toEqual(pages.sort());
    expect(pages).toContain("fa.followup.plain.links.html");
  });

  test("check finds what the pages could not be shown with", async () => {
    mkdirSync(join(folder, "own/hu"), { recursive: true });
    writeFileSync(join(folder, "own/hu/pages.json"), '{"rating": {"title": ""}}');
    const { code, stdout } = await foyer({ TEMPLATES_DIR: "own" }, "check");
    expect(stdout).toContain("own/hu/pages.json:0: rating.title");
    expect(code).toBe(1);
  });

  test("check reads an agent's draft as a mail, in its own language, and ends with 1 where it finds something", async () => {
    const text = "Kedves Nagy Éva!\r\n\r\nMint már írtuk, a csomag úton van. [[Mikor jön?]]\r\n";
    const head = "From: a@example.com\r\nSubject: x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n";
    writeFileSync(join(folder, "draft.eml"), `${head}${text}`);
    const { code, stdout } = await foyer({}, "check", "draft.eml");
    expect(stdout).toContain('draft.eml:3: blame: "Mint már írtuk,"');
    expect(stdout).toContain("draft.eml:3: a gap is left");
    expect(code).toBe(1);
    writeFileSync(join(folder, "good.txt"), "Kedves Nagy Éva!\n\nA csomag holnap délig megérkezik Önhöz.\n");
    expect(await foyer({}, "check", "good.txt")).toMatchObject({ code: 0, stdout: "nothing found\n" });
    expect(await foyer({}, "check", "missing.txt")).toMatchObject({
      stderr: expect.stringContaining("ENOENT"),
    });
  });
});
