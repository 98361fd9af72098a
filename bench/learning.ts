import { readFileSync } from "node:fs";
import type { Judged, Layer } from "../src/classify/judgement.ts";
import { LinearClassifier } from "../src/classify/linear.ts";
import type { TopicExample } from "../src/classify/owntopics.ts";
import { seededRandom } from "../src/classify/random.ts";
import type { TaskName } from "../src/classify/tasks.ts";
import { type Lesson, Teacher } from "../src/classify/teach.ts";
import { readLabelledMail } from "../src/jobs/labelled-files.ts";

/* What the benchmarks of learning share: the shipped base, what it replays, and counting. */

export const say = (line: string): boolean => process.stdout.write(`${line}\n`);
const random = seededRandom(7);
export const shuffled = <Item>(items: readonly Item[]): Item[] =>
  items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
export const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, one) => sum + one, 0) / Math.max(numbers.length, 1);
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

export const train = await readLabelledMail("data");
export const replay = shuffled(train.filter((_, i) => i % 2 === 0)).slice(0, 2000);
export const base = LinearClassifier.load(readFileSync("models/base.foyer"));
export const teacher = new Teacher(base, replay);

export interface Asked {
  readonly message: Judged;
  readonly task: TaskName;
  readonly label: string;
}

export const judged = (by: LinearClassifier, layer: Layer | null, { message, task }: Asked): string =>
  by.judge(message, layer)[task].label;
export const right = (layer: Layer | null, asked: readonly Asked[]): number =>
  mean(asked.map((one) => (judged(base, layer, one) === one.label ? 1 : 0)));

/** As the same customer might have put it: another number, a word less, a greeting more. */
function changed({ subject, text, language }: Judged): Judged {
  const words = text.split(" ");
  const dropped = words.length < 6 ? words : words.toSpliced(Math.floor(random() * words.length), 1);
  return { subject, text: `Hello, ${dropped.join(" ").replace(/\d/g, "7")}`, language };
}

export function corrected(name: string, wrong: readonly Asked[], topics: readonly TopicExample[]): void {
  const same: number[] = [];
  const copies: number[] = [];
  for (let start = 0; start + 20 <= wrong.length && start < 200; start += 20) {
    const some = wrong.slice(start, start + 20);
    const layer = teacher.teach(some.map(lesson), topics);
    same.push(right(layer, some));
    copies.push(
      right(
        layer,
        some.map((one) => ({ ...one, message: changed(one.message) })),
      ),
    );
  }
  say(`| ${name} | ${20 * same.length} | ${percent(mean(same))} | ${percent(mean(copies))} |`);
}

export const lesson = (asked: Asked): Lesson => ({ ...asked, weight: 1 });
