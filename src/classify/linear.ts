import { softmax } from "./calibrate.ts";
import { ConceptMatcher } from "./concepts.ts";
import { cheapestUrgency } from "./cost.ts";
import { Extractor, type Features } from "./features.ts";
import { type Harm, HarmFinder } from "./harm.ts";
import {
  type Classifier,
  type Judged,
  type Judgement,
  type Judgements,
  type Layer,
  type Spared,
  type Topic,
  URGENCIES,
  type Urgency,
} from "./judgement.ts";
import { layerReasons, layerScores } from "./layer.ts";
import { type LayerVector, LayerVectoriser } from "./layer-features.ts";
import { argmax, type Model, scoreOutputs } from "./model.ts";
import { loadModel } from "./modelfile.ts";
import { addOpinions } from "./network.ts";
import { Reasoner } from "./reasons.ts";
import { type Head, type PaddedHead, padded, rowTable } from "./rowtable.ts";
import { isSpared, sparedOf } from "./spare.ts";
import { LAYOUT, OUTPUTS } from "./tasks.ts";
import type { Term, Wording } from "./term.ts";
import { termsOf } from "./terms.ts";
import { Vectoriser } from "./vectorise.ts";
import { lift, shareOf, type Taught, winnerOf, withOwnTopics } from "./verdict.ts";
import { wordingsOf } from "./wordings.ts";

/** Place of urgency among the tasks, and of its first output. */
const URGENCY = 0;
/** Place of "urgent" among the outputs. */
const URGENT = 0;

/** foyer's own engine: hashed n-grams, concepts and marks under linear support vector machines. */
export class LinearClassifier implements Classifier {
  readonly version: string;
  readonly #languages: readonly string[];
  readonly #full: PaddedHead;
  readonly #bare: PaddedHead;
  readonly #matcher: ConceptMatcher;
  readonly #extractor: Extractor;
  readonly #vectoriser: Vectoriser;
  readonly #reasoner: Reasoner;
  readonly #harm: HarmFinder;
  readonly #layerVectoriser: LayerVectoriser;
  /** Scores of the message in hand, by all features and by concepts and marks alone. */
  readonly #outputs = new Float64Array(OUTPUTS);
  readonly #bareOutputs = new Float64Array(OUTPUTS);

