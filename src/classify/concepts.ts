import type { Lexicon } from "./lexicon.ts";
import type { Folded } from "./normalise.ts";
import { classOf, DIGIT, LETTER, STOP } from "./tokens.ts";

/** A concept met in a message. Offsets are into the folded text. */
export interface Hit {
  readonly concept: number;
  readonly start: number;
  readonly end: number;
}

export interface Sentence {
  /** In order of place; a concept may be hit more than once. */
  readonly hits: readonly Hit[];
  readonly isSubject: boolean;
}

interface Word {
  readonly codes: Uint16Array;
  readonly whole: boolean;
}

interface Entry {
  readonly concept: number;
  readonly language: number;
  readonly whole: boolean;
  /** Length of the first word's stem. */
  readonly stem: number;
  readonly rest: readonly Word[];
}

/** Word borders within the folded text: start, end, start, end … */
type Words = number[];

const LINE_FEED = 10;
/** Share of function words from which text in Latin letters counts as that language. */
const FUNCTION_WORD_SHARE = 0.09;
/** Hungarian mail is full of English product words: English stems of this length count there too. */
const LOAN_STEM = 5;

/** Finds concepts in text by a prefix tree over the first words of their phrases. Holds no state of any message. */
export class ConceptMatcher {
  readonly names: readonly string[];
  readonly #lexicon: Lexicon;
  readonly #functionWords: ReadonlyMap<string, number>;
  /** Tree in arrays, node 0 is the root: code unit, first child, next sibling; entries that end at a node. */
  readonly #codes: number[] = [0];
  readonly #children: number[] = [0];
  readonly #siblings: number[] = [0];
  readonly #entries = new Map<number, Entry[]>();
  /** 1 where `#entries` has some. */
  readonly #ends: number[] = [0];
  /** Children of the root by code unit: it has hundreds. */
  readonly #roots = new Map<number, number>();

