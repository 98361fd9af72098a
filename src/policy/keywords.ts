import type { Kind, OwnTopic, Topic } from "../classify/judgement.ts";
import { isOwnTopic } from "../classify/topicname.ts";
import type { Language } from "../mail/message.ts";
import type { CustomerType, Priority } from "./decision.ts";
import type { Routed } from "./route.ts";
import { isSure, saferUrgency, TOPIC_SURE } from "./sure.ts";

/** A message carries at most this many; where there are more, the first in the order of `keywordsOf` stay. */
export const MAX_KEYWORDS = 8;

/**
 * All IMAP keywords of foyer (RFC 3501 flag-keyword: atoms, lower case). A maildir has room for 26 in all, so only
 * what agents sort and search by has one: 24, of which a mailbox uses 23, its own language having none.
 */
export const KEYWORDS = {
  sensitive: "foyer-sensitive",
  vipUnverified: "foyer-vip-unverified",
  unsure: "foyer-unsure",
} as const;

const OF_PRIORITY: Readonly<Partial<Record<Priority, string>>> = {
  urgent: "foyer-urgent",
  high: "foyer-high",
  low: "foyer-low",
};
const OF_TYPE: Readonly<Record<CustomerType, string>> = {
  vip: "foyer-vip",
  vocal: "foyer-vocal",
  silent: "foyer-silent",
  frequent: "foyer-frequent",
};
const OF_KIND: Readonly<Partial<Record<Kind, string>>> = {
  complaint: "foyer-complaint",
  question: "foyer-question",
  request: "foyer-request",
  praise: "foyer-praise",
};
const OF_TOPIC: Readonly<Partial<Record<Topic, string>>> = {
  billing: "foyer-billing",
  delivery: "foyer-delivery",
  "product-defect": "foyer-defect",
  "account-access": "foyer-account",
  outage: "foyer-outage",
  "returns-refund": "foyer-refund",
};
const OF_LANGUAGE: Readonly<Record<Language, string>> = {
  en: "foyer-en",
  el: "foyer-el",
  hu: "foyer-hu",
  fa: "foyer-fa",
  ru: "foyer-ru",
};

/** Every keyword that foyer may set, with what it says; the README prints this table. */
export const KEYWORD_TABLE: readonly { readonly keyword: string; readonly says: string }[] = [
  { keyword: KEYWORDS.sensitive, says: "bereavement, self-harm, legal or breach: a person answers" },
  { keyword: KEYWORDS.vipUnverified, says: "on the VIP list, but nothing vouches for the sender" },
  ...Object.entries(OF_PRIORITY).map(([name, keyword]) => ({ keyword, says: `priority ${name}` })),
  ...Object.entries(OF_TYPE).map(([name, keyword]) => ({ keyword, says: `customer type ${name}` })),
  ...Object.entries(OF_KIND).map(([name, keyword]) => ({ keyword, says: `kind ${name}` })),
  { keyword: KEYWORDS.unsure, says: "the classifier is not sure; the safer reading was taken" },
  ...Object.entries(OF_LANGUAGE).map(([name, keyword]) => ({ keyword, says: `language ${name}` })),
  ...Object.entries(OF_TOPIC).map(([name, keyword]) => ({ keyword, says: `topic ${name}, surely` })),
];

/** Own topics take what room a folder has for further keywords. */
function topicKeyword(topic: Topic | OwnTopic): string | undefined {
  return isOwnTopic(topic) ? `foyer-topic-${topic}` : OF_TOPIC[topic];
}

/** The keywords of a person's message, most telling first. */
export function keywordsOf(routed: Routed, priority: Priority, language: Language): readonly string[] {
  const { judgements, customer, context } = routed;
  const { kind, topic, tone, urgency } = judgements;
  const unsure = !isSure(kind) || !isSure(tone) || saferUrgency(urgency) !== urgency.label;
  const all = [
    routed.sensitivity === null ? undefined : KEYWORDS.sensitive,
    customer.vipUnverified ? KEYWORDS.vipUnverified : undefined,
    OF_PRIORITY[priority],
    ...customer.view.types.map((type) => OF_TYPE[type]),
    isSure(kind) ? OF_KIND[kind.label] : undefined,
    unsure ? KEYWORDS.unsure : undefined,
    language === context.mailbox.language ? undefined : OF_LANGUAGE[language],
    topic.confidence >= TOPIC_SURE ? topicKeyword(topic.label) : undefined,
  ];
  return all.filter((one) => one !== undefined).slice(0, MAX_KEYWORDS);
}
