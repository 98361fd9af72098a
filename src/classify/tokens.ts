/** Classes of UTF-16 code units, as bits. Surrogates are in no class but PAIR. */
export const LETTER = 1;
export const DIGIT = 2;
const MARK = 4;
export const SPACE = 8;
/** Ends a sentence; `;` is the Greek question mark. */
export const STOP = 16;
/** First half of a surrogate pair; in mail nearly always an emoji. */
const PAIR = 32;

const CLASSES = classify();

export function classOf(code: number): number {
  return CLASSES[code] ?? 0;
}

function classify(): Uint8Array {
  const classes = new Uint8Array(0x10000);
  for (let code = 0; code < 0x10000; code++) {
    if (code >= 0xd800 && code < 0xe000) continue;
    // The Private Use Area and, for speed, the large blocks of one kind are settled without a regular expression.
    classes[code] = code >= 0x4e00 && code < 0x9fff ? LETTER : classOfCharacter(String.fromCharCode(code));
  }
  for (let code = 0xd800; code < 0xdc00; code++) classes[code] = PAIR;
  for (const stop of ".!?;؟…\n") classes[stop.charCodeAt(0)] = (classes[stop.charCodeAt(0)] ?? 0) | STOP;
  return classes;
}

function classOfCharacter(character: string): number {
  if (/\p{L}/u.test(character)) return LETTER;
  if (/\p{N}/u.test(character)) return DIGIT;
  if (/\p{M}/u.test(character)) return MARK;
  return /\s/.test(character) ? SPACE : 0;
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
