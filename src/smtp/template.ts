import { Liquid, type Template } from "liquidjs";
import { PermanentError } from "../errors.ts";
import { LANGUAGES, type Language } from "../mail/message.ts";
import {
  MANNERS,
  type Manner,
  SENSITIVITIES,
  TEMPLATE_NAMES,
  type TemplateName,
} from "../policy/decision.ts";
import { promiseWords } from "../policy/promise.ts";
import { bare, cleanLine, cleanText, token } from "./literal.ts";
import { parts } from "./markdown.ts";
import { addressed, greetingName } from "./names.ts";
import { page } from "./page.ts";
import { strippedSubject } from "./subject.ts";
import { type Fault, readTemplates, type TemplateFile, type Words } from "./template-file.ts";
import { acknowledgementValues, alertValues } from "./values.ts";

/** Parsed templates; made by `loadTemplates`. */
export interface Templates {
  readonly files: ReadonlyMap<string, Parsed>;
  readonly words: ReadonlyMap<Language, Words>;
}

interface Parsed {
  readonly file: TemplateFile;
  readonly subject: readonly Template[];
  readonly body: readonly Template[];
}

export interface RenderRequest {
  readonly name: TemplateName | "alert";
  readonly manner: Manner;
  readonly language: Language;
  /** Used where `language` has no such template; English after it. */
  readonly mailboxLanguage?: Language;
  /** AcknowledgementValues, or AlertValues for "alert"; checked here, since they come from the outbox as JSON. */
  readonly values: unknown;
  /** When the mail goes out; "tomorrow" is reckoned from it. */
  readonly now: Date;
}

export interface Rendered {
  /** One line, without "Re:" and ticket token; for mail whose original had no subject, and for alerts. */
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The language that it came out in. */
  readonly language: Language;
}

const RIGHT_TO_LEFT: ReadonlySet<Language> = new Set<Language>(["fa"]);
const LONGEST_OUTPUT = 40_000;

/** What a template may name. A slip of the pen is found when the templates are read, not when a customer waits. */
const COMMON = ["ticket", "subject", "promise", "company", "mailboxAddress", "optOut"] as const;
const FOR_CUSTOMERS: ReadonlySet<string> = new Set([...COMMON, "name", "topic", "complaint", "asks"]);
const FOR_ALERTS: ReadonlySet<string> = new Set([...COMMON, "from", "excerpt", "folder", "why"]);

