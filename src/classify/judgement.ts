import type { Language } from "../mail/message.ts";

export const URGENCIES = ["urgent", "high", "normal", "low"] as const;
export const KINDS = ["complaint", "question", "request", "praise", "other"] as const;
export const TONES = ["vocal", "understated", "neutral"] as const;
export const ROOT_CAUSES = ["process", "roles", "interpersonal", "direction", "external"] as const;
export const TOPICS = [
  "billing",
  "delivery",
  "product-defect",
  "account-access",
  "outage",
  "cancellation",
  "returns-refund",
  "staff-behaviour",
  "documentation",
  "privacy",
  "sales",
  "other",
] as const;

export type Urgency = (typeof URGENCIES)[number];
export type Kind = (typeof KINDS)[number];
export type Tone = (typeof TONES)[number];
export type RootCause = (typeof ROOT_CAUSES)[number];
export type Topic = (typeof TOPICS)[number];

/** What the classifier says on one question. */
export interface Judgement<Label extends string> {
  readonly label: Label;
  /** Calibrated probability of `label`, 0 to 1. */
  readonly confidence: number;
  /** The words of the message that spoke for it, most telling first; at most five. */
  readonly reasons: readonly string[];
}

export interface Judgements {
  readonly urgency: Judgement<Urgency>;
  readonly kind: Judgement<Kind>;
  readonly tone: Judgement<Tone>;
  readonly topic: Judgement<Topic>;
  /** Meaningful for complaints only; given for every message. */
  readonly rootCause: Judgement<RootCause>;
}

/** What is judged: the reply text, without quotes and signature. */
export interface Judged {
  readonly subject: string;
  readonly text: string;
  readonly language: Language | null;
}

/** Deterministic: the same model and message give the same judgements. */
export interface Classifier {
  /** Changes whenever a judgement may. */
  readonly version: string;
  judge(message: Judged): Judgements;
}
