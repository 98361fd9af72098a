import type { Judgements } from "../classify/judgement.ts";
import type { Message } from "../mail/message.ts";
import { BESIDE, NOT_SOLVED, THANKS, YES } from "./cues/reaction.ts";
import type { Context } from "./decision.ts";
import { isSure } from "./sure.ts";

/**
 * What a customer says of an answer of ours.
 * - thanks: nothing but thanks, or a plain yes: it asks for nothing.
 * - unhappy: it has not been solved, or not well; `reason` is a code.
 * - rated: one of the signed answers to "has it been solved?".
 */
export type Reaction =
  | { readonly says: "thanks" }
  | { readonly says: "unhappy"; readonly reason: "not-solved" | "unhappy-again" }
  | { readonly says: "rated"; readonly rating: (typeof RATINGS)[number] };

const RATINGS = ["good", "partly", "not"] as const;
/** From this probability on a complaint is one, however politely it thanks. */
const SURE_COMPLAINT = 0.8;

/** Longer letters say more than thanks. Words, without quote and signature. */
const LONGEST_THANKS = 40;
/** Words that the list cannot know: the agent's name, and the writer's two. */
const NAMES = 3;

/**
 * How a person reacts to what we wrote, or null where it says neither yes nor no and is read as any other message. Only
 * for tickets that a person has answered: before that "still waiting" is what the ticket is about.
 */
export function reactionOf(message: Message, judgements: Judgements, context: Context): Reaction | null {
  const { ticket, token } = context;
  if (ticket === null) return null;
  const rating = token?.purpose === "rate" ? RATINGS.find((one) => one === token.value) : undefined;
  if (rating !== undefined) return { says: "rated", rating };
  const { answered, asked } = ticket.facts;
  if (answered !== true && asked !== true) return null;
  if (NOT_SOLVED.some((pattern) => pattern.test(folded(message.replyText))))
    return { says: "unhappy", reason: "not-solved" };
  if (isPlainThanks(message, judgements, asked === true)) return { says: "thanks" };
  const { kind, tone } = judgements;
  const upset = tone.label === "vocal" && isSure(tone);
  return upset || (kind.label === "complaint" && isSure(kind))
    ? { says: "unhappy", reason: "unhappy-again" }
    : null;
}

/**
 * Word by word, so that nothing is overlooked: every word is one that goes with thanks, but for a few names, and
 * nothing is asked, enclosed or counted. Where the list says thanks, the classifier may still say that it is unhappy.
 */
function isPlainThanks(message: Message, { kind, tone }: Judgements, asked: boolean): boolean {
  const text = message.replyText;
  if (/[?;؟\p{N}]/u.test(text) || message.attachments.length > 0) return false;
  if ((tone.label === "vocal" && isSure(tone)) || (kind.label === "complaint" && kind.confidence >= SURE_COMPLAINT))
    return false;
  const all = wordsOf(text);
  if (all.length > LONGEST_THANKS) return false;
  const yes = asked && all.some(({ word }) => YES.has(word));
  if (!yes && !THANKS.test(folded(text))) return false;
  const strange = all.filter(({ word }) => word.length > 1 && !BESIDE.has(word) && !(asked && YES.has(word)));
  return strange.length <= NAMES && strange.every(({ word, mayBeName }) => mayBeName && !YES.has(word));
}

interface Word {
  readonly word: string;
  /** Capitalised within a sentence or on a line of its own; in scripts without capitals, on the last line. */
  readonly mayBeName: boolean;
}

function wordsOf(text: string): readonly Word[] {
  const lines = text.trim().split("\n");
  return lines.flatMap((line, index) => {
    const parts = [...line.matchAll(/[\p{L}\p{N}\p{Mn}'’]+/gu)];
    const alone = parts.length <= NAMES && !/[.!][^\p{L}]*\p{L}/u.test(line);
    return parts.flatMap((part) => {
      const [own] = part;
      const before = line.slice(0, part.index);
      const begins = /(?:^|[.!])\s*$/.test(before) && !/^\s*,/.test(line.slice(part.index + own.length));
      const capital = /^\p{Lu}/u.test(own) && (alone || !begins);
      const caseless = /^\p{Lo}/u.test(own) && lines.length > 1 && index === lines.length - 1;
      return folded(own)
        .split(" ")
        .map((word) => ({ word, mayBeName: capital || caseless }));
    });
  });
}

/** Lower case, without apostrophes, accents on Latin and Greek, and vowel marks; Persian letters in one spelling. */
function folded(text: string): string {
  return text
    .slice(0, 5_000)
    .normalize("NFC")
    .replace(/[\p{Script=Latin}\p{Script=Greek}]/gu, (letter) =>
      letter.normalize("NFD").replace(/\p{Mn}/gu, ""),
    )
    .replace(/[\u064b-\u0655\u0670\u0640'’`´‘]+/g, "")
    .toLowerCase()
    .replace(/[يى]/g, "ی")
    .replace(/ك/g, "ک")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
