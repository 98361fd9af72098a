export interface Backoff {
  /** Milliseconds before the second try at most. */
  readonly base: number;
  /** Milliseconds that no wait exceeds. */
  readonly cap: number;
}

/**
 * Milliseconds to wait after `failures` failures in a row (1 or more): full jitter below a doubling, capped bound, so
 * that many clients of a server that comes back do not all come at once.
 * @param random a number from 0 up to, not with, 1
 */
export function backoff(
  failures: number,
  random: number,
  { base, cap }: Backoff = { base: 1_000, cap: 300_000 },
): number {
  const bound = Math.min(cap, base * 2 ** Math.min(Math.max(0, failures - 1), 40));
  return Math.floor(bound * random);
}
