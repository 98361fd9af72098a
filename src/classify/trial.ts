import type { Judgements, Layer } from "./judgement.ts";
import type { LabelledMail } from "./labelled.ts";
import type { LinearClassifier } from "./linear.ts";
import type { TopicExample } from "./owntopics.ts";
import { TASKS, type TaskName } from "./tasks.ts";
import { type Lesson, lessonOf, type Teacher } from "./teach.ts";
import { isOwnTopic } from "./topicname.ts";

/** What a new layer was measured by. Shares, 0 to 1. */
export interface Trial {
  /** Lessons that a layer which had not seen them got right, and that the base alone does; null below five lessons. */
  readonly heldOut: { readonly lessons: number; readonly before: number; readonly after: number } | null;
  /** Right answers on mails of the base, by task. */
  readonly baseTests: readonly { readonly task: TaskName; readonly before: number; readonly after: number }[];
  /** Of those, the share that own topics took. */
  readonly taken: number;
  /** Why it must not go live; null where it may. */
  readonly objection: "base-tests" | "held-out" | "own-topics" | null;
}

const FOLDS = 5;
/** A single mail may tip over. */
const BASE_LOSS = 0.005;
/** An own topic that takes more than this of everybody's mail is no topic. */
const MOST_TAKEN = 0.15;

export interface Material {
  readonly base: LinearClassifier;
  readonly teacher: Teacher;
  readonly lessons: readonly Lesson[];
  readonly topics: readonly TopicExample[];
  /** Mails of the base that `teacher` does not replay. */
  readonly tests: readonly LabelledMail[];
}

/** Whether `layer`, made from `material`, may take the place of what is in use. */
export function tryOut(layer: Layer, material: Material): Trial {
  const heldOut = holdOut(material);
  const { baseTests, taken } = testOnBase(layer, material);
  const worse = baseTests.some(({ before, after }) => after < before - BASE_LOSS);
  const missed = heldOut !== null && heldOut.after < heldOut.before;
  const objection = worse ? "base-tests" : missed ? "held-out" : taken > MOST_TAKEN ? "own-topics" : null;
  return { heldOut, baseTests, taken, objection };
}

function holdOut({ base, teacher, lessons, topics }: Material): Trial["heldOut"] {
  const count = lessons.length + topics.length;
  if (count < FOLDS) return null;
  let before = 0;
  let after = 0;
  for (let fold = 0; fold < FOLDS; fold++) {
    const isHeld = (_: unknown, i: number) => i % FOLDS === fold;
    const isSeen = (_: unknown, i: number) => i % FOLDS !== fold;
    const layer = teacher.teach(lessons.filter(isSeen), topics.filter(isSeen));
    const held = [...lessons.filter(isHeld), ...topics.filter(isHeld).map(lessonOf)];
    for (const { message, task, label } of held) {
      if (labelOf(base.judge(message), task) === label) before++;
      if (labelOf(base.judge(message, layer), task) === label) after++;
    }
  }
  return { lessons: count, before: before / count, after: after / count };
}

function testOnBase(layer: Layer, { base, tests }: Material): Pick<Trial, "baseTests" | "taken"> {
  const before = TASKS.map(() => 0);
  const after = TASKS.map(() => 0);
  const asked = TASKS.map(() => 0);
  let taken = 0;
  for (const mail of tests) {
    const [without, with_] = [base.judge(mail), base.judge(mail, layer)];
    const own = isOwnTopic(with_.topic.label);
    if (own) taken++;
    for (const [t, task] of TASKS.entries()) {
      const right = mail[task.field];
      // A mail that an own topic rightly takes has lost nothing.
      if (right === null || (task.name === "topic" && own)) continue;
      asked[t] = (asked[t] ?? 0) + 1;
      if (labelOf(without, task.name) === right) before[t] = (before[t] ?? 0) + 1;
      if (labelOf(with_, task.name) === right) after[t] = (after[t] ?? 0) + 1;
    }
  }
  const share = (counts: readonly number[], t: number) => (counts[t] ?? 0) / Math.max(asked[t] ?? 0, 1);
  return {
    baseTests: TASKS.map(({ name }, t) => ({ task: name, before: share(before, t), after: share(after, t) })),
    taken: tests.length === 0 ? 0 : taken / tests.length,
  };
}

const labelOf = (judgements: Judgements, task: TaskName): string => judgements[task].label;