/** No files, no prototypes, no unbounded work: a template is configuration, and what it prints is hostile. */
function engine(rightToLeft: boolean): Liquid {
  const liquid = new Liquid({
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    templates: {},
    relativeReference: false,
    parseLimit: 100_000,
    renderLimit: 500,
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
const engineOf = (language: Language): Liquid => (RIGHT_TO_LEFT.has(language) ? RIGHTWARD : LEFTWARD);

/**
 * Reads and parses all templates once. Throws PermanentError("templates") whose message lists every broken one:
 * file, line, what.
 */
export function loadTemplates(dir: string, overrideDir: string | null): Templates {
  const read = readTemplates(dir, overrideDir);
  const faults: Fault[] = [...read.faults];
  const files = new Map<string, Parsed>();
  for (const file of read.files) {
    const parsed = parse(file, faults);
    if (parsed !== null) files.set(`${file.language}/${file.key}`, parsed);
  }
  if (read.files.length === 0) faults.push({ file: dir, line: 0, what: "holds no templates" });
  if (faults.length > 0) {
    const list = faults.map(({ file, line, what }) => `${file}:${line}: ${what}`).join("\n");
    throw new PermanentError("templates", `templates cannot be used:\n${list}`);
  }
  return { files, words: read.words };
}

function parse(file: TemplateFile, faults: Fault[]): Parsed | null {
  const liquid = engineOf(file.language);
  try {
    const parsed = { file, subject: liquid.parse(file.subject), body: liquid.parse(file.body) };
    const known = file.key.startsWith("alert.") ? FOR_ALERTS : FOR_CUSTOMERS;
    const named = liquid
      .globalVariableSegmentsSync([...parsed.subject, ...parsed.body])
      .map(([first]) => String(first));
    const unknown = [...new Set(named)].filter((name) => !known.has(name));
    for (const name of unknown)
      faults.push({ file: file.file, line: lineOf(file.body, name), what: `unknown variable ${name}` });
    if (file.subject === "" && file.key !== "footer")
      faults.push({ file: file.file, line: 1, what: "has no subject" });
    return parsed;
  } catch (error) {
    const what = error instanceof Error ? error.message : "cannot be parsed";
    const line = Number(/line:(\d+)/.exec(what)?.[1] ?? 0);
    faults.push({ file: file.file, line, what: what.replace(/, (?:file|line):.*$/s, "") });
    return null;
  }
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
  const parsed = find(templates, request);
  const { language } = parsed.file;
  const words = templates.words.get(language) ?? templates.words.get("en");
  if (words === undefined) throw new PermanentError("no-template", `no words.json in ${language}`);
  const scope =
    request.name === "alert" ? alertScope(request, words, language) : customerScope(request, words, language);
  const footer = parsed.file.footer ? templates.files.get(`${language}/footer`) : undefined;
  const body = parts(output(language, parsed.body, scope));
  const small = footer === undefined ? null : parts(output(language, footer.body, scope));
  const subject = cleanLine(bare(output(language, parsed.subject, scope)), 200);
  return {
    language,
    subject,
    // RFC 3676 section 4.3: what follows "-- " is a signature, which answers leave out.
    text: `${body.text}\n${small === null ? "" : `\n-- \n${small.text}\n`}`,
    html: page({
      title: subject,
      body: body.html,
      footer: small?.html ?? "",
      language,
      rightToLeft: RIGHT_TO_LEFT.has(language),
    }),
  };
}

/** The manner, then plain; in the language, then the mailbox's, then English. */
function find(templates: Templates, request: RenderRequest): Parsed {
  for (const language of [request.language, request.mailboxLanguage ?? "en", "en"] as const) {
    for (const variant of [variantOf(request), "plain"]) {
      const parsed = templates.files.get(`${language}/${request.name}.${variant}`);
      if (parsed !== undefined) return parsed;
    }
  }
  throw new PermanentError("no-template", `no template ${request.name}.plain in ${request.language}`);
}

function variantOf({ name, manner, values }: RenderRequest): string {
  return name === "sensitive"
    ? (acknowledgementValues.safeParse(values).data?.sensitivity ?? "plain")
    : manner;
}

function output(language: Language, template: readonly Template[], scope: object): string {
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

function customerScope(request: RenderRequest, words: Words, language: Language): object {
  const checked = acknowledgementValues.safeParse(request.values);
  if (!checked.success) throw badValues(request, checked.error);
  const values = checked.data;
  // Once more: the outbox may hold a name that was never meant to be read out.
  const name = values.name === null ? null : greetingName({ name: values.name, address: "" });
  return {
    ...common(values, request.now, language),
    optOut: words.optOut,
    name: name === null ? null : addressed(name, language),
    complaint: values.kind === "complaint",
    topic: values.topic === null ? null : (words.topics[values.topic] ?? null),
    asks: values.asks.map((ask) => words.asks[ask]),
  };
}

function alertScope(request: RenderRequest, words: Words, language: Language): object {
  const checked = alertValues.safeParse(request.values);
  if (!checked.success) throw badValues(request, checked.error);
  const values = checked.data;
  const why = Object.hasOwn(words.alerts, values.reason.code)
    ? words.alerts[values.reason.code]
    : values.reason.text;
  return {
    ...common(values, request.now, language),
    optOut: words.optOut,
    from: cleanLine(values.from, 200),
    excerpt: cleanText(values.excerpt, 400),
    folder: cleanLine(values.folder, 200),
    why: cleanLine(why ?? "", 300),
  };
}

interface CommonValues {
  readonly ticket: number | null;
  readonly subject: string;
  readonly promise: { readonly deadline: string; readonly timeZone: string } | null;
  readonly company: string;
  readonly mailboxAddress: string;
}

function common(
  values: CommonValues,
  now: Date,
  language: Language,
): Readonly<Record<(typeof COMMON)[number], string | null>> {
  const deadline = values.promise === null ? null : new Date(values.promise.deadline);
  const mailboxAddress = cleanLine(values.mailboxAddress, 254);
  return {
    ticket: values.ticket === null ? null : `#${values.ticket}`,
    subject: cleanLine(strippedSubject(values.subject), 120),
    promise:
      values.promise === null || deadline === null || deadline <= now
        ? null
        : promiseWords(deadline, now, language, values.promise.timeZone),
    company: cleanLine(values.company, 100) || mailboxAddress,
    mailboxAddress,
    optOut: null,
  };
}

function badValues(
  { name }: RenderRequest,
  error: { issues: readonly { path: readonly PropertyKey[] }[] },
): PermanentError {
  const paths = error.issues.map(({ path }) => path.join(".")).join(", ");
  return new PermanentError("bad-values", `values do not fit the template ${name}: ${paths}`);
}

/** "file: what", one for each text that a language lacks, or that lacks what a customer needs to know. For doctor. */
export function checkTemplates(templates: Templates): readonly string[] {
  return gaps(templates).map(({ file, what }) => `${file}: ${what}`);
}

function gaps(templates: Templates): readonly Fault[] {
  const faults: Fault[] = [];
  for (const language of LANGUAGES) {
    if (!templates.words.has(language))
      faults.push({ file: `${language}/words.json`, line: 0, what: "is missing" });
    for (const [key, needed] of EXPECTED) {
      const parsed = templates.files.get(`${language}/${key}`);
      if (parsed === undefined) faults.push({ file: `${language}/${key}.md`, line: 0, what: "is missing" });
      else faults.push(...lacking(parsed, needed));
    }
  }
  return faults;
}

function lacking({ file, subject, body }: Parsed, needed: readonly string[]): readonly Fault[] {
  const named = new Set(engineOf(file.language).variablesSync([...subject, ...body]));
  return needed
    .filter((name) => !named.has(name))
    .map((name) => ({ file: file.file, line: 0, what: `never says {{ ${name} }}` }));
}

const EXPECTED: readonly (readonly [key: string, needed: readonly string[]])[] = [
  ...MANNERS.map((manner) => [`acknowledgement.${manner}`, ["name", "promise", "topic", "subject"]] as const),
  ...TEMPLATE_NAMES.filter((name) => name !== "acknowledgement").map(
    (name) => [`${name}.plain`, ["name"]] as const,
  ),
  ...SENSITIVITIES.map((sensitivity) => [`sensitive.${sensitivity}`, ["ticket"]] as const),
  ["alert.plain", ["ticket", "from", "why"]],
  ["footer", ["ticket", "optOut"]],
];
