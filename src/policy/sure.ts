import type { Judgement, Judgements, Kind, Urgency } from "../classify/judgement.ts";

/**
 * Below this calibrated probability a judgement is not acted upon where acting could harm: the safer reading is
 * taken, and the message carries the keyword `foyer-unsure`.
 *
 * - urgency `low` is read as normal: nothing is put aside on a guess. A higher label stands, since looking too early
 *   costs little.
 * - kind `praise` or `other` is read as a question: it is acknowledged and stays in the queue. `complaint` stands.
 *   Praise must be surer than the rest, and of a neutral tone: "My kettle broke after two days." is not to be thanked for.
 * - tone `vocal` or `understated` is read as neutral: nobody is handled with care for no reason.
 */
const SURE = 0.6;
const PRAISE_SURE = 0.75;

/** A topic is named (in a keyword) from this probability on. */
export const TOPIC_SURE = 0.8;

export function isSure(judgement: Judgement<string>): boolean {
  return judgement.confidence >= (judgement.label === "praise" ? PRAISE_SURE : SURE);
}

export function saferUrgency(urgency: Judgement<Urgency>): Urgency {
  return urgency.label === "low" && !isSure(urgency) ? "normal" : urgency.label;
}

export function saferKind({ kind, tone }: Judgements): Kind {
  const putsAside = kind.label === "praise" || kind.label === "other";
  const doubtful = !isSure(kind) || (kind.label === "praise" && tone.label !== "neutral");
  return putsAside && doubtful ? "question" : kind.label;
}
