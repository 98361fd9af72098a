import MarkdownIt, { type Token } from "markdown-it";
import { bare, html, lifted, plain, type Reading } from "./literal.ts";
import { BUTTON, toText } from "./plaintext.ts";

const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false }).disable([
  "code",
  "fence",
]);
markdown.validateLink = (url) => /^(?:https?:\/\/|mailto:|cid:[a-z0-9-]+$)/i.test(bare(url));
// A link's address may be a value; it must be percent-encoded as text, not as the token that stands for it.
const normalise = markdown.normalizeLink.bind(markdown);
markdown.normalizeLink = (url) => normalise(bare(url));

// The alternative text is an attribute, in which no isolate can stand; style() has set it.
markdown.renderer.rules.image = (tokens, index, options, _env, self) =>
  self.renderToken(tokens, index, options);

/** Inline, because many mail programs drop <style>; the classes are for dark mode. */
const STYLES: Readonly<Record<string, string>> = {
  p: "margin:0 0 16px",
  ul: "margin:0 0 16px;padding:0 24px",
  ol: "margin:0 0 16px;padding:0 24px",
  li: "margin:0 0 6px",
  h1: "margin:0 0 16px;font-size:20px;line-height:1.3",
  h2: "margin:0 0 12px;font-size:17px;line-height:1.3",
  hr: "border:0;border-top:1px solid #d9dde3;margin:24px 0",
  blockquote: "margin:0 0 16px;padding:0 14px;border-inline-start:3px solid #c3cad4",
  a: "color:#1a5fb4",
  table:
    "width:100%;margin:0 0 16px;border-collapse:collapse;table-layout:fixed;font-size:13px;line-height:1.35;text-align:center",
  th: "padding:4px 1px;font-weight:normal",
  td: "padding:0 1px 4px;vertical-align:top",
};

/** A picture is a part of the mail (RFC 2392): nothing is loaded from elsewhere. Titled "spark", it stands in a line. */
const PICTURE = /^cid:/;
const SPARK = "spark";
const PICTURE_STYLE = "display:block;width:100%;height:auto;margin:0 0 4px";
const SPARK_STYLE = "height:18px;width:auto;margin:0 6px;vertical-align:middle";

/** Both parts of a mail from Markdown with tokens in it (literal.ts). */
export function parts(source: string): { readonly text: string; readonly html: string } {
  const { pattern, reading } = lifted(source);
  // What a link points to is checked and encoded when it is parsed: the values must be known then.
  if (/\]\s?[([:]|</.test(pattern)) return filled(read(source), undefined);
  const known = shapes.get(pattern) ?? read(pattern);
  if (shapes.size >= SHAPES) shapes.clear();
  shapes.set(pattern, known);
  return filled(known, reading);
}

/** Markdown that was parsed, and its HTML; the tokens still stand for their texts. */
interface Shape {
  readonly tokens: readonly Token[];
  readonly markup: string;
}

/** A template has few shapes, with a name and without, with a promise and without; each is parsed once. */
const shapes = new Map<string, Shape>();
const SHAPES = 500;

function read(source: string): Shape {
  const tokens = markdown.parse(source, {});
  for (const token of tokens) {
    style(token);
    for (const child of token.children ?? []) style(child);
  }
  return { tokens, markup: markdown.renderer.render(tokens, markdown.options, {}) };
}

function filled({ tokens, markup }: Shape, reading: Reading | undefined): { text: string; html: string } {
  const text = plain(toText(tokens, reading), reading)
    .replace(/[ \t]+$/gm, "")
    .trim();
  return { text, html: html(markup, reading) };
}

/** Broad enough for a thumb, and legible whatever colours a program puts behind it. */
const BUTTON_STYLE =
  "display:block;max-width:340px;padding:13px 18px;border:2px solid #1a5fb4;border-radius:8px;" +
  "background:#eef4fc;color:#12447f;font-weight:600;text-align:center;text-decoration:none";

function style(token: Token): void {
  if (token.type === "link_open" && token.attrGet("title") === BUTTON) {
    token.attrs = [
      ["href", String(token.attrGet("href") ?? "")],
      ["class", BUTTON],
      ["style", BUTTON_STYLE],
    ];
    return;
  }
  if (token.type === "image") {
    const src = String(token.attrGet("src") ?? "");
    const size = token.attrGet("title") === SPARK ? SPARK_STYLE : PICTURE_STYLE;
    token.attrs = [["alt", bare(token.content)]];
    if (PICTURE.test(src)) token.attrs.push(["src", src], ["style", `${size};border:0`]);
    return;
  }
  const css = STYLES[token.tag];
  if (css !== undefined && token.nesting >= 0) token.attrSet("style", css);
}
