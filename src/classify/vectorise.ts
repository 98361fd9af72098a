import { CHARACTERS, CUES, type Features, GROUPS, PAIRS, WORDS } from "./features.ts";

/** A message as the learner sees it: sparse, each group scaled to its weight. Rows of a group lie together. */
export interface Vector {
  readonly rows: Int32Array;
  readonly values: Float32Array;
}

/**
 * Which features a model knows; a feature's index here is its row. Within a group the most frequent come first, so
 * that the rows most mails need lie together in the processor's cache.
 */
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
/** At most that many rows a group (each below 65,536), the most frequent; keeps the model under 5 MB. */
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
    for (const [id, count] of counts.slice(0, MOST_ROWS[group])) {
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
  /** By feature number: 1 + the row counted from the group's first, 0 where there is none. Small, for the cache. */
  readonly #offsets: Uint16Array;
  readonly #counts: Uint16Array;
  readonly #values: Float32Array;
  /** The vector in the making: a row occurs in it once, so it cannot outgrow these. */
  readonly #rows: Int32Array;
  readonly #weighed: Float32Array;

  constructor(space: Space) {
    this.space = space;
    this.#offsets = new Uint16Array(space.ids.reduce((most, id) => Math.max(most, id), -1) + 1);
    for (const group of GROUPS.keys()) {
      const first = space.groupStarts[group] ?? 0;
      for (let row = first; row < (space.groupStarts[group + 1] ?? 0); row++) {
        this.#offsets[space.ids[row] ?? 0] = row - first + 1;
      }
    }
    this.#counts = new Uint16Array(space.ids.length);
    this.#values = new Float32Array(space.ids.length);
    this.#rows = new Int32Array(space.ids.length);
    this.#weighed = new Float32Array(space.ids.length);
  }

  /** Row of a feature of that group, or -1. */
  rowOf(id: number, group: number): number {
    const offset = this.#offsets[id] ?? 0;
    return offset === 0 ? -1 : (this.space.groupStarts[group] ?? 0) + offset - 1;
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
      end = this.#count(features.groups[group]?.ids ?? [], group, end);
      this.#weigh(first, end, GROUP_LENGTH[group] ?? 1);
    }
    return { rows: this.#rows.slice(0, end), values: this.#weighed.slice(0, end) };
  }

  /** Counts the group's occurrences and appends its rows from `end` on; returns the new end. */
  #count(ids: readonly number[], group: number, end: number): number {
    const offsets = this.#offsets;
    const counts = this.#counts;
    const rows = this.#rows;
    const before = (this.space.groupStarts[group] ?? 0) - 1;
    let next = end;
    for (let i = 0; i < ids.length; i++) {
      const offset = offsets[ids[i] as number];
      if (offset === undefined || offset === 0) continue;
      const row = before + offset;
      const count = counts[row] as number;
      if (count === 0) rows[next++] = row;
      counts[row] = count + 1;
    }
    return next;
  }

  #weigh(first: number, end: number, length: number): void {
    const rows = this.#rows;
    const counts = this.#counts;
    const weighed = this.#weighed;
    const { idf } = this.space;
    let squares = 0;
    for (let i = first; i < end; i++) {
      const row = rows[i] as number;
      const count = counts[row] as number;
      const value =
        (count < LOGARITHMS.length ? (LOGARITHMS[count] as number) : 1 + Math.log(count)) *
        (idf[row] as number);
      counts[row] = 0;
      weighed[i] = value;
      squares += value * value;
    }
    const scale = squares > 0 ? length / Math.sqrt(squares) : 0;
    for (let i = first; i < end; i++) weighed[i] = (weighed[i] as number) * scale;
  }
}

/** 1 + ln(count) of the counts that occur. */
const LOGARITHMS = Float64Array.from({ length: 64 }, (_, count) => 1 + Math.log(Math.max(count, 1)));
