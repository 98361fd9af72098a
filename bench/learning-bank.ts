import { readFileSync } from "node:fs";
import type { Judged, Topic } from "../src/classify/judgement.ts";
import type { TopicExample } from "../src/classify/owntopics.ts";
import { ownTopic } from "../src/classify/topicname.ts";
import {
  type Asked,
  base,
  corrected,
  judged,
  lesson,
  mean,
  percent,
  right,
  say,
  shuffled,
  teacher,
  train,
} from "./learning.ts";

export interface Row {
  readonly message: Judged;
  readonly topic: TopicExample["topic"];
  readonly test: boolean;
}

/** banking77 as the project keeps its public sets: id, text, label, split. */
export function bankingRows(file: string): Row[] {
  return readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .flatMap((line): Row[] => {
      const { text, label, split }: { text: string; label: string; split: string } = JSON.parse(line);
      const name = label
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, "-")
        .replace(/-$/, "")
        .slice(0, 30)
        .replace(/-$/, "");
      const topic = ownTopic(name);
      return topic === null
        ? []
        : [{ message: { subject: "", text, language: "en" }, topic, test: split === "test" }];
    });
}

/** banking77: a bank with topics of its own. */
export function banking(rows: readonly Row[], rounds: number): void {
  const byTopic = Map.groupBy(rows, ({ topic }) => topic);
  const names = shuffled([...byTopic.keys()].filter((name) => (byTopic.get(name) ?? []).length >= 60));
  const examples = (name: string, count: number): TopicExample[] =>
    rows.filter((row) => row.topic === name && !row.test).slice(0, count);
  const tests = (name: string): Asked[] =>
    rows
      .filter((row) => row.topic === name && row.test)
      .map(({ message, topic }) => ({ message, task: "topic", label: topic }));
  say("\n### A new topic in a mailbox with ten topics of its own (banking77, 20 examples each)\n");
  say(
    "| examples | recall | precision | loss of the ten others, mean | worst label, mean | false hits on other mail |",
  );
  say("| --- | --- | --- | --- | --- | --- |");
  for (const count of [5, 10, 20]) {
    const [recalls, precisions, losses, worst, strays]: number[][] = [[], [], [], [], []];
    for (let round = 0; round < rounds; round++) {
      const own = shuffled(names).slice(0, 11);
      const [fresh = "", ...others] = own;
      const known = others.flatMap((name) => examples(name, 20));
      const before = teacher.teach([], known);
      const after = teacher.teach([], [...known, ...examples(fresh, count)]);
      const said = own.flatMap((name) =>
        tests(name).map((one) => ({ right: name, said: judged(base, after, one) })),
      );
      const hits = said.filter((one) => one.said === fresh);
      const good = hits.filter((one) => one.right === fresh).length;
      recalls?.push(good / tests(fresh).length);
      if (hits.length > 0) precisions?.push(good / hits.length);
      const lost = others.map((name) => right(before, tests(name)) - right(after, tests(name)));
      losses?.push(mean(lost));
      worst?.push(Math.max(...lost));
      const strange = train.filter((_, i) => i % 20 === 1);
      strays?.push(mean(strange.map((mail) => (base.judge(mail, after).topic.label === fresh ? 1 : 0))));
    }
    const cells = [recalls, precisions, losses, worst, strays].map((numbers) => percent(mean(numbers ?? [])));
    say(`| ${count} | ${cells.join(" | ")} |`);
  }
  say("\n### Twenty corrections from a new business (banking77: twenty topics with five examples each)\n");
  const gains: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const own = shuffled(names).slice(0, 20);
    const topics = own.flatMap((name) => examples(name, 5));
    const before = teacher.teach([], topics);
    const pool = shuffled(
      rows.filter((row) => own.includes(row.topic) && !row.test && !topics.includes(row)),
    );
    const asked = pool.map((row): Asked => ({ message: row.message, task: "topic", label: row.topic }));
    const wrong = asked.filter((one) => judged(base, before, one) !== one.label).slice(0, 20);
    const after = teacher.teach(wrong.map(lesson), topics);
    const all = own.flatMap(tests);
    gains.push(right(after, all) - right(before, all));
  }
  say(
    `Accuracy on messages not seen: ${percent(mean(gains))} gained (least ${percent(Math.min(...gains))}).`,
  );
  const own = names.slice(0, 20);
  const topics = own.flatMap((name) => examples(name, 10));
  const layer = teacher.teach([], topics);
  const wrong = own.flatMap(tests).filter((one) => judged(base, layer, one) !== one.label);
  say("\n### Corrected messages\n");
  say("| twenty at a time | messages | right afterwards | a changed copy |");
  say("| --- | --- | --- | --- |");
  corrected("banking77, twenty own topics", shuffled(wrong), topics);
}

/** Labels of banking77 that are one of foyer's topics without doubt. */
const AS_FOYER: Readonly<Record<string, Topic>> = {
  "card-arrival": "delivery",
  "card-delivery-estimate": "delivery",
  "card-payment-fee-charged": "billing",
  "cash-withdrawal-charge": "billing",
  "transaction-charged-twice": "billing",
  "extra-charge-on-statement": "billing",
  "transfer-fee-charged": "billing",
  "top-up-by-card-charge": "billing",
  "passcode-forgotten": "account-access",
  "pin-blocked": "account-access",
  "unable-to-verify-identity": "account-access",
  "change-pin": "account-access",
  "refund-not-showing-up": "returns-refund",
  "request-refund": "returns-refund",
  "card-not-working": "product-defect",
  "contactless-not-working": "product-defect",
  "virtual-card-not-working": "product-defect",
  "terminate-account": "cancellation",
};

/** A bank that files under foyer's own topics: what twenty corrections bring it. */
export function bank(rows: readonly Row[], rounds: number): void {
  const asked = (test: boolean): Asked[] =>
    rows.flatMap((row) => {
      const label = AS_FOYER[row.topic];
      return label === undefined || row.test !== test
        ? []
        : [{ message: row.message, task: "topic" as const, label }];
    });
  const tests = asked(true);
  const wrong = asked(false).filter((one) => judged(base, null, one) !== one.label);
  const gains: number[] = [];
  const labels = [...new Set(tests.map((one) => one.label))];
  const losses: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const layer = teacher.teach(shuffled(wrong).slice(0, 20).map(lesson), []);
    gains.push(right(layer, tests) - right(null, tests));
    for (const label of labels) {
      const own = tests.filter((one) => one.label === label);
      losses.push(right(null, own) - right(layer, own));
    }
  }
  say(
    "\n### Twenty corrections from a bank that uses foyer's topics (banking77, 18 labels mapped to 6 topics)\n",
  );
  say(
    `${tests.length} messages not seen, ${percent(right(null, tests))} right before: ${percent(mean(gains))} gained (least ${percent(Math.min(...gains))}); no label loses more than ${percent(Math.max(...losses))}.`,
  );
}
