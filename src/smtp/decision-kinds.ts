import { z } from "zod";
import { LANGUAGES } from "../mail/message.ts";
import { ACTION_KINDS, type Outcome } from "../policy/action.ts";
import { languageName } from "../policy/locale.ts";
import { kind } from "./kind.ts";
import { cleanLine, cleanText, isolated, RIGHT_TO_LEFT } from "./literal.ts";
import { COMMON, commonScope, type Setting } from "./scope.ts";
import { link, sender } from "./values.ts";

/** What a manager decides, in the mails around it. */
export const decisionValues = sender.extend({
  action: z.number().int().positive(),
  kind: z.enum(ACTION_KINDS),
  /** Name of the group of complaints; "" where it is about none. */
  group: z.string().max(300),
  /** Whom it concerns, where that is one person. */
  person: z.string().max(300),
  /** To how many people something is written. */
  count: z.number().int().nonnegative(),
  /** Of the page, or of the mail that decides; filled in when it goes out. */
  link: link.nullable().default(null),
});
export type DecisionValues = z.input<typeof decisionValues>;

const wantedValues = decisionValues.extend({
  /** What customers would be told. */
  notes: z.array(z.object({ language: z.enum(LANGUAGES), text: z.string().max(5_000) })).default([]),
});
export type DecisionWantedValues = z.input<typeof wantedValues>;

const doneValues = decisionValues.extend({
  done: z.boolean(),
  outcome: z.custom<Outcome>((code) => typeof code === "string"),
});
export type DecisionDoneValues = z.input<typeof doneValues>;

/** Mail to managers about what they decide by a link: that they may, that it was they, and what came of it. */
export const DECISION_MAIL = {
  "decision-wanted": kind("decision-wanted", {
    values: wantedValues,
    variables: [...COMMON, "what", "link", "notes", "byMail", "mailSubject", "needs"],
    scope: (values, setting) => ({
      ...decisionScope(values, setting),
      notes: values.notes.map(({ language, text }) => ({
        language: languageName(language, setting.language),
        text: cleanText(text, 5_000),
      })),
      byMail: values.link?.startsWith("mailto:") === true,
      mailSubject: subjectOf(values.link),
      needs: NEEDS.has(values.kind),
    }),
    needed: ["what", "link"],
  }),
  "decision-confirm": kind("decision-confirm", {
    values: decisionValues,
    variables: [...COMMON, "what", "link"],
    scope: decisionScope,
    needed: ["what", "link"],
  }),
  "decision-done": kind("decision-done", {
    values: doneValues,
    variables: [...COMMON, "what", "link", "done", "spent", "outcome"],
    scope: (values, setting) => ({
      ...decisionScope(values, setting),
      done: values.done,
      spent: values.outcome === "spent",
      outcome: setting.words.outcomes[values.outcome] ?? values.outcome,
    }),
    needed: ["what", "done", "outcome"],
  }),
} as const;

/** The subject of the mail that a link opens; the text part has no links of that kind. */
function subjectOf(url: string | null): string {
  return url === null ? "" : (new URL(url).searchParams.get("subject") ?? "");
}

/** Decided by saying something, not by yes alone. */
const NEEDS: ReadonlySet<string> = new Set(["name-group", "agreed-answer", "tracker"]);

function decisionScope(values: z.output<typeof decisionValues>, setting: Setting) {
  return {
    ...commonScope({ ...values, ticket: null }, setting),
    what: decisionSentence(values, setting),
    link: values.link,
  };
}

/** What a decision comes to: "Give the complaints “late parcels” a name". */
export function decisionSentence(
  { kind, group, person, count }: Pick<DecisionValues, "kind" | "group" | "person" | "count">,
  { words, language }: Setting,
): string {
  const rightToLeft = RIGHT_TO_LEFT.has(language);
  const named: Readonly<Record<string, string>> = {
    group: isolated(cleanLine(group, 120), rightToLeft),
    person: isolated(cleanLine(person, 120), rightToLeft),
    count: new Intl.NumberFormat(language).format(count),
  };
  return words.decisions[kind].replace(/\{(\w+)\}/g, (_, name: string) => named[name] ?? "");
}
