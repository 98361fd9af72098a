import type { Figures } from "../classify/evaluate.ts";
import type { Interval } from "../classify/metrics.ts";
import { TASKS } from "../classify/tasks.ts";

/** What `evaluateFile` finds. */
export interface Evaluation {
  readonly classifier: string;
  readonly figures: Figures;
  readonly messagesPerSecond: number;
  /** Octets of the model file. */
  readonly modelSize: number;
  readonly loadMilliseconds: number;
  readonly baseline: { readonly classifier: string; readonly figures: Figures } | null;
}

const score = (value: number) => value.toFixed(3).replace(/^0/, "");
const percent = (value: number) => `${(100 * value).toFixed(1)} %`;
const range = ({ low, high }: Interval) => `${score(low)}–${score(high)}`;

/** What `evaluateFile` found, for people. */
export function printEvaluation(evaluation: Evaluation): string {
  const { baseline } = evaluation;
  const lines = [
    `${evaluation.classifier}: ${evaluation.messagesPerSecond} messages/s, ` +
      `${(evaluation.modelSize / 1e6).toFixed(1)} MB, loaded in ${evaluation.loadMilliseconds.toFixed(0)} ms`,
    "",
    printFigures(evaluation.figures),
  ];
  if (baseline) lines.push("", baseline.classifier, "", printFigures(baseline.figures));
  return lines.join("\n");
}

export function printFigures(figures: Figures): string {
  const rows = TASKS.map(({ name }) => {
    const task = figures.tasks[name];
    const languages = Object.entries(task.byLanguage).map(([code, own]) => `${code} ${score(own.macroF1)}`);
    return [
      name.padEnd(10),
      String(task.messages).padStart(5),
      score(task.macroF1.value).padStart(7),
      range(task.macroF1).padStart(10),
      score(task.accuracy.value).padStart(7),
      score(task.calibrationError).padStart(6),
      percent(task.coverageAt90.coverage).padStart(9),
      ` ${languages.join("  ")}`,
    ].join(" ");
  });
  return [
    "task        mails macroF1  95 % from–to accur.    ECE cover@90  macroF1 by language",
    ...rows,
    "",
    `mean macro-F1 ${score(figures.meanMacroF1)}, ECE of all tasks ${score(figures.calibrationError)}`,
    `urgent called normal or low: ${percent(figures.urgentMissed.value)} (${range(figures.urgentMissed)})`,
    `normal or low called urgent: ${percent(figures.falselyUrgent.value)} (${range(figures.falselyUrgent)})`,
    ...TASKS.flatMap(({ name }) => ["", ...printConfusion(name, figures)]),
  ].join("\n");
}

function printConfusion(name: (typeof TASKS)[number]["name"], figures: Figures): string[] {
  const { labels, confusion } = figures.tasks[name];
  const short = (label: string) => label.slice(0, 6).padStart(7);
  return [
    `${name}: rows are right, columns were said`,
    `${" ".repeat(16)}${labels.map(short).join("")}`,
    ...labels.map((label, row) => {
      const counts = (confusion[row] ?? []).map((count) => String(count).padStart(7));
      return `${label.padEnd(16)}${counts.join("")}`;
    }),
  ];
}
