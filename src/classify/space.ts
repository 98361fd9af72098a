import { GROUPS } from "./features.ts";

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

export interface Limits {
  /** By group: documents a feature must occur in. */
  readonly leastDocuments: readonly number[];
  /** By group: at most that many rows, the most frequent; each below 65,536. */
  readonly mostRows: readonly number[];
}

/**
 * Those of the shipped model, which they keep under 5 MB. A bucket met once says nothing, and a pair met thrice may be
 * chance.
 */
const SHIPPED: Limits = {
  leastDocuments: [2, 3, 2, 4, 4, 4],
  mostRows: [30_000, 54_000, 5_000, 10_000, 4_000, 6_000],
};

/** The ids of one document's features, by group, once for each occurrence. */
export type DocumentIds = readonly Int32Array[];

/** Chooses the features that a model for `documents` shall know. */
export function chooseSpace(documents: readonly DocumentIds[], limits: Limits = SHIPPED): Space {
  const chosen: { id: number; idf: number }[] = [];
  const groupStarts: number[] = [];
  for (const group of GROUPS.keys()) {
    groupStarts.push(chosen.length);
    const counts = [...documentCounts(documents, group)].filter(
      ([, count]) => count >= (limits.leastDocuments[group] ?? 1),
    );
    // Ties by number, so that the choice does not hang on the order of a map.
    counts.sort(([idA, a], [idB, b]) => b - a || idA - idB);
    for (const [id, count] of counts.slice(0, limits.mostRows[group])) {
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

function documentCounts(documents: readonly DocumentIds[], group: number): Map<number, number> {
  const counts = new Map<number, number>();
  for (const ids of documents) {
    for (const id of new Set(ids[group])) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}
