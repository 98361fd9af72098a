import { type Features, GROUPS } from "./features.ts";
import type { Vector } from "./vectorise.ts";

/**
 * Numbers of a layer's features. The base model knows only what was frequent where it was trained; a layer hashes all
 * features, so that a business' own words count, too.
 */
export const LAYER_ROWS = 1 << 16;

/** Length of each group's part, as in the base's vectors. */
const GROUP_LENGTH: readonly number[] = [1, 1, 0.6, 0.4];

/** A message as a layer sees it. */
export interface LayerVector extends Vector {
  /** Offset into the source of each row's first occurrence; -1 for what has no place of its own. */
  readonly places: Int32Array;
}

/** Features of a message that are counted; what a made-up lexicon may give beyond is passed over. */
const MOST_FEATURES = 1 << 16;

/** Turns features into vectors of a layer. Keeps scratch arrays, so one instance serves one thread. */
export class LayerVectoriser {
  readonly #idfOf: (id: number, group: number) => number;
  /** By row: 1 + its index in the vector in the making. Emptied after each group, by the rows that were met. */
  readonly #indices = new Uint32Array(LAYER_ROWS);
  readonly #rows = new Int32Array(MOST_FEATURES);
  readonly #values = new Float32Array(MOST_FEATURES);
  readonly #places = new Int32Array(MOST_FEATURES);
  readonly #ids = new Int32Array(MOST_FEATURES);

  constructor(idfOf: (id: number, group: number) => number) {
    this.#idfOf = idfOf;
  }

  /** Sublinear term frequency times idf, each group scaled to its length; features that share a row count as one. */
  vectorise({ groups }: Features): LayerVector {
    let end = 0;
    for (const group of GROUPS.keys()) {
      const occurrences = groups[group];
      if (occurrences === undefined) continue;
      const first = end;
      for (let i = 0; i < occurrences.length && end < MOST_FEATURES; i++) {
        const id = occurrences.ids[i] as number;
        const row = rowOf(id);
        const index = this.#indices[row] as number;
        if (index > 0) {
          this.#values[index - 1] = (this.#values[index - 1] as number) + 1;
          continue;
        }
        this.#rows[end] = row;
        this.#values[end] = 1;
        this.#ids[end] = id;
        this.#places[end] = occurrences.places[i] as number;
        this.#indices[row] = ++end;
      }
      this.#weigh(group, first, end);
    }
    return {
      rows: this.#rows.slice(0, end),
      values: this.#values.slice(0, end),
      places: this.#places.slice(0, end),
    };
  }

  #weigh(group: number, first: number, end: number): void {
    let squares = 0;
    for (let i = first; i < end; i++) {
      const count = this.#values[i] as number;
      const value = (count === 1 ? 1 : 1 + Math.log(count)) * this.#idfOf(this.#ids[i] as number, group);
      this.#values[i] = value;
      squares += value * value;
      this.#indices[this.#rows[i] as number] = 0;
    }
    const scale = squares > 0 ? (GROUP_LENGTH[group] ?? 1) / Math.sqrt(squares) : 0;
    for (let i = first; i < end; i++) this.#values[i] = (this.#values[i] as number) * scale;
  }
}

/** Feature numbers of the groups do not overlap, so one hash serves all. */
function rowOf(id: number): number {
  let mixed = Math.imul(id ^ (id >>> 16), 0x45d9f3b);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  return ((mixed ^ (mixed >>> 13)) >>> 0) & (LAYER_ROWS - 1);
}
