import { CHARACTERS, CUES, type Features, GROUPS, PAIRS, WORDS } from "./features.ts";

/** A message as the learner sees it: sparse, each group scaled to its weight. Rows of a group lie together. */
export interface Vector {
  readonly rows: Int32Array;
  readonly values: Float32Array;
}

/** Which features a model knows, in ascending order of feature number; a feature's index here is its row. */
export interface Space {
  readonly ids: Uint32Array;
  /** Inverse document frequency by row. */
  readonly idf: Float32Array;
  /** First row of each group, and the number of rows. */
  readonly groupStarts: readonly number[];
}

/** Length of each group's part of a vector, found by cross-validation. */
const GROUP_LENGTH: readonly number[] = [1, 1, 0.6, 0.4];

/** Documents a feature must occur in. A bucket met once says nothing, and a pair met thrice may be chance. */
const LEAST_DOCUMENTS: readonly number[] = [2, 3, 2, 4];
/** At most that many rows of words and of characters, the most frequent; keeps the model under 5 MB. */
const MOST_ROWS: readonly number[] = [32_000, 60_000, 5_000, 10_000];

/** Chooses the features that a model for `documents` shall know. `groupOf` numbers are those of `Features.groups`. */
export function chooseSpace(documents: readonly Features[]): Space {
  const chosen: { id: number; idf: number }[] = [];
  const groupStarts: number[] = [];
  for (const group of [WORDS, CHARACTERS, CUES, PAIRS]) {
    groupStarts.push(chosen.length);
    const counts = [...documentCounts(documents, group)].filter(
      ([, count]) => count >= (LEAST_DOCUMENTS[group] ?? 1),
    );
    // Ties by number, so that the choice does not hang on the order of a map.
    counts.sort(([idA, a], [idB, b]) => b - a || idA - idB);
    const kept = counts.slice(0, MOST_ROWS[group]).sort(([a], [b]) => a - b);
    for (const [id, count] of kept) {
      chosen.push({ id, idf: Math.log((1 + documents.length) / (1 + count)) + 1 });
    }
  }
  groupStarts.push(chosen.length);
  return {
    ids: Uint32Array.from(chosen, ({ id }) => id),
    idf: Float32Array.from(chosen, ({ idf }) => idf),
    groupStarts,
  };
}

function documentCounts(documents: readonly Features[], group: number): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { groups } of documents) {
    for (const id of new Set(groups[group]?.ids)) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

/** Turns features into vectors of one space. Keeps scratch arrays, so one instance serves one thread. */
export class Vectoriser {
  readonly space: Space;
  readonly #rowOf: Int32Array;
  readonly #counts: Uint16Array;
  readonly #values: Float32Array;
  /** The vector in the making: a row occurs in it once, so it cannot outgrow these. */
  readonly #rows: Int32Array;
  readonly #weighed: Float32Array;

  constructor(space: Space) {
    this.space = space;
    this.#rowOf = new Int32Array((space.ids.at(-1) ?? -1) + 1).fill(-1);
    for (const [row, id] of space.ids.entries()) this.#rowOf[id] = row;
    this.#counts = new Uint16Array(space.ids.length);
    this.#values = new Float32Array(space.ids.length);
    this.#rows = new Int32Array(space.ids.length);
    this.#weighed = new Float32Array(space.ids.length);
  }

  /** Row of a feature number, or -1. */
  rowOf(id: number): number {
    return this.#rowOf[id] ?? -1;
  }

  /** The vector's values by row, until `unspread` is called with the same vector. */
  spread({ rows, values }: Vector): Float32Array {
    for (let i = 0; i < rows.length; i++) this.#values[rows[i] ?? 0] = values[i] ?? 0;
    return this.#values;
  }

  unspread({ rows }: Vector): void {
    for (const row of rows) this.#values[row] = 0;
  }

  /** Sublinear term frequency times idf, each group scaled to its length. */
  vectorise(features: Features): Vector {
    let end = 0;
    for (const group of GROUPS.keys()) {
      const first = end;
      const ids = features.groups[group]?.ids ?? [];
      for (let i = 0; i < ids.length; i++) {
        const row = this.rowOf(ids[i] as number);
        if (row < 0) continue;
        const count = this.#counts[row] as number;
        if (count === 0) this.#rows[end++] = row;
        this.#counts[row] = count + 1;
      }
      this.#weigh(first, end, GROUP_LENGTH[group] ?? 1);
    }
    return { rows: this.#rows.slice(0, end), values: this.#weighed.slice(0, end) };
  }

  #weigh(first: number, end: number, length: number): void {
    let squares = 0;
    for (let i = first; i < end; i++) {
      const row = this.#rows[i] as number;
      const count = this.#counts[row] as number;
      const value = (LOGARITHMS[count] ?? 1 + Math.log(count)) * (this.space.idf[row] as number);
      this.#counts[row] = 0;
      this.#weighed[i] = value;
      squares += value * value;
    }
    const scale = squares > 0 ? length / Math.sqrt(squares) : 0;
    for (let i = first; i < end; i++) this.#weighed[i] = (this.#weighed[i] as number) * scale;
  }
}

/** 1 + ln(count) of the counts that occur. */
const LOGARITHMS = Float64Array.from({ length: 64 }, (_, count) => 1 + Math.log(Math.max(count, 1)));
