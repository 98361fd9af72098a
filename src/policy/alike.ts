/** Words longer than this tell two matters apart; shorter ones are articles and the like in the five languages. */
const SHORTEST = 4;
/** A mail of a megabyte tells no more than its beginning. */
const READ = 4_000;
/** Endings differ by case and number in all five languages: words are compared by their beginnings. */
const STEM = 6;

/** The telling words of a text, shortened to their stems, without accents. */
export function tellingWords(text: string): ReadonlySet<string> {
  const plain = text.slice(0, READ).normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const words = plain.match(/\p{L}+/gu) ?? [];
  return new Set(words.filter((word) => word.length >= SHORTEST).map((word) => word.slice(0, STEM)));
}

/** How alike two sets of words are, 0 to 1: the shared ones among all (Jaccard 1901). */
export function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const shared = [...one].filter((word) => other.has(word)).length;
  const all = one.size + other.size - shared;
  return all === 0 ? 0 : shared / all;
}
