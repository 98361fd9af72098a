import type { Judgement, Topic } from "./judgement.ts";

/** Confidence from which a topic was right in at least 95 of 100 mails; filled from cross-validation. */
const SURE_FROM: ReadonlyMap<Topic, number> = new Map([]);

/** Whether the topic is sure enough to be named to the customer; else the subject is echoed. */
export function topicNameable(judgement: Judgement<Topic>): boolean {
  const threshold = SURE_FROM.get(judgement.label);
  return threshold !== undefined && judgement.confidence >= threshold;
}
