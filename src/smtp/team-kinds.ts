import type { z } from "zod";
import { monthWords, numberWords } from "../policy/figure.ts";
import { languageName } from "../policy/locale.ts";
import { dayWords } from "../policy/moment.ts";
import { kind } from "./kind.ts";
import { labelled } from "./labels.ts";
import { cleanLine, cleanText } from "./literal.ts";
import { COMMON, commonScope, type Setting } from "./scope.ts";
import { strippedSubject } from "./subject.ts";
import {
  hookFailedValues,
  kudosValues,
  lookBackValues,
  noteFiledValues,
  silenceValues,
  spikeValues,
} from "./team-values.ts";

const FIGURES = [...COMMON, "days", "customers", "usual", "plot"] as const;

/** Mail to the team, and to who leads, that no single ticket asks for. */
export const TEAM_MAIL = {
  spike: kind("spike", {
    values: spikeValues,
    variables: [...FIGURES, "name", "command", "languages", "examples", "more", "link"],
    scope: (values, setting) => ({
      ...figuresScope(values, setting),
      name: cleanLine(nameOf(values, setting), 120),
      // As one value: it stays whole where the rest runs from right to left.
      command: values.group === null ? null : `foyer complaints show ${values.group}`,
      languages: languageWords(values.languages, setting),
      examples: values.examples.map(({ ticket, subject }) => ({
        ticket: `#${ticket}`,
        subject: cleanLine(strippedSubject(subject), 120),
      })),
      more: values.more,
      link: values.link,
    }),
    needed: ["name", "customers", "usual", "examples", "plot"],
  }),
  silence: kind("silence", {
    values: silenceValues,
    variables: [...FIGURES, "what"],
    scope: (values, setting) => ({ ...figuresScope(values, setting), what: values.what }),
    needed: ["what", "customers", "usual", "plot"],
  }),
  "hook-failed": kind("hook-failed", {
    values: hookFailedValues,
    variables: [...COMMON, "target", "why", "code", "variable"],
    scope: (values, setting) => ({
      ...commonScope({ ...values, ticket: null }, setting),
      target: values.target,
      why: values.why,
      code: cleanLine(values.code, 60),
      variable: values.target === "chat" ? "CHAT_WEBHOOK" : "TRACKER_WEBHOOK",
    }),
    needed: ["target", "why", "variable"],
  }),
  "note-filed": kind("note-filed", {
    values: noteFiledValues,
    variables: [...COMMON, "folder"],
    scope: (values, setting) => ({
      ...commonScope({ ...values, ticket: null }, setting),
      folder: cleanLine(values.folder, 120),
    }),
    needed: ["folder"],
  }),
  kudos: kind("kudos", {
    values: kudosValues,
    variables: [...COMMON, "month", "praise", "more", "good"],
    scope: (values, setting) => ({
      ...commonScope({ ...values, ticket: null }, setting),
      month: monthWords(values.month, setting.language),
      praise: values.praise.map(({ ticket, words }) => ({
        ticket: `#${ticket}`,
        words: cleanText(words, 400),
      })),
      more: values.more,
      good: values.good,
    }),
    needed: ["month", "praise"],
  }),
  "look-back": kind("look-back", {
    values: lookBackValues,
    variables: [...COMMON, "month", "count", "before", "causes", "mended"],
    scope: (values, setting) => ({
      ...commonScope({ ...values, ticket: null }, setting),
      month: monthWords(values.month, setting.language),
      count: values.count,
      before: values.before,
      causes: values.causes.map(({ cause, ...counts }) => ({
        ...counts,
        name: setting.words.trends.causes[cause],
        lesson: setting.words.trends.lessons[cause],
      })),
      mended: values.mended,
    }),
    needed: ["month", "causes"],
  }),
};

/** Blocks that the longest bar of a plot has. */
const LONGEST_BAR = 20;

function figuresScope(
  values: z.output<typeof silenceValues> | z.output<typeof spikeValues>,
  setting: Setting,
) {
  const most = Math.max(1, ...values.plot.map(({ customers }) => customers));
  const unit = Math.max(1, most / LONGEST_BAR);
  return {
    ...commonScope({ ...values, ticket: null }, setting),
    days: values.days,
    customers: values.customers,
    usual: numberWords(values.usual, setting.language),
    plot: values.plot.map(({ date, customers }) => ({
      day: dayWords(date, setting.language),
      count: customers,
      // Something is never nothing, and a Persian nought looks like a dot.
      bar: customers === 0 ? "–" : "▪".repeat(Math.max(1, Math.round(customers / unit))),
    })),
  };
}

function nameOf({ kind, name }: z.output<typeof spikeValues>, { labels }: Setting): string {
  if (kind === "group") return name;
  return labelled(kind === "topic" ? labels.topics : labels.causes, name);
}

function languageWords(languages: z.output<typeof spikeValues>["languages"], { language }: Setting): string {
  return new Intl.ListFormat(language, { type: "conjunction" }).format(
    languages.map((one) => languageName(one, language)),
  );
}
