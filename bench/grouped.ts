import { readFileSync } from "node:fs";
import type { Classifier } from "../src/classify/judgement.ts";
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

/** A complaint, and the story that it tells. */
export interface Told {
  readonly story: string;
  readonly language: Language;
  readonly subject: string;
  readonly text: string;
}

/** Complaints after which all are grouped anew; the product does it whenever some have come. */
const EVERY = 10;

/** From a file with one a line, always in the same mixed order. */
export function readTold(file: string): readonly Told[] {
  return shuffled(readFileSync(file, "utf8").trim().split("\n").map(toldOf));
}

/**
 * What jobs/complaints.ts does, with an index in memory. Tells `seen` after each complaint which groups there are, and
 * returns how many complaints changed theirs after they were grouped first.
 */
export function asTheyCome(
  stories: readonly Told[],
  classifier: Classifier,
  seen: (count: number, groups: readonly number[]) => void,
): number {
  const terms = stories.map((one) => classifier.terms(one));
  const topics = stories.map((one) => classifier.judge(one).topic.label);
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
    seen(
      number + 1,
      grouped.map(({ groupId }) => groupId),
    );
  }
  return moved;
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

function toldOf(line: string): Told {
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
