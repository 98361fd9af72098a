import { classOf, LETTER, UPPER } from "./tokens.ts";

/** What punctuation, capitals and shape say; each is one feature. The order is part of a model: only append. */
export const MARKS = [
  "one-exclamation",
  "some-exclamations",
  "many-exclamations",
  "exclamation-run",
  "question-run",
  "one-question",
  "two-questions",
  "four-questions",
  "some-capitals",
  "many-capitals",
  "all-capitals",
  "under-8-words",
  "under-16-words",
  "under-30-words",
  "under-60-words",
  "under-110-words",
  "long",
  "clock",
  "money",
  "percent",
  "url",
  "address",
  "phone",
  "text-ends-asking",
  "subject-ends-asking",
  "no-subject",
  "smile",
  "angry-emoji",
  "sad-emoji",
  "dots",
  "quote-marks",
  "reply-prefix",
  "quoted-line",
] as const;
export type Mark = (typeof MARKS)[number];

/** Acronyms of every office; no shouting. */
const ACRONYMS = /^(?:PDF|SMS|VPN|API|URL|USB|ΑΦΜ|ИНН|НДС|ООО|GDPR|ÁFA|SLA|CSV|SEO|FAQ|LED|QR)$/;

const PATTERNS: readonly (readonly [Mark, RegExp])[] = [
  ["exclamation-run", /!!/],
  ["question-run", /[?؟!][?؟!]/],
  ["clock", /\b\d{1,2}[:.]\d{2}\b|[۰-۹]{1,2}:[۰-۹]{2}/],
  ["money", /[€$£₽]|\b(?:eur|huf|ft|usd|forint|rub)\b|ευρώ|евро|руб|تومان|تومن|ریال/i],
  ["percent", /\d\s?%|٪/],
  ["url", /xxurl/],
  ["address", /\S@\S/],
  ["phone", /\+?\d[\d -]{8,40}\d|[۰-۹]{10}/],
  ["smile", /[\u{1f600}-\u{1f604}😊🙂😍🥰❤💛💙💚💐🌹🙏👏👍⭐✨🎉🌸🤗]|:\)|:-\)|\)\)/u],
  ["angry-emoji", /[😡🤬😠👎💩🙄]/u],
  ["sad-emoji", /[😢😭😔😞🙁😕]|:\(|\(\(/u],
  ["dots", /\.\.\.|…/],
  ["quote-marks", /["«„“”]/],
  ["quoted-line", /\n[ \t]*>/],
];
const ENDS_ASKING = /[?;؟]$/;
const REPLY_PREFIX = /^\s*(?:re|fw|fwd|vá|απ|πρθ)\s*:/i;

/** `source` is the subject, a line feed, and the text. */
export function marksOf(source: string): Mark[] {
  const lineFeed = source.indexOf("\n");
  const subject = source.slice(0, lineFeed).trim();
  const marks: Mark[] = [...countMarks(source), ...capitalMarks(source)];
  for (const [mark, pattern] of PATTERNS) if (pattern.test(source)) marks.push(mark);
  if (ENDS_ASKING.test(source.trimEnd())) marks.push("text-ends-asking");
  if (ENDS_ASKING.test(subject)) marks.push("subject-ends-asking");
  if (subject === "") marks.push("no-subject");
  if (REPLY_PREFIX.test(subject)) marks.push("reply-prefix");
  return marks;
}

function* countMarks(source: string): Generator<Mark> {
  const exclamations = source.match(/!/g)?.length ?? 0;
  const questions = source.match(/[?;؟](?=\s|$|["»)])|[?؟]/g)?.length ?? 0;
  if (exclamations === 1) yield "one-exclamation";
  else if (exclamations >= 5) yield "many-exclamations";
  else if (exclamations >= 2) yield "some-exclamations";
  if (questions === 1) yield "one-question";
  if (questions >= 2) yield "two-questions";
  if (questions >= 4) yield "four-questions";
}

function* capitalMarks(source: string): Generator<Mark> {
  let words = 0;
  let capitals = 0;
  for (let i = 0; i < source.length; i++) {
    const start = i;
    let upper = true;
    for (; i < source.length; i++) {
      const kind = classOf(source.charCodeAt(i));
      if ((kind & LETTER) === 0) break;
      if ((kind & UPPER) === 0) upper = false;
    }
    if (i - start < 2) continue;
    words++;
    if (upper && i - start > 2 && !ACRONYMS.test(source.slice(start, i))) capitals++;
  }
  if (capitals >= 2) yield "some-capitals";
  if (capitals >= 5) yield "many-capitals";
  if (words > 3 && capitals > 0.5 * words) yield "all-capitals";
  const length = LENGTHS.find(([below]) => words < below);
  yield length ? length[1] : "long";
}

const LENGTHS = [
  [8, "under-8-words"],
  [16, "under-16-words"],
  [30, "under-30-words"],
  [60, "under-60-words"],
  [110, "under-110-words"],
] as const satisfies readonly (readonly [number, Mark])[];
