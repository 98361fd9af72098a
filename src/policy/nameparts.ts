import { termOfConcept, wordsIn } from "../classify/terms.ts";
import type { Language } from "../mail/message.ts";
import { NOUNS } from "./cues/nouns.ts";
import { type Frequencies, IMAGINED } from "./likeness.ts";
import { type Counted, countWords, isSameWord, isWord, mostFrequent, type Said, termOf } from "./said.ts";

/** What few have in common says less of all of them: as if so many more had been asked, who say nothing of it. */
const UNSURE = 2;
/** A word that data/concepts does not know may be a verb, or beside the point. */
const UNKNOWN = 0.5;
/** Who puts it into the subject counts for so many more. */
const SUBJECT = 1;

/** What people call a thing themselves says more than what all things of its kind are called. */
const WRITTEN = 1.2;
/** What a group may be named by. */
export interface Part {
  readonly text: string;
  /** How well it tells these complaints from others. */
  readonly score: number;
  /** The words that it stands for, each with the place of its complaint. */
  readonly evidence: ReadonlySet<string>;
}

/**
 * Parts of a name in this language. Each is of two customers at least; where there are not two such parts, what one alone
 * speaks of will do, in the words that foyer has for it.
 */
export function partsOf(
  said: readonly Said[],
  language: Language,
  frequencies: Frequencies,
): readonly Part[] {
  const own = said.filter((one) => one.language === language);
  const named = { language, complaints: own.length, words: countWords(own), frequencies };
  const concepts = conceptsOf(said, language);
  const parts = [
    ...concepts
      .filter(({ places }) => places.size > 1)
      .flatMap((one) => conceptPart(one, said.length, named)),
    ...wordParts(concepts, named),
  ].filter(({ score }) => score > 0);
  if (parts.length > 1) return parts;
  const others = concepts.filter(({ places }) => places.size === 1);
  return [
    ...parts,
    ...others.flatMap((one) => conceptPart(one, said.length, { ...named, words: new Map() })),
  ];
}

interface Named {
  readonly language: Language;
  /** Complaints in that language. */
  readonly complaints: number;
  /** Their words. */
  readonly words: ReadonlyMap<number, Counted>;
  readonly frequencies: Frequencies;
}

function conceptPart(
  { concept, places, subjects, terms, evidence }: Shared,
  complaints: number,
  { language, complaints: own, words, frequencies }: Named,
): Part[] {
  const noun = NOUNS.get(concept);
  if (noun === undefined) return [];
  const label = noun.words[language];
  const written = noun.isKind
    ? wordFor(
        [...terms].flatMap((term) => words.get(term) ?? []),
        own,
      )
    : null;
  const text = written === null || isSameWord(written, label) ? label : written;
  if (text === "") return [];
  return [
    {
      text,
      score:
        (text === label ? 1 : WRITTEN) *
        share(places.size + SUBJECT * subjects.size, complaints) *
        rarity(termOfConcept(concept), frequencies),
      evidence,
    },
  ];
}

/** Words that no concept stands for. */
function wordParts(concepts: readonly Shared[], { complaints, words, frequencies }: Named): Part[] {
  const known = new Set(concepts.flatMap(({ terms }) => [...terms]));
  return [...words]
    .filter(([term, counted]) => counted.complaints > 1 && isWord(counted) && !known.has(term))
    .map(([term, counted]) => ({
      text: mostFrequent(counted.forms),
      score:
        UNKNOWN *
        share(counted.complaints + SUBJECT * counted.subjects, complaints) *
        rarity(term, frequencies),
      evidence: new Set<string>(),
    }));
}

/** What most of them call it; null where there are many, and each calls it something else. */
function wordFor(written: readonly Counted[], complaints: number): string | null {
  const [first] = written.filter(isWord).sort((a, b) => b.complaints - a.complaints);
  if (first === undefined || (first.complaints === 1 && complaints > 2)) return null;
  return mostFrequent(first.forms);
}

const share = (some: number, all: number): number => some / (all + UNSURE);

/** In a mailbox that has just begun, what all have in common is what it is about: hence the imagined others. */
const rarity = (term: number, { messages, holding }: Frequencies): number =>
  Math.log((messages + IMAGINED) / ((holding.get(term) ?? 0) + 1));

interface Shared {
  readonly concept: string;
  /** Of the complaints that hold it. */
  readonly places: Set<number>;
  /** Of those that hold it in the subject. */
  readonly subjects: Set<number>;
  /** Words for it in the name's language. */
  readonly terms: Set<number>;
  readonly evidence: Set<string>;
}

function conceptsOf(said: readonly Said[], language: Language): readonly Shared[] {
  const found = new Map<string, Shared>();
  for (const [place, one] of said.entries())
    for (const { concept, forms } of one.wordings) {
      const known = found.get(concept) ?? {
        ...{ concept, places: new Set(), subjects: new Set(), terms: new Set(), evidence: new Set() },
      };
      found.set(concept, known);
      known.places.add(place);
      const subject = one.subject.toLowerCase();
      if (forms.some((form) => subject.includes(form))) known.subjects.add(place);
      for (const form of forms) {
        const words = wordsIn(form).map(({ folded }) => folded);
        for (const word of words) known.evidence.add(`${place} ${word}`);
        const [word] = words;
        if (one.language === language && words.length === 1 && word !== undefined)
          known.terms.add(termOf(word));
      }
    }
  return [...found.values()];
}
