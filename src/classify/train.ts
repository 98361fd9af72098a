import { fitSharpness } from "./calibrate.ts";
import { ConceptMatcher } from "./concepts.ts";
import { CUES, Extractor, GROUPS } from "./features.ts";
import { classOf, type LabelledMail } from "./labelled.ts";
import type { Lexicon } from "./lexicon.ts";
import type { Model } from "./model.ts";
import type { Head } from "./rowtable.ts";
import { chooseSpace, type Space } from "./space.ts";
import { type LinearModel, scoresOf, trainSvm } from "./svm.ts";
import { OUTPUTS, TASKS, type Task } from "./tasks.ts";
import { type Vector, Vectoriser } from "./vectorise.ts";

export interface TrainOptions {
  readonly seed: number;
  /** The one head that is needed, to stand for both: so cross-validation is done sooner. */
  readonly only?: "full" | "bare";
  /** Called as work goes on, `done` of `total` steps. */
  readonly onProgress?: (done: number, total: number) => void;
}

const COST = 0.3;
/** Folds from which the second judging and the calibration learn. */
const FOLDS = 4;
/** Weight of the first scores as features of the second judging. */
const STACK_WEIGHT = 0.15;

const STEPS_PER_HEAD = (FOLDS + 1) * (TASKS.length + TASKS.filter((task) => task.stacked).length);

/** Learns a model from labelled mail. Deterministic: the same mails, lexicon and seed give the same model. */
export function trainLinear(mails: readonly LabelledMail[], lexicon: Lexicon, options: TrainOptions): Model {
  const extractor = new Extractor(new ConceptMatcher(lexicon));
  const space = chooseSpace(
    mails.map((mail) =>
      extractor.extract(mail, options.only !== "bare").groups.map(({ ids, length }) => ids.slice(0, length)),
    ),
  );
  const vectoriser = new Vectoriser(space);
  const vectors = mails.map((mail) => {
    const { rows, values } = vectoriser.vectorise(extractor.extract(mail, options.only !== "bare").groups);
    return { rows: rows.slice(), values: values.slice() };
  });
  const firstCue = space.groupStarts[CUES] ?? 0;
  let done = 0;
  const heads = options.only === undefined ? 2 : 1;
  const step = () => options.onProgress?.(++done, heads * STEPS_PER_HEAD);
  const head = (from: number) =>
    new HeadTrainer({
      mails,
      vectors: vectors.map((vector) => rowsFrom(vector, from)),
      space,
      ...options,
      step,
    }).train(from);
  const full = options.only === "bare" ? head(firstCue) : head(0);
  return {
    languages: [...new Set(mails.flatMap(({ language }) => language ?? []))].sort(),
    lexicon,
    space,
    full,
    bare: options.only === undefined ? head(firstCue) : full,
    trained: { mails: mails.length, seed: options.seed },
  };
}

function rowsFrom(vector: Vector, from: number): Vector {
  const start = vector.rows.findIndex((row) => row >= from);
  if (start < 0) return { rows: new Int32Array(0), values: new Float32Array(0) };
  return { rows: vector.rows.subarray(start), values: vector.values.subarray(start) };
}

interface HeadMaterial {
  readonly mails: readonly LabelledMail[];
  readonly vectors: readonly Vector[];
  readonly space: Space;
  readonly seed: number;
  readonly step: () => void;
}

class HeadTrainer {
  readonly #material: HeadMaterial;
  readonly #rows: number;

  constructor(material: HeadMaterial) {
    this.#material = material;
    this.#rows = material.space.ids.length;
  }

