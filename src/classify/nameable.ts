import type { Judgement, OwnTopic, Topic } from "./judgement.ts";

/**
 * Confidence from which a topic was right in at least 95 of 100 mails of data/train, each judged by a model that had
 * not seen it; `node scripts/crossvalidate.ts predictions.jsonl && node scripts/nameable.ts predictions.jsonl` prints
 * this table. The borders were drawn on those same judgements, so expect a little less than 95 on other mail. Staff behaviour is that sure in a fifth of its mails only and delicate to name, and "other" is no name.
 */
const SURE_FROM: ReadonlyMap<string, number> = new Map<Topic, number>([
  ["billing", 0.935],
  ["delivery", 0.934],
  ["product-defect", 0.857],
  ["account-access", 0.836],
  ["outage", 0.903],
  ["cancellation", 0.804],
  ["returns-refund", 0.901],
  ["documentation", 0.939],
  ["privacy", 0.925],
  ["sales", 0.951],
]);

/**
 * Whether the topic is sure enough to be named to the customer; else the subject is echoed. A mailbox' own topics have
 * no words in any language.
 */
export function topicNameable(judgement: Judgement<Topic | OwnTopic>): judgement is Judgement<Topic> {
  const threshold = SURE_FROM.get(judgement.label);
  return threshold !== undefined && judgement.confidence >= threshold;
}
