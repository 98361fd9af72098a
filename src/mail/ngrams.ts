import { Buffer } from "node:buffer";
import table from "./ngrams.json" with { type: "json" };

/** eld leaves out of its table what every score has at least. */
const BASE = 53;
/** Octets of text that are looked at; and of one word. */
const ENOUGH = 360;
const MAX_WORD = 70;

/** Scores by n-gram: three characters a language, its index and two digits of the score (all base 36). */
const SCORES: ReadonlyMap<string, string> = new Map(
  table.ngrams.split("\n").map((line) => {
    const tab = line.indexOf("\t");
    return [line.slice(0, tab), line.slice(tab + 1)];
  }),
);

export interface NgramResult {
  /** ISO 639-1. */
  readonly language: string;
  /** 0 to 1: how far before the second. */
  readonly lead: number;
}

/**
 * The likeliest of fifteen languages that write in Latin letters, by the method of eld (Nito T.M.): n-grams of four
 * octets at every third, each counted once. null where no n-gram is known.
 */
export function detectByNgrams(text: string): NgramResult | null {
  const totals = new Float64Array(table.languages.length);
  for (const ngram of ngrams(text)) {
    const scores = SCORES.get(ngram);
    if (scores === undefined) continue;
    for (let at = 0; at < scores.length; at += 3) {
      const language = digit(scores, at);
      const score = 36 * digit(scores, at + 1) + digit(scores, at + 2);
      totals[language] = (totals[language] ?? 0) + score + BASE;
    }
  }
  let best = 0;
  for (let language = 1; language < totals.length; language++) {
    if ((totals[language] ?? 0) > (totals[best] ?? 0)) best = language;
  }
  const first = totals[best] ?? 0;
  if (first === 0) return null;
  const second = totals.reduce((high, total, index) => (index !== best && total > high ? total : high), 0);
  return { language: table.languages[best] ?? "", lead: (first - second) / first };
}

/** Of base 36, in lower case. */
function digit(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code < 97 ? code - 48 : code - 87;
}

function ngrams(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  let octets = 0;
  for (const word of text
    .slice(0, 1_000)
    .toLowerCase()
    .match(/[\p{L}'’`]+/gu) ?? []) {
    if (octets > ENOUGH) break;
    const bytes = Buffer.from(word, "utf8").toString("latin1");
    octets += bytes.length + 1;
    const length = Math.min(bytes.length, MAX_WORD);
    let at = 0;
    for (; at + 4 < length; at += 3) found.add(`${at === 0 ? " " : ""}${bytes.slice(at, at + 4)}`);
    found.add(`${at === 0 ? " " : ""}${bytes.slice(length === 3 ? 0 : Math.max(0, length - 4))} `);
  }
  return found;
}
