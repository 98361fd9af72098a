import { PermanentError } from "../errors.ts";
import { detectLanguage } from "../mail/language.ts";
import type { Judged, OwnTopic } from "./judgement.ts";
import { MOST_OWN_TOPICS, nameFault, ownTopic } from "./topicname.ts";

/** A message of which a mailbox says what its topic is. */
export interface TopicExample {
  readonly topic: OwnTopic;
  readonly message: Judged;
}

const MOST_EXAMPLES = 200;

/**
 * Reads topics from JSON lines: `{"topic": "warranty", "subject": "…", "text": "…"}`, subject optional. Throws
 * PermanentError("bad-topics") that names file and line and says what to do.
 */
export function parseTopics(content: string, file: string): TopicExample[] {
  const examples: TopicExample[] = [];
  for (const [index, line] of content
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === "") continue;
    examples.push(readExample(line, `${file}:${index + 1}`));
  }
  checkTopics(examples, file);
  return examples;
}

/** An example from its parts; the language is that of the text. */
export function exampleOf(topic: OwnTopic, subject: string, text: string): TopicExample {
  return { topic, message: { subject, text, language: detectLanguage(`${subject}\n${text}`).language } };
}

/** Throws PermanentError("bad-topics") where there are too many topics or examples, or none. */
export function checkTopics(examples: readonly TopicExample[], where: string): void {
  const counts = Map.groupBy(examples, ({ topic }) => topic);
  if (counts.size === 0) throw badTopics(where, "holds no example; give each topic five or more");
  if (counts.size > MOST_OWN_TOPICS)
    throw badTopics(where, `has ${counts.size} topics; at most ${MOST_OWN_TOPICS} are told apart`);
  for (const [topic, own] of counts)
    if (own.length > MOST_EXAMPLES)
      throw badTopics(where, `has ${own.length} examples of ${topic}; keep the best ${MOST_EXAMPLES}`);
}

export function badTopics(where: string, what: string): PermanentError {
  return new PermanentError("bad-topics", `${where}: ${what}`);
}

function readExample(line: string, where: string): TopicExample {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    // The parser's own message quotes the line, whatever it holds.
    throw badTopics(where, 'not JSON; a line is {"topic": "warranty", "subject": "…", "text": "…"}');
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw badTopics(where, 'not a JSON object; a line is {"topic": "warranty", "text": "…"}');
  const record = new Map(Object.entries(value));
  const text = (field: string): string => {
    const found: unknown = record.get(field);
    if (typeof found === "string" && found.trim() !== "") return found;
    throw badTopics(where, `"${field}" is missing or no text`);
  };
  const name = text("topic");
  const topic = ownTopic(name);
  if (topic === null) throw badTopics(where, nameFault(name) ?? "no name");
  const subject = record.has("subject") && record.get("subject") !== "" ? text("subject") : "";
  return exampleOf(topic, subject, text("text"));
}
