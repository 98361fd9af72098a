import { loadClassifier } from "../src/cli/classifier.ts";
import { agreement, kMeans, singleLink } from "./clusters.ts";
import { asTheyCome, readTold, type Told } from "./grouped.ts";

/*
 * node bench/alike.ts [FILE.jsonl [MOST|zipf]]: how well complaints that tell the same story are grouped while they come, beside
 * k-means on TF-IDF (told the number of stories) and single link (at its best threshold). Without a file: data/stories,
 * 1,000 complaints in 60 stories and five languages. Prints Markdown.
 */

const [file = "data/stories/complaints.jsonl", most = "5000"] = process.argv.slice(2);
const all = readTold(file);
const stories = most === "zipf" ? fewOften(all) : all.slice(0, Number(most));
const classifier = await loadClassifier("linear");
const terms = stories.map((one) => classifier.terms(one));
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
const moved = asTheyCome(stories, classifier, (count, groups) => {
  if (SIZES.includes(count)) compare(count, groups);
});
process.stdout.write(
  `\nA complaint changes its group ${(moved / stories.length).toFixed(1)} times after it was grouped first.\n`,
);

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

/** As mailboxes are: a few stories that many tell, and many that hardly anybody does. */
function fewOften(from: readonly Told[]): readonly Told[] {
  const ranks = new Map([...new Set(from.map((one) => one.story))].map((story, rank) => [story, rank]));
  const counts = new Map<string, number>();
  return from.filter(({ story }) => {
    const count = (counts.get(story) ?? 0) + 1;
    counts.set(story, count);
    return count <= Math.max(1, Math.round(20 / (1 + (ranks.get(story) ?? 0)) ** 0.8));
  });
}
