import { type Judgements, KINDS, ROOT_CAUSES, TONES, TOPICS, URGENCIES } from "./judgement.ts";

export type TaskName = keyof Judgements;

/** One question that the classifier answers, and its possible answers. */
export interface Task {
  readonly name: TaskName;
  /** Its name in labelled mail (data/train/*.jsonl). */
  readonly field: "urgency" | "kind" | "tone" | "topic" | "root_cause";
  readonly labels: readonly string[];
  /** Judged a second time with the scores of all tasks in view; urgency and topic gain nothing by it. */
  readonly stacked: boolean;
}

/** The order is that of the outputs in a model file. */
export const TASKS: readonly Task[] = [
  { name: "urgency", field: "urgency", labels: URGENCIES, stacked: false },
  { name: "kind", field: "kind", labels: KINDS, stacked: true },
  { name: "tone", field: "tone", labels: TONES, stacked: true },
  { name: "topic", field: "topic", labels: TOPICS, stacked: false },
  { name: "rootCause", field: "root_cause", labels: ROOT_CAUSES, stacked: true },
];

const labelCount = (tasks: readonly Task[]) => tasks.reduce((sum, task) => sum + task.labels.length, 0);

/** Scores of the first judging, over all tasks. */
export const FIRST_OUTPUTS = labelCount(TASKS);
/** Scores of the second judging, over the stacked tasks. */
export const SECOND_OUTPUTS = labelCount(TASKS.filter((task) => task.stacked));
export const OUTPUTS = FIRST_OUTPUTS + SECOND_OUTPUTS;

export interface TaskOutputs {
  readonly task: Task;
  /** Index of its first label among the first outputs. */
  readonly first: number;
  /** Index of the outputs that decide: those of the second judging where there is one. */
  readonly deciding: number;
}

/** Where each task's scores lie among the outputs of a model. */
export const LAYOUT: readonly TaskOutputs[] = layOut();

function layOut(): TaskOutputs[] {
  let first = 0;
  let second = FIRST_OUTPUTS;
  return TASKS.map((task) => {
    const outputs = { task, first, deciding: task.stacked ? second : first };
    first += task.labels.length;
    if (task.stacked) second += task.labels.length;
    return outputs;
  });
}
