import type { Lexicon } from "./lexicon.ts";
import type { Folded } from "./normalise.ts";
import { PhraseTable } from "./phrases.ts";
import { classOf, DIGIT, LETTER, STOP } from "./tokens.ts";

/** A concept met in a message. Offsets are into the folded text. */
export interface Hit {
  readonly concept: number;
  readonly start: number;
  readonly end: number;
}

export interface Sentence {
  /** In order of place; a concept may be hit more than once. */
  readonly hits: readonly Hit[];
  readonly isSubject: boolean;
}

/** Word borders within the folded text: start, end, start, end … */
type Words = number[];

const LINE_FEED = 10;
/** Share of function words from which text in Latin letters counts as that language. */
const FUNCTION_WORD_SHARE = 0.09;
/** Hungarian mail is full of English product words: English stems of this length count there too. */
const LOAN_STEM = 5;
const LONGEST_FUNCTION_WORD = 10;

/** Finds concepts in text by the phrases that word them. Holds no state of any message. */
export class ConceptMatcher {
  readonly names: readonly string[];
  readonly #languages: Lexicon["languages"];
  /** By word the languages that have it. */
  readonly #functionWords: ReadonlyMap<number, readonly number[]>;
  readonly #table: PhraseTable;

  constructor(lexicon: Lexicon) {
    this.#languages = lexicon.languages;
    this.names = lexicon.names;
    this.#table = new PhraseTable(lexicon);
    const words = lexicon.languages.flatMap(({ functionWords }, language) =>
      functionWords.map((word) => ({ key: keyOfWord(word), language })).filter(({ key }) => key >= 0),
    );
    this.#functionWords = new Map(
      [...Map.groupBy(words, ({ key }) => key)].map(([key, own]) => [
        key,
        own.map(({ language }) => language),
      ]),
    );
  }

  /** The sentences that hold concepts; the first line is the subject and one sentence. */
  match(text: Folded): Sentence[] {
    const sentences = sentencesOf(text);
    const leastStem = Uint8Array.from(
      this.#allowedLanguages(text, sentences),
      (allowed) => LEAST_STEM[allowed],
    );
    const found: Sentence[] = [];
    for (const { words, isSubject } of sentences) {
      const hits: Hit[] = [];
      const sequence = { codes: text.codes, words, end: words.length };
      for (let i = 0; i < words.length; i += 2) {
        const start = words[i] as number;
        this.#table.matchAt(sequence, i, { leastStem }, (concept, end) => hits.push({ concept, start, end }));
      }
      if (hits.length > 0) found.push({ hits, isSubject });
    }
    return found;
  }

  /** Scripts keep most languages apart by themselves; those in Latin letters are told by their function words. */
  #allowedLanguages(text: Folded, sentences: readonly Split[]): Allowed[] {
    const { latin, other, counts, met } = this.#countFunctionWords(text, sentences);
    const most = Math.max(...counts);
    const enough = other <= latin && most >= 2 && most / latin > FUNCTION_WORD_SHARE;
    // More than one where two languages share all that was met: "There is a gas leak".
    const recognised = enough ? this.#languages.filter((_, language) => counts[language] === most) : [];
    const foreign = other > latin || met >= 2;
    return this.#languages.map((language): Allowed => {
      const { code, functionWords } = language;
      if (code === "latin") return recognised.length === 0 ? "yes" : "no";
      if (functionWords.length === 0 || recognised.includes(language)) return "yes";
      if (recognised.length > 0) return code === "en" ? "long" : "no";
      return foreign && code !== "en" ? "no" : "yes";
    });
  }

  #countFunctionWords(text: Folded, sentences: readonly Split[]) {
    const counts = this.#languages.map(() => 0);
    let latin = 0;
    let other = 0;
    let met = 0;
    for (const { words } of sentences) {
      for (let i = 0; i < words.length; i += 2) {
        const start = words[i] ?? 0;
        const end = words[i + 1] ?? 0;
        const code = text.codes[start] ?? 0;
        const inLatin = code >= 0x61 && code <= 0x7a;
        if (inLatin) latin++;
        else if (classOf(code) & LETTER) other++;
        if (!inLatin || end - start > LONGEST_FUNCTION_WORD) continue;
        const languages = this.#functionWords.get(keyOf(text.codes, start, end)) ?? NOBODYS;
        if (languages.length > 0) met++;
        for (const language of languages) counts[language] = (counts[language] ?? 0) + 1;
      }
    }
    return { latin, other, counts, met };
  }
}

const NOBODYS: readonly number[] = [];

type Allowed = "yes" | "no" | "long";
/** No first word has 255 letters. */
const LEAST_STEM: Readonly<Record<Allowed, number>> = { yes: 0, no: 255, long: LOAN_STEM };

interface Split {
  readonly words: Words;
  readonly isSubject: boolean;
}

/** A number of a word of few Latin letters that no other has: thirty-two is more than the alphabet. */
function keyOf(codes: ArrayLike<number>, start: number, end: number): number {
  let key = 0;
  for (let i = start; i < end; i++) {
    const code = codes[i] as number;
    if (code < 0x61 || code > 0x7a) return -1;
    key = key * 32 + code - 0x60;
  }
  return key;
}

function keyOfWord(word: string): number {
  return keyOf(
    Array.from(word, (letter) => letter.charCodeAt(0)),
    0,
    word.length,
  );
}

function sentencesOf({ codes, length }: Folded): Split[] {
  const sentences: Split[] = [];
  let words: Words = [];
  let isSubject = true;
  for (let i = 0; i < length; ) {
    const code = codes[i] ?? 0;
    if (classOf(code) & (LETTER | DIGIT)) {
      const start = i;
      while (i < length && classOf(codes[i] ?? 0) & (LETTER | DIGIT)) i++;
      words.push(start, i);
      continue;
    }
    if (isSubject ? code === LINE_FEED : classOf(code) & STOP) {
      if (words.length > 0) sentences.push({ words, isSubject });
      words = [];
      isSubject = false;
    }
    i++;
  }
  if (words.length > 0) sentences.push({ words, isSubject });
  return sentences;
}
