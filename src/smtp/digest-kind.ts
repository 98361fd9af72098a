import { z } from "zod";
import type { Digest } from "../policy/digest.ts";
import { digestPictures, digestScope } from "./digest-scope.ts";
import { kind } from "./kind.ts";
import { COMMON, commonScope } from "./scope.ts";
import { sender } from "./values.ts";

/** Made when it goes out, never kept: names and words of customers are in it. */
const digestValues = sender.extend({
  /** IANA name; the times are told in it. */
  timeZone: z.string().min(1),
  digest: z.custom<Digest>((value) => typeof value === "object" && value !== null && "period" in value),
});
export type DigestValues = z.input<typeof digestValues>;

/** What managers read of a day, a week or a month. */
export const DIGEST_MAIL = kind("digest", {
  values: digestValues,
  variables: [
    ...COMMON,
    ...(["quiet", "span", "period", "decisions", "decidedByMail", "spikes", "silent", "unanswered"] as const),
    ...(["messages", "complaints", "answered", "resolved", "reopened", "escalated", "waiting"] as const),
    ...(["overdue", "unaccounted", "attention", "failed", "kept", "broken", "keptPercent"] as const),
    ...(["seenPercent", "recurring", "pleased", "displeased", "positivity", "unsure", "corrected"] as const),
    ...(["overdueList", "brokenList", "badRatings", "recurringList", "promiseChanges", "answers"] as const),
    ...(["groups", "moreGroups", "topics", "causes", "ratings", "anyRatings", "corrections"] as const),
    ...(["learned", "refused", "automatic", "slots"] as const),
  ],
  scope: (values, setting) => ({
    ...commonScope({ ...values, ticket: null }, setting),
    ...digestScope(values.digest, setting, values.timeZone),
  }),
  pictures: ({ digest }, rightToLeft) => digestPictures(digest, rightToLeft),
  needed: [
    "quiet",
    "period",
    "messages",
    "complaints",
    "answered",
    "waiting",
    "overdueList",
    "unaccounted",
    "decisions",
    "spikes",
    "silent",
    "answers",
    "promiseChanges",
    "brokenList",
    "groups",
    "topics",
    "causes",
    "recurringList",
    "badRatings",
    "positivity",
    "unsure",
    "corrections",
    "automatic",
    "seenPercent",
    "unanswered",
  ],
});
