import type { Language } from "../mail/message.ts";
import type { Digest } from "../policy/digest.ts";
import type { ListedMatter } from "../policy/digest-facts.ts";
import type { Figure } from "../policy/digest-figures.ts";
import { momentWords } from "../policy/moment.ts";
import { decisionSentence } from "./decision-kinds.ts";
import { figure, number, percent, type Told } from "./figure.ts";
import { type Labels, labelled } from "./labels.ts";
import { cleanLine, cleanText } from "./literal.ts";
import { periodWords, slotWords } from "./period-words.ts";
import { bars, type Picture, spark } from "./plot.ts";
import type { Setting } from "./scope.ts";
import { strippedSubject } from "./subject.ts";

/** In what a digest's numbers and times are told. */
interface Telling extends Setting {
  readonly timeZone: string;
}

/** The pictures of a digest: messages and complaints by slot, and how each group went. */
export function digestPictures({ slots, groups }: Digest, rightToLeft: boolean): readonly Picture[] {
  const pairs = (of: "messages" | "complaints") =>
    slots.map((slot) => ({ now: slot[of].now ?? 0, before: slot[of].before ?? 0 }));
  return [
    bars("messages", pairs("messages"), rightToLeft),
    bars("complaints", pairs("complaints"), rightToLeft),
    ...groups.map(({ group, history }) => spark(`group-${group}`, history, rightToLeft)),
  ];
}

/** What the template sees of a digest: numbers and times as words, hostile text cleaned. */
export function digestScope(digest: Digest, setting: Setting, timeZone: string) {
  const telling: Telling = { ...setting, timeZone };
  const { language, labels } = setting;
  const told = figures(digest, language);
  const moment = (at: Date): string => momentWords(at, language, timeZone);
  return {
    ...told,
    ...sections(digest, telling),
    quiet: digest.quiet,
    span: digest.period.span,
    period: periodWords(digest.period, language, timeZone),
    decisions: digest.decisions.map((one) => ({ what: decisionSentence(one, setting), link: one.link })),
    decidedByMail: digest.decisions.some(({ link }) => link.startsWith("mailto:")),
    spikes: digest.spikes.map((one) => ({
      name: nameOfSpike(one, telling),
      silence: one.direction === "silence",
      count: number(one.count, language),
      usual: number(one.usual, language),
      since: moment(one.since),
    })),
    silent: digest.silent.map(({ who, reasons, lastAt }) => ({
      who: cleanLine(who, 100),
      reasons: reasons.map((code) => labelled(labels.silent, code)).join("; "),
      last: lastAt === null ? null : moment(lastAt),
    })),
    unanswered: digest.unanswered.map(({ group, name, complaints }) => ({
      group: String(group),
      name: cleanLine(name, 100),
      complaints: number(complaints, language),
    })),
  };
}

const FIGURES = [
  "messages",
  "complaints",
  "answered",
  "resolved",
  "reopened",
  "escalated",
  "waiting",
  "overdue",
  "unaccounted",
  "attention",
  "failed",
  "kept",
  "broken",
  "keptPercent",
  "seenPercent",
  "recurring",
  "pleased",
  "displeased",
  "positivity",
  "unsure",
  "corrected",
] as const satisfies readonly (keyof Digest)[];

function figures(digest: Digest, language: Language) {
  const told: Record<string, Told> = {};
  for (const name of FIGURES) {
    const tell = name.endsWith("Percent") ? percent : number;
    const { now, before } = digest[name];
    told[name] = { now: tell(now, language), before: tell(before, language), some: (now ?? 0) > 0 };
  }
  return told as Readonly<Record<(typeof FIGURES)[number], Told>>;
}

