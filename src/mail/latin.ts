import { ENGLISH, FINGLISH, GREEKLISH, HUNGARIAN, OTHERS, TRANSLIT } from "./cues.ts";
import type { DetectedLanguage, Language } from "./message.ts";
import { detectByNgrams } from "./ngrams.ts";

const MAX_TOKENS = 200;
/** Below so many words the n-grams often err. */
const FEW = 8;

/** Spellings that only transliterated Russian has. */
const RUSSIAN =
  /^\p{L}{2,}(?:[nktv]yy|[nktv]yj|ogo|ayte|yayte|eniye?|eniya|tsiya|ovat|uyu|ayu|shch\p{L}+)$|shch|^zh[aeiou]/u;

interface Cue {
  readonly language: Language | null;
  readonly weight: number;
  readonly fits: (token: string) => boolean;
}

const CUES: readonly Cue[] = [
  { language: "en", weight: 1, fits: (token) => ENGLISH.has(token) },
  { language: "el", weight: 1.1, fits: (token) => GREEKLISH.has(token) },
  { language: "fa", weight: 1.1, fits: (token) => FINGLISH.has(token) },
  { language: "ru", weight: 1.1, fits: (token) => TRANSLIT.has(token) || RUSSIAN.test(token) },
  { language: "hu", weight: 1, fits: (token) => HUNGARIAN.has(unaccented(token)) },
  { language: null, weight: 1, fits: (token) => OTHERS.has(token) },
];

function unaccented(token: string): string {
  return token.normalize("NFD").replace(/\p{M}/gu, "");
}

/** Language of a text in Latin letters, by cue words and n-grams; see detectLanguage. */
export function latin(sample: string): DetectedLanguage {
  const tokens = (sample.toLowerCase().match(/\p{L}+/gu) ?? []).slice(0, MAX_TOKENS);
  if (tokens.length === 0) return { language: null, confidence: 0 };
  const ngrams = detectByNgrams(sample);
  const byNgrams = ngrams?.language === "en" || ngrams?.language === "hu" ? ngrams.language : null;
  const [best, second] = shares(tokens);
  if (best === undefined || best.share === 0) {
    // No cue word at all: n-grams alone, which a few words do not carry far.
    const certain = 0.2 + tokens.length * 0.05 + (ngrams?.lead ?? 0) * 0.3;
    return ngrams === null ? { language: null, confidence: 0 } : judged(byNgrams, Math.min(0.8, certain));
  }
  const lead = best.share - (second?.share ?? 0);
  const certain = Math.min(1, 0.55 + lead * 1.2 + Math.min(tokens.length, 20) / 100);
  // The n-grams do not know Greeklish and the like: there the cues decide.
  const foreign = best.language === "el" || best.language === "fa" || best.language === "ru";
  if (foreign && (lead > 0.08 || best.share > 0.25)) return judged(best.language, certain);
  // No other language of the table has these letters.
  if (/[őű]/i.test(sample) && best.language !== null) return judged("hu", certain + 0.2);
  if (best.language === byNgrams) return judged(byNgrams, certain + 0.15);
  if (tokens.length < FEW && lead > 0.15) return judged(best.language, certain - 0.15);
  const unsure = tokens.length < FEW && byNgrams === null && (ngrams?.lead ?? 0) < 0.3;
  return unsure && best.language !== null ? judged(best.language, 0.4) : judged(byNgrams, 0.6 - lead);
}

/** Share of the words that are cues, by language, the largest first. */
function shares(
  tokens: readonly string[],
): readonly { readonly language: Language | null; readonly share: number }[] {
  return CUES.map(({ language, weight, fits }) => ({
    language,
    share: (weight * tokens.filter(fits).length) / tokens.length,
  })).sort((one, other) => other.share - one.share);
}

function judged(language: Language | null, confidence: number): DetectedLanguage {
  return { language, confidence: Math.round(Math.min(1, Math.max(0, confidence)) * 100) / 100 };
}
