import { softmax } from "./calibrate.ts";
import { ConceptMatcher } from "./concepts.ts";
import { featuresOf } from "./features.ts";
import { findHarm, LIFTED_CONFIDENCE } from "./harm.ts";
import type { Classifier, Judged, Judgement, Judgements, Urgency } from "./judgement.ts";
import { argmax, type Head, type Model, scoreOutputs, scoresOfTask } from "./model.ts";
import { loadModel } from "./modelfile.ts";
import { reasonsFor } from "./reasons.ts";
import { LAYOUT } from "./tasks.ts";
import { Vectoriser } from "./vectorise.ts";

const MOST_REASONS = 5;

/** foyer's own engine: hashed n-grams, concepts and marks under linear support vector machines. */
export class LinearClassifier implements Classifier {
  readonly version: string;
  readonly #model: Model;
  readonly #matcher: ConceptMatcher;
  readonly #vectoriser: Vectoriser;

  constructor(model: Model, version: string) {
    this.version = version;
    this.#model = model;
    this.#matcher = new ConceptMatcher(model.lexicon);
    this.#vectoriser = new Vectoriser(model.space);
  }

  /** From the octets of a model file. Throws PermanentError("bad-model"). */
  static load(file: Uint8Array): LinearClassifier {
    const { model, version } = loadModel(file);
    return new LinearClassifier(model, `linear-${version}`);
  }

  judge(message: Judged): Judgements {
    // n-grams of a language that was never trained on would be noise; concepts hold for all of them.
    const known = message.language !== null && this.#model.languages.includes(message.language);
    const head = known ? this.#model.full : this.#model.bare;
    const features = featuresOf(message, this.#matcher, known);
    const vector = this.#vectoriser.vectorise(features);
    const outputs = scoreOutputs(head, vector, this.#model.space.groupStarts);
    const winners = LAYOUT.map((layout) => argmax(scoresOfTask(outputs, layout)));
    const material = { features, vector, vectoriser: this.#vectoriser, concepts: this.#matcher.names.length };
    const reasons = reasonsFor(
      material,
      head,
      LAYOUT.map(({ first }, t) => first + (winners[t] ?? 0)),
    );
    const judge = <Label extends string>(t: number) =>
      this.#judgement<Label>(t, { head, outputs, winners, reasons });
    const urgency = judge<Urgency>(0);
    const harm = findHarm(features, this.#matcher.names);
    return {
      urgency: harm === null ? urgency : lift(urgency, harm),
      kind: judge(1),
      tone: judge(2),
      topic: judge(3),
      rootCause: judge(4),
    };
  }

  #judgement<Label extends string>(
    t: number,
    judged: { head: Head; outputs: Float64Array; winners: number[]; reasons: string[][] },
  ): Judgement<Label> {
    const layout = LAYOUT[t];
    if (!layout) throw new RangeError(`no task ${t}`);
    const winner = judged.winners[t] ?? 0;
    const probabilities = softmax(scoresOfTask(judged.outputs, layout), judged.head.sharpness[t] ?? 1);
    return {
      label: layout.task.labels[winner] as Label,
      confidence: probabilities[winner] ?? 0,
      reasons: judged.reasons[t] ?? [],
    };
  }
}

/** The floor rule: explicit cues of harm now make a message urgent whatever the model says. */
function lift(urgency: Judgement<Urgency>, { words }: { words: readonly string[] }): Judgement<Urgency> {
  const agreed = urgency.label === "urgent";
  return {
    label: "urgent",
    confidence: agreed ? urgency.confidence : LIFTED_CONFIDENCE,
    reasons: [...new Set([...words, ...(agreed ? urgency.reasons : [])])].slice(0, MOST_REASONS),
  };
}
