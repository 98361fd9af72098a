import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import type { Layer } from "../src/classify/judgement.ts";
import { type LabelledMail, parseLabelled } from "../src/classify/labelled.ts";
import { saveLayer } from "../src/classify/layerfile.ts";
import { LinearClassifier } from "../src/classify/linear.ts";
import { TASKS, type TaskName } from "../src/classify/tasks.ts";
import { type Lesson, Teacher } from "../src/classify/teach.ts";
import { ownTopic } from "../src/classify/topicname.ts";
import { trainLinear } from "../src/classify/train.ts";
import { readLexicon } from "../src/jobs/labelled-files.ts";
import {
  type Asked,
  base,
  corrected,
  judged,
  lesson,
  mean,
  percent,
  replay,
  right,
  say,
  shuffled,
  teacher,
  train,
} from "./learning.ts";
import { bank, banking, bankingRows } from "./learning-bank.ts";

/*
 * node bench/corrections.ts --banking en_banking77_topic.jsonl --mail dev.jsonl [--without TOPIC]…: what corrections and
 * own topics bring, and what they cost. Prints Markdown. The files lie outside the project. --without trains a base
 * that has never seen the topic (minutes), and teaches it as a mailbox would.
 */
const { values: given } = parseArgs({
  options: {
    banking: { type: "string" },
    mail: { type: "string" },
    without: { type: "string", multiple: true, default: [] },
    rounds: { type: "string", default: "10" },
  },
});
const rounds = Number(given.rounds);

const tasks: readonly TaskName[] = ["urgency", "kind", "tone", "topic"];
const askOf = (mail: LabelledMail, task: TaskName): Asked => ({
  message: { subject: mail.subject, text: mail.text, language: mail.language },
  task,
  label: String(mail[TASKS.find(({ name }) => name === task)?.field ?? "topic"]),
});

function mails(dev: readonly LabelledMail[]): void {
  say("\n### Corrected messages\n");
  say("| twenty at a time | messages | right afterwards | a changed copy |");
  say("| --- | --- | --- | --- |");
  for (const task of tasks) {
    const all = dev.map((mail) => askOf(mail, task));
    corrected(`mail, ${task}`, shuffled(all.filter((one) => judged(base, null, one) !== one.label)), []);
  }
  say(
    "\n### Twenty corrections from a new business (mail: 20 mails corrected where wrong, measured on the others)\n",
  );
  say("| task | gained, mean | labels that lose most, mean |");
  say("| --- | --- | --- |");
  for (const task of tasks) {
    const gains: number[] = [];
    const losses: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const all = shuffled(dev.map((mail) => askOf(mail, task)));
      const wrong = all.filter((one) => judged(base, null, one) !== one.label).slice(0, 20);
      const rest = all.filter((one) => !wrong.includes(one));
      const layer = teacher.teach(wrong.map(lesson), []);
      gains.push(right(layer, rest) - right(null, rest));
      const labels = [...new Set(rest.map((one) => one.label))];
      const of = (label: string) => rest.filter((one) => one.label === label);
      losses.push(Math.max(...labels.map((label) => right(null, of(label)) - right(layer, of(label)))));
    }
    say(`| ${task} | ${percent(mean(gains))} | ${percent(mean(losses))} |`);
  }
}

const HOSTILE = [
  "8812734 99-123 44471",
  "__proto__ constructor hasOwnProperty toString",
  "👨‍👩‍👧‍👦🏳️‍🌈😡😡😡 🙏",
  "日本語 العربية עברית ไทย ქართული Ελληνικά русский",
  "\0\ud83d\udc00",
  "a".repeat(5000),
];

function hostile(dev: readonly LabelledMail[]): void {
  const lessons = HOSTILE.flatMap((text) =>
    (["urgent", "low"] as const).map(
      (label, i): Lesson => ({
        message: { subject: text, text: `${text} ${i}`, language: null },
        task: "urgency",
        label,
        weight: 1,
      }),
    ),
  );
  const layer = teacher.teach(lessons, []);
  const asked = dev.map((mail) => askOf(mail, "urgency"));
  const tipped = asked.filter(
    (one) => judged(base, null, one) === one.label && judged(base, layer, one) !== one.label,
  );
  say(
    `\nTwelve corrections of order numbers, __proto__, emoji, every script and NUL: ${tipped.length} of ${asked.length} other mails tip over.`,
  );
}

