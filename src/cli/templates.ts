import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LANGUAGES } from "../mail/message.ts";
import { loadTemplates, render } from "../smtp/template.ts";
import { readEnvironment } from "./environment.ts";
import { packageRoot } from "./house.ts";
import { indexPage, mailPage, type Shown, titleOf } from "./template-gallery.ts";
import { PREVIEWED_AT, samples } from "./template-samples.ts";

/** `foyer templates preview`: pages of every mail in every language, for a browser; own templates among them. */
export function previewTemplates({ out }: { readonly out: string }): void {
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
  for (const shown of all) writeFileSync(join(out, shown.file), mailPage(shown));
  const index = join(out, "index.html");
  writeFileSync(index, indexPage(all));
  process.stdout.write(`${all.length} mails; open ${index}\n`);
}

function ownTemplates(): string | null {
  return readEnvironment().TEMPLATES_DIR?.trim() || null;
}
