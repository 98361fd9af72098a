import { type Judgements, KINDS, ROOT_CAUSES, TONES, TOPICS, URGENCIES } from "./judgement.ts";

export type TaskName = keyof Judgements;

/** One question that the classifier answers, and its possible answers. */
export interface Task {
  readonly name: TaskName;
  /** Its name in labelled mail (data/train/*.jsonl). */
  readonly field: "urgency" | "kind" | "tone" | "topic" | "root_cause";
  readonly labels: readonly string[];
}

/** The order is that of the outputs in a model file. */
export const TASKS: readonly Task[] = [
  { name: "urgency", field: "urgency", labels: URGENCIES },
  { name: "kind", field: "kind", labels: KINDS },
  { name: "tone", field: "tone", labels: TONES },
  { name: "topic", field: "topic", labels: TOPICS },
  { name: "rootCause", field: "root_cause", labels: ROOT_CAUSES },
];

/** Scores that a model gives: one for each label of each task. */
export const OUTPUTS = TASKS.reduce((sum, task) => sum + task.labels.length, 0);

export interface TaskOutputs {
  readonly task: Task;
  /** Index of its first label among the outputs. */
  readonly first: number;
}

/** Where each task's scores lie among the outputs of a model. */
export const LAYOUT: readonly TaskOutputs[] = layOut();

function layOut(): TaskOutputs[] {
  let next = 0;
  return TASKS.map((task) => {
    const first = next;
    next += task.labels.length;
    return { task, first };
  });
}
