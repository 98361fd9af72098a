import MarkdownIt, { type Token } from "markdown-it";
import { bare, html, lifted, plain, type Reading } from "./literal.ts";

const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false }).disable([
  "image",
  "table",
  "code",
  "fence",
]);
markdown.validateLink = (url) => /^(?:https?:\/\/|mailto:)/i.test(bare(url));
// A link's address may be a value; it must be percent-encoded as text, not as the token that stands for it.
const normalise = markdown.normalizeLink.bind(markdown);
markdown.normalizeLink = (url) => normalise(bare(url));

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
};

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

/** A link titled "button": broad enough for a thumb, and legible whatever colours a program puts behind it. */
const BUTTON = "button";
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
  const css = STYLES[token.tag];
  if (css !== undefined && token.nesting >= 0) token.attrSet("style", css);
}

/** Plain text that reads well alone: paragraphs, "- " and "1. " for lists, "> " for quotations, no marks of emphasis. */
function toText(tokens: readonly Token[], reading: Reading | undefined): string {
  const blocks: string[] = [];
  const lists: { next: number | null }[] = [];
  const items: string[] = [];
  let marker = "";
  let quoted = 0;
  for (const token of tokens) {
    if (token.type === "bullet_list_open") lists.push({ next: null });
    else if (token.type === "ordered_list_open") lists.push({ next: Number(token.attrGet("start") ?? 1) });
    else if (token.type === "list_item_open") marker = nextMarker(lists);
    else if (token.type.endsWith("_list_close")) {
      lists.pop();
      if (lists.length === 0) blocks.push(items.splice(0).join("\n"));
    } else if (token.type === "blockquote_open") quoted++;
    else if (token.type === "blockquote_close") quoted--;
    else if (token.type === "inline") {
      const line = inlineText(token.children ?? [], reading);
      if (lists.length > 0) items.push(indented("  ".repeat(lists.length - 1), marker, plain(line, reading)));
      else blocks.push(quoted > 0 ? plain(line, reading).replace(/^/gm, "> ") : line);
      marker = "";
    }
  }
  return blocks.filter((block) => block !== "").join("\n\n");
}

function indented(indent: string, marker: string, line: string): string {
  return indent + marker + line.replaceAll("\n", `\n${indent}${" ".repeat(marker.length)}`);
}

function nextMarker(lists: readonly { next: number | null }[]): string {
  const list = lists.at(-1);
  return typeof list?.next === "number" ? `${list.next++}. ` : "- ";
}

function inlineText(tokens: readonly Token[], reading: Reading | undefined): string {
  let text = "";
  const links: { href: string; from: number; button: boolean }[] = [];
  for (const token of tokens) {
    if (token.type === "text" || token.type === "code_inline") text += token.content;
    else if (token.type === "softbreak") text += " ";
    else if (token.type === "hardbreak") text += "\n";
    else if (token.type === "link_open")
      links.push({
        href: String(token.attrGet("href") ?? ""),
        from: text.length,
        button: token.attrGet("class") === BUTTON,
      });
    else if (token.type === "link_close") {
      const link = links.pop();
      if (link?.button === true) {
        // Addressed mail with its subject is no line to read; whoever reads text can answer as well.
        text = link.href.startsWith("mailto:") ? text.slice(0, link.from) : `${text}: ${link.href}`;
        continue;
      }
      const shown = link?.href.replace(/^mailto:/, "") ?? "";
      if (link !== undefined && plain(text.slice(link.from), reading) !== shown) text += ` (${shown})`;
    }
  }
  return text;
}
