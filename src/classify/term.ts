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

/** A concept of a message, by its name in data/concepts, and the words for it. */
export interface Wording {
  readonly concept: string;
  /** As written, in small letters, each once. */
  readonly forms: readonly string[];
}
