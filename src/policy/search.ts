/*
 * How solved tickets alike to another are looked for: which words of a message tell, and which few of them to look up. The
 * words are stems as the database's dictionaries make them.
 */

/** A mail of a megabyte tells no more than its beginning. */
const READ = 4_000;

/**
 * A message as it is indexed: lower case, whatever the database's locale; Persian letters in one spelling, and its
 * suffixes apart (they hang on a zero-width non-joiner), for there is no dictionary of it; without addresses, links and
 * whatever holds a digit, which tell who writes and not what about.
 */
export function searchText({ subject, text }: { readonly subject: string; readonly text: string }): string {
  return `${subject}\n${text}`
    .slice(0, READ)
    .normalize("NFC")
    .toLowerCase()
    .replace(/\S*(?:@|:\/\/|www\.|\p{N})\S*/gu, " ")
    .replace(/[\u064b-\u0655\u0670\u0640]+/g, "")
    .replace(/[يى]/g, "ی")
    .replace(/ك/g, "ک")
    .replace(/[^\p{L}\p{M}]+/gu, " ")
    .trim();
}

/** A word of the index, and how many solved tickets hold it. */
export interface Counted {
  readonly word: string;
  readonly tickets: number;
}

export interface Sought {
  readonly word: string;
  readonly weight: number;
}

/** Words of a message that count; the rarest tell most. */
const ASKED = 24;
/** Words by which tickets are looked up, and tickets that these may bring to light: what is common brings too many. */
const LOOKED_UP = { words: 12, least: 2, tickets: 2_500 };

/** The words by which a ticket is told from others, weighted by how rare they are (inverse document frequency). */
export function askedWords(words: readonly Counted[], all: number): readonly Sought[] {
  return words
    .filter(({ tickets }) => tickets > 0)
    .map(({ word, tickets }) => ({ word, weight: Math.log((all + 1) / tickets) + 0.1 }))
    .sort((a, b) => b.weight - a.weight || (a.word < b.word ? -1 : 1))
    .slice(0, ASKED);
}

/** Those of {@link askedWords} by which to look up: the rarest, as far as they do not bring too many tickets. */
export function lookedUpWords(asked: readonly Sought[], words: readonly Counted[]): readonly string[] {
  const counts = new Map(words.map(({ word, tickets }) => [word, tickets]));
  let brought = 0;
  return asked.slice(0, LOOKED_UP.words).flatMap(({ word }, index) => {
    brought += counts.get(word) ?? 0;
    return index < LOOKED_UP.least || brought <= LOOKED_UP.tickets ? [word] : [];
  });
}

/** Words that the index does not know and that are long enough to be a misspelling, or a form, of one that it does. */
export function strangeWords(words: readonly Counted[], most: number): readonly string[] {
  return words
    .filter(({ word, tickets }) => tickets === 0 && word.length >= 5)
    .map(({ word }) => word)
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
    .slice(0, most);
}

const FROM = "абвгдежзиклмнопрстуфхцчшщыэюяαβγδεζηθικλμνξοπρσςτυφχψωابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی";
const TO = "abvgdejziklmnoprstufhccssyeuaabgdezhqiklmnxoprsstufcpoabptsjchxdzrzjsssztzagfqkglmnvhy";

/**
 * A word in Latin letters, one for one: trigrams of others do not work in a database with the C locale. Only ever compared
 * with its like.
 */
export function lettersOf(word: string): string {
  return [...word.normalize("NFD").replace(/\p{M}/gu, "")]
    .map((letter) => {
      const at = FROM.indexOf(letter);
      return at < 0 ? letter : (TO[at] ?? letter);
    })
    .join("")
    .replace(/[^a-z]/g, "");
}
