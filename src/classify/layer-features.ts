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
  /** Offset into the source of each feature's first occurrence; -1 for what has no place of its own. */
  readonly places: Int32Array;
}

/** Sublinear term frequency times idf, each group scaled to its length. Two features may share a row. */
export function layerVector({ groups }: Features, idfOf: (id: number, group: number) => number): LayerVector {
  const rows: number[] = [];
  const values: number[] = [];
  const places: number[] = [];
  for (const group of GROUPS.keys()) {
    const occurrences = groups[group];
    if (occurrences === undefined) continue;
    const indices = new Map<number, number>();
    const first = rows.length;
    for (let i = 0; i < occurrences.length; i++) {
      const id = occurrences.ids[i] as number;
      const index = indices.get(id);
      if (index !== undefined) {
        values[index] = (values[index] as number) + 1;
        continue;
      }
      indices.set(id, rows.length);
      rows.push(rowOf(id));
      values.push(1);
      places.push(occurrences.places[i] as number);
    }
    let squares = 0;
    for (const [id, index] of indices) {
      const value = (1 + Math.log(values[index] as number)) * idfOf(id, group);
      values[index] = value;
      squares += value * value;
    }
    const scale = squares > 0 ? (GROUP_LENGTH[group] ?? 1) / Math.sqrt(squares) : 0;
    for (let index = first; index < values.length; index++) values[index] = (values[index] as number) * scale;
  }
  return {
    rows: Int32Array.from(rows),
    values: Float32Array.from(values),
    places: Int32Array.from(places),
  };
}

/** Feature numbers of the groups do not overlap, so one hash serves all. */
function rowOf(id: number): number {
  let mixed = Math.imul(id ^ (id >>> 16), 0x45d9f3b);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  return ((mixed ^ (mixed >>> 13)) >>> 0) & (LAYER_ROWS - 1);
}