  constructor(lexicon: Lexicon) {
    this.#lexicon = lexicon;
    this.names = lexicon.names;
    for (const { concept, language, words } of lexicon.phrases) {
      const [first, ...rest] = words.map(toWord);
      if (first === undefined || first.codes.length === 0) continue;
      const node = this.#insert(first.codes);
      const entry = { concept, language, whole: first.whole, stem: first.codes.length, rest };
      this.#ends[node] = 1;
      const entries = this.#entries.get(node);
      if (entries) entries.push(entry);
      else this.#entries.set(node, [entry]);
    }
    this.#functionWords = new Map(
      lexicon.languages.flatMap(({ functionWords }, language) =>
        functionWords.map((word) => [word, language] as const),
      ),
    );
  }

  /** The sentences that hold concepts; the first line is the subject and one sentence. */
  match(text: Folded): Sentence[] {
    const sentences = sentencesOf(text);
    const allowed = this.#allowedLanguages(text, sentences);
    const found: Sentence[] = [];
    for (const { words, isSubject } of sentences) {
      const hits: Hit[] = [];
      for (let i = 0; i < words.length; i += 2) this.#matchAt(text, words, i, allowed, hits);
      if (hits.length > 0) found.push({ hits, isSubject });
    }
    return found;
  }

  #insert(codes: Uint16Array): number {
    let node = 0;
    for (const code of codes) node = this.#child(node, code) || this.#grow(node, code);
    return node;
  }

  #grow(parent: number, code: number): number {
    const node = this.#codes.length;
    this.#codes.push(code);
    this.#children.push(0);
    this.#ends.push(0);
    this.#siblings.push(parent === 0 ? 0 : (this.#children[parent] ?? 0));
    if (parent === 0) this.#roots.set(code, node);
    else this.#children[parent] = node;
    return node;
  }

  #child(parent: number, code: number): number {
    if (parent === 0) return this.#roots.get(code) ?? 0;
    let node = this.#children[parent] ?? 0;
    while (node !== 0 && this.#codes[node] !== code) node = this.#siblings[node] ?? 0;
    return node;
  }

  #matchAt(text: Folded, words: Words, at: number, allowed: readonly Allowed[], hits: Hit[]): void {
    const start = words[at] ?? 0;
    const end = words[at + 1] ?? 0;
    let node = 0;
    for (let i = start; i < end; i++) {
      node = this.#child(node, text.codes[i] ?? 0);
      if (node === 0) return;
      const entries = this.#ends[node] === 1 ? this.#entries.get(node) : undefined;
      if (entries === undefined) continue;
      for (const entry of entries) {
        const allowance = allowed[entry.language];
        if (allowance === "no" || (allowance === "long" && entry.stem < LOAN_STEM)) continue;
        if (entry.whole && i + 1 !== end) continue;
        if (!restMatches(text, words, at + 2, entry.rest)) continue;
        hits.push({ concept: entry.concept, start, end: words[at + 2 * entry.rest.length + 1] ?? end });
      }
    }
  }

  /** Scripts keep most languages apart by themselves; those in Latin letters are told by their function words. */
  #allowedLanguages(text: Folded, sentences: readonly Split[]): Allowed[] {
    const { latin, other, counts } = this.#countFunctionWords(text, sentences);
    const languages = this.#lexicon.languages;
    let best = -1;
    for (const [language, count] of counts.entries()) if (count > (counts[best] ?? 0)) best = language;
    const share = best < 0 ? 0 : (counts[best] ?? 0) / latin;
    const enough = (counts[best] ?? 0) >= 2 && share > FUNCTION_WORD_SHARE;
    const recognised = other <= latin && enough ? best : -1;
    const foreign = other > latin || counts.reduce((sum, count) => sum + count, 0) >= 2;
    return languages.map(({ code, functionWords }, language) => {
      if (code === "latin") return recognised < 0 ? "yes" : "no";
      if (functionWords.length === 0 || language === recognised) return "yes";
      if (recognised >= 0) return code === "en" ? "long" : "no";
      return foreign && code !== "en" ? "no" : "yes";
    });
  }

  #countFunctionWords(text: Folded, sentences: readonly Split[]) {
    const counts = this.#lexicon.languages.map(() => 0);
    let latin = 0;
    let other = 0;
    for (const { words } of sentences) {
      for (let i = 0; i < words.length; i += 2) {
        const start = words[i] ?? 0;
        const end = words[i + 1] ?? 0;
        const code = text.codes[start] ?? 0;
        if (code >= 0x61 && code <= 0x7a) latin++;
        else if (classOf(code) & LETTER) other++;
        if (end - start > 10) continue;
        const language = this.#functionWords.get(String.fromCharCode(...text.codes.subarray(start, end)));
        if (language !== undefined) counts[language] = (counts[language] ?? 0) + 1;
      }
    }
    return { latin, other, counts };
  }
}

type Allowed = "yes" | "no" | "long";

interface Split {
  readonly words: Words;
  readonly isSubject: boolean;
}

function toWord(word: string): Word {
  const whole = word.endsWith("$");
  const stem = whole ? word.slice(0, -1) : word;
  return { codes: Uint16Array.from({ length: stem.length }, (_, i) => stem.charCodeAt(i)), whole };
}

function restMatches(text: Folded, words: Words, from: number, rest: readonly Word[]): boolean {
  for (let i = 0; i < rest.length; i++) {
    const { codes, whole } = rest[i] as Word;
    const start = words[from + 2 * i];
    const end = words[from + 2 * i + 1];
    if (start === undefined || end === undefined) return false;
    if (whole ? end - start !== codes.length : end - start < codes.length) return false;
    for (let k = 0; k < codes.length; k++) if (text.codes[start + k] !== codes[k]) return false;
  }
  return true;
}

function sentencesOf({ codes, length }: Folded): Split[] {
  const sentences: Split[] = [];
  let words: Words = [];
  let isSubject = true;
  for (let i = 0; i < length; ) {
    const code = codes[i] ?? 0;
    if (classOf(code) & (LETTER | DIGIT)) {
      const start = i;
      while (i < length && classOf(codes[i] ?? 0) & (LETTER | DIGIT)) i++;
      words.push(start, i);
      continue;
    }
    if (isSubject ? code === LINE_FEED : classOf(code) & STOP) {
      if (words.length > 0) sentences.push({ words, isSubject });
      words = [];
      isSubject = false;
    }
    i++;
  }
  if (words.length > 0) sentences.push({ words, isSubject });
  return sentences;
}
