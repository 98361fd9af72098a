import type { Message } from "../mail/message.ts";
import { anyOf, fold, type Search, searched, searchFor } from "./cue-search.ts";
import { type Cues, SENSITIVE_CUES } from "./cues/sensitive.ts";
import type { Reason, Sensitivity } from "./decision.ts";
import { because } from "./reasons.ts";

/** Longer text is not searched: what moves a person is said before. Characters. */
const SEARCHED = 4_000;

interface Compiled {
  readonly sensitivity: Sensitivity;
  readonly search: Search;
  readonly never: RegExp;
}

const COMPILED: readonly Compiled[] = SENSITIVE_CUES.map(({ sensitivity, cues, never }: Cues) => ({
  sensitivity,
  search: searchFor(cues),
  never: anyOf(never),
}));

/**
 * Whether the message speaks of self-harm, a death, leaked data or legal steps (in that order of weight), by words. The
 * reason names the words. Reads subject and the sender's own text, not what is quoted.
 */
export function sensitivityOf(
  message: Pick<Message, "subject" | "replyText">,
): { readonly sensitivity: Sensitivity; readonly reason: Reason } | null {
  const text = searched(fold(`${message.subject.slice(0, 500)} . ${message.replyText.slice(0, SEARCHED)}`));
  for (const { sensitivity, search, never } of COMPILED) {
    if (search(text) === null) continue;
    // Cutting out is the dearer part, and rarely needed.
    const found = search(searched(text.text.replace(never, " # ")));
    if (found !== null) return { sensitivity, reason: because(sensitivity, `"${found}"`) };
  }
  return null;
}
