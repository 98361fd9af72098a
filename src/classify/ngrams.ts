import type { Folded } from "./normalise.ts";
import type { Occurrences } from "./occurrences.ts";
import { classOf, SPACE, tokenEnd } from "./tokens.ts";

/** Buckets of each of the two hash tables; a model holds bucket numbers and no text of any customer. */
export const NGRAM_BUCKETS = 1 << 17;

const LONGEST = 5;
/** A longer run without white space is no word of any of our languages. */
const LONGEST_WORD = 64;
const WORD_SEED = 0x1234567;
const BIGRAM_SEED = 0x51ed270b;
const CHARACTER_SEED = 0x7654321;
const BLANK = 0x20;

/** FNV-1a's step, and the finaliser of xxHash-like mixers that spreads it over the low bits. */
function step(hash: number, code: number): number {
  return Math.imul(hash ^ code, 16777619);
}

function bucketOf(hash: number): number {
  let mixed = hash ^ (hash >>> 15);
  mixed = Math.imul(mixed, 0x2c1b3c6d);
  mixed ^= mixed >>> 12;
  return (mixed >>> 0) & (NGRAM_BUCKETS - 1);
}

/** Words and pairs of neighbouring words; each pair comes after its first word and stands where that does. */
export function wordGrams(text: Folded, into: Occurrences): void {
  const { codes, origin, length } = text;
  let previous = 0;
  let previousPlace = -1;
  for (let start = 0; start < length; ) {
    const end = tokenEnd(codes, start, length);
    if (end === start) {
      start++;
      continue;
    }
    const hash = hashOfWord(codes, start, end);
    const place = origin[start] as number;
    into.add(bucketOf(hash), place);
    if (previousPlace >= 0) into.add(bucketOf(step(step(BIGRAM_SEED, previous), hash)), previousPlace);
    previous = hash;
    previousPlace = place;
    start = end;
  }
}

/** Words alone. */
export function wordBuckets({ codes, length }: Folded): Set<number> {
  const buckets = new Set<number>();
  for (let start = 0; start < length; ) {
    const end = tokenEnd(codes, start, length);
    if (end > start) buckets.add(bucketOf(hashOfWord(codes, start, end)));
    start = Math.max(end, start + 1);
  }
  return buckets;
}

function hashOfWord(codes: Uint16Array, start: number, end: number): number {
  let hash = WORD_SEED;
  for (let i = start; i < end; i++) hash = step(hash, codes[i] as number);
  return hash;
}

/** Which runs of characters there are, and their first number. */
export interface Runs {
  readonly first: number;
  readonly shortest: number;
}

/** Runs of up to five characters within a word, its borders counted as blanks. */
export function characterGrams(text: Folded, { first, shortest }: Runs, into: Occurrences): void {
  const { codes, origin, length } = text;
  for (let start = 0; start < length; ) {
    if (classOf(codes[start] as number) & SPACE) {
      start++;
      continue;
    }
    let end = start + 1;
    while (end < length && (classOf(codes[end] as number) & SPACE) === 0) end++;
    const place = origin[start] as number;
    const last = Math.min(end, start + LONGEST_WORD);
    for (let from = start - 1; from < last; from++) {
      let hash = CHARACTER_SEED;
      const to = Math.min(from + LONGEST - 1, last);
      for (let at = from; at <= to; at++) {
        hash = step(hash, at < start || at === last ? BLANK : (codes[at] as number));
        if (at - from >= shortest - 1) into.add(first + bucketOf(hash), place);
      }
    }
    start = end;
  }
}
