import { GROUPS } from "./features.ts";
import type { Occurrences } from "./occurrences.ts";
import { idfAt, type RowTable, rowTable } from "./rowtable.ts";
import type { Space } from "./space.ts";

/** A message as the learner sees it: sparse, each group scaled to its weight. Rows of a group lie together. */
export interface Vector {
  readonly rows: Int32Array;
  readonly values: Float32Array;
}

/** Length of each group's part of a vector, found by cross-validation. */
const GROUP_LENGTH: readonly number[] = [1, 1, 0.6, 0.4, 0.5, 0.4];

/** Turns features into vectors of one space. Keeps scratch arrays, so one instance serves one thread. */
export class Vectoriser {
  readonly space: Space;
  /** By feature number: 1 + the row counted from the group's first, 0 where there is none. Small, for the cache. */
  readonly #offsets: Uint16Array;
  readonly #table: RowTable;
  /** By row: 1 + its index in the vector in the making, 0 where there is none. */
  readonly #indices: Uint16Array;
  /** The vector in the making, its end, and how often each of its rows occurred. */
  readonly #rows = new Int32Array(MOST_VALUES);
  readonly #values = new Float32Array(MOST_VALUES);
  readonly #counts = new Uint16Array(MOST_VALUES);
  /** Where the idf of each of its rows stands. */
  readonly #fetched = new Uint16Array(MOST_VALUES);
  #end = 0;
  /** By occurrence, group after group: first the offset, then 1 + the index in the vector, 0 for unknown features. */
  readonly #found: readonly Uint16Array[] = GROUPS.map(() => new Uint16Array(MOST_VALUES));

  constructor(space: Space, table: RowTable = rowTable(space, [])) {
    this.space = space;
    this.#table = table;
    this.#indices = new Uint16Array(space.ids.length);
    this.#offsets = new Uint16Array(space.ids.reduce((most, id) => Math.max(most, id), -1) + 1);
    for (const group of GROUPS.keys()) {
      const first = space.groupStarts[group] ?? 0;
      for (let row = first; row < (space.groupStarts[group + 1] ?? 0); row++) {
        this.#offsets[space.ids[row] ?? 0] = row - first + 1;
      }
    }
  }

  /** Sublinear term frequency times idf, each group scaled to its length. The result holds until the next call. */
  vectorise(groups: readonly Occurrences[]): Vector {
    this.#empty();
    for (const group of GROUPS.keys()) {
      const occurrences = groups[group];
      if (occurrences === undefined || occurrences.length === 0) continue;
      const first = this.#end;
      this.#find(occurrences, group);
      this.#count(Math.min(occurrences.length, MOST_VALUES), group);
      this.#weigh(first, GROUP_LENGTH[group] ?? 1);
    }
    return { rows: this.#rows.subarray(0, this.#end), values: this.#values.subarray(0, this.#end) };
  }

  /** By occurrence of that group in the last message: 1 + its index in the vector, 0 where the model knows it not. */
  indicesOf(group: number): Uint16Array {
    return this.#found[group] ?? new Uint16Array(0);
  }

  /** Row of a feature of that group, or -1. */
  rowOf(id: number, group: number): number {
    const offset = id < this.#offsets.length ? (this.#offsets[id] as number) : 0;
    return offset === 0 ? -1 : (this.space.groupStarts[group] ?? 0) + offset - 1;
  }

  /** Index of a feature of that group in the last vector, or -1. */
  indexOf(id: number, group: number): number {
    const row = this.rowOf(id, group);
    return row < 0 ? -1 : (this.#indices[row] as number) - 1;
  }

  #empty(): void {
    for (let i = 0; i < this.#end; i++) this.#indices[this.#rows[i] as number] = 0;
    this.#end = 0;
  }

  /** Reads nothing but the table, without a branch that hangs on what is read: so the cache misses overlap. */
  #find({ ids, length }: Occurrences, group: number): void {
    const offsets = this.#offsets;
    const found = this.indicesOf(group);
    const end = Math.min(length, MOST_VALUES);
    for (let i = 0; i < end; i++) {
      const id = ids[i] as number;
      found[i] = id < offsets.length ? (offsets[id] as number) : 0;
    }
  }

  /** Turns offsets into indices; rows that are new to the vector are appended to it. */
  #count(length: number, group: number): void {
    const indices = this.#indices;
    const rows = this.#rows;
    const counts = this.#counts;
    const found = this.indicesOf(group);
    const before = (this.space.groupStarts[group] ?? 0) - 1;
    let end = this.#end;
    for (let i = 0; i < length; i++) {
      const offset = found[i] as number;
      if (offset === 0) continue;
      const row = before + offset;
      let index = indices[row] as number;
      if (index === 0 && end < MOST_VALUES) {
        rows[end] = row;
        counts[end] = 0;
        index = ++end;
        indices[row] = index;
      }
      found[i] = index;
      if (index > 0) counts[index - 1] = (counts[index - 1] as number) + 1;
    }
    this.#end = end;
  }

  #weigh(first: number, length: number): void {
    const rows = this.#rows;
    const values = this.#values;
    const counts = this.#counts;
    const { pairs, idfs } = this.#table;
    const end = this.#end;
    const fetched = this.#fetched;
    // As in `#find`: nothing but reads, so that the cache misses overlap.
    for (let i = first; i < end; i++) fetched[i] = pairs[idfAt(rows[i] as number)] as number;
    let squares = 0;
    for (let i = first; i < end; i++) {
      const value = logarithm(counts[i] as number) * (idfs[fetched[i] as number] as number);
      values[i] = value;
      squares += value * value;
    }
    const scale = squares > 0 ? length / Math.sqrt(squares) : 0;
    for (let i = first; i < end; i++) values[i] = (values[i] as number) * scale;
  }
}

/**
 * More occurrences of one group than a message can have, and fewer than 16 bits count: 4,301 characters begin at most
 * 26,000 n-grams. What a made-up lexicon may give beyond is passed over.
 */
const MOST_VALUES = 0xffff;

/** 1 + ln(count) of the counts that occur. */
const LOGARITHMS = Float64Array.from({ length: 64 }, (_, count) => 1 + Math.log(Math.max(count, 1)));

/** What so many occurrences count as: 1 + ln(count). */
export function logarithm(count: number): number {
  return count < LOGARITHMS.length ? (LOGARITHMS[count] as number) : 1 + Math.log(count);
}
