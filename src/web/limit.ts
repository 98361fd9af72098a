/** Counts within a minute, by key; the memory it takes is bounded. */
export interface Limit {
  /** Counts one more; true where that is more than allowed. */
  exceeds(key: string, now: Date): boolean;
}

const MINUTE = 60_000;
/** When more keys than this count at once, the oldest are forgotten. */
const KEYS = 10_000;

export function openLimit(most: number): Limit {
  const windows = new Map<string, { count: number; readonly until: number }>();
  return {
    exceeds(key, now) {
      const at = now.getTime();
      const known = windows.get(key);
      if (known !== undefined && known.until > at) return ++known.count > most;
      windows.delete(key);
      windows.set(key, { count: 1, until: at + MINUTE });
      const [oldest] = windows.keys();
      if (windows.size > KEYS && oldest !== undefined) windows.delete(oldest);
      return false;
    },
  };
}
