import { LANGUAGES, type Language, type Message } from "../mail/message.ts";
import type { Context } from "./decision.ts";

/** The word that a customer answers with to get no more automatic mail; the templates' words.json name the same. */
export const OPT_OUT_WORDS: Readonly<Record<Language, readonly string[]>> = {
  en: ["stop", "unsubscribe"],
  el: ["διακοπη", "διακοπή"],
  hu: ["stop"],
  fa: ["توقف"],
  ru: ["стоп"],
};

const WORDS = new Set(LANGUAGES.flatMap((language) => OPT_OUT_WORDS[language]));

/**
 * Whether a person's message is the one word of opt-out, in any of the languages, on a ticket that the person takes
 * part in: nobody opts out a stranger, and "stop" amid a sentence is no opt-out. Or it is the mail of a signed link.
 */
export function asksToOptOut(message: Message, context: Context): boolean {
  if (context.token?.purpose === "opt-out") return true;
  const from = message.from?.address.toLowerCase();
  if (context.ticket === null || from === undefined) return false;
  const takesPart = context.ticket.facts.participants.some((one) => one.toLowerCase() === from);
  const [line = ""] = message.replyText.trim().split("\n");
  const word = line
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
  return takesPart && WORDS.has(word);
}