  constructor({ languages, lexicon, space, full, bare }: Model, version: string) {
    this.version = version;
    this.#languages = languages;
    const table = rowTable(space, [full, bare]);
    this.#full = padded(full, table);
    this.#bare = padded(bare, table);
    this.#matcher = new ConceptMatcher(lexicon);
    this.#extractor = new Extractor(this.#matcher);
    this.#vectoriser = new Vectoriser(space, table);
    const heads = { ngrams: this.#full, cues: this.#bare };
    this.#reasoner = new Reasoner(this.#vectoriser, lexicon.names.length, heads);
    this.#harm = new HarmFinder(lexicon.names);
    // What the base does not know is rare.
    const rarest = space.idf.reduce((most, idf) => Math.max(most, idf), 1);
    this.#layerVectoriser = new LayerVectoriser((id, group) => {
      const row = this.#vectoriser.rowOf(id, group);
      return row < 0 ? rarest : (space.idf[row] as number);
    });
  }

  /** From the octets of a model file. Throws PermanentError("bad-model"). */
  static load(file: Uint8Array): LinearClassifier {
    const { model, version } = loadModel(file);
    return new LinearClassifier(model, `linear-${version}`);
  }

  judge(message: Judged, layer: Layer | null = null): Judgements {
    // A layer sees the n-grams of every language, and sees the message first: what is extracted holds until the next call.
    const rich = layer === null ? null : this.#extractor.extract(message, true);
    const taught = layer === null || rich === null ? null : this.#ask(layer, rich);
    const { head, features, vector, outputs } = this.#look(message, rich);
    for (const [o, score] of taught?.added.entries() ?? []) outputs[o] = (outputs[o] as number) + score;
    const winners = LAYOUT.map((layout) => winnerOf(outputs, layout));
    winners[URGENCY] = cheapestUrgency(
      softmax(outputs.subarray(0, URGENCIES.length), head.sharpness[URGENCY] ?? 1),
    );
    const reasons = this.#reasoner.reasonsFor(features, vector, winners);
    const judge = <Label extends string>(t: number) =>
      this.#judgement<Label>(t, { head, outputs, winners, reasons });
    const urgency = judge<Urgency>(0);
    const harm = this.#harmIn(features, layer);
    return {
      urgency: harm === null ? urgency : lift(urgency, harm),
      kind: judge(1),
      tone: judge(2),
      topic: withOwnTopics(judge<Topic>(3), taught, { outputs, sharpness: head.sharpness[3] ?? 1 }),
      rootCause: judge(4),
    };
  }

  terms(message: Judged): readonly Term[] {
    return termsOf(message, this.#matcher);
  }

  wordings(message: Judged): readonly Wording[] {
    return wordingsOf(message, this.#matcher);
  }

  /** What a layer is taught from. */
  study(message: Judged): Studied {
    const rich = this.#extractor.extract(message, true);
    const { rows, values, places } = this.#layerVectoriser.vectorise(rich);
    const vector = { rows: rows.slice(), values: values.slice(), places: places.slice() };
    const { outputs: held, features } = this.#look(message, rich);
    const outputs = held.slice();
    // The floor rule is part of what the base says, so that a layer can be taught to say otherwise.
    const harm = this.#harm.find(features);
    if (harm !== null) outputs[URGENT] = Math.max(outputs[URGENT] as number, 1);
    return { outputs, vector, lifted: harm === null ? null : sparedOf(features.source, harm.all) };
  }

  /** `rich`: its features with n-grams, where they were extracted just now. */
  #look(message: Judged, rich: Features | null) {
    // n-grams of a language that was never trained on would be noise; concepts hold for all of them.
    const known = message.language !== null && this.#languages.includes(message.language);
    const head = known ? this.#full : this.#bare;
    const features = known && rich !== null ? rich : this.#extractor.extract(message, known);
    const vector = this.#vectoriser.vectorise(features.groups);
    const { groupStarts } = this.#vectoriser.space;
    const outputs = this.#outputs;
    const bare = known ? this.#bareOutputs : outputs;
    scoreOutputs(this.#bare, { vector, groupStarts }, bare);
    if (known) {
      scoreOutputs(this.#full, { vector, groupStarts }, outputs);
      for (let o = 0; o < OUTPUTS; o++) outputs[o] = ((outputs[o] as number) + (bare[o] as number)) / 2;
    }
    addOpinions(head.networks, outputs, bare);
    return { head, features, vector, outputs };
  }

  /** A person's word on this very message, or on a near copy, is worth more than the floor rule; on no other. */
  #harmIn(features: Features, layer: Layer | null): Harm | null {
    const harm = this.#harm.find(features);
    if (harm === null || layer === null || layer.spared.length === 0) return harm;
    return isSpared(sparedOf(features.source, harm.all), layer.spared) ? null : harm;
  }

  #ask(layer: Layer, features: Features): Taught {
    const vector = this.#layerVectoriser.vectorise(features);
    const { added, own } = layerScores(layer, vector);
    const best = argmax(own);
    const label = layer.ownTopics[best] ?? null;
    const reasons = label === null ? [] : layerReasons(layer, label, { source: features.source, vector });
    return { added, own, label, score: own[best] ?? Number.NEGATIVE_INFINITY, reasons };
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

/** The base's scores, the message as a layer sees it, and what it is known by where the floor rule lifted it. */
export interface Studied {
  readonly outputs: Float64Array;
  readonly vector: LayerVector;
  readonly lifted: Spared | null;
}
