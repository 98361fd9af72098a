import type { Message } from "../mail/message.ts";
import { anyOf, fold, searchFor } from "./cue-search.ts";
import { SENSITIVE_CUES } from "./cues/sensitive.ts";
import type { Reason, Sensitivity } from "./decision.ts";
import { because } from "./reasons.ts";

/** Longer text is not searched: what moves a person is said before. Characters. */
const SEARCHED = 4_000;

const search = searchFor(SENSITIVE_CUES.map(({ sensitivity, cues }) => ({ name: sensitivity, cues })));

/** In order of weight. */
const HARMLESS: readonly { readonly sensitivity: Sensitivity; readonly never: RegExp }[] = SENSITIVE_CUES.map(
  ({ sensitivity, never }) => ({ sensitivity, never: anyOf(never) }),
);

/**
 * Whether the message speaks of self-harm, a death, leaked data or legal steps (in that order of weight), by words. The
 * reason names the words. Reads subject and the sender's own text, not what is quoted.
 */
export function sensitivityOf(
  message: Pick<Message, "subject" | "replyText">,
): { readonly sensitivity: Sensitivity; readonly reason: Reason } | null {
  const text = fold(`${message.subject.slice(0, 500)} . ${message.replyText.slice(0, SEARCHED)}`);
  const cues = search(text);
  if (cues.size === 0) return null;
  for (const { sensitivity, never } of HARMLESS) {
    if (!cues.has(sensitivity)) continue;
    // Cutting out is the dearer part, and rarely needed.
    const found = search(text.replace(never, " # ")).get(sensitivity);
    if (found !== undefined) return { sensitivity, reason: because(sensitivity, `"${found}"`) };
  }
  return null;
}
