import { readdirSync, readFileSync } from "node:fs";
import { classOf, type LabelledMail, parseLabelled } from "../src/classify/labelled.ts";
import { LinearClassifier } from "../src/classify/linear.ts";
import { TASKS } from "../src/classify/tasks.ts";

/*
 * node bench/probes.ts [MODEL]: how many of the short, ordinary mails of data/probes the model judges right, by
 * question and language, and which it does not. No model learns from them.
 */
const [model = "models/base.foyer"] = process.argv.slice(2);
const classifier = LinearClassifier.load(readFileSync(model));

const files = readdirSync("data/probes").sort();
const rows = files.map((file) => {
  const mails = parseLabelled(readFileSync(`data/probes/${file}`, "utf8"), file);
  const wrong = TASKS.map((task) =>
    mails.filter((mail) => {
      const right = classOf(mail, task);
      return right >= 0 && classifier.judge(mail)[task.name].label !== task.labels[right];
    }),
  );
  const asked = TASKS.map((task) => mails.filter((mail) => classOf(mail, task) >= 0).length);
  return { file, wrong, asked };
});

const share = (wrong: number, asked: number) => (1 - wrong / Math.max(asked, 1)).toFixed(3);
console.log(`| right | ${TASKS.map(({ name }) => name).join(" | ")} |`);
console.log(`| --- | ${TASKS.map(() => "---").join(" | ")} |`);
for (const { file, wrong, asked } of rows) {
  const cells = TASKS.map((_, t) => share(wrong[t]?.length ?? 0, asked[t] ?? 0));
  console.log(`| ${file.replace(".jsonl", "")} | ${cells.join(" | ")} |`);
}
const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((all, row) => all + of(row), 0);
const all = TASKS.map((_, t) =>
  share(
    sum(({ wrong }) => wrong[t]?.length ?? 0),
    sum(({ asked }) => asked[t] ?? 0),
  ),
);
console.log(`| all | ${all.join(" | ")} |\n`);

const show = (mail: LabelledMail, t: number) => {
  const task = TASKS[t];
  if (task === undefined) return;
  const { label, confidence } = classifier.judge(mail)[task.name];
  const right = task.labels[classOf(mail, task)];
  console.log(
    `${mail.id} ${task.name}: ${right}, said ${label} (${confidence.toFixed(2)})  ${mail.subject} | ${mail.text}`,
  );
};
for (const { wrong } of rows)
  for (const [t, mails] of wrong.entries()) for (const mail of mails) show(mail, t);
