import { readFile, stat, writeFile } from "node:fs/promises";
import { crossValidate, type HeldOut } from "../classify/crossvalidate.ts";
import { type Figures, figuresFor } from "../classify/evaluate.ts";
import type { Classifier, Judgements } from "../classify/judgement.ts";
import { type LabelledMail, parseLabelled } from "../classify/labelled.ts";
import { TASKS } from "../classify/tasks.ts";
import { PermanentError } from "../errors.ts";
import { readLabelledMail, readLexicon } from "../jobs/labelled-files.ts";
import { loadClassifier, SHIPPED_MODELS } from "./classifier.ts";
import { type Evaluation, printEvaluation } from "./evaluation-table.ts";

export interface EvaluateOptions {
  /** JSON lines of labelled mail. */
  readonly file: string;
  /** Model file; the shipped one by default. */
  readonly model?: string;
  readonly baseline?: "natural";
  /** Where to write one JSON line a message with what was said. */
  readonly predictionsPath?: string;
}

/** Measures a model on labelled mail. Throws PermanentError("bad-record", "no-model", "bad-model"). */
export async function evaluateFile(options: EvaluateOptions): Promise<Evaluation> {
  const content = await readFile(options.file, "utf8").catch((error: unknown) => {
    throw new PermanentError("no-file", `${options.file} cannot be read`, { cause: error });
  });
  const mails = parseLabelled(content, options.file);
  const path = options.model ?? SHIPPED_MODELS.linear;
  const started = performance.now();
  const classifier = await loadClassifier("linear", path);
  const loadMilliseconds = performance.now() - started;
  const judgements = mails.map((mail) => classifier.judge(mail));
  if (options.predictionsPath !== undefined) {
    await writeFile(options.predictionsPath, predictionLines(mails, judgements));
  }
  return {
    classifier: classifier.version,
    figures: figuresFor(mails, judgements),
    messagesPerSecond: speedOf(classifier, mails),
    modelSize: (await stat(path)).size,
    loadMilliseconds,
    baseline: options.baseline === "natural" ? await evaluateNatural(mails) : null,
  };
}

export interface EvaluateCommandOptions {
  readonly json?: boolean;
  readonly predictions?: string;
  readonly baseline?: "natural";
  readonly model?: string;
}

/** `foyer eval`. */
export async function evaluate(file: string, options: EvaluateCommandOptions): Promise<void> {
  const { model, baseline, predictions } = options;
  const evaluation = await evaluateFile({
    file,
    ...(model !== undefined && { model }),
    ...(baseline !== undefined && { baseline }),
    ...(predictions !== undefined && { predictionsPath: predictions }),
  });
  process.stdout.write(`${options.json ? JSON.stringify(evaluation) : printEvaluation(evaluation)}\n`);
}

export interface CrossValidateDataOptions {
  readonly dataDir: string;
  readonly heldOut?: HeldOut;
  /** By concepts alone, as for a language that was never trained on. */
  readonly withoutLanguage?: boolean;
  readonly predictionsPath?: string;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Measures the learner on the training data itself, each mail judged by a model that did not see it. */
export async function crossValidateData(options: CrossValidateDataOptions): Promise<Figures> {
  const mails = await readLabelledMail(options.dataDir);
  const lexicon = await readLexicon(options.dataDir);
  const { heldOut = "mails", withoutLanguage = false, onProgress } = options;
  const judgements = crossValidate(mails, lexicon, {
    heldOut,
    seed: 1,
    withoutLanguage,
    ...(onProgress && { onProgress }),
  });
  if (options.predictionsPath !== undefined) {
    await writeFile(options.predictionsPath, predictionLines(mails, judgements));
  }
  return figuresFor(mails, judgements);
}

async function evaluateNatural(mails: readonly LabelledMail[]) {
  const classifier = await loadClassifier("natural");
  const judgements = mails.map((mail) => classifier.judge(mail));
  return { classifier: classifier.version, figures: figuresFor(mails, judgements) };
}

/** One JSON line a message: `{id, urgency, kind, tone, topic, root_cause, confidence}`; the root cause always given. */
function predictionLines(mails: readonly LabelledMail[], judgements: readonly Judgements[]): string {
  const lines = mails.flatMap(({ id }, i) => {
    const judged = judgements[i];
    if (!judged) return [];
    const said = TASKS.map(({ field, name }) => [field, judged[name].label] as const);
    const confidence = TASKS.map(({ field, name }) => [field, judged[name].confidence] as const);
    return JSON.stringify({ id, ...Object.fromEntries(said), confidence: Object.fromEntries(confidence) });
  });
  return lines.map((line) => `${line}\n`).join("");
}

/**
 * Messages a second of one core's time, so that what else runs on the machine does not count. Judges the mails again
 * and again for about a second; the first rounds, until the engine is warm, don't count either.
 */
function speedOf(classifier: Classifier, mails: readonly LabelledMail[]): number {
  const run = (milliseconds: number) => {
    const started = process.cpuUsage();
    let judged = 0;
    let spent = 0;
    while (spent < milliseconds) {
      for (const mail of mails) classifier.judge(mail);
      judged += mails.length;
      const { user, system } = process.cpuUsage(started);
      spent = (user + system) / 1000;
    }
    return (judged / spent) * 1000;
  };
  run(500);
  return Math.round(run(1000));
}
