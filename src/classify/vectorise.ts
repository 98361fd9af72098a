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
const MOST_ROWS: readonly number[] = [30_000, 50_000, 5_000, 10_000];

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

  constructor(space: Space) {
    this.space = space;
    this.#rowOf = new Int32Array((space.ids.at(-1) ?? -1) + 1).fill(-1);
    for (const [row, id] of space.ids.entries()) this.#rowOf[id] = row;
    this.#counts = new Uint16Array(space.ids.length);
  }

  /** Row of a feature number, or -1. */
  rowOf(id: number): number {
    return this.#rowOf[id] ?? -1;
  }

  /** Sublinear term frequency times idf, each group scaled to its length. */
  vectorise(features: Features): Vector {
    const rows: number[] = [];
    const values: number[] = [];
    for (const group of GROUPS.keys()) {
      const first = rows.length;
      for (const id of features.groups[group]?.ids ?? []) {
        const row = this.rowOf(id);
        if (row < 0) continue;
        const count = this.#counts[row] ?? 0;
        if (count === 0) rows.push(row);
        this.#counts[row] = count + 1;
      }
      this.#weigh(rows, values, first, GROUP_LENGTH[group] ?? 1);
    }
    return { rows: Int32Array.from(rows), values: Float32Array.from(values) };
  }

  #weigh(rows: readonly number[], values: number[], first: number, length: number): void {
    let squares = 0;
    for (let i = first; i < rows.length; i++) {
      const row = rows[i] ?? 0;
      const value = (1 + Math.log(this.#counts[row] ?? 1)) * (this.space.idf[row] ?? 0);
      this.#counts[row] = 0;
      values.push(value);
      squares += value * value;
    }
    const scale = squares > 0 ? length / Math.sqrt(squares) : 0;
    for (let i = first; i < values.length; i++) values[i] = (values[i] ?? 0) * scale;
  }
}
