import type { Language } from "../mail/message.ts";
import { anyOf, fold } from "./cue-search.ts";
import { LAPSE_CUES, LAPSES, type LapseKind } from "./cues/lapse.ts";

/** Words that a customer should not have to read, and where. */
export interface Lapse {
  readonly kind: LapseKind;
  /** As they stand in the text, on one line. */
  readonly words: string;
  /** From 1. */
  readonly line: number;
}

interface Compiled {
  readonly search: readonly (readonly [LapseKind, RegExp])[];
  readonly never: RegExp | null;
}

const compiled = new Map<Language, Compiled>();

/**
 * Excuses, blame of the customer and internal matters in a text that is to go to a customer (a template, an agent's
 * draft), by phrases. None found proves nothing: it is a reminder for whoever writes, and no gate.
 */
export function lapsesIn(text: string, language: Language): readonly Lapse[] {
  const { search, never } = compiledFor(language);
  const found: Lapse[] = [];
  for (const words of paragraphs(text)) {
    const whole = words.map((word) => word.folded).join(" ");
    // Blanked letter by letter, so that what follows stays where it is.
    const read = never === null ? whole : whole.replace(never, (harmless) => "#".repeat(harmless.length));
    for (const [kind, pattern] of search)
      for (const { 0: match, index } of read.matchAll(pattern)) {
        const said = words.filter(
          ({ at, folded }) => at + folded.length > index && at < index + match.length,
        );
        const line = said[0]?.line ?? 0;
        found.push({ kind, words: said.map(({ word }) => word).join(" "), line });
      }
  }
  return found.sort((a, b) => a.line - b.line);
}

interface Word {
  readonly word: string;
  readonly folded: string;
  /** Where `folded` begins in the paragraph, folded and joined by spaces. */
  readonly at: number;
  readonly line: number;
}

/** The words between blank lines: a phrase may be broken over lines, and not over paragraphs. */
function paragraphs(text: string): readonly (readonly Word[])[] {
  const all: Word[][] = [[]];
  let at = 0;
  for (const [index, content] of text.split(/\r?\n/).entries()) {
    if (content.trim() === "") {
      all.push([]);
      at = 0;
      continue;
    }
    for (const word of content.split(/\s+/).filter((one) => one !== "")) {
      const folded = fold(word);
      all.at(-1)?.push({ word, folded, at, line: index + 1 });
      at += folded.length + 1;
    }
  }
  return all;
}

function compiledFor(language: Language): Compiled {
  const known = compiled.get(language);
  if (known !== undefined) return known;
  const { cues, never } = LAPSE_CUES[language];
  const made: Compiled = {
    search: LAPSES.map((kind) => [kind, anyOf(cues[kind])]),
    never: never.length === 0 ? null : anyOf(never),
  };
  compiled.set(language, made);
  return made;
}
