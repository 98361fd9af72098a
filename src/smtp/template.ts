import { statSync } from "node:fs";
import { Liquid, type Template } from "liquidjs";
import { PermanentError } from "../errors.ts";
import type { Language } from "../mail/message.ts";
import type { Manner } from "../policy/decision.ts";
import type { TemplateName } from "../policy/template.ts";
import type { TemplateKind } from "./kind.ts";
import { KINDS_OF_MAIL } from "./kinds.ts";
import type { Labels } from "./labels.ts";
import { bare, cleanLine, RIGHT_TO_LEFT, token } from "./literal.ts";
import { parts } from "./markdown.ts";
import { page } from "./page.ts";
import type { Picture } from "./plot.ts";
import { COMMON } from "./scope.ts";
import { type Fault, readTemplates, type TemplateFile, type Words } from "./template-file.ts";

/** Parsed templates; made by `loadTemplates`. */
export interface Templates {
  readonly files: ReadonlyMap<string, Parsed>;
  readonly words: ReadonlyMap<Language, Words>;
  readonly labels: ReadonlyMap<Language, Labels>;
}

export interface Parsed {
  readonly file: TemplateFile;
  readonly subject: readonly Template[];
  readonly body: readonly Template[];
}

export interface RenderRequest {
  readonly name: TemplateName;
  readonly manner: Manner;
  readonly language: Language;
  /** Used where `language` has no such template; English after it. */
  readonly mailboxLanguage?: Language;
  /** Those of the template (values.ts, staff-values.ts); checked here, since they come from the outbox as JSON. */
  readonly values: unknown;
  /** When the mail goes out; "tomorrow" is reckoned from it. */
  readonly now: Date;
}

export interface Rendered {
  /** One line, without "Re:" and ticket token; for mail whose original had no subject, and for staff. */
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The language that it came out in. */
  readonly language: Language;
  /** What the HTML shows. */
  readonly pictures: readonly Picture[];
}

/** Characters, values as tokens: fifty tickets, or a long answer, in Greek letters. */
const LONGEST_OUTPUT = 250_000;

/** No files, no prototypes, no unbounded work: a template is configuration, and what it prints is hostile. */
function engine(rightToLeft: boolean): Liquid {
  const liquid = new Liquid({
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    templates: {},
    relativeReference: false,
    parseLimit: 100_000,
    // Milliseconds by the clock, and what takes longer is given up: a busy machine stands still for half a second.
    renderLimit: 5_000,
    memoryLimit: 1_000_000,
    outputEscape: (value: unknown) => token(value, rightToLeft),
  });
  for (const tag of ["include", "render", "layout", "block"]) delete liquid.tags[tag];
  // `raw` would print a value past the escape.
  delete liquid.filters.raw;
  return liquid;
}

const LEFTWARD = engine(false);
const RIGHTWARD = engine(true);
export const engineOf = (language: Language): Liquid => (RIGHT_TO_LEFT.has(language) ? RIGHTWARD : LEFTWARD);

/**
 * Reads and parses all templates once. Throws PermanentError("templates") whose message lists every broken one:
 * file, line, what.
 */
export function loadTemplates(dir: string, overrideDir: string | null): Templates {
  const { templates, faults } = parseTemplates(dir, overrideDir);
  if (faults.length > 0) {
    const list = faults.map(({ file, line, what }) => `${file}:${line}: ${what}`).join("\n");
    throw new PermanentError("templates", `templates cannot be used:\n${list}`);
  }
  return templates;
}

/** The same, with what is wrong beside what can be used. */
export function parseTemplates(
  dir: string,
  overrideDir: string | null,
): { readonly templates: Templates; readonly faults: readonly Fault[] } {
  const own = overrideDir === null ? null : statSync(overrideDir, { throwIfNoEntry: false });
  if (own?.isDirectory() === false)
    throw new PermanentError("templates", `TEMPLATES_DIR ${overrideDir} is not a folder`);
  if (own === undefined) throw new PermanentError("templates", `TEMPLATES_DIR ${overrideDir} does not exist`);
  const read = readTemplates(dir, overrideDir);
  const faults: Fault[] = [...read.faults];
  const files = new Map<string, Parsed>();
  for (const file of read.files) {
    const parsed = parse(file, faults);
    if (parsed !== null) files.set(`${file.language}/${file.key}`, parsed);
  }
  if (read.files.length === 0) faults.push({ file: dir, line: 0, what: "holds no templates" });
  return { templates: { files, words: read.words, labels: read.labels }, faults };
}

