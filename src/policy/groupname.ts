import { termOfConcept } from "../classify/terms.ts";
import type { Language } from "../mail/message.ts";
import type { Frequencies } from "./likeness.ts";
import { type Part, partsOf } from "./nameparts.ts";
import { countWords, isSameWord, type Said } from "./said.ts";

/** A name has so many parts, and no third one beyond so many words. */
const PARTS = 3;
const WORDS = 4;
/** And no third one that tells less than this share of what the first tells. */
const LEAST = 0.4;
/** A part says nothing new if more than this share of what it stands for was said. */
const AGAIN = 0.7;

/** The terms whose frequencies {@link groupName} asks for. */
export function nameTerms(said: readonly Said[]): number[] {
  const concepts = said.flatMap(({ wordings }) => wordings.map(({ concept }) => termOfConcept(concept)));
  return [...new Set([...countWords(said).keys(), ...concepts])];
}

export interface Naming {
  /** The mailbox' own; null: that of most of the complaints. */
  readonly language: Language | null;
  readonly frequencies: Frequencies;
  /** Names of the other groups. */
  readonly taken: ReadonlySet<string>;
}

/**
 * What these complaints have in common and others have not, the most telling first, in the language of the mailbox, else in
 * that of most of them; null where nothing can be said. Concepts carry across languages: a name may be in one in which
 * hardly anybody complained. A word that data/concepts does not know is left out where only one customer used it, and
 * where it is written as a name: it may be about a person.
 */
export function groupName(said: readonly Said[], { language, frequencies, taken }: Naming): string | null {
  const bySize = [...Map.groupBy(said, (one) => one.language)].sort((a, b) => b[1].length - a[1].length);
  const found = [...new Set([...(language === null ? [] : [language]), ...bySize.map(([own]) => own)])].map(
    (own) => differing(partsOf(said, own, frequencies)),
  );
  const parts = found.find((own) => own.length > 1) ?? found.find((own) => own.length > 0);
  return parts === undefined ? null : distinct(parts, taken);
}

/** The best first, and none that says again what those before it say: of the same words, or in alike ones. */
function differing(parts: readonly Part[]): readonly Part[] {
  const said = new Set<string>();
  const chosen: Part[] = [];
  for (const part of parts.toSorted((a, b) => b.score - a.score || (a.text < b.text ? -1 : 1))) {
    const again = [...part.evidence].filter((word) => said.has(word));
    if (again.length > AGAIN * part.evidence.size) continue;
    if (chosen.some(({ text }) => areAlike(part.text, text))) continue;
    for (const word of part.evidence) said.add(word);
    chosen.push(part);
  }
  return chosen;
}

const areAlike = (one: string, other: string): boolean =>
  one.split(" ").some((word) => other.split(" ").some((its) => isSameWord(word, its)));

/** The best name that no other group has: another part takes the place of its last, or a number follows. */
function distinct(parts: readonly Part[], taken: ReadonlySet<string>): string {
  const least = LEAST * (parts[0]?.score ?? 0);
  const best = fitting(parts.filter(({ score }, place) => place < 2 || score >= least));
  const others = parts.slice(best.length).map((part) => fitting([...parts.slice(0, best.length - 1), part]));
  const names = [best, ...others].map((own) => joined(own.map(({ text }) => text)));
  const [first = ""] = names;
  const free = names.find((name) => !taken.has(name));
  if (free !== undefined) return free;
  for (let number = 2; ; number++) if (!taken.has(`${first} (${number})`)) return `${first} (${number})`;
}

/** The first of these parts, as many as a name has. */
function fitting(parts: readonly Part[]): readonly Part[] {
  const words = parts.slice(0, PARTS).flatMap(({ text }) => text.split(" "));
  return parts.slice(0, words.length > WORDS ? PARTS - 1 : PARTS);
}

/** Persian has a comma of its own. */
const joined = (texts: readonly string[]): string =>
  texts.join(/\p{sc=Arabic}/u.test(texts[0] ?? "") ? "، " : ", ");
