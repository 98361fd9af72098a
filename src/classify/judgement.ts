import type { Language } from "../mail/message.ts";
import type { Term, Wording } from "./term.ts";

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
/** A topic that a mailbox has defined for itself; made by `ownTopic` in owntopics.ts, never one of TOPICS. */
export type OwnTopic = string & { readonly ownTopic: true };

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
  readonly topic: Judgement<Topic | OwnTopic>;
  /** Meaningful for complaints only; given for every message. */
  readonly rootCause: Judgement<RootCause>;
}

/** What is judged: the reply text, without quotes and signature. */
export interface Judged {
  readonly subject: string;
  readonly text: string;
  readonly language: Language | null;
}

/** One score that a layer adds to, or, for a topic of the mailbox' own, gives. */
export interface LayerOutput {
  readonly task: keyof Judgements;
  readonly label: string;
  /** In eight bits. */
  readonly weights: Int8Array;
  /** What one unit of a weight is worth. */
  readonly scale: number;
}

/**
 * A message that holds words of harm and of which a person said that it is not urgent, by hashed words: the floor rule
 * is silent on it and on near copies.
 */
export interface Spared {
  /** The words that it is made of, rising. */
  readonly words: Uint16Array;
  /** Those of them that the floor rule would have gone by. */
  readonly harm: Uint16Array;
}

/**
 * What one mailbox taught: small weights that are added to the base model's scores. Plain data that holds no text of
 * anybody; a pure function of the base model and of the corrections and examples it was made from.
 */
export interface Layer {
  /** Version of the base model that it was made for: on another one its numbers mean nothing. */
  readonly base: string;
  readonly ownTopics: readonly OwnTopic[];
  readonly outputs: readonly LayerOutput[];
  /** Messages with words of harm that a person said are not urgent. */
  readonly spared: readonly Spared[];
}

/** Deterministic: the same model and message give the same judgements. */
export interface Classifier {
  /** Changes whenever a judgement may. */
  readonly version: string;
  /** `layer`: what a mailbox taught on top of it; an engine without layers passes it over. */
  judge(message: Judged, layer?: Layer | null): Judgements;
  /** What alike messages have in common; without concepts where the engine has none. */
  terms(message: Judged): readonly Term[];
  /** How it words the concepts that it holds; none where the engine has none. */
  wordings(message: Judged): readonly Wording[];
}
