import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type LabelledMail, parseLabelled } from "../classify/labelled.ts";
import { type Lexicon, parseLexicon } from "../classify/lexicon.ts";
import { PermanentError } from "../errors.ts";

/**
 * All of the folder's *.jsonl, by default `directory`/train, in order of name. Throws PermanentError("bad-record") with file and line, or
 * ("no-data") where there is none.
 */
export async function readLabelledMail(
  directory: string,
  folder = join(directory, "train"),
): Promise<LabelledMail[]> {
  const files = await filesOf(folder, ".jsonl");
  const mails = await Promise.all(
    files.map(async (file) => parseLabelled(await readFile(file, "utf8"), file)),
  );
  return mails.flat();
}

/** The word lists of `directory`/concepts, English first so that concepts keep their order. */
export async function readLexicon(directory: string): Promise<Lexicon> {
  const files = await filesOf(join(directory, "concepts"), ".txt");
  const code = (file: string) => file.replace(/^.*[\\/]|\.txt$/g, "");
  files.sort((a, b) => Number(code(b) === "en") - Number(code(a) === "en"));
  const sources = await Promise.all(
    files.map(async (file) => ({ code: code(file), text: await readFile(file, "utf8") })),
  );
  return parseLexicon(sources);
}

async function filesOf(directory: string, extension: string): Promise<string[]> {
  const names = await readdir(directory).catch((error: unknown) => {
    throw new PermanentError("no-data", `cannot read ${directory}`, { cause: error });
  });
  const files = names.filter((name) => name.endsWith(extension)).sort();
  if (files.length === 0) throw new PermanentError("no-data", `no ${extension} file in ${directory}`);
  return files.map((name) => join(directory, name));
}
