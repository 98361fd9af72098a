import { ConceptMatcher } from "./concepts.ts";
import { Extractor } from "./features.ts";
import { HarmFinder, LIFTED_CONFIDENCE } from "./harm.ts";
import type { Classifier, Judged, Judgement, Judgements, Urgency } from "./judgement.ts";
import { type Model, scoreOutputs } from "./model.ts";
import { loadModel } from "./modelfile.ts";
import { Reasoner } from "./reasons.ts";
import { type Head, type PaddedHead, padHead, rowTable } from "./rowtable.ts";
import { LAYOUT, type TaskOutputs } from "./tasks.ts";
import { Vectoriser } from "./vectorise.ts";

const MOST_REASONS = 5;

/** foyer's own engine: hashed n-grams, concepts and marks under linear support vector machines. */
export class LinearClassifier implements Classifier {
  readonly version: string;
  readonly #languages: readonly string[];
  readonly #full: PaddedHead;
  readonly #bare: PaddedHead;
  readonly #extractor: Extractor;
  readonly #vectoriser: Vectoriser;
  readonly #reasoner: Reasoner;
  readonly #harm: HarmFinder;

  constructor({ languages, lexicon, space, full, bare }: Model, version: string) {
    this.version = version;
    this.#languages = languages;
    const table = rowTable(space, full);
    this.#full = padHead(full, table.weights);
    this.#bare = padHead(bare);
    this.#extractor = new Extractor(new ConceptMatcher(lexicon));
    this.#vectoriser = new Vectoriser(space, table);
    this.#reasoner = new Reasoner(this.#vectoriser, lexicon.names.length);
    this.#harm = new HarmFinder(lexicon.names);
  }

  /** From the octets of a model file. Throws PermanentError("bad-model"). */
  static load(file: Uint8Array): LinearClassifier {
    const { model, version } = loadModel(file);
    return new LinearClassifier(model, `linear-${version}`);
  }

  judge(message: Judged): Judgements {
    // n-grams of a language that was never trained on would be noise; concepts hold for all of them.
    const known = message.language !== null && this.#languages.includes(message.language);
    const head = known ? this.#full : this.#bare;
    const features = this.#extractor.extract(message, known);
    const vector = this.#vectoriser.vectorise(features.groups);
    const outputs = scoreOutputs(head, vector, this.#vectoriser.space.groupStarts);
    const winners = LAYOUT.map((layout) => winnerOf(outputs, layout));
    const reasons = this.#reasoner.reasonsFor(features, vector, { head, outputs: winners });
    const judge = <Label extends string>(t: number) =>
      this.#judgement<Label>(t, { head, outputs, winners, reasons });
    const urgency = judge<Urgency>(0);
    const harm = this.#harm.find(features);
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
    const winner = judged.winners[t] ?? layout.first;
    return {
      label: layout.task.labels[winner - layout.first] as Label,
      confidence: shareOf(winner, judged.outputs, { layout, sharpness: judged.head.sharpness[t] ?? 1 }),
      reasons: judged.reasons[t] ?? [],
    };
  }
}

function winnerOf(outputs: Float64Array, { task, first }: TaskOutputs): number {
  let best = first;
  for (let o = first + 1; o < first + task.labels.length; o++)
    if ((outputs[o] as number) > (outputs[best] as number)) best = o;
  return best;
}

/** The winner's probability among the outputs of its task: softmax, of which the greatest score is its. */
function shareOf(
  winner: number,
  outputs: Float64Array,
  { layout: { task, first }, sharpness }: { layout: TaskOutputs; sharpness: number },
): number {
  let total = 0;
  for (let o = first; o < first + task.labels.length; o++)
    total += Math.exp(((outputs[o] as number) - (outputs[winner] as number)) * sharpness);
  return 1 / total;
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