function sections(digest: Digest, telling: Telling) {
  const { language, labels, timeZone } = telling;
  const moment = (at: Date): string => momentWords(at, language, timeZone);
  const told = (one: Figure): Told => figure(one, language);
  return {
    overdueList: digest.overdueList.map((one) => ({
      ...matterScope(one, labels),
      due: moment(one.dueAt),
      holder: labels.leads[one.holder],
      state: labels.states[one.state],
    })),
    brokenList: digest.brokenList.map((one) => ({
      ...matterScope(one, labels),
      at: moment(one.at),
      answered: one.answeredAt === null ? null : moment(one.answeredAt),
    })),
    badRatings: digest.badRatings.map((one) => ({
      ...matterScope(one, labels),
      partly: one.rating === "partly",
      comment: cleanText(one.comment, 300).replaceAll("\n", " "),
    })),
    recurringList: digest.recurringList.map((one) => ({
      ...matterScope(one, labels),
      topic: labelled(labels.topics, one.topic),
      complaints: number(one.complaints, language),
    })),
    promiseChanges: digest.promiseChanges.map(({ priority, from, to, basis }) => ({
      priority: labels.priorities[priority],
      longer: to > from,
      measured: basis === "measured",
      from: number(from, language),
      to: number(to, language),
    })),
    answers: digest.answers.map((line) => ({
      priority: labels.priorities[line.priority],
      promised: number(line.promised, language),
      answered: told(line.answered),
      half: told(line.half),
      most: told(line.most),
      kept: told(line.kept),
      broken: told(line.broken),
      extended: told(line.extended),
    })),
    groups: digest.groups.map((one) => ({
      group: String(one.group),
      name: cleanLine(one.name, 100),
      count: figure({ now: one.complaints, before: one.before }, language),
      customers: number(one.customers, language),
      fresh: one.fresh,
      picture: `group-${one.group}`,
      history: one.history.map((count) => number(count, language)).join(" "),
    })),
    moreGroups: digest.moreGroups > 0 ? number(digest.moreGroups, language) : null,
    topics: digest.topics.map(({ label, count }) => ({
      name: labelled(labels.topics, label),
      count: told(count),
    })),
    causes: digest.causes.map(({ label, count }) => ({ name: labels.causes[label], count: told(count) })),
    ratings: {
      good: told(digest.ratings.good),
      partly: told(digest.ratings.partly),
      not: told(digest.ratings.not),
    },
    anyRatings: Object.values(digest.ratings).some(({ now, before }) => now || before),
    corrections: digest.corrections.map(({ learns, label, count }) => ({
      what: wordsOf(learns, label, telling),
      count: number(count, language),
    })),
    learned: digest.learned > 0,
    refused: digest.refused > 0,
    automatic: digest.automatic.map(({ label, count }) => ({
      name: labelled(labels.dispositions, label),
      count: told(count),
    })),
    // Nothing beside nothing is no picture.
    slots: (digest.slots.some(({ messages: { now, before } }) => now || before) ? digest.slots : []).map(
      (slot) => ({
        name: slotWords(slot.from, digest.period.span, telling),
        messages: told(slot.messages),
        complaints: told(slot.complaints),
      }),
    ),
  };
}

/** A ticket in a list: its number, what it is about and whose it is, cleaned. */
export function matterScope({ ticket, subject, who }: ListedMatter, { nameless }: Pick<Labels, "nameless">) {
  return {
    ticket: `#${ticket}`,
    subject: cleanLine(strippedSubject(subject), 120),
    who: cleanLine(who, 80) || nameless,
  };
}

function nameOfSpike({ what, name }: Digest["spikes"][number], { labels }: Setting): string | null {
  if (what === "all") return null;
  if (what === "group") return cleanLine(name, 100);
  return labelled(what === "topic" ? labels.topics : labels.causes, name);
}

/** "urgency: high"; of who sent it, and whose it is, the label says all. */
function wordsOf(learns: string, label: string, { labels }: Setting): string {
  const values: Readonly<Record<string, Readonly<Partial<Record<string, string>>>>> = {
    urgency: labels.priorities,
    tone: labels.tones,
    kind: labels.kinds,
    topic: labels.topics,
  };
  const known = values[learns];
  if (known === undefined) return labelled(labels.learns, label);
  return `${labelled(labels.learns, learns)}: ${labelled(known, label)}`;
}
