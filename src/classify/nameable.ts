import type { Judgement, OwnTopic, Topic } from "./judgement.ts";

/**
 * Confidence from which a topic was right in at least 95 of 100 mails of data/train, each judged by a model that had
 * not seen it; `node scripts/crossvalidate.ts predictions.jsonl && node scripts/nameable.ts predictions.jsonl` prints
 * this table. The borders were drawn on those same judgements, so expect a little less than 95 on other mail. Staff behaviour is hardly ever that sure, and "other" is no name.
 */
const SURE_FROM: ReadonlyMap<string, number> = new Map<Topic, number>([
  ["billing", 0.939],
  ["delivery", 0.971],
  ["product-defect", 0.933],
  ["account-access", 0.906],
  ["outage", 0.945],
  ["cancellation", 0.89],
  ["returns-refund", 0.97],
  ["documentation", 0.959],
  ["privacy", 0.9],
  ["sales", 0.968],
]);

/**
 * Whether the topic is sure enough to be named to the customer; else the subject is echoed. A mailbox' own topics have
 * no words in any language.
 */
export function topicNameable(judgement: Judgement<Topic | OwnTopic>): judgement is Judgement<Topic> {
  const threshold = SURE_FROM.get(judgement.label);
  return threshold !== undefined && judgement.confidence >= threshold;
}
