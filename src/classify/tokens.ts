/** Classes of UTF-16 code units, as bits. Surrogates are in no class but PAIR. */
export const LETTER = 1;
export const DIGIT = 2;
const MARK = 4;
export const SPACE = 8;
/** Ends a sentence; `;` is the Greek question mark. */
export const STOP = 16;
/** First half of a surrogate pair; in mail nearly always an emoji. */
const PAIR = 32;
/** A letter that is a capital. */
export const UPPER = 64;

const CLASSES = classify();

export function classOf(code: number): number {
  return CLASSES[code] ?? 0;
}

function classify(): Uint8Array {
  const classes = new Uint8Array(0x10000);
  // One string of them all: asking a regular expression for each code unit would take a hundred times as long.
  const all = Array.from({ length: 0xd800 }, (_, code) => String.fromCharCode(code)).join("");
  const high = Array.from({ length: 0x2000 }, (_, code) => String.fromCharCode(0xe000 + code)).join("");
  const mark = (pattern: RegExp, kind: number) => {
    for (const { 0: run, index } of all.matchAll(pattern)) set(classes, { from: index, run, kind });
    for (const { 0: run, index } of high.matchAll(pattern)) set(classes, { from: 0xe000 + index, run, kind });
  };
  mark(/\p{L}+/gu, LETTER);
  mark(/\p{Lu}+/gu, UPPER);
  mark(/\p{N}+/gu, DIGIT);
  mark(/\p{M}+/gu, MARK);
  mark(/\s+/gu, SPACE);
  mark(/[.!?;؟…\n]/gu, STOP);
  return classes.fill(PAIR, 0xd800, 0xdc00);
}

function set(classes: Uint8Array, { from, run, kind }: { from: number; run: string; kind: number }): void {
  for (let i = 0; i < run.length; i++) classes[from + i] = (classes[from + i] as number) | kind;
}

const BANG = 0x21;
const QUESTION = 0x3f;
const COLON = 0x3a;
const OPEN = 0x28;
const CLOSE = 0x29;

/**
 * End of the token that starts at `start`, or `start` where none does. A token is a word (with inner apostrophes),
 * a number, a run of ! and ?, an emoji, a smiley, or the doubled brackets that Russian writers smile with.
 */
export function tokenEnd(codes: Uint16Array, start: number, length: number): number {
  const code = codes[start] ?? 0;
  const kind = classOf(code);
  if (kind & LETTER) return runEnd(codes, start + 1, length, isWordPart);
  if (kind & DIGIT) return runEnd(codes, start + 1, length, (next) => (classOf(next) & DIGIT) !== 0);
  if (kind & PAIR) return Math.min(start + 2, length);
  if (isBang(code)) return runEnd(codes, start + 1, length, isBang);
  const next = start + 1 < length ? codes[start + 1] : 0;
  if (code === COLON && (next === OPEN || next === CLOSE)) return start + 2;
  if ((code === OPEN || code === CLOSE) && next === code) {
    return runEnd(codes, start + 2, length, (other) => other === code);
  }
  return start;
}

function isBang(code: number): boolean {
  return code === BANG || code === QUESTION;
}

function isWordPart(code: number): boolean {
  return (classOf(code) & (LETTER | DIGIT | MARK)) !== 0 || code === 0x27 || code === 0x2019;
}

function runEnd(codes: Uint16Array, from: number, length: number, belongs: (code: number) => boolean) {
  let end = from;
  while (end < length && belongs(codes[end] ?? 0)) end++;
  return end;
}
