import type { z } from "zod";
import { MANNERS, SENSITIVITIES } from "../policy/decision.ts";
import type { TemplateName } from "../policy/template.ts";
import { DECISION_MAIL } from "./decision-kinds.ts";
import { kind, type TemplateKind } from "./kind.ts";
import { cleanLine, cleanText } from "./literal.ts";
import { CUSTOMER, customerScope, promised, ratingScope, type Setting } from "./scope.ts";
import { STAFF_MAIL } from "./staff-kinds.ts";
import { TEAM_MAIL } from "./team-kinds.ts";
import {
  acknowledgementValues,
  customerValues,
  draftValues,
  fixedValues,
  followupValues,
  handoverValues,
  outreachValues,
  progressValues,
  referralValues,
  reopenedValues,
  solvedValues,
} from "./values.ts";

const NOT_PLAIN = MANNERS.filter((manner) => manner !== "plain");

const acknowledgement = {
  values: acknowledgementValues,
  variables: [...CUSTOMER, "topic", "complaint", "promise", "asks", "recurrence"],
  scope: (values: z.output<typeof acknowledgementValues>, setting: Setting) => ({
    ...customerScope(values, setting),
    topic: topicOf(values.topic, setting),
    complaint: values.kind === "complaint",
    promise: promised(values.promise, setting),
    asks: values.asks.map((ask) => setting.words.asks[ask]),
    recurrence: values.recurrence,
  }),
  needed: ["name"],
  footer: "footer",
} as const;

/** All that is known of each kind of mail. A new one is an entry here, its values, and its texts. */
export const KINDS_OF_MAIL: Readonly<Record<TemplateName, TemplateKind>> = {
  acknowledgement: kind("acknowledgement", {
    ...acknowledgement,
    variants: NOT_PLAIN,
    needed: ["name", "promise", "topic", "subject", "recurrence"],
  }),
  thanks: kind("thanks", acknowledgement),
  receipt: kind("receipt", acknowledgement),
  sensitive: kind("sensitive", {
    ...acknowledgement,
    variants: SENSITIVITIES,
    variant: ({ sensitivity }) => sensitivity ?? "plain",
    needed: ["name", "company"],
  }),
  progress: kind("progress", {
    values: progressValues,
    variables: [...CUSTOMER, "promise", "acted", "second"],
    scope: (values, setting) => ({
      ...customerScope(values, setting),
      promise: promised(values.promise, setting),
      acted: values.acted,
      second: values.second,
    }),
    variants: NOT_PLAIN,
    needed: ["name", "promise", "acted", "second", "apology"],
    footer: "footer.note",
  }),
  handover: kind("handover", {
    values: handoverValues,
    variables: [...CUSTOMER, "promise", "holder", "why"],
    scope: (values, setting) => ({
      ...customerScope(values, setting),
      promise: promised(values.promise, setting),
      holder: values.holder === null ? null : cleanLine(values.holder, 100),
      why: values.why,
    }),
    variants: NOT_PLAIN,
    needed: ["name", "promise", "holder", "why", "apology"],
    footer: "footer.note",
  }),
  solved: kind("solved", {
    values: solvedValues,
    variables: [...CUSTOMER, "topic", "prevention", "rating"],
    scope: (values, setting) => ({
      ...customerScope(values, setting),
      topic: topicOf(values.topic, setting),
      prevention: preventionOf(values, setting),
      rating: ratingScope(values.rating),
    }),
    variants: NOT_PLAIN,
    needed: ["name", "prevention", "rating", "apology"],
    footer: "footer.note",
  }),
  followup: kind("followup", {
    values: followupValues,
    variables: [...CUSTOMER, "complaint", "rating"],
    scope: (values, setting) => ({
      ...customerScope(values, setting),
      complaint: values.complaint,
      rating: ratingScope(values.rating),
    }),
    variants: NOT_PLAIN,
    needed: ["name", "rating", "apology"],
    footer: "footer.note",
  }),
  reopened: kind("reopened", {
    values: reopenedValues,
    variables: [...CUSTOMER, "promise"],
    scope: (values, setting) => ({
      ...customerScope(values, setting),
      promise: promised(values.promise, setting),
    }),
    variants: NOT_PLAIN,
    needed: ["name", "promise", "apology"],
    footer: "footer.note",
  }),
  closing: kind("closing", {
    values: customerValues,
    variables: CUSTOMER,
    scope: customerScope,
    needed: ["name"],
    footer: "footer.note",
  }),
  referral: kind("referral", {
    values: referralValues,
    variables: [...CUSTOMER, "benefit"],
    scope: (values, setting) => ({
      ...customerScope(values, setting),
      benefit: cleanText(values.benefit, 1000),
    }),
    needed: ["name", "benefit"],
    footer: "footer.note",
  }),
  outreach: kind("outreach", {
    values: outreachValues,
    variables: [...CUSTOMER, "why", "matter"],
    scope: (values, setting) => ({
      ...customerScope(values, setting),
      why: values.why,
      matter: customerScope({ ...values, subject: values.matter }, setting).subject,
    }),
    variants: NOT_PLAIN,
    needed: ["name", "why"],
    footer: "footer.note",
  }),
  fixed: kind("fixed", {
    values: fixedValues,
    variables: [...CUSTOMER, "note", "rating"],
    scope: (values, setting) => ({
      ...customerScope(values, setting),
      note: cleanText(values.note, 5_000),
      rating: ratingScope(values.rating),
    }),
    variants: NOT_PLAIN,
    needed: ["name", "note", "rating", "apology"],
    footer: "footer.note",
  }),
  draft: kind("draft", {
    values: draftValues,
    variables: [...CUSTOMER, "complaint", "topic", "answer", "options"],
    scope: (values, setting) => ({
      ...customerScope(values, setting),
      complaint: values.complaint,
      topic: topicOf(values.topic, setting),
      answer: values.answer === null ? null : cleanText(values.answer, 20_000),
      options: values.options.map((option) => cleanLine(option, 500)),
    }),
    variants: NOT_PLAIN,
    needed: ["name", "answer", "options", "apology"],
  }),
  ...STAFF_MAIL,
  ...TEAM_MAIL,
  ...DECISION_MAIL,
};

type Topic = z.output<typeof solvedValues>["topic"];

const topicOf = (topic: Topic, { words }: Setting): string | null =>
  topic === null ? null : (words.topics[topic] ?? null);

function preventionOf({ topic, prevention }: z.output<typeof solvedValues>, { words }: Setting) {
  if (prevention !== null) return cleanText(prevention, 2000);
  return topic === null ? null : (words.prevention?.[topic] ?? null);
}
