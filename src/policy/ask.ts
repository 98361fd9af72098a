import type { Topic } from "../classify/judgement.ts";
import type { Attachment } from "../mail/message.ts";
import { type Given, given } from "./ask-signs.ts";

/** What a customer can be asked for; the wording is in templates/<language>/words.json. Never a password or a card. */
export const ASKS = [
  "order-number",
  "invoice-number",
  "account",
  "address",
  "date",
  "place",
  "device",
  "screenshot",
  "photo",
  "page",
] as const;
export type Ask = (typeof ASKS)[number];

/** More questions at once are not answered, they put off. */
const MOST = 3;

/** In the order of use to whoever answers. Privacy asks for nothing: no more data than the customer chose to send. */
const BY_TOPIC: Readonly<Record<Topic, readonly Ask[]>> = {
  billing: ["invoice-number", "date"],
  delivery: ["order-number"],
  "product-defect": ["order-number", "photo"],
  "account-access": ["account"],
  outage: ["account", "address", "date"],
  cancellation: ["account"],
  "returns-refund": ["order-number"],
  "staff-behaviour": ["date", "place"],
  documentation: ["page"],
  privacy: [],
  sales: [],
  other: [],
};

/** A defect or an outage of software is looked into with other facts than one of a kettle or a power line. */
const OF_SOFTWARE: Readonly<Partial<Record<Topic, readonly Ask[]>>> = {
  "product-defect": ["device", "screenshot"],
  "account-access": ["account", "device", "screenshot"],
  outage: ["account", "date"],
};

/**
 * What is missing for an answer, most useful first, at most three; never what the mail already says. `topic` is null
 * where it is not sure, and then nothing is asked. Doubt counts as said: a needless question annoys more than a
 * missing one.
 */
export function missing(
  message: { readonly subject: string; readonly text: string },
  topic: Topic | null,
  orderNumbers: readonly string[],
  attachments: readonly Attachment[],
): readonly Ask[] {
  if (topic === null) return [];
  const signs = given(`${message.subject}\n${message.text}`, attachments);
  const wanted = (signs.software ? OF_SOFTWARE[topic] : undefined) ?? BY_TOPIC[topic];
  return wanted.filter((ask) => !said(ask, signs, orderNumbers)).slice(0, MOST);
}

function said(ask: Ask, signs: Given, orderNumbers: readonly string[]): boolean {
  switch (ask) {
    case "order-number":
    case "invoice-number":
      return signs.number || orderNumbers.length > 0;
    case "account":
      return signs.number || signs.account || orderNumbers.length > 0;
    case "address":
      return signs.address || signs.number;
    case "photo":
    case "screenshot":
      return signs.picture;
    default:
      return signs[ask];
  }
}