function undone(dev: readonly LabelledMail[]): void {
  const lessons = dev.slice(0, 30).map((mail): Lesson => ({ ...askOf(mail, "topic"), weight: 1 }));
  const octets = (some: readonly Lesson[]) => {
    const layer = new Teacher(base, replay).teach(some, []);
    return layer === null ? Buffer.alloc(0) : Buffer.from(saveLayer(layer));
  };
  const kept = octets(lessons.slice(0, 20));
  octets(lessons);
  const again = octets(lessons.slice(0, 20));
  say(
    `Ten of thirty corrections undone: the layer is ${kept.equals(again) ? "the same, octet for octet" : "ANOTHER"}; all undone: ${octets([]).length === 0 ? "the base alone" : "NOT the base alone"}.`,
  );
}

function speed(dev: readonly LabelledMail[]): void {
  const lessons = dev
    .slice(0, 100)
    .map((mail, i): Lesson => ({ ...askOf(mail, tasks[i % 4] ?? "topic"), weight: 1 }));
  const started = performance.now();
  const fresh = new Teacher(base, replay);
  const layer = fresh.teach(lessons, []);
  const seconds = (performance.now() - started) / 1000;
  const rate = (taught: Layer | null): number => {
    const began = performance.now();
    for (let round = 0; round < 5; round++) for (const mail of dev) base.judge(mail, taught);
    return (5 * dev.length) / ((performance.now() - began) / 1000);
  };
  rate(layer);
  const file = layer === null ? Buffer.alloc(0) : saveLayer(layer);
  say(
    `\nA hundred corrections are learned in ${seconds.toFixed(1)} s; the layer is ${(file.length / 1e6).toFixed(2)} MB, ${(gzipSync(file).length / 1e6).toFixed(2)} MB compressed. Messages a second: ${rate(null).toFixed(0)} with the base alone, ${rate(layer).toFixed(0)} with the layer.`,
  );
}

async function without(topic: string, dev: readonly LabelledMail[]): Promise<void> {
  const lexicon = await readLexicon("data");
  const others = train.filter((mail) => mail.topic !== topic);
  const blind = new LinearClassifier(trainLinear(others, lexicon, { seed: 1 }), "blind");
  const pupil = new Teacher(blind, shuffled(others).slice(0, 2000));
  const name = ownTopic(`own-${topic}`);
  if (name === null) return;
  for (const count of [5, 10]) {
    const [recalls, precisions, losses]: number[][] = [[], [], []];
    for (let round = 0; round < rounds; round++) {
      const shown = shuffled(train.filter((mail) => mail.topic === topic)).slice(0, count);
      const layer = pupil.teach(
        [],
        shown.map((mail) => ({ topic: name, message: askOf(mail, "topic").message })),
      );
      const said = dev.map((mail) => ({ mail, said: blind.judge(mail, layer).topic.label }));
      const hits = said.filter((one) => one.said === name);
      const good = hits.filter(({ mail }) => mail.topic === topic).length;
      recalls?.push(good / dev.filter((mail) => mail.topic === topic).length);
      if (hits.length > 0) precisions?.push(good / hits.length);
      const rest = said.filter(({ mail }) => mail.topic !== topic);
      const before = mean(rest.map(({ mail }) => (blind.judge(mail).topic.label === mail.topic ? 1 : 0)));
      losses?.push(before - mean(rest.map(({ mail, said: label }) => (label === mail.topic ? 1 : 0))));
    }
    const cells = [recalls, precisions, losses].map((numbers) => percent(mean(numbers ?? [])));
    say(`| ${topic} | ${count} | ${cells.join(" | ")} |`);
  }
}

if (given.banking !== undefined) {
  const rows = bankingRows(given.banking);
  banking(rows, rounds);
  bank(rows, rounds);
}
if (given.mail !== undefined) {
  const dev = parseLabelled(readFileSync(given.mail, "utf8"), given.mail);
  mails(dev);
  hostile(dev);
  undone(dev);
  speed(dev);
  if (given.without.length > 0) {
    say("\n### A topic that the base has never seen (mail, five languages, examples from data/train)\n");
    say("| topic | examples | recall | precision | loss of the others |");
    say("| --- | --- | --- | --- | --- |");
    for (const topic of given.without) await without(topic, dev);
  }
}
