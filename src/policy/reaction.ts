import type { Judgement, Judgements } from "../classify/judgement.ts";
import type { Message } from "../mail/message.ts";
import { BESIDE, NO, NOT_SOLVED, PARTLY, THANKS, YES } from "./cues/reaction.ts";
import type { Context, Reaction } from "./decision.ts";
import type { Rating } from "./event.ts";
import { isSure, saferKind } from "./sure.ts";

const RATINGS = ["good", "partly", "not"] as const;
/** Of few words tone and kind are guesses: from this probability on thanks are taken for irony, or for a complaint. */
const IRONY = 0.9;
/** From this one on the customer is upset whatever the message is about. */
const UPSET = 0.8;

/** Longer letters say more than thanks. Words, without quote and signature. */
const LONGEST_THANKS = 40;
/** Words that the list cannot know: the agent's name, and the writer's two. */
const NAMES = 3;

/**
 * How a person reacts to what we wrote, or null where it says neither yes nor no and is read as any other message. Only
 * where the ball was with the customer: before an answer "still waiting" is what the ticket is about.
 */
export function reactionOf(message: Message, judgements: Judgements, context: Context): Reaction | null {
  const { ticket, token } = context;
  if (ticket === null) return null;
  const ours = token?.purpose === "rate" && token.ticket === ticket.facts.id;
  const rating = ours ? RATINGS.find((one) => one === token.value) : undefined;
  if (rating !== undefined) return { says: "rated", rating };
  const { awaitsCustomer, asked, invited } = ticket.facts;
  // Nothing was answered before, so there is nothing to come back about.
  if (invited === true) return isPlainThanks(message, judgements, true) ? { says: "thanks" } : null;
  if (awaitsCustomer !== true) return null;
  const said = asked === true ? plainAnswer(message) : null;
  if (NOT_SOLVED.some((pattern) => pattern.test(folded(message.replyText))))
    return said === null ? { says: "unhappy", reason: "not-solved" } : { says: "rated", rating: "not" };
  if (said !== null) return { says: "rated", rating: said };
  if (isPlainThanks(message, judgements, asked === true))
    return asked === true && saysYes(message) ? { says: "rated", rating: "good" } : { says: "thanks" };
  if (isPraise(message, judgements)) return { says: "thanks" };
  const { kind, tone } = judgements;
  const upset = certainty(tone, "vocal") >= UPSET && kind.label !== "praise";
  return upset || (kind.label === "complaint" && isSure(kind))
    ? { says: "unhappy", reason: "unhappy-again" }
    : null;
}

/** Whether a message denies in plain words that all is well. */
export function deniesIt(message: Message): boolean {
  const said = plainAnswer(message);
  return said !== null || NOT_SOLVED.some((pattern) => pattern.test(folded(message.replyText)));
}

const certainty = ({ label, confidence }: Judgement<string>, asked: string): number =>
  label === asked ? confidence : 0;

/** Its first sentence, cut where a clause ends, and the rest. */
function opening({ replyText }: Message): readonly [string, ...string[]] {
  const [first = "", ...more] = replyText
    .trim()
    .slice(0, 2_000)
    .split(/[.,!\n;:،–—-]+/);
  return [folded(first), ...more];
}

/** Of plain thanks: whether they begin with a yes. */
function saysYes(message: Message): boolean {
  const [first = ""] = opening(message)[0].split(" ");
  return YES.has(first);
}

/** The rating in a plain answer to our question: partly or no by itself in the first sentence. */
function plainAnswer(message: Message): Rating | null {
  const [sentence, ...more] = opening(message);
  if (sentence.split(" ").length <= 5 && PARTLY.test(sentence)) return "partly";
  // "No, thank you" is no answer to that question.
  if (NO.has(sentence)) return THANKS.test(folded(more.join(" "))) ? null : "not";
  return null;
}

/** What is surely praise, and asks nothing. */
function isPraise(message: Message, judgements: Judgements): boolean {
  return saferKind(judgements) === "praise" && !/[?;؟]/.test(message.replyText);
}

/**
 * Word by word, so that nothing is overlooked: every word is one that goes with thanks, but for a few names, and
 * nothing is asked, enclosed or counted. Where the list says thanks, the classifier may still say that it is unhappy.
 */
function isPlainThanks(message: Message, { kind, tone }: Judgements, asked: boolean): boolean {
  const text = message.replyText;
  if (/[?;؟\p{N}]/u.test(text) || message.attachments.length > 0) return false;
  if (certainty(tone, "vocal") >= IRONY || certainty(kind, "complaint") >= IRONY) return false;
  const all = wordsOf(text);
  if (all.length > LONGEST_THANKS) return false;
  const yes = asked && all.some(({ word }) => YES.has(word));
  if (!yes && !THANKS.test(folded(text))) return false;
  const strange = all.filter(({ word }) => word.length > 1 && !BESIDE.has(word) && !(asked && YES.has(word)));
  return (
    strange.length <= NAMES &&
    strange.every(({ word, mayBeName }) => mayBeName && !YES.has(word) && !NO.has(word))
  );
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
