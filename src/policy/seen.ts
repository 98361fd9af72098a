/** Of the tickets that agents resolved and that asked for something, those on which an answer was seen. */
export interface SeenShare {
  readonly resolved: number;
  readonly seen: number;
}

/** Days over which answers are counted. */
export const SEEN_DAYS = 60;
/** Fewer tickets tell nothing. */
const LEAST = 20;
const ENOUGH = 0.9;

/**
 * Whether answers are seen well enough that a customer may be told of the want of one: where agents' answers are kept
 * elsewhere, a note that nobody has answered yet would be untrue, and a follow-up never come.
 */
export function areAnswersSeen({ resolved, seen }: SeenShare): boolean {
  return resolved < LEAST || seen >= resolved * ENOUGH;
}

/** Whole per cent, rounded down: what falls short does not look as if it did not. null: too few to tell. */
export function seenPercent({ resolved, seen }: SeenShare): number | null {
  return resolved < LEAST ? null : Math.floor((100 * seen) / resolved);
}