function parse(file: TemplateFile, faults: Fault[]): Parsed | null {
  const liquid = engineOf(file.language);
  try {
    const parsed = { file, subject: liquid.parse(file.subject), body: liquid.parse(file.body) };
    const known = kindOf(file.key)?.variables ?? new Set<string>(COMMON);
    faults.push(...unknownIn(file, [...parsed.subject, ...parsed.body], known));
    if (file.subject === "" && !file.key.startsWith("footer"))
      faults.push({ file: file.file, line: 1, what: "has no subject" });
    return parsed;
  } catch (error) {
    faults.push(syntaxFault(file.file, error));
    return null;
  }
}

/** All variables that a template names, its own among them. */
export function variablesIn({ file, subject, body }: Parsed): ReadonlySet<string> {
  return new Set(engineOf(file.language).variablesSync([...subject, ...body]));
}

/** A fault for each variable that a text may not name. */
export function unknownIn(
  { file, language, body }: Pick<TemplateFile, "file" | "language" | "body">,
  parsed: readonly Template[],
  known: ReadonlySet<string>,
): readonly Fault[] {
  const named = engineOf(language)
    .globalVariableSegmentsSync([...parsed])
    .map(([first]) => String(first));
  const unknown = [...new Set(named)].filter((name) => !known.has(name));
  const why = `there are ${[...known].sort().join(", ")}`;
  return unknown.map((name) => ({ file, line: lineOf(body, name), what: `unknown variable ${name}`, why }));
}

/** What Liquid says of a text that it cannot parse, and of which line. */
export function syntaxFault(file: string, error: unknown): Fault {
  const what = error instanceof Error ? error.message : "cannot be parsed";
  const line = Number(/line:(\d+)/.exec(what)?.[1] ?? 0);
  return { file, line, what: what.replace(/, (?:file|line):.*$/s, "") };
}

function kindOf(key: string): TemplateKind | undefined {
  const [name = ""] = key.split(".");
  return Object.entries(KINDS_OF_MAIL).find(([known]) => known === name)?.[1];
}

function lineOf(body: string, name: string): number {
  return body.split("\n").findIndex((line) => line.includes(name)) + 1;
}

/**
 * Renders both parts. Whatever a customer wrote comes out as the same characters, in text and in HTML. Throws
 * PermanentError: "bad-values" where the values are not of the template's type, "no-template" where none is found in
 * any language, "template" where it fails (limits).
 */
export function render(templates: Templates, request: RenderRequest): Rendered {
  const kind = KINDS_OF_MAIL[request.name];
  const { variant, scope: scopeIn, pictures } = kind.read(request.values);
  const parsed = find(templates, request, variant ?? request.manner);
  const { language } = parsed.file;
  const words = templates.words.get(language) ?? templates.words.get("en");
  if (words === undefined) throw new PermanentError("no-template", `no words.json in ${language}`);
  const labels = templates.labels.get(language) ?? templates.labels.get("en");
  if (labels === undefined) throw new PermanentError("no-template", `no labels.json in ${language}`);
  const setting = { words, labels, language, now: request.now };
  const scope = scopeIn(setting);
  const footer = parsed.file.footer ? templates.files.get(`${language}/${kind.footer}`) : undefined;
  const body = parts(output(language, parsed.body, scope));
  const small = footer === undefined ? null : parts(output(language, footer.body, scope));
  const subject = cleanLine(bare(output(language, parsed.subject, scope)), 200);
  const rightToLeft = RIGHT_TO_LEFT.has(language);
  const drawn = pictures(rightToLeft).filter(({ name }) => body.html.includes(`src="cid:${name}"`));
  return {
    language,
    subject,
    pictures: drawn,
    // RFC 3676 section 4.3: what follows "-- " is a signature, which answers leave out.
    text: `${body.text}\n${small === null ? "" : `\n-- \n${small.text}\n`}`,
    html: page({
      title: subject,
      body: body.html,
      footer: small?.html ?? "",
      language,
      rightToLeft,
    }),
  };
}

/** The manner, then plain; in the language, then the mailbox's, then English. */
function find(templates: Templates, request: RenderRequest, variant: string): Parsed {
  for (const language of [request.language, request.mailboxLanguage ?? "en", "en"] as const) {
    for (const wanted of [variant, "plain"]) {
      const parsed = templates.files.get(`${language}/${request.name}.${wanted}`);
      if (parsed !== undefined) return parsed;
    }
  }
  throw new PermanentError("no-template", `no template ${request.name}.plain in ${request.language}`);
}

/** Throws PermanentError("template") where it fails, or comes out too long. */
export function output(language: Language, template: readonly Template[], scope: object): string {
  let text: string;
  try {
    text = String(engineOf(language).renderSync([...template], scope));
  } catch (error) {
    throw new PermanentError("template", "a template could not be rendered", { cause: error });
  }
  if (text.length > LONGEST_OUTPUT)
    throw new PermanentError("template", "a template renders to too much text");
  return text;
}
