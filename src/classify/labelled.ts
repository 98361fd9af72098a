import { PermanentError } from "../errors.ts";
import { LANGUAGES, type Language } from "../mail/message.ts";
import { replyText } from "../mail/quote.ts";
import type { Judged, Kind, RootCause, Tone, Topic, Urgency } from "./judgement.ts";
import { TASKS, type Task } from "./tasks.ts";

/** A mail with the right answers, one line of data/train/*.jsonl, its text without quoted mail and signature. */
export interface LabelledMail extends Judged {
  readonly id: string;
  readonly urgency: Urgency;
  readonly kind: Kind;
  readonly tone: Tone;
  readonly topic: Topic;
  /** Complaints only, else null. */
  readonly root_cause: RootCause | null;
}

/**
 * Reads JSON lines of labelled mail; empty lines are passed over. Throws PermanentError("bad-record") that names
 * file and line and says what is wrong.
 */
export function parseLabelled(content: string, file: string): LabelledMail[] {
  const mails: LabelledMail[] = [];
  const ids = new Set<string>();
  for (const [index, line] of content.split(/\r?\n/).entries()) {
    if (line.trim() === "") continue;
    const where = `${file}:${index + 1}`;
    const mail = readMail(parseJson(line, where), where);
    if (ids.has(mail.id)) throw bad(where, `id "${mail.id}" occurs twice`);
    ids.add(mail.id);
    mails.push(mail);
  }
  if (mails.length === 0) throw bad(file, "no labelled mail in it");
  return mails;
}

/** Index of the right label among `task.labels`; -1 where the question does not arise. */
export function classOf(mail: LabelledMail, task: Task): number {
  const label = mail[task.field];
  return label === null ? -1 : task.labels.indexOf(label);
}

function bad(where: string, what: string): PermanentError {
  return new PermanentError("bad-record", `${where}: ${what}`);
}

function quoted(value: unknown): string {
  return value === undefined ? "missing" : JSON.stringify(value).slice(0, 60);
}

function parseJson(line: string, where: string): ReadonlyMap<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    // The parser's own message quotes the line, whatever it holds.
    throw bad(where, "not JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw bad(where, "not a JSON object");
  // A map, so that no key of a hostile file can stand for something inherited.
  return new Map(Object.entries(value));
}

function readMail(record: ReadonlyMap<string, unknown>, where: string): LabelledMail {
  const label = (task: Task): string => {
    const value = record.get(task.field);
    if (typeof value === "string" && task.labels.includes(value)) return value;
    throw bad(where, `${task.field} is ${quoted(value)}; expected one of ${task.labels.join(", ")}`);
  };
  const [urgency, kind, tone, topic, rootCause] = TASKS;
  if (!urgency || !kind || !tone || !topic || !rootCause) throw bad(where, "no tasks");
  const hasCause = record.get("root_cause") !== null && record.get("root_cause") !== undefined;
  return {
    id: text(record, "id", where),
    subject: record.has("subject") ? text(record, "subject", where) : "",
    text: replyText(text(record, "text", where)),
    language: readLanguage(record.get("language"), where),
    urgency: label(urgency) as Urgency,
    kind: label(kind) as Kind,
    tone: label(tone) as Tone,
    topic: label(topic) as Topic,
    root_cause: hasCause ? (label(rootCause) as RootCause) : null,
  };
}

function text(record: ReadonlyMap<string, unknown>, field: string, where: string): string {
  const value = record.get(field);
  if (typeof value !== "string") throw bad(where, `${field} is ${quoted(value)}; expected a text`);
  return value;
}

function readLanguage(value: unknown, where: string): Language | null {
  if (value === null || value === undefined) return null;
  const language = LANGUAGES.find((known) => known === value);
  if (language) return language;
  throw bad(where, `language is ${quoted(value)}; expected one of ${LANGUAGES.join(", ")} or null`);
}
