import { softmax } from "./calibrate.ts";
import { LIFTED_CONFIDENCE } from "./harm.ts";
import type { Judgement, OwnTopic, Topic, Urgency } from "./judgement.ts";
import { argmax } from "./model.ts";
import { LAYOUT, type TaskOutputs } from "./tasks.ts";

const MOST_REASONS = 5;

/** What a layer says of a message, and the own topic that most speaks for. */
export interface Taught {
  readonly added: Float64Array;
  readonly own: Float64Array;
  readonly label: OwnTopic | null;
  readonly score: number;
  readonly reasons: readonly string[];
}

/** The own topics join the base's: one winner, and probabilities over all of them. */
export function withOwnTopics(
  topic: Judgement<Topic>,
  taught: Taught | null,
  { outputs, sharpness }: { readonly outputs: Float64Array; readonly sharpness: number },
): Judgement<Topic | OwnTopic> {
  const layout = LAYOUT[3];
  if (taught === null || taught.label === null || layout === undefined) return topic;
  const base = outputs.subarray(layout.first, layout.first + layout.task.labels.length);
  const shares = softmax([...base, ...taught.own], sharpness);
  const best = base.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
  const winner = taught.score > best ? base.length + argmax(taught.own) : argmax(base);
  const confidence = shares[winner] ?? 0;
  return taught.score > best
    ? { label: taught.label, confidence, reasons: taught.reasons }
    : { ...topic, confidence };
}

export function winnerOf(outputs: Float64Array, { task, first }: TaskOutputs): number {
  let best = first;
  for (let o = first + 1; o < first + task.labels.length; o++)
    if ((outputs[o] as number) > (outputs[best] as number)) best = o;
  return best;
}

/** The probability of what was said among the outputs of its task: softmax. */
export function shareOf(
  winner: number,
  outputs: Float64Array,
  { layout: { task, first }, sharpness }: { layout: TaskOutputs; sharpness: number },
): number {
  let total = 0;
  for (let o = first; o < first + task.labels.length; o++)
    total += Math.exp(((outputs[o] as number) - (outputs[winner] as number)) * sharpness);
  return 1 / total;
}

/** The floor rule: explicit cues of harm now make a message urgent whatever the model says. */
export function lift(
  urgency: Judgement<Urgency>,
  { words }: { words: readonly string[] },
): Judgement<Urgency> {
  const agreed = urgency.label === "urgent";
  return {
    label: "urgent",
    confidence: agreed ? urgency.confidence : LIFTED_CONFIDENCE,
    reasons: [...new Set([...words, ...(agreed ? urgency.reasons : [])])].slice(0, MOST_REASONS),
  };
}
