/** Anything that is found by the beginning of a word. */
interface Stemmed {
  /** UTF-16 code units, none of them 0. */
  readonly stem: Uint16Array;
}

/**
 * The first words of all phrases as a tree of code units; node 0 is the root, and the children of a node lie side by
 * side, since this is read more than anything else and misses the processor's cache.
 */
export class PrefixTree<Entry extends Stemmed> {
  readonly #roots = new Uint32Array(0x10000);
  readonly #codes: Uint16Array;
  /** First child of each node; its last is before the first child of the next node. */
  readonly #children: Uint32Array;
  readonly #entries: (readonly Entry[])[] = [];

  constructor(entries: readonly Entry[]) {
    const codes: number[] = [0];
    const children: number[] = [];
    // Breadth first: a node's children are numbered when its turn comes.
    const waiting: (readonly Entry[])[] = [entries];
    for (let node = 0, depth = 0, levelEnd = 1; node < waiting.length; node++) {
      if (node === levelEnd) {
        depth++;
        levelEnd = waiting.length;
      }
      children.push(waiting.length);
      const below = waiting[node] ?? [];
      const ending = below.filter(({ stem }) => stem.length === depth);
      this.#entries.push(ending);
      for (const [code, longer] of Map.groupBy(below, ({ stem }) => stem[depth] ?? 0)) {
        if (code === 0) continue;
        if (node === 0) this.#roots[code] = waiting.length;
        codes.push(code);
        waiting.push(longer);
      }
    }
    children.push(waiting.length);
    this.#codes = Uint16Array.from(codes);
    this.#children = Uint32Array.from(children);
  }

  /** Node of a first letter, or 0. */
  root(code: number): number {
    return this.#roots[code] as number;
  }

  /** The child of `parent` by that letter, or 0. */
  child(parent: number, code: number): number {
    const codes = this.#codes;
    const end = this.#children[parent + 1] as number;
    for (let node = this.#children[parent] as number; node < end; node++)
      if (codes[node] === code) return node;
    return 0;
  }

  entriesAt(node: number): readonly Entry[] {
    return this.#entries[node] ?? [];
  }
}
