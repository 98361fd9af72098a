/** How many tickets that asked for something have an answer that was seen. */
export interface SeenShare {
  /** Of those that agents resolved. */
  readonly resolved: number;
  readonly seen: number;
  /** Of those that were opened long ago, in whatever state; resolved without an answer is an end as well. */
  readonly old: number;
  readonly ended: number;
}

/** Days over which answers are counted. */
export const SEEN_DAYS = 60;
/** Nobody who answers at all takes longer. Days. */
export const OLD_DAYS = 14;
/** Fewer tickets tell nothing. */
const LEAST = 20;
const ENOUGH = 0.9;
/** A team may let lie what it likes; more than half of all that comes is no team's habit. */
const MOST = 0.5;

/**
 * Whether answers are seen well enough that a customer may be told of the want of one: where agents' answers are kept
 * elsewhere, a note that nobody has answered yet would be untrue, and a follow-up never come. A team that resolves nothing is
 * judged by what has lain for long.
 */
export function areAnswersSeen({ resolved, seen, old, ended }: SeenShare): boolean {
  return resolved < LEAST ? old < LEAST || ended >= old * MOST : seen >= resolved * ENOUGH;
}

/** Whole per cent, rounded down: what falls short does not look as if it did not. null: too few to tell. */
export function seenPercent({ resolved, seen, old, ended }: SeenShare): number | null {
  const [all, part] = resolved < LEAST ? [old, ended] : [resolved, seen];
  return all < LEAST ? null : Math.floor((100 * part) / all);
}

/** Whether it is the old tickets that tell, for there are too few resolved ones. */
export const isByOld = ({ resolved, old }: SeenShare): boolean => resolved < LEAST && old >= LEAST;
