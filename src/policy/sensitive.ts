import type { Message } from "../mail/message.ts";
import { type Cues, SENSITIVE_CUES } from "./cues/sensitive.ts";
import type { Reason, Sensitivity } from "./decision.ts";
import { because } from "./reasons.ts";

/** Longer text is not searched: what moves a person is said before. Characters. */
const SEARCHED = 4_000;

const GAP = "(?:[^\\p{L}\\p{N}.!?]+[\\p{L}\\p{N}'-]+){0,4}?[^\\p{L}\\p{N}.!?]+";

/** Case, accents, vowel marks, Arabic spellings and joiners aside, the same text. */
function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/[\p{M}\u0640]+/gu, "")
    .replace(/[\u200c\s]+/gu, " ")
    .replace(/\p{Cf}+/gu, "")
    .replace(/[’‘`´]/g, "'")
    .toLowerCase()
    .replace(/ς/g, "σ")
    .replace(/ي|ى/g, "ی")
    .replace(/ك/g, "ک");
}

/**
 * Cues (see cues/sensitive.ts) as one pattern over folded text. A star after a letter or a group is any ending of the
 * word; after a group whose words end in a space it repeats them.
 */
function pattern(cues: readonly string[], flags: "u" | "gu"): RegExp {
  const sources = cues.map((cue) =>
    fold(cue)
      .replace(/ ?~ ?/g, GAP)
      .replace(/(?<=[\p{L}]\)?)\*/gu, "[\\p{L}]*"),
  );
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${sources.join("|")})(?![\\p{L}\\p{N}])`, flags);
}

interface Compiled {
  readonly sensitivity: Sensitivity;
  readonly cues: RegExp;
  readonly never: RegExp;
}

const COMPILED: readonly Compiled[] = SENSITIVE_CUES.map(({ sensitivity, cues, never }: Cues) => ({
  sensitivity,
  cues: pattern(cues, "u"),
  never: pattern(never, "gu"),
}));

/**
 * Whether the message speaks of self-harm, a death, leaked data or legal steps (in that order of weight), by words. The
 * reason names the words. Reads subject and the sender's own text, not what is quoted.
 */
export function sensitivityOf(
  message: Pick<Message, "subject" | "replyText">,
): { readonly sensitivity: Sensitivity; readonly reason: Reason } | null {
  const text = fold(`${message.subject.slice(0, 500)} . ${message.replyText.slice(0, SEARCHED)}`);
  for (const { sensitivity, cues, never } of COMPILED) {
    const found = cues.exec(text);
    if (found === null) continue;
    // Cutting out is the dearer part, and rarely needed.
    const cut = cues.exec(text.replace(never, " # "));
    if (cut !== null) return { sensitivity, reason: because(sensitivity, `"${cut[0]}"`) };
  }
  return null;
}
