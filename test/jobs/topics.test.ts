import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readTopics } from "../../src/jobs/topics.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "foyer-topics-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (path: string, content: string): void => {
  mkdirSync(join(folder, path, ".."), { recursive: true });
  writeFileSync(join(folder, path), content);
};

describe("topics of one's own", () => {
  test("are read from a folder for each, mails without quotes and texts as they are", async () => {
    put("warranty/1.txt", "Is my warranty still valid?");
    put(
      "warranty/2.eml",
      "From: a@b.example\r\nSubject: Guarantee\r\n\r\nFor how long?\r\n\r\n> Dear customer, thank you\r\n",
    );
    put("spare-parts/1.txt", "Πού βρίσκω ανταλλακτικά;");
    put("spare-parts/notes.md", "not an example");
    const examples = await readTopics(folder);
    expect(
      examples.map(({ topic, message }) => [topic, message.subject, message.text, message.language]),
    ).toEqual([
      ["spare-parts", "", "Πού βρίσκω ανταλλακτικά;", "el"],
      ["warranty", "", "Is my warranty still valid?", "en"],
      ["warranty", "Guarantee", "For how long?", "en"],
    ]);
  });

  test("are read from one file, its byte order mark and empty lines left out", async () => {
    put("topics.jsonl", '\uFEFF{"topic":"warranty","subject":"","text":"Is it valid?"}\n\n');
    expect(await readTopics(join(folder, "topics.jsonl"))).toHaveLength(1);
  });

  test.each([
    ["a name of foyer's", "billing/1.txt", /"billing" is one of foyer's own topics: choose another name/],
    ["a name that is none", "__proto__/1.txt", /is no name for a topic: small letters/],
    ["an empty text", "warranty/1.txt", /1\.txt: holds no text; delete it or fill it/],
  ])("are refused with %s, and the file and the way out are named", async (_what, path, problem) => {
    put(path, path.startsWith("warranty") ? " " : "text");
    await expect(readTopics(folder)).rejects.toThrow(problem);
  });

  test("are refused where the path is wrong or nothing is in it", async () => {
    await expect(readTopics(join(folder, "nowhere"))).rejects.toThrow(/nowhere: is not there; TOPICS names/);
    await expect(readTopics(folder)).rejects.toThrow(/holds no example; give each topic five or more/);
  });
});
