import type { Folded } from "./normalise.ts";
import { classOf, SPACE, tokenEnd } from "./tokens.ts";

/** Buckets of each of the two hash tables; a model holds bucket numbers and no text of any customer. */
export const NGRAM_BUCKETS = 1 << 17;

const SHORTEST = 2;
const LONGEST = 5;
/** A longer run without white space is no word of any of our languages. */
const LONGEST_WORD = 64;
const WORD_SEED = 0x1234567;
const BIGRAM_SEED = 0x51ed270b;
const CHARACTER_SEED = 0x7654321;
const BLANK = 0x20;

/** Takes the bucket of one n-gram and where its word begins, as an offset into the source. */
export type Emit = (bucket: number, place: number) => void;

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

/** Words and pairs of neighbouring words. */
export function wordGrams(text: Folded, emit: Emit): void {
  let previous = 0;
  let previousPlace = -1;
  eachWord(text, (hash, place) => {
    emit(bucketOf(hash), place);
    if (previousPlace >= 0) emit(bucketOf(step(step(BIGRAM_SEED, previous), hash)), previousPlace);
    previous = hash;
    previousPlace = place;
  });
}

/** Words alone. */
export function wordBuckets(text: Folded): Set<number> {
  const buckets = new Set<number>();
  eachWord(text, (hash) => buckets.add(bucketOf(hash)));
  return buckets;
}

function eachWord({ codes, origin, length }: Folded, visit: (hash: number, place: number) => void): void {
  for (let start = 0; start < length; ) {
    const end = tokenEnd(codes, start, length);
    if (end === start) {
      start++;
      continue;
    }
    let hash = WORD_SEED;
    for (let i = start; i < end; i++) hash = step(hash, codes[i] ?? 0);
    visit(hash, origin[start] ?? 0);
    start = end;
  }
}

/** Runs of two to five characters within a word, its borders counted as blanks. */
export function characterGrams(text: Folded, emit: Emit): void {
  const { codes, origin, length } = text;
  for (let start = 0; start < length; ) {
    if (classOf(codes[start] ?? 0) & SPACE) {
      start++;
      continue;
    }
    let end = start + 1;
    while (end < length && (classOf(codes[end] ?? 0) & SPACE) === 0) end++;
    gramsOfWord(codes, start, Math.min(end, start + LONGEST_WORD), (bucket) =>
      emit(bucket, origin[start] ?? 0),
    );
    start = end;
  }
}

function gramsOfWord(codes: Uint16Array, start: number, end: number, emit: (bucket: number) => void): void {
  for (let from = start - 1; from < end; from++) {
    let hash = CHARACTER_SEED;
    for (let size = 1; size <= LONGEST; size++) {
      const at = from + size - 1;
      if (at > end) break;
      hash = step(hash, at < start || at === end ? BLANK : (codes[at] ?? 0));
      if (size >= SHORTEST) emit(bucketOf(hash));
    }
  }
}
