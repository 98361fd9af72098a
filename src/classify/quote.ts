import type { Hit } from "./concepts.ts";
import type { Folded } from "./normalise.ts";
import { classOf, DIGIT, LETTER, SPACE } from "./tokens.ts";

const LONGEST_QUOTE = 60;

/** Whole words of the source that a hit covers. */
export function stretchOf(source: string, folded: Folded, hit: Hit): { from: number; to: number } {
  const from = folded.origin[hit.start] ?? 0;
  return { from, to: endOfWord(source, (folded.origin[hit.end - 1] ?? from) + 1) };
}

export function endOfWord(source: string, from: number): number {
  let end = from;
  while (end < source.length && (classOf(source.charCodeAt(end)) & SPACE) === 0) end++;
  return end;
}

/** A stretch of the source on one line, without the punctuation around it. */
export function quote(source: string, { from, to }: { from: number; to: number }): string {
  let start = from;
  let end = Math.min(to, from + LONGEST_QUOTE);
  while (start < end && isPunctuation(source.charCodeAt(start))) start++;
  while (end > start && isPunctuation(source.charCodeAt(end - 1))) end--;
  const text = source.slice(start, end);
  return /[\s\ud800-\udfff]/.test(text) ? tidy(text) : text;
}

/** Neither letter nor number nor, since it may be part of either, half of a pair. */
function isPunctuation(code: number): boolean {
  return (classOf(code) & (LETTER | DIGIT)) === 0 && (code < 0xd800 || code > 0xdfff);
}

function tidy(text: string): string {
  return text.replace(/\s+/g, " ").replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
}
