import type { Judged, Layer, LayerOutput, OwnTopic, Spared } from "./judgement.ts";
import { classOf, type LabelledMail } from "./labelled.ts";
import { OWN_TOPIC_BEFORE, outputIndex, quantised } from "./layer.ts";
import { LAYER_ROWS } from "./layer-features.ts";
import type { LinearClassifier, Studied } from "./linear.ts";
import type { TopicExample } from "./owntopics.ts";
import { type ResidualExample, solveResidual } from "./residual.ts";
import { TASKS, type Task, type TaskName } from "./tasks.ts";

/** What a person said of one message. */
export interface Lesson {
  readonly message: Judged;
  readonly task: TaskName;
  /** One of the task's labels; for topic, also an own one. */
  readonly label: string;
  /** 1; less for one of many that came in a sweep. */
  readonly weight: number;
}

/** A correction counts as three mails of the base. */
const LESSON_COST = 3;
const REPLAY_COST = 3;
const MARGIN = 1;

/**
 * Makes layers for one base model. `replay` are mails of the base that keep the labels where they are: only where a
 * lesson pulls one of them from what it was does it pull back.
 */
export class Teacher {
  readonly #base: LinearClassifier;
  readonly #replay: readonly LabelledMail[];
  readonly #studied = new Map<Judged, Studied>();

  constructor(base: LinearClassifier, replay: readonly LabelledMail[]) {
    this.#base = base;
    this.#replay = replay;
  }

  /**
   * The smallest weights that set the lessons right. Deterministic: the same lessons in the same order give the same
   * layer; null where there is nothing to learn.
   */
  teach(lessons: readonly Lesson[], topics: readonly TopicExample[]): Layer | null {
    const ownTopics = [...new Set(topics.map(({ topic }) => topic))].sort();
    const taught = [...lessons, ...topics.map(lessonOf)].filter((lesson) => isLabel(lesson, ownTopics));
    if (taught.length === 0) return null;
    const outputs: LayerOutput[] = [];
    for (const task of TASKS) {
      const own = taught.filter((lesson) => lesson.task === task.name);
      if (own.length === 0) continue;
      const labels = task.name === "topic" ? [...task.labels, ...ownTopics] : task.labels;
      for (const label of labels) {
        const weights = solveResidual(this.#examples(task, label, own), LAYER_ROWS, 1);
        const output = quantised(task.name, label, weights);
        if (output !== null) outputs.push(output);
      }
    }
    return { base: this.#base.version, ownTopics, outputs, spared: this.#sparedBy(taught) };
  }

  #sparedBy(lessons: readonly Lesson[]): Spared[] {
    return lessons.flatMap(({ message, task, label }) =>
      task === "urgency" && label !== "urgent" ? (this.#study(message).lifted ?? []) : [],
    );
  }

  #study(message: Judged): Studied {
    const known = this.#studied.get(message);
    if (known !== undefined) return known;
    const studied = this.#base.study(message);
    this.#studied.set(message, studied);
    return studied;
  }

  #examples(task: Task, label: string, lessons: readonly Lesson[]): ResidualExample[] {
    const index = outputIndex(task.name, label);
    const before = ({ outputs }: Studied) => (index < 0 ? OWN_TOPIC_BEFORE : (outputs[index] as number));
    const examples: ResidualExample[] = [];
    for (const lesson of lessons) {
      const seen = this.#study(lesson.message);
      const sign = lesson.label === label ? 1 : -1;
      const cost = LESSON_COST * lesson.weight;
      examples.push({ vector: seen.vector, sign, before: before(seen), margin: MARGIN, cost });
    }
    for (const mail of this.#replay) {
      const right = classOf(mail, task);
      if (right < 0) continue;
      const seen = this.#study(mail);
      const sign = task.labels[right] === label ? 1 : -1;
      // No better than it was: what the base is unsure of is not the layer's business.
      const margin = Math.min(MARGIN, sign * before(seen));
      examples.push({ vector: seen.vector, sign, before: before(seen), margin, cost: REPLAY_COST });
    }
    return examples;
  }
}

/** An example of an own topic, as a lesson. */
export function lessonOf({ topic, message }: TopicExample): Lesson {
  return { message, task: "topic", label: topic, weight: 1 };
}

function isLabel({ task, label }: Lesson, ownTopics: readonly OwnTopic[]): boolean {
  return outputIndex(task, label) >= 0 || (task === "topic" && ownTopics.some((one) => one === label));
}
