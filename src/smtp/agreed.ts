import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Template } from "liquidjs";
import { TOPICS, type Topic } from "../classify/judgement.ts";
import { LANGUAGES, type Language } from "../mail/message.ts";
import { textFaults } from "./check.ts";
import { cleanLine, plain } from "./literal.ts";
import { addressed, greetingName } from "./names.ts";
import { strippedSubject } from "./subject.ts";
import { engineOf, output, syntaxFault, unknownIn } from "./template.ts";
import type { Fault } from "./template-file.ts";

/*
 * Agreed answers: what the team has settled on for a topic, in answers/<language>/<topic>.md of the templates. Liquid
 * text, read by an agent before a customer; in front of it, if wanted, "option: …" lines (what the customer can choose)
 * and a "prevention: …" line (how it is kept from happening again) between two "---".
 */

interface Parsed {
  readonly file: string;
  /** The text as it is written, with blank lines for the front matter. */
  readonly source: string;
  readonly body: readonly Template[];
  readonly options: readonly string[];
  readonly prevention: string | null;
}

/** By "language/topic"; what has a fault is left out. */
export interface AgreedAnswers {
  readonly texts: ReadonlyMap<string, Parsed>;
  readonly faults: readonly Fault[];
}

/** What an agreed answer may name: what the customer may see anyway. */
const VARIABLES: ReadonlySet<string> = new Set(["name", "ticket", "subject", "company", "mailboxAddress"]);
const MOST_OPTIONS = 10;

/** Reads the agreed answers of `dir`, and of `overrideDir`, whose files stand in for those of the same name. Never throws. */
export function loadAgreedAnswers(dir: string, overrideDir: string | null): AgreedAnswers {
  const texts = new Map<string, Parsed>();
  const faults: Fault[] = [];
  for (const [key, file] of filesIn([dir, ...(overrideDir === null ? [] : [overrideDir])], faults)) {
    const [language] = LANGUAGES.filter((one) => key.startsWith(`${one}/`));
    if (language === undefined) continue;
    const parsed = readAnswer(file, language, faults);
    if (parsed !== null) texts.set(key, parsed);
  }
  return { texts, faults };
}

function filesIn(bases: readonly string[], faults: Fault[]): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const base of bases.map((one) => join(one, "answers")).filter((one) => existsSync(one)))
    for (const language of readdirSync(base).sort()) {
      const folder = join(base, language);
      if (!LANGUAGES.some((one) => one === language)) {
        faults.push({ file: folder, line: 0, what: `is no language: ${LANGUAGES.join(", ")}` });
        continue;
      }
      for (const name of readdirSync(folder).sort()) {
        const topic = name.replace(/\.md$/, "");
        if (name.endsWith(".md") && TOPICS.some((one) => one === topic))
          files.set(`${language}/${topic}`, join(folder, name));
        else
          faults.push({ file: join(folder, name), line: 0, what: `is no topic: ${TOPICS.join(".md, ")}.md` });
      }
    }
  return files;
}

function readAnswer(file: string, language: Language, faults: Fault[]): Parsed | null {
  try {
    return parseAnswer({ file, text: readFileSync(file, "utf8") }, language, faults);
  } catch (error) {
    faults.push(syntaxFault(file, error));
    return null;
  }
}

/** `file`: how the text is named in what is found. */
function parseAnswer(
  { file, text }: { readonly file: string; readonly text: string },
  language: Language,
  faults: Fault[],
): Parsed | null {
  const before = faults.length;
  try {
    const { body, options, preventions } = split(file, text, faults);
    const parsed = engineOf(language).parse(body);
    faults.push(...unknownIn({ file, language, body }, parsed, VARIABLES));
    if (body.trim() === "") faults.push({ file, line: 0, what: "is empty" });
    if (faults.length > before) return null;
    const front = { file, source: body };
    return {
      ...front,
      body: parsed,
      options: options.slice(0, MOST_OPTIONS),
      prevention: preventions[0] ?? null,
    };
  } catch (error) {
    faults.push(syntaxFault(file, error));
    return null;
  }
}

