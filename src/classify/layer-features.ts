import type { Features } from "./features.ts";
import type { Occurrences } from "./occurrences.ts";
import { logarithm, type Vector } from "./vectorise.ts";

/**
 * Numbers of a layer's features. The base model knows only what was frequent where it was trained; a layer hashes all
 * features, so that a business' own words count, too.
 */
export const LAYER_ROWS = 1 << 16;

/** Length of each group's part, as in the base's vectors; what lies in its later groups is no matter of a layer. */
const GROUP_LENGTH: readonly number[] = [1, 1, 0.6, 0.4];

/** A message as a layer sees it. */
export interface LayerVector extends Vector {
  /** Offset into the source of each row's first occurrence; -1 for what has no place of its own. */
  readonly places: Int32Array;
}

/** Features of a message that are counted; what a made-up lexicon may give beyond is passed over. */
const MOST_FEATURES = 0xffff;

/** Turns features into vectors of a layer. Keeps scratch arrays, so one instance serves one thread. */
export class LayerVectoriser {
  readonly #idfOf: (id: number, group: number) => number;
  /** By row: 1 + its index in the vector in the making. Emptied after each group, by the rows that were met. */
  readonly #indices = new Uint16Array(LAYER_ROWS);
  readonly #rows = new Int32Array(MOST_FEATURES);
  readonly #values = new Float32Array(MOST_FEATURES);
  readonly #places = new Int32Array(MOST_FEATURES);
  readonly #ids = new Int32Array(MOST_FEATURES);

  constructor(idfOf: (id: number, group: number) => number) {
    this.#idfOf = idfOf;
  }

  /**
   * Sublinear term frequency times idf, each group scaled to its length; features that share a row count as one. The
   * result holds until the next call.
   */
  vectorise({ groups }: Features): LayerVector {
    let end = 0;
    for (const group of GROUP_LENGTH.keys()) {
      const occurrences = groups[group];
      if (occurrences === undefined) continue;
      const first = end;
      end = this.#count(occurrences, end);
      this.#weigh(group, first, end);
    }
    return {
      rows: this.#rows.subarray(0, end),
      values: this.#values.subarray(0, end),
      places: this.#places.subarray(0, end),
    };
  }

  /** Appends the rows that are new, from `start` on; returns the new end. */
  #count({ ids, places, length }: Occurrences, start: number): number {
    const indices = this.#indices;
    const values = this.#values;
    let end = start;
    for (let i = 0; i < length && end < MOST_FEATURES; i++) {
      const id = ids[i] as number;
      const row = rowOf(id);
      const index = indices[row] as number;
      if (index > 0) {
        values[index - 1] = (values[index - 1] as number) + 1;
        continue;
      }
      this.#rows[end] = row;
      values[end] = 1;
      this.#ids[end] = id;
      this.#places[end] = places[i] as number;
      indices[row] = ++end;
    }
    return end;
  }

  #weigh(group: number, first: number, end: number): void {
    const values = this.#values;
    const indices = this.#indices;
    let squares = 0;
    for (let i = first; i < end; i++) {
      const value = logarithm(values[i] as number) * this.#idfOf(this.#ids[i] as number, group);
      values[i] = value;
      squares += value * value;
      indices[this.#rows[i] as number] = 0;
    }
    const scale = squares > 0 ? (GROUP_LENGTH[group] ?? 1) / Math.sqrt(squares) : 0;
    for (let i = first; i < end; i++) values[i] = (values[i] as number) * scale;
  }
}

/** Feature numbers of the groups do not overlap, so one hash serves all. */
function rowOf(id: number): number {
  let mixed = Math.imul(id ^ (id >>> 16), 0x45d9f3b);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  return ((mixed ^ (mixed >>> 13)) >>> 0) & (LAYER_ROWS - 1);
}
