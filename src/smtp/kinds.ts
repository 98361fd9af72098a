import type { z } from "zod";
import { PermanentError } from "../errors.ts";
import { MANNERS, SENSITIVITIES } from "../policy/decision.ts";
import type { TemplateName } from "../policy/template.ts";
import { cleanLine, cleanText } from "./literal.ts";
import {
  badRatingScope,
  COMMON,
  CUSTOMER,
  commonScope,
  customerScope,
  handedOverScope,
  ONE_TICKET,
  oneTicketScope,
  promised,
  ratingScope,
  type Setting,
  ticketsScope,
} from "./scope.ts";
import { alertValues, badRatingValues, handedOverValues, ticketsValues } from "./staff-values.ts";
import {
  acknowledgementValues,
  customerValues,
  draftValues,
  followupValues,
  handoverValues,
  progressValues,
  referralValues,
  reopenedValues,
  solvedValues,
} from "./values.ts";

interface Made<Values, Variable extends string> {
  readonly values: z.ZodType<Values>;
  /** What its texts may name. A slip of the pen is found when they are read, not when a customer waits. */
  readonly variables: readonly Variable[];
  readonly scope: (values: Values, setting: Setting) => Readonly<Record<Variable, unknown>>;
  /** Its texts beside plain: by manner, unless `variant` says which. */
  readonly variants?: readonly string[];
  readonly variant?: (values: Values) => string | null;
  /** What none of its texts may leave unsaid. */
  readonly needed: readonly Variable[];
  /** The small print: `footer` says that it confirms an arrival. */
  readonly footer?: "footer" | "footer.note";
}

/** A kind of mail; see Made. */
export interface TemplateKind {
  readonly variables: ReadonlySet<string>;
  /** Texts that each language has, plain first. */
  readonly variants: readonly string[];
  readonly needed: readonly string[];
  readonly footer: string | null;
  /** Values from the outbox, checked. Throws PermanentError("bad-values"). */
  readonly read: (values: unknown) => {
    /** Which text; null: that of the manner. */
    readonly variant: string | null;
    /** What the template sees. */
    readonly scope: (setting: Setting) => object;
  };
}

function kind<Values, const Variable extends string>(
  name: string,
  made: Made<Values, Variable>,
): TemplateKind {
  return {
    variables: new Set(made.variables),
    variants: ["plain", ...(made.variants ?? [])],
    needed: made.needed,
    footer: made.footer ?? null,
    read: (values) => {
      const checked = made.values.safeParse(values);
      if (!checked.success) {
        const paths = checked.error.issues.map(({ path }) => path.join(".")).join(", ");
        throw new PermanentError("bad-values", `values do not fit the template ${name}: ${paths}`);
      }
      return {
        variant: made.variant?.(checked.data) ?? null,
        scope: (setting) => made.scope(checked.data, setting),
      };
    },
  };
}

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
  alert: kind("alert", {
    values: alertValues,
    variables: [...ONE_TICKET, "promise", "why"],
    scope: (values, setting) => ({
      ...oneTicketScope(values, setting),
      promise: promised(values.promise, setting),
      why: whyOf(values, setting),
    }),
    needed: ["ticket", "from", "why"],
  }),
  "deadline-warning": kind("deadline-warning", tickets()),
  overdue: kind("overdue", tickets()),
  "handed-over": kind("handed-over", {
    values: handedOverValues,
    variables: [
      ...ONE_TICKET,
      "since",
      "contacts",
      "complaints",
      "answered",
      "promise",
      "promiseBroken",
      "due",
      "reasons",
    ],
    scope: (values, setting) => ({
      ...oneTicketScope(values, setting),
      ...handedOverScope(values, setting),
    }),
    needed: ["ticket", "from", "promise", "due"],
  }),
  "bad-rating": kind("bad-rating", {
    values: badRatingValues,
    variables: [...ONE_TICKET, "rating", "due"],
    scope: (values, setting) => ({
      ...oneTicketScope(values, setting),
      ...badRatingScope(values, setting),
    }),
    needed: ["ticket", "from", "rating"],
  }),
};

function tickets() {
  return {
    values: ticketsValues,
    variables: [...COMMON, "tickets", "count", "more"] as const,
    scope: (values: z.output<typeof ticketsValues>, setting: Setting) => ({
      ...commonScope({ ...values, ticket: null }, setting),
      tickets: ticketsScope(values, setting),
      count: values.tickets.length + values.more,
      more: values.more,
    }),
    needed: ["tickets", "count", "more"] as const,
  };
}

type Topic = z.output<typeof solvedValues>["topic"];

const topicOf = (topic: Topic, { words }: Setting): string | null =>
  topic === null ? null : (words.topics[topic] ?? null);

function preventionOf({ topic, prevention }: z.output<typeof solvedValues>, { words }: Setting) {
  if (prevention !== null) return cleanText(prevention, 2000);
  return topic === null ? null : (words.prevention?.[topic] ?? null);
}

function whyOf({ sensitivity, reason }: z.output<typeof alertValues>, { words }: Setting): string {
  const codes = [sensitivity ?? "", reason.code];
  const known = codes.find((code) => Object.hasOwn(words.alerts, code));
  return cleanLine((known === undefined ? reason.text : words.alerts[known]) ?? "", 300);
}
