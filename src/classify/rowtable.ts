import type { Network } from "./network.ts";
import type { Space } from "./space.ts";
import { OUTPUTS } from "./tasks.ts";

/**
 * Octets of a row: its weights, and in the last two where its idf stands among `idfs`. A row is half a cache line, so
 * that weighing a feature fetches what scoring it will need.
 */
export const ROW = 32;

/** Weights of all tasks over some rows of a space that lie together, in eight bits. */
export interface Head {
  /** Rows below it are unknown to this head, and those beyond its weights. */
  readonly firstRow: number;
  /** Row after row, `OUTPUTS` each. */
  readonly weights: Int8Array;
  /** What one unit of a weight is worth, group after group, `OUTPUTS` each. */
  readonly scales: Float32Array;
  readonly biases: Float32Array;
  /** Inverse temperature by task. */
  readonly sharpness: Float32Array;
  /** Second opinions on the scores, by question as in `TASKS`. */
  readonly networks: readonly Network[];
}

/** A head with its rows `ROW` octets apart. */
export interface PaddedHead extends Head {
  readonly padded: true;
}

export interface RowTable {
  /** Row after row, `ROW` octets each. */
  readonly weights: Int8Array;
  /** The same octets, for the idf. */
  readonly pairs: Uint16Array;
  /** The different values of idf; there are at most as many as documents. */
  readonly idfs: Float32Array;
}

/** Different values of idf that a row can tell apart. */
export const MOST_IDFS = 0x10000;

/** The idf of all rows, at most `MOST_IDFS` different ones, with the weights of `heads` if there are some already. */
export function rowTable({ idf }: Space, heads: readonly Head[]): RowTable {
  if (OUTPUTS > ROW - 2) throw new RangeError("more outputs than a row has room for");
  const weights = new Int8Array(idf.length * ROW);
  for (const head of heads) pad(head, weights);
  const pairs = new Uint16Array(weights.buffer);
  const places = new Map<number, number>();
  let last = Number.NaN;
  let place = 0;
  for (let row = 0; row < idf.length; row++) {
    const value = idf[row] as number;
    // Rows of the same frequency lie together.
    if (value !== last) {
      place = places.get(value) ?? places.size;
      places.set(value, place);
      last = value;
    }
    pairs[idfAt(row)] = place;
  }
  if (places.size > MOST_IDFS) throw new RangeError("more values of idf than a row can tell apart");
  return { weights, pairs, idfs: Float32Array.from(places.keys()) };
}

/** Where a row's idf stands in `RowTable.pairs`. */
export function idfAt(row: number): number {
  return row * (ROW / 2) + ROW / 2 - 1;
}

/** The head as it stands in a table that was made with it. */
export function padded(head: Head, { weights }: RowTable): PaddedHead {
  const end = head.firstRow + head.weights.length / OUTPUTS;
  return { ...head, weights: weights.subarray(head.firstRow * ROW, end * ROW), padded: true };
}

function pad({ firstRow, weights }: Head, into: Int8Array): void {
  const known = weights.length / OUTPUTS;
  for (let row = 0; row < known; row++)
    for (let o = 0; o < OUTPUTS; o++) into[(firstRow + row) * ROW + o] = weights[row * OUTPUTS + o] as number;
}
