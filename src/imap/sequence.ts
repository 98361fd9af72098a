/** Ascending and without doubles. */
export const ascending = (uids: Iterable<number>): number[] => [...new Set(uids)].sort((a, b) => a - b);

/** RFC 3501 sequence-set of exactly these UIDs, e.g. "3:7,9". */
export function sequenceSet(uids: Iterable<number>): string {
  const ranges: { first: number; last: number }[] = [];
  for (const uid of ascending(uids)) {
    const range = ranges.at(-1);
    if (range !== undefined && range.last === uid - 1) range.last = uid;
    else ranges.push({ first: uid, last: uid });
  }
  return ranges.map(({ first, last }) => (first === last ? `${first}` : `${first}:${last}`)).join(",");
}

/** Slices of at most `size`, in order. */
export function batches<T>(items: readonly T[], size: number): T[][] {
  const slices: T[][] = [];
  for (let at = 0; at < items.length; at += size) slices.push(items.slice(at, at + size));
  return slices;
}
