import type { Judgements } from "./judgement.ts";
import { classOf, type LabelledMail } from "./labelled.ts";
import {
  type Answer,
  accuracy,
  bootstrap,
  calibrationError,
  confusion,
  coverageAt,
  type Interval,
  macroF1,
} from "./metrics.ts";
import { TASKS, type Task, type TaskName } from "./tasks.ts";

interface TaskFigures {
  readonly messages: number;
  readonly macroF1: Interval;
  readonly accuracy: Interval;
  readonly calibrationError: number;
  /** Share of messages that can be judged with 90 % right, and the confidence above which that holds. */
  readonly coverageAt90: { readonly coverage: number; readonly threshold: number };
  readonly labels: readonly string[];
  /** Rows: right label; columns: what was said. */
  readonly confusion: readonly (readonly number[])[];
  readonly byLanguage: Readonly<
    Record<string, { readonly messages: number; readonly macroF1: number; readonly accuracy: number }>
  >;
}

export interface Figures {
  readonly messages: number;
  readonly tasks: Readonly<Record<TaskName, TaskFigures>>;
  /** Mean of the tasks' macro-F1. */
  readonly meanMacroF1: number;
  /** Over the answers of all tasks. */
  readonly calibrationError: number;
  /** Share of urgent mail called normal or low: the worst error. */
  readonly urgentMissed: Interval;
  /** Share of normal and low mail called urgent. */
  readonly falselyUrgent: Interval;
}

/** Compares judgements with the right labels; root cause on complaints only. */
export function figuresFor(mails: readonly LabelledMail[], judgements: readonly Judgements[]): Figures {
  const answers = new Map(TASKS.map((task) => [task.name, answersOf(task, mails, judgements)]));
  const figures = (name: TaskName): TaskFigures => {
    const task = TASKS.find((known) => known.name === name);
    if (!task) throw new RangeError(`no task ${name}`);
    return figuresOf(task, answers.get(name) ?? []);
  };
  const tasks: Record<TaskName, TaskFigures> = {
    urgency: figures("urgency"),
    kind: figures("kind"),
    tone: figures("tone"),
    topic: figures("topic"),
    rootCause: figures("rootCause"),
  };
  const urgency = answers.get("urgency") ?? [];
  const [urgent, high] = [0, 1];
  return {
    messages: mails.length,
    tasks,
    meanMacroF1: TASKS.reduce((sum, { name }) => sum + tasks[name].macroF1.value, 0) / TASKS.length,
    calibrationError: calibrationError([...answers.values()].flat()),
    urgentMissed: shareOf(
      urgency.filter(({ right }) => right === urgent),
      ({ said }) => said > high,
    ),
    falselyUrgent: shareOf(
      urgency.filter(({ right }) => right > high),
      ({ said }) => said === urgent,
    ),
  };
}

interface LanguageAnswer extends Answer {
  readonly language: string;
}

function answersOf(
  task: Task,
  mails: readonly LabelledMail[],
  judgements: readonly Judgements[],
): LanguageAnswer[] {
  return mails.flatMap((mail, i) => {
    const judgement = judgements[i]?.[task.name];
    const right = classOf(mail, task);
    if (!judgement || right < 0 || (task.name === "rootCause" && mail.kind !== "complaint")) return [];
    const said = task.labels.indexOf(judgement.label);
    return [{ right, said, confidence: judgement.confidence, language: mail.language ?? "unknown" }];
  });
}

function figuresOf(task: Task, answers: readonly LanguageAnswer[]): TaskFigures {
  const f1 = (some: readonly Answer[]) => macroF1(some, task.labels.length);
  const languages = [...new Set(answers.map(({ language }) => language))].sort();
  return {
    messages: answers.length,
    macroF1: bootstrap(answers, f1),
    accuracy: bootstrap(answers, accuracy),
    calibrationError: calibrationError(answers),
    coverageAt90: coverageAt(answers, 0.9),
    labels: task.labels,
    confusion: confusion(answers, task.labels.length),
    byLanguage: Object.fromEntries(
      languages.map((language) => {
        const own = answers.filter((answer) => answer.language === language);
        return [language, { messages: own.length, macroF1: f1(own), accuracy: accuracy(own) }];
      }),
    ),
  };
}

function shareOf(answers: readonly Answer[], wrong: (answer: Answer) => boolean): Interval {
  return bootstrap(answers, (some) => (some.length === 0 ? 0 : some.filter(wrong).length / some.length));
}
