import type { Lexicon } from "./lexicon.ts";
import { buildTree } from "./stemtree.ts";

/** What a phrase may do in a text whose language is told by its function words. */
export interface Admission {
  /** By language: the least length of a first word that counts; 0 for all of them. */
  readonly leastStem: Uint8Array;
}

/** A stretch of code units where phrases are looked for: words are start, end, start, end … */
export interface WordSequence {
  readonly codes: Uint16Array;
  readonly words: ArrayLike<number>;
  /** Number of borders in `words`. */
  readonly end: number;
}

const WHOLE = "$";

/**
 * All phrases in flat arrays: the first words as a tree of code units, level by level, so that the children of a node
 * lie side by side; and the phrases in the order of the nodes where their first words end. Node 0 is the root.
 */
export class PhraseTable {
  readonly #roots = new Uint16Array(0x10000);
  readonly #codes: Uint16Array;
  /** First child and first phrase of each node; its last are before the first of the next node. */
  readonly #nodes: Uint32Array;
  readonly #concepts: Uint16Array;
  readonly #languages: Uint8Array;
  readonly #stemLengths: Uint8Array;
  /** 1: the first word must match whole. */
  readonly #whole: Uint8Array;
  /** First code unit of the second word, 0 where there is none: most phrases fail there. */
  readonly #second: Uint16Array;
  /** The words after the first, joined by blanks, `$` after those that must match whole. */
  readonly #rest: Uint16Array;
  readonly #restStarts: Uint32Array;

  constructor({ phrases: { texts, concepts, languages } }: Lexicon) {
    const { codes, nodes, order } = buildTree(texts.map(stemOf));
    this.#codes = codes;
    this.#nodes = nodes;
    for (let node = 1; node < (nodes[2] as number); node++) this.#roots[codes[node] as number] = node;
    const count = order.length;
    this.#concepts = new Uint16Array(count);
    this.#languages = new Uint8Array(count);
    this.#stemLengths = new Uint8Array(count);
    this.#whole = new Uint8Array(count);
    this.#second = new Uint16Array(count);
    this.#restStarts = new Uint32Array(count + 1);
    this.#rest = new Uint16Array(texts.reduce((sum, text) => sum + text.length - restOf(text), 0));
    for (let e = 0; e < count; e++) {
      const index = order[e] as number;
      this.#concepts[e] = concepts[index] as number;
      this.#languages[e] = languages[index] as number;
      this.#place(e, texts[index] as string);
    }
  }

  #place(e: number, text: string): void {
    const stem = stemOf(text);
    this.#stemLengths[e] = Math.min(stem.length, LONGEST_STEM);
    this.#whole[e] = text.startsWith(WHOLE, stem.length) ? 1 : 0;
    const rest = this.#rest;
    const start = this.#restStarts[e] as number;
    let at = start;
    for (let i = restOf(text); i < text.length; i++) rest[at++] = text.charCodeAt(i);
    this.#second[e] = at > start ? (rest[start] as number) : 0;
    this.#restStarts[e + 1] = at;
  }

  /** Tells `found` of the concept and the last offset of every phrase that begins with the word at border `at`. */
  matchAt(
    text: WordSequence,
    at: number,
    { leastStem }: Admission,
    found: (concept: number, end: number) => void,
  ): void {
    const { codes, words } = text;
    const nodes = this.#nodes;
    const end = words[at + 1] as number;
    const next = at + 2 < text.end ? (codes[words[at + 2] as number] as number) : 0;
    let i = words[at] as number;
    let node = this.#roots[codes[i] as number] as number;
    for (i++; node !== 0; i++) {
      const last = nodes[2 * node + 3] as number;
      for (let e = nodes[2 * node + 1] as number; e < last; e++) {
        const second = this.#second[e] as number;
        if (second !== 0 && second !== next) continue;
        if (this.#whole[e] === 1 && i !== end) continue;
        if ((this.#stemLengths[e] as number) < (leastStem[this.#languages[e] as number] as number)) continue;
        const to = second === 0 ? end : this.#endOfRest(text, at + 2, e);
        if (to >= 0) found(this.#concepts[e] as number, to);
      }
      if (i >= end) return;
      node = this.#child(node, codes[i] as number);
    }
  }

  /** The child of `parent` by that letter, or 0; children are in the order of their letters. */
  #child(parent: number, code: number): number {
    const codes = this.#codes;
    const end = this.#nodes[2 * parent + 2] as number;
    for (let node = this.#nodes[2 * parent] as number; node < end; node++)
      if ((codes[node] as number) >= code) return codes[node] === code ? node : 0;
    return 0;
  }

  /** End of the last word of phrase `e` if its words after the first stand at border `at`, else -1. */
  #endOfRest({ codes, words, end }: WordSequence, at: number, e: number): number {
    const rest = this.#rest;
    const restEnd = this.#restStarts[e + 1] as number;
    let border = at;
    let i = words[border] as number;
    for (let k = this.#restStarts[e] as number; k < restEnd; k++) {
      const code = rest[k] as number;
      const wordEnd = words[border + 1] as number;
      if (code === WHOLE_CODE) {
        if (i !== wordEnd) return -1;
      } else if (code === BLANK) {
        border += 2;
        if (border >= end) return -1;
        i = words[border] as number;
      } else if (i < wordEnd && codes[i] === code) i++;
      else return -1;
    }
    return words[border + 1] as number;
  }
}

const BLANK = 0x20;
const WHOLE_CODE = WHOLE.charCodeAt(0);

/** As far as a length is told from another. */
const LONGEST_STEM = 254;

/** The first word, without what says that it must match whole. */
function stemOf(text: string): string {
  const end = endOfFirst(text);
  return text.slice(0, text[end - 1] === WHOLE ? end - 1 : end);
}

/** Where the second word begins. */
function restOf(text: string): number {
  return Math.min(endOfFirst(text) + 1, text.length);
}

function endOfFirst(text: string): number {
  const blank = text.indexOf(" ");
  return blank < 0 ? text.length : blank;
}
