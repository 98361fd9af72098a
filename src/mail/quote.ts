import { blockAt } from "./block.ts";
import { contactBlock } from "./contact.ts";
import { attributionAt, isQuoted, ruleAt, type Separator } from "./separator.ts";
import { isDeviceLine, isSignatureDelimiter } from "./signature.ts";

/** A signature is short; what follows a bare "--" for longer is the mail. */
const MAX_SIGNATURE_LINES = 15;
/** Lines that a link broken out of a quote may take. */
const MAX_BROKEN = 2;

/**
 * The writer's own words: `text` without quoted mail and signature, for judging only. Answers between quoted lines
 * stay. Where nothing is left it is the whole text, so it is never empty where `text` is not.
 */
export function replyText(text: string): string {
  const lines = text.split("\n");
  const kept = ownLines(lines);
  const own = kept
    .slice(0, contactBlock(kept) ?? kept.length)
    .join("\n")
    .replace(/\n{4,}/g, "\n\n\n")
    .replace(/^\s*\n/, "")
    .trimEnd();
  return /[\p{L}\p{N}][^\p{L}\p{N}]*[\p{L}\p{N}]|\p{Emoji_Presentation}/u.test(own) ? own : text;
}

function ownLines(lines: readonly string[]): string[] {
  const kept: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (isQuoted(line)) {
      at += brokenLines(lines, at);
      continue;
    }
    const separator = separatorAt(lines, at);
    if (separator !== null) {
      if (separator.kind !== "attribution") return withoutRule(kept);
      if (quoteFollows(lines, separator.last)) {
        at = separator.last;
        continue;
      }
      if (separator.strong) return withoutRule(kept);
    }
    if (isSignatureDelimiter(line)) {
      const end = signatureEnd(lines, at);
      if (end !== null) {
        at = end;
        continue;
      }
    }
    if (!isDeviceLine(line)) kept.push(line);
  }
  return kept;
}

/** The separator that begins at line `at`, of whatever kind. */
export function separatorAt(lines: readonly string[], at: number): Separator | null {
  if (/^\s*$/.test(lines[at] ?? "")) return null;
  const rule = ruleAt(lines, at);
  if (rule !== null) return rule;
  const block = blockAt(lines, at);
  if (block !== null) return { kind: "block", first: block.first, last: block.last, strong: true };
  return attributionAt(lines, at);
}

function quoteFollows(lines: readonly string[], last: number): boolean {
  const next = lines.slice(last + 1, last + 4).find((line) => line.trim() !== "");
  return next !== undefined && isQuoted(next);
}

/** A rule of dashes or underscores above a separator goes with it. */
function withoutRule(kept: string[]): string[] {
  let end = kept.length;
  while (end > 0 && /^[\s_\-=*]*$/.test(kept[end - 1] ?? "")) end--;
  return kept.slice(0, end);
}

/** A link that was wrapped out of its quote: lines until its bracket is closed. */
function brokenLines(lines: readonly string[], at: number): number {
  const link = /[(<[]https?:[^\s()<>[\]]{0,500}$/.exec(lines[at]?.slice(-600) ?? "");
  if (link === null) return 0;
  for (let count = 1; count <= MAX_BROKEN; count++) {
    const line = lines[at + count];
    if (line === undefined || line.trim() === "" || isQuoted(line)) return 0;
    if (/^[^\s()<>[\]]{0,300}[)>\]]/.test(line)) return count;
  }
  return 0;
}

/** Last line of the signature that begins at `at`; null where this is none but a rule within the mail. */
function signatureEnd(lines: readonly string[], at: number): number | null {
  let filled = 0;
  for (let next = at + 1; next < lines.length; next++) {
    const line = lines[next] ?? "";
    if (isQuoted(line) || separatorAt(lines, next) !== null) return next - 1;
    if (line.trim() !== "") filled++;
    if (filled > MAX_SIGNATURE_LINES) return null;
  }
  return lines.length - 1;
}
