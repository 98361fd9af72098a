/**
 * What alike messages have in common: numbers that do not change when models and word lists do, so that they can be
 * kept for years. No text can be read back from them.
 */
export interface Term {
  /** 31 bits. */
  readonly id: number;
  readonly count: number;
  /** Words and stems hold within a language, concepts across all. */
  readonly kind: "word" | "stem" | "concept";
}
