import type { Language } from "../mail/message.ts";
import { anyOf, fold } from "./cue-search.ts";
import { LAPSE_CUES, LAPSES, type LapseKind } from "./cues/lapse.ts";

/** Words that a customer should not have to read, and where. */
export interface Lapse {
  readonly kind: LapseKind;
  /** As found: lower case, without accents. */
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
  for (const { first, lines } of paragraphs(text)) {
    const starts: number[] = [];
    let whole = "";
    for (const line of lines) {
      starts.push(whole.length);
      whole += `${fold(line).trim()} `;
    }
    // Blanked letter by letter, so that what follows stays where it is.
    const read = never === null ? whole : whole.replace(never, (harmless) => "#".repeat(harmless.length));
    for (const [kind, pattern] of search)
      for (const { 0: words, index } of read.matchAll(pattern))
        found.push({ kind, words: words.trim(), line: first + starts.findLastIndex((at) => at <= index) });
  }
  return found.sort((a, b) => a.line - b.line);
}

/** Runs of lines between blank ones: a phrase may be broken over lines, and not over paragraphs. */
function paragraphs(text: string): readonly { readonly first: number; readonly lines: readonly string[] }[] {
  const runs: { first: number; lines: string[] }[] = [];
  let open = false;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "") open = false;
    else if (open) runs.at(-1)?.lines.push(line);
    else {
      runs.push({ first: index + 1, lines: [line] });
      open = true;
    }
  }
  return runs;
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