  train(firstRow: number): Head {
    const { vectors } = this.#material;
    const first = TASKS.map((task) => this.#fitWithFolds(task, vectors, this.#rows));
    const stacked = vectors.map((vector, i) =>
      withScores(
        vector,
        this.#rows,
        first.flatMap(({ outOfFold }) => [...(outOfFold[i] ?? [])]),
      ),
    );
    const second = TASKS.map((task) =>
      task.stacked ? this.#fitWithFolds(task, stacked, this.#rows + OUTPUTS) : null,
    );
    const sharpness = TASKS.map((task, t) => this.#calibrate(task, (second[t] ?? first[t])?.outOfFold ?? []));
    const ofFirst = joined(first.map(({ model }) => model));
    const models = first.map(({ model }, t) => {
      const stackedModel = second[t]?.model;
      return stackedModel ? unstack(stackedModel, ofFirst, this.#rows) : model;
    });
    return {
      ...quantise(models, this.#material.space.groupStarts, firstRow),
      sharpness: Float32Array.from(sharpness),
    };
  }

  /** One model on everything, and for each mail the scores of a model that did not see it. */
  #fitWithFolds(task: Task, vectors: readonly Vector[], dimensions: number) {
    const without = (excluded: number) => this.#fit(task, vectors, { dimensions, excluded });
    const model = without(-1);
    const outOfFold: Float64Array[] = [];
    for (let fold = 0; fold < FOLDS; fold++) {
      const other = without(fold);
      for (const [i, vector] of vectors.entries())
        if (i % FOLDS === fold) outOfFold[i] = scoresOf(other, vector);
    }
    return { model, outOfFold };
  }

  #fit(task: Task, vectors: readonly Vector[], part: { dimensions: number; excluded: number }): LinearModel {
    const chosen: Vector[] = [];
    const classes: number[] = [];
    for (const [i, vector] of vectors.entries()) {
      const mail = this.#material.mails[i];
      const right = mail ? classOf(mail, task) : -1;
      if (right < 0 || i % FOLDS === part.excluded) continue;
      chosen.push(vector);
      classes.push(right);
    }
    const { seed, step } = this.#material;
    const labels = task.labels.length;
    const model = trainSvm(chosen, classes, { cost: COST, seed, labels, dimensions: part.dimensions });
    step();
    return model;
  }

  #calibrate(task: Task, outOfFold: readonly Float64Array[]): number {
    const known = this.#material.mails.map((mail) => classOf(mail, task));
    const asked = outOfFold.filter((_, i) => (known[i] ?? -1) >= 0);
    return fitSharpness(
      asked,
      known.filter((right) => right >= 0),
    );
  }
}

function withScores(vector: Vector, dimensions: number, scores: readonly number[]): Vector {
  const rows = new Int32Array(vector.rows.length + scores.length);
  const values = new Float32Array(rows.length);
  rows.set(vector.rows);
  values.set(vector.values);
  for (const [j, score] of scores.entries()) {
    rows[vector.rows.length + j] = dimensions + j;
    values[vector.rows.length + j] = STACK_WEIGHT * score;
  }
  return { rows, values };
}

function joined(models: readonly LinearModel[]): LinearModel {
  return {
    weights: models.flatMap((model) => model.weights),
    biases: Float64Array.from(models.flatMap((model) => [...model.biases])),
  };
}

/**
 * The second judging is linear in the first scores and they are linear in the features, so the two fold into one
 * model over the features alone.
 */
function unstack(second: LinearModel, first: LinearModel, rows: number): LinearModel {
  const biases = Float64Array.from(second.biases);
  const weights = second.weights.map((weight, label) => {
    const folded = weight.slice(0, rows);
    for (let output = 0; output < OUTPUTS; output++) {
      const factor = STACK_WEIGHT * (weight[rows + output] ?? 0);
      const firstWeight = first.weights[output] ?? new Float32Array(rows);
      for (let row = 0; row < rows; row++)
        folded[row] = (folded[row] ?? 0) + factor * (firstWeight[row] ?? 0);
      biases[label] = (biases[label] ?? 0) + factor * (first.biases[output] ?? 0);
    }
    return folded;
  });
  return { weights, biases };
}

/** Eight bits a weight, with a scale for each output and group: n-grams weigh little each, concepts much. */
function quantise(models: readonly LinearModel[], groupStarts: readonly number[], firstRow: number) {
  const rows = groupStarts.at(-1) ?? 0;
  const weights = new Int8Array((rows - firstRow) * OUTPUTS);
  const scales = new Float32Array(GROUPS.length * OUTPUTS);
  const all = models.flatMap((model) => model.weights);
  for (const [output, weight] of all.entries()) {
    for (const group of GROUPS.keys()) {
      const from = Math.max(groupStarts[group] ?? 0, firstRow);
      const to = groupStarts[group + 1] ?? rows;
      let largest = 0;
      for (let row = from; row < to; row++) largest = Math.max(largest, Math.abs(weight[row] ?? 0));
      const scale = largest / 127;
      scales[group * OUTPUTS + output] = scale;
      for (let row = from; row < to; row++) {
        weights[(row - firstRow) * OUTPUTS + output] = scale > 0 ? Math.round((weight[row] ?? 0) / scale) : 0;
      }
    }
  }
  return {
    firstRow,
    weights,
    scales,
    biases: Float32Array.from(models.flatMap((model) => [...model.biases])),
  };
}
