import type { Judged } from "./judgement.ts";

/** Longer input is cut: what a message wants is said in its first thousand words. Characters. */
export const MAX_SUBJECT = 300;
export const MAX_TEXT = 4_000;
/** Of subject, line feed and text together. */
export const LONGEST_SOURCE = MAX_SUBJECT + 1 + MAX_TEXT;

/**
 * Text folded character by character for comparing, with the way back to what the customer wrote.
 * `codes[i]` is a UTF-16 code unit and stands for `source[origin[i]]`.
 */
export interface Folded {
  readonly source: string;
  readonly codes: Uint16Array;
  readonly origin: Uint16Array;
  readonly length: number;
}

/** A folding of single UTF-16 code units; 0 deletes. Units beyond the table stay as they are. */
export type FoldTable = Uint16Array;

const ARABIC_TO_PERSIAN: Readonly<Record<string, string>> = { ي: "ی", ى: "ی", ك: "ک" };
const ARABIC_VARIANTS: Readonly<Record<string, string>> = {
  ...ARABIC_TO_PERSIAN,
  ئ: "ی",
  أ: "ا",
  إ: "ا",
  ٱ: "ا",
  ؤ: "و",
  ۀ: "ه",
  ة: "ه",
};
const ZERO_WIDTH_NON_JOINER = "\u200c";
const TABLE_SIZE = 0x2500;

/** For n-grams: case, Greek accents, ς, ё, Arabic letters and digits, vowel marks. */
export const NGRAM_FOLD: FoldTable = buildTable((character) => {
  if (/[\u064b-\u0652\u0640]/.test(character)) return "";
  const lower = ARABIC_TO_PERSIAN[character] ?? character.toLowerCase();
  return /[\u0370-\u03ff\u1f00-\u1fff]/.test(lower) ? withoutMarks(lower) : lower;
});

/** For concepts, besides: Latin accents, apostrophes and more Arabic spellings, as people type them on phones. */
export const CONCEPT_FOLD: FoldTable = buildTable((character) => {
  if (/[\u064b-\u0655\u0670\u0640'’`´‘]/.test(character)) return "";
  const lower = ARABIC_VARIANTS[character] ?? character.toLowerCase();
  const bare = withoutMarks(lower);
  return /^[a-z\u0370-\u03ff]/.test(bare) ? bare : lower;
});

function withoutMarks(character: string): string {
  return character.normalize("NFD").replace(/[\u0300-\u036f]+/g, "");
}

function buildTable(fold: (character: string) => string): FoldTable {
  const table = new Uint16Array(TABLE_SIZE);
  for (let code = 0; code < TABLE_SIZE; code++) {
    const folded = foldEverywhere(fold(String.fromCharCode(code)));
    table[code] = folded === "" ? 0 : folded.charCodeAt(0);
  }
  table[ZERO_WIDTH_NON_JOINER.charCodeAt(0)] = 0x20;
  return table;
}

function foldEverywhere(folded: string): string {
  if (folded === "ς") return "σ";
  if (folded === "ё") return "е";
  const digit = "۰۱۲۳۴۵۶۷۸۹".indexOf(folded);
  if (folded !== "" && digit >= 0) return String(digit);
  const arabicDigit = "٠١٢٣٤٥٦٧٨٩".indexOf(folded);
  return folded !== "" && arabicDigit >= 0 ? String(arabicDigit) : folded;
}

/** The subject on one line, a line feed, the text: bounded, NFKC (RFC 3491's folding of widths and ligatures), URLs as one word. */
export function sourceOf(message: Judged): string {
  const subject = compose(cut(message.subject, MAX_SUBJECT)).replace(/\s+/g, " ");
  const source = `${subject}\n${compose(cut(message.text, MAX_TEXT))}`;
  // NFKC can multiply the length (U+FDFA becomes 18 characters), so the bound is applied again.
  return cut(source, LONGEST_SOURCE);
}

function compose(text: string): string {
  return text.normalize("NFKC").replace(/(?:https?:\/\/|www\.)\S+/gi, " xxurl ");
}

/** Never through the middle of a surrogate pair. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? length - 1 : length);
}

/** Room for one folded message, to be used again for the next. */
export class FoldRoom {
  readonly codes = new Uint16Array(LONGEST_SOURCE);
  readonly origin = new Uint16Array(LONGEST_SOURCE);
}

/** With a `room` the result holds until the room is used again; without, for good. */
export function fold(source: string, table: FoldTable, room?: FoldRoom): Folded {
  const fits = room !== undefined && source.length <= room.codes.length;
  const codes = fits ? room.codes : new Uint16Array(source.length);
  const origin = fits ? room.origin : new Uint16Array(source.length);
  let length = 0;
  for (let i = 0; i < source.length; i++) {
    const code = source.charCodeAt(i);
    const folded = code < TABLE_SIZE ? (table[code] as number) : code;
    if (folded === 0) continue;
    codes[length] = folded;
    origin[length] = i;
    length++;
  }
  return { source, codes, origin, length };
}

/** The same folding for a word list. */
export function foldString(text: string, table: FoldTable): string {
  const { codes, length } = fold(text.normalize("NFKC"), table);
  return String.fromCharCode(...codes.subarray(0, length));
}
