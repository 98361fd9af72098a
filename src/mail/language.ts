import { latin } from "./latin.ts";
import type { DetectedLanguage, Language } from "./message.ts";

/** Characters that are looked at: more text adds nothing. */
const SAMPLE = 3_000;
/** A letter of another script counts this many times: Latin product names stand in every mail. */
const WEIGHT = 2;

interface Scripts {
  latin: number;
  greek: number;
  cyrillic: number;
  arabic: number;
  other: number;
}

/**
 * Language of a text, subject and reply in one string. By script where that tells, else by cue words for languages
 * written in Latin letters that are not their own (Greeklish and the like), else by n-grams. A language that is
 * none of ours gives null, with the confidence of that.
 */
export function detectLanguage(text: string): DetectedLanguage {
  const sample = withoutNoise(text.slice(0, SAMPLE * 2)).slice(0, SAMPLE);
  const scripts = count(sample);
  const letters = scripts.latin + scripts.greek + scripts.cyrillic + scripts.arabic + scripts.other;
  if (letters < 2) return { language: null, confidence: 0 };
  const ranked = [
    { score: scripts.latin, judge: () => latin(sample) },
    { score: scripts.greek * WEIGHT, judge: () => sure("el", scripts.greek, letters) },
    { score: scripts.cyrillic * WEIGHT, judge: () => cyrillic(sample, scripts.cyrillic, letters) },
    { score: scripts.arabic * WEIGHT, judge: () => arabic(sample, scripts.arabic, letters) },
    { score: scripts.other * WEIGHT, judge: () => ({ language: null, confidence: 0.95 }) },
  ].sort((one, other) => other.score - one.score);
  return ranked[0]?.judge() ?? { language: null, confidence: 0 };
}

/** Addresses, links and codes say nothing about the language around them. */
function withoutNoise(text: string): string {
  return text.replace(/https?:\S{1,500}|www\.\S{1,300}|\S{1,64}@\S{1,100}/g, " ");
}

function count(sample: string): Scripts {
  const scripts: Scripts = { latin: 0, greek: 0, cyrillic: 0, arabic: 0, other: 0 };
  for (let at = 0; at < sample.length; at++) {
    const code = sample.charCodeAt(at) | 0;
    const lower = code | 32;
    if (lower >= 97 && lower <= 122 && code < 128) scripts.latin++;
    else if (code < 0xc0) continue;
    else if (code <= 0x24f || (code >= 0x1e00 && code <= 0x1eff)) scripts.latin++;
    else if ((code >= 0x370 && code <= 0x3ff) || (code >= 0x1f00 && code <= 0x1fff)) scripts.greek++;
    else if (code >= 0x400 && code <= 0x52f) scripts.cyrillic++;
    else if ((code >= 0x620 && code <= 0x6d3) || (code >= 0xfb50 && code <= 0xfefc)) scripts.arabic++;
    else if ((code >= 0x530 && code <= 0x5ff) || (code >= 0x900 && code <= 0x1cff)) scripts.other++;
    else if ((code >= 0x3040 && code <= 0x9fff) || (code >= 0xac00 && code <= 0xd7a3)) scripts.other++;
  }
  return scripts;
}

/** More letters, more certain; a mixed text less. */
function sure(language: Language | null, own: number, letters: number): DetectedLanguage {
  const amount = own >= 12 ? 1 : 0.75 + own / 48;
  return { language, confidence: round(0.99 * amount * (0.7 + 0.3 * (own / letters))) };
}

function round(confidence: number): number {
  return Math.round(Math.min(1, Math.max(0, confidence)) * 100) / 100;
}

function occurrences(sample: string, pattern: RegExp): number {
  return sample.match(pattern)?.length ?? 0;
}

/** Russian, or one of the others: by letters that Russian lacks, or lacks them where it would have some. */
function cyrillic(sample: string, own: number, letters: number): DetectedLanguage {
  const foreign = occurrences(sample, /[іїєґўјљњђћџќѓѕ]/gi);
  const russian = occurrences(sample, /[ыэё]/gi);
  if (foreign > russian) return sure(null, own, letters);
  const bulgarian = occurrences(
    sample,
    /(?<!\p{L})(?:със|във|съм|ще|моля|поръчката?|благодаря|тази|този|което|който|няма|къде|кога|защо|беше)(?!\p{L})/giu,
  );
  if (bulgarian > 0 && russian === 0) return sure(null, own, letters);
  return sure("ru", own, letters);
}

/** Persian, or Arabic and Urdu: by letters and by the commonest words. */
function arabic(sample: string, own: number, letters: number): DetectedLanguage {
  // Many Persian keyboards type the Arabic yeh and kaf.
  const text = sample.replaceAll("ي", "ی").replaceAll("ك", "ک");
  const persian =
    2 * occurrences(text, /[پچژگ]/g) +
    occurrences(text, /\u200c/g) +
    3 *
      occurrences(
        text,
        /(?<!\p{L})(?:است|را|این|که|از|برای|با|شما|سلام|هم|نیست|کنید|شده|لطفا|ممنون|می|نمی|در)(?!\p{L})/gu,
      );
  const foreign =
    occurrences(text, /[ةىأإٱ]/g) +
    4 * occurrences(text, /[ٹڈڑںےھہ]/g) +
    2 * occurrences(text, /(?<!\p{L})(?:ال\p{L}{2,}|فی|على|إلى|هذا|لم|هل|أن|لا)(?!\p{L})/gu);
  return sure(foreign > persian ? null : "fa", own, letters);
}
