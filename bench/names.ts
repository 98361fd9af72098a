import { readFileSync } from "node:fs";
import { loadClassifier } from "../src/cli/classifier.ts";
import type { Language } from "../src/mail/message.ts";
import { groupName, nameTerms } from "../src/policy/groupname.ts";
import type { Said } from "../src/policy/said.ts";
import { asTheyCome, readTold } from "./grouped.ts";

/*
 * node bench/names.ts [LANGUAGE [SHOWN]]: what groups of the complaints in data/stories are called, in a mailbox of each
 * language. Prints Markdown: how many groups of two complaints or more have a name of their own terms, how many names have
 * a word that tells the story that most of the group tells (data/stories/central.txt: beginnings of words, written by
 * hand), and names beside their stories.
 */

/** In this order in the file. */
const IN_FILE: readonly Language[] = ["en", "el", "hu", "fa", "ru"];
const [only, shown = "30"] = process.argv.slice(2);
/** Complaints that a name is taken from. */
const NAMED_BY = 12;

const stories = readTold("data/stories/complaints.jsonl");
const classifier = await loadClassifier("linear");
const central = new Map(
  readFileSync("data/stories/central.txt", "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const [story = "", words = ""] = line.split(":");
      const lists = words.split("|").map((list) => list.trim().split(/ +/));
      return [story, new Map(IN_FILE.map((language, at) => [language, lists[at] ?? []]))] as const;
    }),
);

let groupOf: readonly number[] = [];
asTheyCome(stories, classifier, (_, groups) => {
  groupOf = groups;
});
const saids = stories.map((one): Said => ({ ...one, wordings: classifier.wordings(one), names: [] }));
const holding = new Map<number, number>();
for (const said of saids)
  for (const term of nameTerms([said])) holding.set(term, (holding.get(term) ?? 0) + 1);
const frequencies = { messages: stories.length, holding };
const groups = [...Map.groupBy(stories.keys(), (number) => groupOf[number]).values()]
  .filter((members) => members.length > 1)
  .sort((a, b) => b.length - a.length);

interface Named {
  readonly story: string;
  readonly share: number;
  readonly name: string | null;
}

function namesIn(language: Language): readonly Named[] {
  const taken = new Set<string>();
  return groups.map((members) => {
    const said = members.slice(0, NAMED_BY).flatMap((number) => saids[number] ?? []);
    const name = groupName(said, { language, frequencies, taken });
    if (name !== null) taken.add(name);
    const told = [...Map.groupBy(members, (number) => stories[number]?.story ?? "")];
    const [story, most] = told.reduce((best, one) => (one[1].length > best[1].length ? one : best));
    return { story, share: most.length / members.length, name };
  });
}

/** Parts of a name that begin with, or hold, a word that tells the story. */
function tellingParts({ story, name }: Named): number {
  const words = [...(central.get(story)?.values() ?? [])].flat();
  const parts = (name ?? "").toLowerCase().split(/[,،] /);
  return parts.filter((part) =>
    part.split(/[ -]/).some((word) => words.some((beginning) => word.startsWith(beginning))),
  ).length;
}

const percent = (some: number, all: number): string => `${Math.round((100 * some) / all)}%`;

process.stdout.write(
  `${groups.length} groups of two complaints or more, of ${stories.length} complaints\n\n`,
);
process.stdout.write(
  "| mailbox | named from own terms | in its language | a word tells the story | of all parts | numbered |\n",
);
process.stdout.write("| --- | --- | --- | --- | --- | --- |\n");
const all = IN_FILE.filter((language) => only === undefined || language === only).map(
  (language) => [language, namesIn(language)] as const,
);
for (const [language, names] of all) {
  const named = names.filter(({ name }) => name !== null);
  const parts = named.reduce((sum, { name }) => sum + (name ?? "").split(/[,،] /).length, 0);
  const telling = named.map(tellingParts);
  const cells = [
    percent(named.length, names.length),
    percent(named.filter(({ name }) => isIn(language, name ?? "")).length, names.length),
    percent(telling.filter((count) => count > 0).length, names.length),
    percent(
      telling.reduce((sum, count) => sum + count, 0),
      parts,
    ),
    percent(named.filter(({ name }) => /\(\d+\)$/.test(name ?? "")).length, names.length),
  ];
  process.stdout.write(`| ${language} | ${cells.join(" | ")} |\n`);
}
for (const [language, names] of all) {
  process.stdout.write(`\n${language}:\n\n`);
  for (const { story, share, name } of names.slice(0, Number(shown)))
    process.stdout.write(`- ${story} (${percent(share, 1)}): ${name ?? "–"}\n`);
}

/** By its letters: of those in Latin ones English and Hungarian are not told apart. */
function isIn(language: Language, name: string): boolean {
  const script = { en: "Latin", hu: "Latin", el: "Greek", ru: "Cyrillic", fa: "Arabic" }[language];
  return new RegExp(`^[\\p{sc=${script}}\\P{L}]*$`, "u").test(name);
}
