import { readFileSync } from "node:fs";
import { loadClassifier } from "../src/cli/classifier.ts";
import { LANGUAGES, type Language } from "../src/mail/message.ts";
import {
  type Candidate,
  chanceOf,
  joins,
  lookedUp,
  ties,
  type Weighted,
  weigh,
} from "../src/policy/likeness.ts";
import { type Grouped, regroup } from "../src/policy/regroup.ts";
import { agreement, kMeans, singleLink } from "./clusters.ts";

/*
 * node bench/alike.ts [FILE.jsonl [MOST|zipf]]: how well complaints that tell the same story are grouped while they come, beside
 * k-means on TF-IDF (told the number of stories) and single link (at its best threshold). Without a file: data/stories,
 * 1,000 complaints in 60 stories and five languages. Prints Markdown.
 */

interface Story {
  readonly story: string;
  readonly language: Language;
  readonly subject: string;
  readonly text: string;
}

const [file = "data/stories/complaints.jsonl", most = "5000"] = process.argv.slice(2);
const all = shuffled(readFileSync(file, "utf8").trim().split("\n").map(storyOf));
const stories = most === "zipf" ? fewOften(all) : all.slice(0, Number(most));
const classifier = await loadClassifier("linear");
const terms = stories.map((one) => classifier.terms(one));
const topics = stories.map((one) => classifier.judge(one).topic.label);
/** Complaints after which all are grouped anew; the product does it whenever some have come. */
const EVERY = 10;
const SIZES = [60, 250, 1000, 5000, stories.length].filter(
  (size, at, sizes) => size <= stories.length && sizes.indexOf(size) === at,
);

process.stdout.write(
  `${stories.length} complaints in ${new Set(goldOf(stories.length)).size} stories, ${file}\n\n`,
);
process.stdout.write(
  "| complaints | | groups | V-measure | pairwise F1 | F1 within a language | F1 across languages |\n",
);
process.stdout.write("| --- | --- | --- | --- | --- | --- | --- |\n");
asTheyCome();

function goldOf(size: number): string[] {
  return stories.slice(0, size).map((one) => one.story);
}

function compare(size: number, found: readonly number[]): void {
  const gold = goldOf(size);
  const words = terms.slice(0, size).map((list) => list.filter((term) => term.kind === "word"));
  row(size, "k-means on TF-IDF of words, told the number of stories", kMeans(words, new Set(gold).size));
  row(size, "single link on TF-IDF of words, best threshold", singleLink(words, gold));
  row(size, "foyer", found);
}

function row(size: number, name: string, groupOf: readonly (string | number)[]): void {
  const gold = goldOf(size);
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
  process.stdout.write(`| ${size} | ${name} | ${new Set(groupOf).size} | ${cells.join(" | ")} |\n`);
}

/** What jobs/complaints.ts does, with an index in memory. */
function asTheyCome(): void {
  const holding = new Map<number, number>();
  const index = new Map<number, [number, number][]>();
  const vectors: ReadonlyMap<number, number>[] = [];
  let grouped: Grouped[] = [];
  let moved = 0;
  for (const [number, one] of stories.entries()) {
    const own = terms[number] ?? [];
    const frequencies = { messages: number, holding };
    const weighted = weigh(own, frequencies);
    const chance = chanceOf(weighted, own, frequencies);
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
        topic: topics[id] ?? "other",
        group: grouped[id]?.groupId ?? 0,
      }),
    );
    const compared = closest(one.language, candidates).map((other) => ({
      ...other,
      likeness: product(weighted, vectors[other.id] ?? new Map()),
    }));
    const found = ties({ language: one.language, topic: topics[number] ?? "other", chance }, compared);
    vectors.push(new Map(weighted));
    grouped.push({
      ticketId: number,
      groupId: joins(found) ?? number,
      placed: false,
      ties: found.map(({ id, strength }) => [id, strength]),
    });
    for (const [term, weight] of weighted) {
      const list = index.get(term);
      if (list === undefined) index.set(term, [[number, weight]]);
      else list.push([number, weight]);
    }
    if ((number + 1) % EVERY === 0) {
      const moves = new Map(regroup(grouped).map(({ ticketId, group }) => [ticketId, group]));
      moved += [...moves.keys()].filter((ticketId) => ticketId <= number - EVERY).length;
      grouped = grouped.map((each) => {
        const to = moves.get(each.ticketId) ?? each.groupId;
        // Numbers of groups that are begun must not be those of tickets.
        return { ...each, groupId: typeof to === "number" ? to : -to.begunBy * 10_000 - number };
      });
    }
    if (SIZES.includes(number + 1))
      compare(
        number + 1,
        grouped.map(({ groupId }) => groupId),
      );
  }
  process.stdout.write(
    `\nA complaint changes its group ${(moved / stories.length).toFixed(1)} times after it was grouped first.\n`,
  );
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

/** As mailboxes are: a few stories that many tell, and many that hardly anybody does. */
function fewOften(from: readonly Story[]): readonly Story[] {
  const ranks = new Map([...new Set(from.map((one) => one.story))].map((story, rank) => [story, rank]));
  const counts = new Map<string, number>();
  return from.filter(({ story }) => {
    const count = (counts.get(story) ?? 0) + 1;
    counts.set(story, count);
    return count <= Math.max(1, Math.round(20 / (1 + (ranks.get(story) ?? 0)) ** 0.8));
  });
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
