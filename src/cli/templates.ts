import { mkdirSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { PermanentError } from "../errors.ts";
import { detectLanguage } from "../mail/language.ts";
import { LANGUAGES, type Language } from "../mail/message.ts";
import { parseMessage } from "../mail/parse.ts";
import { agreedFaults, loadAgreedAnswers } from "../smtp/agreed.ts";
import { templateFaults, textFaults } from "../smtp/check.ts";
import { illustrated, rastered } from "../smtp/raster.ts";
import { loadTemplates, render } from "../smtp/template.ts";
import type { Fault } from "../smtp/template-file.ts";
import { pageWordFaults } from "../web/words.ts";
import { readEnvironment } from "./environment.ts";
import { packageRoot } from "./house.ts";
import { indexPage, mailPage, type Shown, titleOf } from "./template-gallery.ts";
import { PREVIEWED_AT, samples } from "./template-samples.ts";

/** `foyer templates preview`: pages of every mail in every language, for a browser; own templates among them. */
export async function previewTemplates({ out }: { readonly out: string }): Promise<void> {
  const templates = loadTemplates(packageRoot("templates"), ownTemplates());
  const all = LANGUAGES.flatMap((language) =>
    samples(language).map((sample): Shown => {
      const { name, manner, values } = sample;
      const rendered = render(templates, { name, manner, language, values, now: PREVIEWED_AT });
      const file = `${language}.${titleOf(sample).replace(/[^a-z-]+/g, ".")}.html`;
      return { file, sample, language, rendered };
    }),
  );
  mkdirSync(out, { recursive: true });
  for (const shown of all) {
    const html = illustrated(shown.rendered.html, await rastered(shown.rendered.pictures));
    writeFileSync(join(out, shown.file), mailPage({ ...shown, rendered: { ...shown.rendered, html } }));
  }
  const index = join(out, "index.html");
  writeFileSync(index, indexPage(all));
  process.stdout.write(`${all.length} mails; open ${index}\n`);
}

function ownTemplates(): string | null {
  return readEnvironment().TEMPLATES_DIR?.trim() || null;
}

/**
 * `foyer templates check`: what is wrong with the templates, a line each; with paths, what an agent's drafts there say
 * that a customer should not have to read, and the gaps left in them. Exit 1 where anything is found.
 */
export async function checkTemplates(
  paths: readonly string[],
  { language }: { readonly language?: Language },
): Promise<void> {
  const faults =
    paths.length === 0
      ? ownFaults()
      : (await Promise.all(paths.map((path) => draftFaults(path, language)))).flat();
  for (const { file, line, what, why } of faults)
    process.stdout.write(`${file}:${line}: ${what}${why === undefined ? "" : ` (${why})`}\n`);
  process.stdout.write(faults.length === 0 ? "nothing found\n" : `${faults.length} found\n`);
  if (faults.length > 0) process.exitCode = 1;
}

/** Of the templates, the words of the pages, and the agreed answers. */
function ownFaults(): readonly Fault[] {
  const [dir, own] = [packageRoot("templates"), ownTemplates()];
  return [
    ...templateFaults(dir, own),
    ...pageWordFaults(dir, own),
    ...agreedFaults(loadAgreedAnswers(dir, own)),
  ];
}

async function draftFaults(path: string, given: Language | undefined): Promise<readonly Fault[]> {
  const source = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new PermanentError("unreadable", `${path} cannot be read (${error.code ?? "unknown"})`);
  });
  const text = path.endsWith(".eml")
    ? (await parseMessage({ source, size: source.length, structure: null })).replyText
    : source.toString("utf8");
  const language = given ?? detectLanguage(text).language;
  if (language === null)
    throw new PermanentError("language", `${path}: no telling its language; give it with --language`);
  return [...gapsIn(path, text), ...textFaults(path, text, language)].sort((a, b) => a.line - b.line);
}

/** Gaps that drafts come with ([[…]]), still to be filled. */
function gapsIn(file: string, text: string): readonly Fault[] {
  return text
    .split("\n")
    .flatMap((content, index) =>
      [...content.matchAll(/\[\[/g)].map(() => ({ file, line: index + 1, what: "a gap is left: [[…]]" })),
    );
}
