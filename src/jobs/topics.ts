import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { badTopics, checkTopics, exampleOf, parseTopics, type TopicExample } from "../classify/owntopics.ts";
import { nameFault, ownTopic } from "../classify/topicname.ts";
import { parseMessage } from "../mail/parse.ts";

const LARGEST = 2_000_000;

/**
 * A mailbox' own topics: a .jsonl file, or a folder with a folder for each topic, named like it, of .eml and .txt
 * files. Throws PermanentError("bad-topics") that names the file, and the line where it has lines, and says what to do.
 */
export async function readTopics(path: string): Promise<TopicExample[]> {
  const about = await stat(path).catch(() => null);
  if (about === null)
    throw badTopics(path, "is not there; TOPICS names a .jsonl file or a folder of folders");
  if (!about.isDirectory()) return parseTopics(await read(path, about.size), path);
  const examples: TopicExample[] = [];
  for (const entry of await listed(path)) {
    if (!entry.isDirectory()) continue;
    const folder = join(path, entry.name);
    const topic = ownTopic(entry.name);
    if (topic === null) throw badTopics(folder, nameFault(entry.name) ?? "is no name");
    for (const file of await listed(folder)) {
      if (!/\.(?:eml|txt)$/i.test(file.name)) continue;
      examples.push(await readExample(join(folder, file.name), topic));
    }
  }
  checkTopics(examples, path);
  return examples;
}

/** In order of name, hidden ones left out. */
async function listed(folder: string) {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter(({ name }) => !name.startsWith("."))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

async function readExample(path: string, topic: TopicExample["topic"]): Promise<TopicExample> {
  const { size } = await stat(path);
  if (/\.txt$/i.test(path)) return checked(exampleOf(topic, "", await read(path, size)), path);
  const source = new Uint8Array(await readFile(path));
  if (source.length > LARGEST) throw tooLarge(path);
  const { subject, replyText } = await parseMessage({ source, size, structure: null }).catch(() => {
    throw badTopics(path, "is no message that can be parsed; save it anew as .eml, or its text as .txt");
  });
  return checked(exampleOf(topic, subject, replyText), path);
}

function checked(example: TopicExample, path: string): TopicExample {
  const { subject, text } = example.message;
  if (`${subject}${text}`.trim() === "") throw badTopics(path, "holds no text; delete it or fill it");
  return example;
}

async function read(path: string, size: number): Promise<string> {
  if (size > LARGEST) throw tooLarge(path);
  return (await readFile(path, "utf8")).replace(/^\uFEFF/, "");
}

const tooLarge = (path: string) => badTopics(path, "is larger than 2 MB; a few example messages will do");
