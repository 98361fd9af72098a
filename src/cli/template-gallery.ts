import type { Language } from "../mail/message.ts";
import { escapeHtml } from "../smtp/literal.ts";
import type { Rendered } from "../smtp/template.ts";
import type { Sample } from "./template-sample.ts";

/** A mail that was rendered, and the file that shows it. */
export interface Shown {
  readonly file: string;
  readonly sample: Sample;
  readonly language: Language;
  readonly rendered: Rendered;
}

const STYLE = `<style>
body { margin: 0; padding: 20px; background: #e9ebef; color: #1f2328; font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 18px; margin: 0 0 4px; }
h2 { font-size: 16px; margin: 28px 0 6px; }
a { color: #1a5fb4; }
.parts { display: flex; flex-wrap: wrap; gap: 20px; align-items: flex-start; }
section { flex: 1 1 340px; max-width: 640px; }
section h2 { margin: 12px 0 6px; font-size: 13px; color: #5b6470; }
pre { margin: 0; padding: 20px; background: #fff; font: 14px/1.5 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; text-align: start; }
iframe { width: 100%; height: 600px; border: 0; background: #fff; }
table { border-collapse: collapse; background: #fff; }
td, th { padding: 4px 10px; border: 1px solid #d9dde3; text-align: start; }
</style>`;

/** One mail: its text part, and its HTML part as light and as dark programs show it. */
export function mailPage({ sample, language, rendered }: Shown): string {
  const title = `${language}: ${titleOf(sample)}`;
  // A browser has one colour scheme for all frames; so the rule for dark programs is made a rule for everybody.
  const dark = rendered.html
    .replaceAll("(prefers-color-scheme: dark)", "all")
    .replace("color-scheme: light dark", "color-scheme: dark");
  const light = rendered.html
    .replaceAll("(prefers-color-scheme: dark)", "not all")
    .replace("color-scheme: light dark", "color-scheme: light");
  return document(
    title,
    `<p><a href="index.html">all</a></p>
<h1>${escapeHtml(title)}</h1>
<p dir="auto">${escapeHtml(rendered.subject)}</p>
<div class="parts">
<section><h2>text</h2><pre>${escapeHtml(rendered.text)}</pre></section>
<section><h2>HTML, light</h2>${frame(light)}</section>
<section><h2>HTML, dark</h2>${frame(dark)}</section>
</div>`,
  );
}

/** The frame grows to what is in it. Nothing in a mail may run or load. */
function frame(html: string): string {
  return `<iframe sandbox="allow-same-origin" srcdoc="${escapeHtml(html)}" onload="this.style.height=this.contentDocument.documentElement.scrollHeight+'px'"></iframe>`;
}

/** All mails: a row each, a column for each language. */
export function indexPage(all: readonly Shown[]): string {
  const rows = Map.groupBy(all, ({ sample }) => titleOf(sample));
  const languages = [...new Set(all.map(({ language }) => language))];
  const cells = (shown: readonly Shown[]): string =>
    languages
      .map((language) => {
        const one = shown.find((each) => each.language === language);
        return one === undefined ? "<td></td>" : `<td><a href="${one.file}">${language}</a></td>`;
      })
      .join("");
  const body = [...rows].map(([title, shown]) => `<tr><td>${escapeHtml(title)}</td>${cells(shown)}</tr>`);
  return document("Templates", `<h1>Templates</h1>\n<table>\n${body.join("\n")}\n</table>`);
}

export function titleOf({ name, manner, variant }: Sample): string {
  return variant === "" ? `${name}.${manner}` : `${name}.${manner}: ${variant}`;
}

function document(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
${STYLE}
</head>
<body>
${body}
</body>
</html>
`;
}