/** Front matter and text; it is left in as blank lines, so that line numbers stay those of the file. */
function split(file: string, text: string, faults: Fault[]) {
  const lines = text.replace(/^\ufeff/, "").split(/\r?\n/);
  const end = lines[0] === "---" ? lines.indexOf("---", 1) : -1;
  const front = { option: [] as string[], prevention: [] as string[] };
  for (const [index, line] of lines.slice(1, Math.max(1, end)).entries()) {
    const [, key = "", value = ""] = /^(option|prevention):\s*(\S.*?)\s*$/.exec(line) ?? [];
    if (key === "option" || key === "prevention") front[key].push(cleanLine(value, 500));
    else if (line.trim() !== "")
      faults.push({
        file,
        line: index + 2,
        what: 'has "option: …" and "prevention: …" only in front matter',
      });
  }
  const body = [...lines.slice(0, end + 1).fill(""), ...lines.slice(end + 1)].join("\n");
  return { body, options: front.option, preventions: front.prevention };
}

/** Topics that have an answer, in whatever language. */
export const coveredTopics = ({ texts }: AgreedAnswers): readonly Topic[] =>
  TOPICS.filter((topic) => LANGUAGES.some((language) => texts.has(`${language}/${topic}`)));

/** What is wrong with agreed answers, and, harmless, what in them customers should not have to read. */
export function agreedFaults({ texts, faults }: AgreedAnswers): readonly Fault[] {
  const lapses = [...texts].flatMap(([key, { file, source }]) => {
    const language = LANGUAGES.find((one) => key.startsWith(`${one}/`));
    return language === undefined ? [] : textFaults(file, source, language);
  });
  return [...faults, ...lapses];
}

/** What is wrong with one answer, and, harmless, what in it customers should not have to read. */
export function answerFaults(file: string, text: string, language: Language): readonly Fault[] {
  const faults: Fault[] = [];
  parseAnswer({ file, text }, language, faults);
  return [...faults, ...textFaults(file, text, language)];
}

/** Whether drafts and cards could say it: that it reads badly is no reason against it. */
export const isUsableAnswer = (text: string, language: Language): boolean =>
  answerFaults("answer", text, language).every(({ harmless }) => harmless === true);

/** Whose answer it is. */
export interface AnswerValues {
  readonly name: string | null;
  readonly ticket: number;
  /** The customer's own. */
  readonly subject: string;
  readonly company: string;
  readonly mailboxAddress: string;
}

export interface AgreedAnswer {
  /** Plain text. */
  readonly text: string;
  readonly options: readonly string[];
  readonly prevention: string | null;
}

/** The agreed answer of a topic in exactly this language, filled in; null where there is none that can be used. */
export function agreedAnswer(
  answers: AgreedAnswers,
  { language, topic }: { readonly language: Language; readonly topic: string | null },
  values: AnswerValues,
): AgreedAnswer | null {
  const parsed = answers.texts.get(`${language}/${topic}`);
  return parsed === undefined ? null : filledAnswer(parsed, language, values);
}

/** An answer as it was written, filled in; null where it cannot be used. */
export function writtenAnswer(text: string, language: Language, values: AnswerValues): AgreedAnswer | null {
  const parsed = parseAnswer({ file: "answer", text }, language, []);
  return parsed === null ? null : filledAnswer(parsed, language, values);
}

function filledAnswer(parsed: Parsed, language: Language, values: AnswerValues): AgreedAnswer | null {
  const name = values.name === null ? null : greetingName({ name: values.name, address: "" });
  const scope = {
    ...values,
    ticket: `#${values.ticket}`,
    name: name === null ? null : addressed(name, language),
    subject: cleanLine(strippedSubject(values.subject), 120),
    company: cleanLine(values.company, 100) || values.mailboxAddress,
  };
  try {
    const text = plain(output(language, parsed.body, scope)).trim();
    return text === "" ? null : { text, options: parsed.options, prevention: parsed.prevention };
  } catch {
    // A limit of Liquid's: the agent gets a draft with a gap instead.
    return null;
  }
}
