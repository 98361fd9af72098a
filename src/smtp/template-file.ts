import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { ROOT_CAUSES, TOPICS } from "../classify/judgement.ts";
import { LANGUAGES, type Language } from "../mail/message.ts";
import { ACTION_KINDS } from "../policy/action.ts";
import { ASKS } from "../policy/ask.ts";
import { type Labels, readLabels } from "./labels.ts";
import { type ReasonWords, readReasons } from "./reasons.ts";

/** What is wrong with the templates, and where. */
export interface Fault {
  readonly file: string;
  /** From 1; 0 where it is about the whole file. */
  readonly line: number;
  readonly what: string;
  /** What comes of it, or what to do. */
  readonly why?: string;
  /** It can be sent all the same. */
  readonly harmless?: true;
}

/** One template file, read but not parsed. */
export interface TemplateFile {
  readonly file: string;
  readonly language: Language;
  /** "acknowledgement.plain", "sensitive.legal", "footer". */
  readonly key: string;
  readonly subject: string;
  readonly footer: boolean;
  /** The body, with its front matter left as blank lines, so that line numbers stay those of the file. */
  readonly body: string;
}

const phrase = z.string().min(1).max(400);

const words = z.object({
  /** What a customer writes back to get no more automatic mail. */
  optOut: phrase,
  /** What the message is about, as a phrase that follows "you wrote to us": with its preposition or case. */
  topics: z.partialRecord(z.enum(TOPICS), phrase),
  asks: z.record(z.enum(ASKS), phrase),
  /** How it is kept from happening again, or what helps if it does; true of any company. Topics without: none. */
  prevention: z.partialRecord(z.enum(TOPICS), phrase).optional(),
  /** Why agents are alerted, by reason code. */
  alerts: z.record(z.string(), phrase),
  /** For the team: what lies behind complaints, as headings, and what to ask oneself then. */
  trends: z.object({
    causes: z.record(z.enum(ROOT_CAUSES), phrase),
    lessons: z.record(z.enum(ROOT_CAUSES), phrase),
    /** Heads a customer's praise in the chat. */
    praise: phrase,
  }),
  /** What a manager decides, as a heading; may name {group}, {person} and {count}. */
  decisions: z.record(z.enum(ACTION_KINDS), phrase),
  /** What came of it, by code. */
  outcomes: z.record(z.string(), phrase),
});
/** templates/<language>/words.json. */
export type Words = z.infer<typeof words> & {
  /** What each reason code means: reasons.json. */
  readonly reasons: ReasonWords;
};

export interface Folder {
  readonly files: readonly TemplateFile[];
  readonly words: ReadonlyMap<Language, Words>;
  readonly labels: ReadonlyMap<Language, Labels>;
  readonly faults: readonly Fault[];
}

/** Reads <dir>/<language>/*.md and words.json; a file of the same name in `overrideDir` stands in for one of `dir`. */
export function readTemplates(dir: string, overrideDir: string | null): Folder {
  const files: TemplateFile[] = [];
  const faults: Fault[] = [];
  const found = new Map<Language, Words>();
  const labels = new Map<Language, Labels>();
  for (const language of LANGUAGES) {
    const named = readLabels([dir, overrideDir], language, (file, what) =>
      faults.push({ file, line: 0, what }),
    );
    if (named !== null) labels.set(language, named);
    for (const [name, file] of namesIn(dir, overrideDir, language)) {
      if (name === "words.json") {
        const read = readWords(file, faults);
        const reasons = readReasons({ dir, overrideDir }, language, (file, what) =>
          faults.push({ file, line: 0, what }),
        );
        if (read !== null) found.set(language, { ...read, reasons });
      } else if (name.endsWith(".md")) {
        const read = readTemplate(file, { language, key: name.slice(0, -3) }, faults);
        if (read !== null) files.push(read);
      }
    }
  }
  return { files, words: found, labels, faults };
}

function namesIn(dir: string, overrideDir: string | null, language: Language): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  for (const base of overrideDir === null ? [dir] : [dir, overrideDir]) {
    const folder = join(base, language);
    if (!existsSync(folder)) continue;
    for (const name of readdirSync(folder).sort()) paths.set(name, join(folder, name));
  }
  return paths;
}

function readWords(file: string, faults: Fault[]): z.infer<typeof words> | null {
  try {
    const read = words.safeParse(JSON.parse(readFileSync(file, "utf8")));
    if (read.success) return read.data;
    for (const { path, message } of read.error.issues)
      faults.push({ file, line: 0, what: `${path.join(".")}: ${message}` });
  } catch (error) {
    faults.push({ file, line: 0, what: error instanceof Error ? error.message : "cannot be read" });
  }
  return null;
}

function readTemplate(
  file: string,
  { language, key }: { readonly language: Language; readonly key: string },
  faults: Fault[],
): TemplateFile | null {
  const lines = readFileSync(file, "utf8")
    .replace(/^\ufeff/, "")
    .split(/\r?\n/);
  const end = lines.indexOf("---", 1);
  if (lines[0] !== "---" || end < 0) {
    faults.push({ file, line: 1, what: 'must begin with front matter: "---", "subject: …", "---"' });
    return null;
  }
  const front = frontMatter(file, lines.slice(1, end), faults);
  const body = [...lines.slice(0, end + 1).fill(""), ...lines.slice(end + 1)].join("\n");
  return {
    file,
    language,
    key,
    subject: front.get("subject") ?? "",
    footer: front.get("footer") !== "no",
    body,
  };
}

function frontMatter(file: string, lines: readonly string[], faults: Fault[]): ReadonlyMap<string, string> {
  const front = new Map<string, string>();
  for (const [index, line] of lines.entries()) {
    const [, key = "", text = ""] = /^([a-z]+):\s*(.*?)\s*$/.exec(line) ?? [];
    const value = text.replace(/^"(.*)"$/, "$1");
    if (key === "subject" || (key === "footer" && /^(?:yes|no)$/.test(value))) front.set(key, value);
    else if (line.trim() !== "")
      faults.push({ file, line: index + 2, what: `front matter has "subject: …" and "footer: yes|no" only` });
  }
  return front;
}
