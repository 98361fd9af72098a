import type { Token } from "markdown-it";
import { plain, type Reading } from "./literal.ts";

/** Title of a link that is a button. */
export const BUTTON = "button";

/**
 * Plain text that reads well alone: paragraphs, underlined headings, "- " and "1. " for lists, "> " for quotations, rows of
 * tables as lines that name their columns, no marks of emphasis, no pictures.
 */
export function toText(tokens: readonly Token[], reading: Reading | undefined): string {
  const blocks: string[] = [];
  const lists: { next: number | null }[] = [];
  const items: string[] = [];
  const table: Table = { columns: null, cells: [], lines: [] };
  let marker = "";
  let quoted = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.type === "bullet_list_open") lists.push({ next: null });
    else if (token.type === "ordered_list_open") lists.push({ next: Number(token.attrGet("start") ?? 1) });
    else if (token.type === "list_item_open") marker = nextMarker(lists);
    else if (token.type.endsWith("_list_close")) {
      lists.pop();
      if (lists.length === 0) blocks.push(items.splice(0).join("\n"));
    } else if (token.type === "blockquote_open") quoted++;
    else if (token.type === "blockquote_close") quoted--;
    else if (token.type === "tr_close") endRow(table);
    else if (token.type === "table_close") blocks.push(endTable(table));
    else if (token.type === "inline") {
      const line = plain(inlineText(token.children ?? [], reading), reading);
      const around = tokens[index - 1]?.type;
      if (around === "th_open" || around === "td_open") table.cells.push(line);
      else if (around === "heading_open") blocks.push(underlined(line));
      else if (lists.length > 0) items.push(indented("  ".repeat(lists.length - 1), marker, line));
      else blocks.push(quoted > 0 ? line.replace(/^/gm, "> ") : line);
      marker = "";
    }
  }
  return blocks.filter((block) => block !== "").join("\n\n");
}

interface Table {
  columns: readonly string[] | null;
  readonly cells: string[];
  readonly lines: string[];
}

function endRow(table: Table): void {
  const cells = table.cells.splice(0);
  const { columns } = table;
  if (columns === null) table.columns = cells;
  else table.lines.push(cells.map((cell, i) => `${columns[i] ?? ""} ${cell}`.trim()).join("; "));
}

function endTable(table: Table): string {
  table.columns = null;
  return table.lines.splice(0).join("\n");
}

/** Isolates take no room. */
function underlined(line: string): string {
  return `${line}\n${"-".repeat([...line.replace(/[\u2066-\u2069]/g, "")].length)}`;
}

function indented(indent: string, marker: string, line: string): string {
  return indent + marker + line.replaceAll("\n", `\n${indent}${" ".repeat(marker.length)}`);
}

function nextMarker(lists: readonly { next: number | null }[]): string {
  const list = lists.at(-1);
  return typeof list?.next === "number" ? `${list.next++}. ` : "- ";
}

/** A mail to be sent is told by its address, and by its subject where that is what counts. */
function addressShown(href: string): string {
  if (!href.startsWith("mailto:")) return href;
  const { pathname, searchParams } = new URL(href);
  const subject = searchParams.get("subject");
  return subject === null ? pathname : `${pathname}: ${subject}`;
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
      const shown = link === undefined ? "" : addressShown(link.href);
      if (link !== undefined && plain(text.slice(link.from), reading) !== shown) text += ` (${shown})`;
    }
  }
  return text;
}
