// What each stem of data/concepts hits in data/train, to be read by whoever edits the word lists:
//   node scripts/concept-hits.ts CONCEPT …   every stem of these concepts, with the words it met
//   node scripts/concept-hits.ts             the stems whose mails look least like the rest of their concept's
import { ConceptMatcher } from "../src/classify/concepts.ts";
import { TOPICS } from "../src/classify/judgement.ts";
import type { LabelledMail } from "../src/classify/labelled.ts";
import { inColumns, phraseList } from "../src/classify/lexicon.ts";
import { CONCEPT_FOLD, fold, sourceOf } from "../src/classify/normalise.ts";
import { stretchOf } from "../src/classify/quote.ts";
import { readLabelledMail, readLexicon } from "../src/jobs/labelled-files.ts";

const LISTED = 150;
const FEWEST_MAILS = 6;

interface StemHits {
  readonly mails: Set<LabelledMail>;
  readonly words: Map<string, number>;
}

const asked = new Set(process.argv.slice(2));
const lexicon = await readLexicon("data");
const phrases = phraseList(lexicon.phrases).filter(
  ({ concept }) => asked.size === 0 || asked.has(lexicon.names[concept] ?? ""),
);
// Each phrase as a concept of its own, so that the matcher tells them apart; a matcher knows no more than 65,536.
const matchers = lexicon.languages.map((_, language) => {
  const own = phrases.flatMap((phrase, index) => (phrase.language === language ? [{ phrase, index }] : []));
  const columns = inColumns(own.map(({ phrase }, concept) => ({ ...phrase, concept })));
  const matcher = new ConceptMatcher({
    ...lexicon,
    names: own.map(({ index }) => `P${index}`),
    phrases: columns,
  });
  return { matcher, indices: own.map(({ index }) => index) };
});
const hits = phrases.map((): StemHits => ({ mails: new Set(), words: new Map() }));
for (const mail of await readLabelledMail("data")) {
  const source = sourceOf(mail);
  const folded = fold(source, CONCEPT_FOLD);
  const found = matchers.flatMap(({ matcher, indices }) =>
    matcher
      .match(folded)
      .flatMap((sentence) => sentence.hits.map((hit) => ({ ...hit, concept: indices[hit.concept] ?? 0 }))),
  );
  for (const hit of found) {
    const { from, to } = stretchOf(source, folded, hit);
    const words = source.slice(from, to).toLowerCase().replace(/\s+/g, " ");
    const own = hits[hit.concept];
    own?.mails.add(mail);
    own?.words.set(words, (own.words.get(words) ?? 0) + 1);
  }
}

const byConcept = lexicon.names.map((_, concept) => {
  const mails = new Set<LabelledMail>();
  for (const [index, phrase] of phrases.entries())
    if (phrase.concept === concept) for (const mail of hits[index]?.mails ?? []) mails.add(mail);
  return mails;
});

function countTopics(mails: Iterable<LabelledMail>): number[] {
  const counts = TOPICS.map(() => 0);
  for (const { topic } of mails) counts[TOPICS.indexOf(topic)] = (counts[TOPICS.indexOf(topic)] ?? 0) + 1;
  return counts;
}

/** By how much the topics of the stem's mails depart from those of the concept's other mails: a G statistic. */
function oddness(own: StemHits, all: ReadonlySet<LabelledMail>): number {
  const others = countTopics([...all].filter((mail) => !own.mails.has(mail)));
  const total = others.reduce((sum, count) => sum + count, 0) + TOPICS.length;
  return countTopics(own.mails).reduce((sum, count, topic) => {
    const expected = (own.mails.size * ((others[topic] ?? 0) + 1)) / total;
    return count === 0 ? sum : sum + 2 * count * Math.log(count / expected);
  }, 0);
}

const rows = phrases.flatMap(({ concept, language, text }, index) => {
  const own = hits[index];
  const name = lexicon.names[concept] ?? "";
  if (!own || (asked.size === 0 && own.mails.size < FEWEST_MAILS)) return [];
  const met = [...own.words].sort((a, b) => b[1] - a[1]).slice(0, 8);
  return {
    odd: oddness(own, byConcept[concept] ?? new Set()),
    line: [
      name,
      lexicon.languages[language]?.code,
      text,
      `${own.mails.size} mails`,
      met.map(([words, count]) => `${words} ${count}`).join(", "),
    ].join("\t"),
  };
});
if (asked.size === 0) rows.sort((a, b) => b.odd - a.odd);
for (const { odd, line } of asked.size > 0 ? rows : rows.slice(0, LISTED))
  console.log(`${odd.toFixed(0)}\t${line}`);
