import { PermanentError } from "../errors.ts";
import { CONCEPT_FOLD, foldString } from "./normalise.ts";

/** One language's word list as it stands in data/concepts: `code` is its file name without extension. */
export interface LexiconSource {
  readonly code: string;
  readonly text: string;
}

/** A stem or phrase. */
export interface Phrase {
  readonly concept: number;
  /** Index into `Lexicon.languages`. */
  readonly language: number;
  /** Its words joined by blanks, folded; a word ending in `$` must match whole, else it matches as a prefix. */
  readonly text: string;
}

/** Phrases in columns, since there are a hundred thousand of them; in the order of their texts. */
export interface Phrases {
  readonly texts: readonly string[];
  readonly concepts: Uint16Array;
  readonly languages: Uint8Array;
}

interface LexiconLanguage {
  readonly code: string;
  /** The commonest words; a language in Latin letters that has them is only matched where they occur. */
  readonly functionWords: readonly string[];
}

/** Meanings that matter in support mail, with how they are worded in each language. Plain data, kept in the model. */
export interface Lexicon {
  readonly names: readonly string[];
  readonly languages: readonly LexiconLanguage[];
  readonly phrases: Phrases;
}

const NAME = /^[A-Z][A-Z0-9_]*$/;
const FUNCTION_WORDS = "@function-words";
/** The largest number of a concept: a column has sixteen bits for it. */
const MOST_CONCEPT = 0xffff;

/**
 * Reads the word lists of data/concepts, one line a concept: `NAME: stem, two words, whole$`, `#` for comments; a line that
 * begins with white space goes on with the one before.
 * Throws PermanentError("bad-concepts") that names file and line.
 */
export function parseLexicon(sources: readonly LexiconSource[]): Lexicon {
  const concepts = new Map<string, number>();
  const languages: LexiconLanguage[] = [];
  const phrases: Phrase[] = [];
  for (const [language, source] of sources.entries()) {
    let functionWords: readonly string[] = [];
    const seen = new Set<string>();
    for (const { name, entries, where } of linesOf(source)) {
      if (name === FUNCTION_WORDS) {
        functionWords = entries.map((entry) => foldString(entry, CONCEPT_FOLD));
        continue;
      }
      if (!NAME.test(name))
        throw new PermanentError("bad-concepts", `${where}: "${name}" is no concept name`);
      if (seen.has(name)) throw new PermanentError("bad-concepts", `${where}: ${name} occurs twice`);
      seen.add(name);
      const concept = concepts.get(name) ?? concepts.size;
      concepts.set(name, concept);
      for (const text of variantsOf(entries)) phrases.push({ concept, language, text });
    }
    languages.push({ code: source.code, functionWords });
  }
  return { names: [...concepts.keys()], languages, phrases: inColumns(phrases) };
}

/** Throws RangeError for a concept that a column cannot hold. */
export function inColumns(phrases: readonly Phrase[]): Phrases {
  const beyond = phrases.find(({ concept }) => concept > MOST_CONCEPT);
  if (beyond !== undefined) throw new RangeError(`there are no more than ${MOST_CONCEPT + 1} concepts`);
  const sorted = phrases.toSorted((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  return {
    texts: sorted.map(({ text }) => text),
    concepts: Uint16Array.from(sorted, ({ concept }) => concept),
    languages: Uint8Array.from(sorted, ({ language }) => language),
  };
}

/** One by one, for whoever looks at few. */
export function phraseList({ texts, concepts, languages }: Phrases): Phrase[] {
  return texts.map((text, i) => ({ text, concept: concepts[i] as number, language: languages[i] as number }));
}

function* linesOf(source: LexiconSource) {
  const lines: { readonly number: number; text: string }[] = [];
  for (const [index, line] of source.text.split(/\r?\n/).entries()) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    const last = lines.at(-1);
    if (/^\s/.test(line) && last !== undefined) last.text += line;
    else lines.push({ number: index + 1, text: line });
  }
  for (const { number, text } of lines) {
    const where = `${source.code}.txt:${number}`;
    const colon = text.indexOf(":");
    if (colon < 0) throw new PermanentError("bad-concepts", `${where}: expected "NAME: stem, stem"`);
    const entries = text.slice(colon + 1).split(",");
    yield { name: text.slice(0, colon).trim(), entries: entries.map((entry) => entry.trim()), where };
  }
}

function variantsOf(entries: readonly string[]): Set<string> {
  const variants = new Set<string>();
  for (const entry of entries) {
    const folded = foldString(entry, CONCEPT_FOLD)
      .replace(/[^\p{L}\p{N}$ ]/gu, " ")
      .replace(/\s+/g, " ")
      .trim();
    if (!/[\p{L}\p{N}]/u.test(folded)) continue;
    variants.add(folded);
    // Persian writes the verbal prefix می apart, joined by a zero-width non-joiner, or run together.
    variants.add(folded.replace(/(^| )(ن?می) /g, "$1$2"));
  }
  return variants;
}
