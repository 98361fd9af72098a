import { LANGUAGES, type Language } from "../mail/message.ts";
import type { LapseKind } from "../policy/cues/lapse.ts";
import { lapsesIn } from "../policy/lapse.ts";
import { AUDIENCES } from "../policy/template.ts";
import { KINDS_OF_MAIL } from "./kinds.ts";
import { cleanLine } from "./literal.ts";
import { type Parsed, parseTemplates, type Templates, variablesIn } from "./template.ts";
import type { Fault } from "./template-file.ts";

/** What to do about words that a customer should not have to read. */
const WHY: Readonly<Record<LapseKind, string>> = {
  excuse: "it explains instead of helping; say what happens next, and by when",
  blame: "it tells customers that it is their fault; say what can be done now",
  internal: "it is our own affair; leave it out",
};

/**
 * All that is wrong with the templates: broken files, unknown and missing variables, missing texts; and, harmless, what
 * customers should not have to read. Throws PermanentError("templates") where `overrideDir` is no folder.
 */
export function templateFaults(dir: string, overrideDir: string | null): readonly Fault[] {
  const { templates, faults } = parseTemplates(dir, overrideDir);
  const broken = faults.map(({ file }) => file);
  // What cannot be read is there.
  const absent = missing(templates).filter(({ file }) => !broken.some((one) => one.endsWith(`/${file}`)));
  return [...faults, ...absent, ...unsaid(templates), ...lapses(templates)];
}

/** Excuses, blame and internal matters in a text for customers. `file` is named in what is found. */
export function textFaults(file: string, text: string, language: Language): readonly Fault[] {
  return lapsesIn(text, language).map(({ kind, words, line }) => ({
    file,
    line,
    what: `${kind}: "${cleanLine(words, 200)}"`,
    why: WHY[kind],
    harmless: true,
  }));
}

/** One for each text that a language lacks. */
function missing({ files, words, labels }: Templates): readonly Fault[] {
  const what = "is missing";
  return LANGUAGES.flatMap((language) => [
    ...(words.has(language)
      ? []
      : [{ file: `${language}/words.json`, line: 0, what, why: "no topic can be named" }]),
    ...(Object.keys(words.get(language)?.reasons ?? {}).length > 0
      ? []
      : [{ file: `${language}/reasons.json`, line: 0, what, why: "the staff reads reasons in English" }]),
    ...(labels.has(language)
      ? []
      : [{ file: `${language}/labels.json`, line: 0, what, why: "lists are in English" }]),
    ...EXPECTED.filter(([key]) => !files.has(`${language}/${key}`)).map(([key]) => ({
      file: `${language}/${key}.md`,
      line: 0,
      what,
      why: "another manner or language would stand in",
    })),
  ]);
}

/** One for each text that leaves out what its reader needs to know. */
function unsaid({ files }: Templates): readonly Fault[] {
  return EXPECTED.flatMap(([key, needed]) =>
    LANGUAGES.flatMap((language) => {
      const parsed = files.get(`${language}/${key}`);
      if (parsed === undefined) return [];
      const named = variablesIn(parsed);
      return needed
        .filter((name) => !named.has(name))
        .map((name) => ({
          file: parsed.file.file,
          line: 0,
          what: `never says {{ ${name} }}`,
          why: "its reader would not be told, or all would be told the same",
        }));
    }),
  );
}

const EXPECTED: readonly (readonly [key: string, needed: readonly string[]])[] = [
  ...Object.entries(KINDS_OF_MAIL).flatMap(([name, { variants, needed }]) =>
    variants.map((variant) => [`${name}.${variant}`, needed] as const),
  ),
  ["footer", ["ticket", "optOut"]],
  ["footer.note", ["ticket", "optOut", "unsubscribe"]],
];

function lapses({ files, words }: Templates): readonly Fault[] {
  const inTexts = [...files.values()].filter(isForCustomers).flatMap(({ file }) => {
    const [subject] = textFaults(file.file, readable(file.subject), file.language);
    return [
      ...(subject === undefined ? [] : [{ ...subject, line: 2 }]),
      ...textFaults(file.file, readable(file.body), file.language),
    ];
  });
  const inWords = [...words].flatMap(([language, { topics, asks, prevention }]) =>
    [topics, asks, prevention ?? {}]
      .flatMap((phrases) => Object.values(phrases))
      .flatMap((phrase) => textFaults(`${language}/words.json`, phrase, language))
      .map((fault) => ({ ...fault, line: 0 })),
  );
  return [...inTexts, ...inWords];
}

function isForCustomers({ file }: Parsed): boolean {
  const name = Object.keys(AUDIENCES).find((one) => file.key.startsWith(`${one}.`));
  return name === undefined || !STAFF.has(name);
}

const STAFF: ReadonlySet<string> = new Set(
  Object.entries(AUDIENCES).flatMap(([name, audience]) => (audience === "staff" ? [name] : [])),
);

/** What stands in a template besides Liquid: choices part sentences, values are words. Lines stay. */
function readable(body: string): string {
  return body.replace(/\{%.*?%\}/gs, " . ").replace(/\{\{.*?\}\}/gs, "#");
}
