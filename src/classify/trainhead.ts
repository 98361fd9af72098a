import { fitSharpness } from "./calibrate.ts";
import { classOf, type LabelledMail } from "./labelled.ts";
import { HIDDEN, type Network, opinionOf } from "./network.ts";
import { type Part, quantise } from "./quantise.ts";
import type { Head } from "./rowtable.ts";
import type { Space } from "./space.ts";
import { type LinearModel, scoresOf, trainSvm } from "./svm.ts";
import { LAYOUT, TASKS, type Task } from "./tasks.ts";
import { scaled, trainNetwork } from "./trainnetwork.ts";
import type { Vector } from "./vectorise.ts";

const COST = 0.3;
/** What is kept is learned this exactly, what only judges the mails of its fold less so. */
const TOLERANCE = 0.03;
const ROUGH_TOLERANCE = 0.1;
/** Folds from which the second judging and the calibration learn. */
const FOLDS = 3;
/** By cross-validation over authors a network is to be believed a little less than it believes itself. */
const BELIEF = 0.7;
/** A network learns from all mails but one in so many, which tell how sure it may be. */
const ASIDE = 3;

/** Steps of work that `train` takes. */
export const STEPS_PER_HEAD = (FOLDS + 2) * TASKS.length;

interface HeadMaterial {
  readonly mails: readonly LabelledMail[];
  readonly vectors: readonly Vector[];
  readonly space: Space;
  /** The rows that the vectors are of. */
  readonly part: Part;
  readonly seed: number;
  readonly step: () => void;
}

/** A model of one question, and for each mail its scores by a model that did not see it. */
interface Fitted {
  readonly model: LinearModel;
  readonly outOfFold: readonly Float64Array[];
}

/** Learns one head. */
export class HeadTrainer {
  readonly #material: HeadMaterial;
  #fitted: readonly Fitted[] | null = null;

  constructor(material: HeadMaterial) {
    this.#material = material;
  }

  /** `base`: the head that judges with this one; the networks look at the mean of both, and at the base's own scores. */
  train(base: HeadTrainer | null): Head {
    const { vectors, space, part } = this.#material;
    const scores = vectors.map((_, i) => {
      const own = this.#scoresOf(i);
      const others = base === null ? null : base.#scoresOf(i);
      const mean = own.map((score, o) => (score + (others?.[o] ?? score)) / 2);
      return Float64Array.from([...mean, ...(others ?? own)]);
    });
    const networks: Network[] = [];
    const sharpness = LAYOUT.map(({ task, first }) => {
      const alone = this.#calibrate(
        task,
        scores.map((row) => row.subarray(first, first + task.labels.length)),
      );
      const second = this.#consult(task, scores, { first, sharpness: alone });
      networks.push(second.network);
      return second.sharpness;
    });
    const models = this.#fit().map(({ model }) => model);
    return {
      ...quantise(models, space.groupStarts, part),
      sharpness: Float32Array.from(sharpness),
      networks,
    };
  }

  /** What a model that did not see the mail says on all questions. */
  #scoresOf(mail: number): number[] {
    return this.#fit().flatMap(({ outOfFold }) => [...(outOfFold[mail] ?? [])]);
  }

  #fit(): readonly Fitted[] {
    this.#fitted ??= TASKS.map((task) => this.#fitWithFolds(task));
    return this.#fitted;
  }

  /** One model on everything, and for each mail the scores of a model that did not see it. */
  #fitWithFolds(task: Task): Fitted {
    const model = this.#fitTask(task, -1);
    const outOfFold: Float64Array[] = [];
    for (let fold = 0; fold < FOLDS; fold++) {
      const other = this.#fitTask(task, fold);
      for (const [i, vector] of this.#material.vectors.entries())
        if (i % FOLDS === fold) outOfFold[i] = scoresOf(other, vector);
    }
    return { model, outOfFold };
  }

  #fitTask(task: Task, excluded: number): LinearModel {
    const { vectors, space } = this.#material;
    const chosen: Vector[] = [];
    const classes: number[] = [];
    for (const [i, vector] of vectors.entries()) {
      const mail = this.#material.mails[i];
      const right = mail ? classOf(mail, task) : -1;
      if (right < 0 || i % FOLDS === excluded) continue;
      chosen.push(vector);
      classes.push(right);
    }
    const { seed, step } = this.#material;
    const labels = task.labels.length;
    const tolerance = excluded < 0 ? TOLERANCE : ROUGH_TOLERANCE;
    const options = { cost: COST, seed, labels, dimensions: space.ids.length, tolerance };
    const model = trainSvm(chosen, classes, options);
    step();
    return model;
  }

  /** A network that adds to the scores, and how sure both may be together. */
  #consult(
    task: Task,
    scores: readonly Float64Array[],
    alone: { readonly first: number; readonly sharpness: number },
  ) {
    const { mails, seed, step } = this.#material;
    const classes = mails.map((mail) => classOf(mail, task));
    const known = classes.flatMap((label, i) => (label >= 0 && i % ASIDE > 0 ? [i] : []));
    const learned = trainNetwork(
      known.map((i) => scores[i] as Float64Array),
      known.map((i) => classes[i] as number),
      { labels: task.labels.length, ...alone, seed },
    );
    step();
    const network = scaled(learned, BELIEF / alone.sharpness);
    const hidden = new Float64Array(HIDDEN);
    const together = scores.map((row, i) =>
      i % ASIDE > 0
        ? null
        : opinionOf(network, row, hidden).map((score, k) => score + (row[alone.first + k] as number)),
    );
    return { network, sharpness: this.#calibrate(task, together) };
  }

  /** Mails whose scores are null are passed over. */
  #calibrate(task: Task, outOfFold: readonly (Float64Array | null)[]): number {
    const scores: Float64Array[] = [];
    const classes: number[] = [];
    for (const [i, mail] of this.#material.mails.entries()) {
      const right = classOf(mail, task);
      const row = outOfFold[i];
      if (right < 0 || !row) continue;
      scores.push(row);
      classes.push(right);
    }
    return fitSharpness(scores, classes);
  }
}
