import { readFileSync } from "node:fs";
import { loadClassifier } from "../src/cli/classifier.ts";
import { LANGUAGES, type Language } from "../src/mail/message.ts";
import { type Candidate, joins, lookedUp, ties, type Weighted, weigh } from "../src/policy/likeness.ts";
import { regroup } from "../src/policy/regroup.ts";
import { agreement, kMeans, singleLink } from "./clusters.ts";

/*
 * node bench/alike.ts [FILE.jsonl [MOST]]: how well complaints that tell the same story are grouped, beside k-means on
 * TF-IDF (told the number of stories) and single link (at its best threshold). Without a file: data/stories, 1,000
 * complaints in 60 stories and five languages. Prints Markdown.
 */

interface Story {
  readonly story: string;
  readonly language: Language;
  readonly subject: string;
  readonly text: string;
}

const [file = "data/stories/complaints.jsonl", most = "5000"] = process.argv.slice(2);
const stories = shuffled(readFileSync(file, "utf8").trim().split("\n").map(storyOf)).slice(0, Number(most));
const gold = stories.map((one) => one.story);
const classifier = await loadClassifier("linear");
const terms = stories.map((one) => classifier.terms(one));

process.stdout.write(`${stories.length} complaints in ${new Set(gold).size} stories, ${file}\n\n`);
process.stdout.write("| | groups | V-measure | pairwise F1 | F1 within a language | F1 across languages |\n");
process.stdout.write("| --- | --- | --- | --- | --- | --- |\n");
const words = terms.map((list) => list.filter((term) => term.kind === "word"));
row("k-means on TF-IDF of words, told the number of stories", kMeans(words, new Set(gold).size));
row("single link on TF-IDF of words, best threshold", singleLink(words, gold));
const { groups, grouped } = asTheyCome();
row("foyer, one by one as they come", groups);
const moved = new Map(regroup(grouped).map(({ ticketId, groupId }) => [ticketId, groupId]));
row(
  "foyer, grouped anew each hour",
  groups.map((group, index) => moved.get(index) ?? group),
);

function row(name: string, groupOf: readonly (string | number)[]): void {
  const within = (same: boolean) => (i: number, j: number) =>
    (stories[i]?.language === stories[j]?.language) === same;
  const all = agreement(gold, groupOf, () => true);
  const figures = [
    all.v,
    all.f1,
    agreement(gold, groupOf, within(true)).f1,
    agreement(gold, groupOf, within(false)).f1,
  ];
  const cells = figures.map((figure) => (Number.isNaN(figure) ? "–" : figure.toFixed(2)));
  process.stdout.write(`| ${name} | ${new Set(groupOf).size} | ${cells.join(" | ")} |\n`);
}

/** What jobs/complaints.ts does, with an index in memory. */
function asTheyCome() {
  const holding = new Map<number, number>();
  const index = new Map<number, [number, number][]>();
  const groups: number[] = [];
  const vectors: ReadonlyMap<number, number>[] = [];
  const grouped: { ticketId: number; groupId: number; ties: [number, number][] }[] = [];
  for (const [number, one] of stories.entries()) {
    const own = terms[number] ?? [];
    const weighted = weigh(own, { messages: number, holding });
    for (const { id } of own) holding.set(id, (holding.get(id) ?? 0) + 1);
    const likeness = new Map<number, number>();
    for (const [term, weight] of lookedUp(weighted, own))
      for (const [other, its] of (index.get(term) ?? []).slice(-200))
        likeness.set(other, (likeness.get(other) ?? 0) + weight * its);
    const candidates = [...likeness].map(
      ([id, value]): Candidate<number> => ({
        id,
        likeness: value,
        language: stories[id]?.language ?? "en",
        group: groups[id] ?? 0,
      }),
    );
    const compared = closest(one.language, candidates).map((other) => ({
      ...other,
      likeness: product(weighted, vectors[other.id] ?? new Map()),
    }));
    const found = ties(one.language, compared);
    vectors.push(new Map(weighted));
    const groupId = joins(found) ?? number;
    groups.push(groupId);
    grouped.push({ ticketId: number, groupId, ties: found.map(({ id, strength }) => [id, strength]) });
    for (const [term, weight] of weighted) index.set(term, [...(index.get(term) ?? []), [number, weight]]);
  }
  return { groups, grouped };
}

/** The 40 of its language, and of others, that share most of what they are looked up by. */
function closest(language: Language, found: readonly Candidate<number>[]): readonly Candidate<number>[] {
  const most = (home: boolean) =>
    found
      .filter((one) => (one.language === language) === home)
      .sort((a, b) => b.likeness - a.likeness || a.id - b.id)
      .slice(0, 40);
  return [...most(true), ...most(false)];
}

function product(one: Weighted, other: ReadonlyMap<number, number>): number {
  return one.reduce((sum, [term, weight]) => sum + weight * (other.get(term) ?? 0), 0);
}

function storyOf(line: string): Story {
  const { story, label, language, lang, subject, text } = JSON.parse(line);
  const known = LANGUAGES.find((one) => one === (language ?? lang)) ?? "en";
  return {
    story: String(story ?? label),
    language: known,
    subject: String(subject ?? ""),
    text: String(text),
  };
}

/** Always the same order (linear congruential generator of Numerical Recipes). */
function shuffled<Item>(items: readonly Item[]): readonly Item[] {
  let seed = 7;
  const keyed = items.map((item) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return { item, key: seed };
  });
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}
