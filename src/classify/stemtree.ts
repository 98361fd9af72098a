/** Stems as a tree of code units, level by level; node 0 is the root. */
export interface StemTree {
  /** The code unit that leads to each node. */
  readonly codes: Uint16Array;
  /**
   * First child of each node and the place in `order` of the first stem that ends there; its last are before the
   * first of the next node. Children are in the order of their code units.
   */
  readonly nodes: Uint32Array;
  /** Indices of the stems by the nodes where they end; equal stems in the order they were given. */
  readonly order: Uint32Array;
}

export function buildTree(stems: readonly string[]): StemTree {
  const grown = new GrowingTree(
    stems.reduce((sum, { length }) => sum + length, 1),
    stems.length,
  );
  // Backwards, since each list of equal stems grows at its head.
  for (let i = stems.length - 1; i >= 0; i--) grown.insert(stems[i] as string, i);
  return grown.byLevel();
}

/** A tree of linked lists; 0 ends each of them. */
class GrowingTree {
  readonly #codes: Uint16Array;
  readonly #firstChild: Uint32Array;
  readonly #sibling: Uint32Array;
  /** 1 + the first stem that ends at a node, and for each stem 1 + the next that ends there too. */
  readonly #firstStem: Uint32Array;
  readonly #nextStem: Uint32Array;
  #size = 1;

  constructor(mostNodes: number, stems: number) {
    this.#codes = new Uint16Array(mostNodes);
    this.#firstChild = new Uint32Array(mostNodes);
    this.#sibling = new Uint32Array(mostNodes);
    this.#firstStem = new Uint32Array(mostNodes);
    this.#nextStem = new Uint32Array(stems);
  }

  insert(stem: string, index: number): void {
    let node = 0;
    for (let i = 0; i < stem.length; i++) node = this.#childOf(node, stem.charCodeAt(i));
    this.#nextStem[index] = this.#firstStem[node] as number;
    this.#firstStem[node] = index + 1;
  }

  /** The child by that code unit, made where there is none. */
  #childOf(parent: number, code: number): number {
    let before = 0;
    let child = this.#firstChild[parent] as number;
    while (child !== 0 && (this.#codes[child] as number) < code) {
      before = child;
      child = this.#sibling[child] as number;
    }
    if (child !== 0 && this.#codes[child] === code) return child;
    const made = this.#size++;
    this.#codes[made] = code;
    this.#sibling[made] = child;
    if (before === 0) this.#firstChild[parent] = made;
    else this.#sibling[before] = made;
    return made;
  }

  byLevel(): StemTree {
    const codes = new Uint16Array(this.#size);
    const nodes = new Uint32Array(2 * this.#size + 2);
    const order = new Uint32Array(this.#nextStem.length);
    /** By new number the old one. */
    const waiting = new Uint32Array(this.#size);
    let end = 1;
    let ordered = 0;
    for (let node = 0; node < this.#size; node++) {
      const old = waiting[node] as number;
      codes[node] = this.#codes[old] as number;
      nodes[2 * node] = end;
      nodes[2 * node + 1] = ordered;
      for (let stem = this.#firstStem[old] as number; stem !== 0; stem = this.#nextStem[stem - 1] as number)
        order[ordered++] = stem - 1;
      for (let child = this.#firstChild[old] as number; child !== 0; child = this.#sibling[child] as number)
        waiting[end++] = child;
    }
    nodes[2 * this.#size] = end;
    nodes[2 * this.#size + 1] = ordered;
    return { codes, nodes, order };
  }
}
