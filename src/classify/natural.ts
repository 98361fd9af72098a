import NaturalBayes from "natural/lib/natural/classifiers/bayes_classifier.js";
import { badModel, pack, type Section, unpack } from "./container.ts";
import type { Classifier, Judged, Judgement, Judgements } from "./judgement.ts";
import { classOf, type LabelledMail } from "./labelled.ts";
import { argmax } from "./model.ts";
import { wordBuckets } from "./ngrams.ts";
import { fold, NGRAM_FOLD, sourceOf } from "./normalise.ts";
import { OUTPUTS, TASKS } from "./tasks.ts";
import type { Term, Wording } from "./term.ts";
import { termsOf } from "./terms.ts";

/** Words fall into that many buckets: a saved model holds counts by bucket and no word of any customer. */
const BUCKETS = 1 << 15;
/** natural's smoothing: what an unseen word counts. */
const SMOOTHING = 0.2;

/** What natural's classifier learned: how many mails of each label hold each word, and how many mails there are. */
export interface NaturalModel {
  /** Label after label, `BUCKETS` each. */
  readonly counts: Uint16Array;
  readonly totals: Uint32Array;
}

/**
 * natural's BayesClassifier made safe. Its own tokenizer loses every script but Latin, its labels and words are keys
 * of plain objects, its saved models hold the training text, and its probabilities underflow to 0: so words are cut
 * by Unicode, numbered here, and the probabilities summed as logarithms.
 */
export function trainNatural(mails: readonly LabelledMail[]): NaturalModel {
  const documents = mails.map((mail) => bucketsOf(mail));
  const counts = new Uint16Array(OUTPUTS * BUCKETS);
  const totals = new Uint32Array(OUTPUTS);
  let output = 0;
  for (const task of TASKS) {
    // natural's class, for its counts; the learner within takes ready-made features.
    const { classifier } = new NaturalBayes(undefined, SMOOTHING);
    const present = new Array<number>(BUCKETS).fill(0);
    for (const [i, mail] of mails.entries()) {
      const right = classOf(mail, task);
      if (right < 0) continue;
      for (const bucket of documents[i] ?? []) present[bucket] = 1;
      classifier.addExample(present, labelKey(right));
      for (const bucket of documents[i] ?? []) present[bucket] = 0;
    }
    for (const label of task.labels.keys()) {
      const features = new Map(Object.entries(classifier.classFeatures[labelKey(label)] ?? {}));
      // It starts each count at 1 + smoothing and each total at 1.
      for (const [bucket, count] of features)
        counts[output * BUCKETS + Number(bucket)] = Math.round(count - SMOOTHING);
      totals[output] = classifier.classTotals[labelKey(label)] ?? 1;
      output++;
    }
  }
  return { counts, totals };
}

/** A key that is never a property every object has. */
function labelKey(label: number): string {
  return `label-${label}`;
}

function bucketsOf(message: Judged): Set<number> {
  const buckets = wordBuckets(fold(sourceOf(message), NGRAM_FOLD));
  return new Set([...buckets].map((bucket) => bucket % BUCKETS));
}

export function saveNatural({ counts, totals }: NaturalModel): Uint8Array {
  const sections = new Map<string, Section>([
    ["counts", counts],
    ["totals", totals],
  ]);
  return pack({ engine: "natural" }, sections);
}

/** natural's multinomial Bayes behind the same interface; the baseline of every evaluation. */
export class NaturalClassifier implements Classifier {
  readonly version: string;
  /** Logarithm of each word's probability under each label: bucket after bucket, `OUTPUTS` each. */
  readonly #logs: Float32Array;
  readonly #priors: Float64Array;

  constructor({ counts, totals }: NaturalModel, version: string) {
    this.version = version;
    this.#logs = new Float32Array(OUTPUTS * BUCKETS);
    for (let output = 0; output < OUTPUTS; output++) {
      const own = counts.subarray(output * BUCKETS, (output + 1) * BUCKETS);
      // natural divides by the number of mails, so that unseen words speak for whichever label is rarest.
      const total = own.reduce((sum, count) => sum + count, 0) + SMOOTHING * BUCKETS;
      for (let bucket = 0; bucket < BUCKETS; bucket++) {
        this.#logs[bucket * OUTPUTS + output] = Math.log(((own[bucket] ?? 0) + SMOOTHING) / total);
      }
    }
    this.#priors = Float64Array.from(totals, (total) => Math.log(Math.max(total, 1)));
  }

  /** From the octets of a model file. Throws PermanentError("bad-model"). */
  static load(file: Uint8Array): NaturalClassifier {
    const { sections, version } = unpack(file);
    const counts = sections.get("counts");
    const totals = sections.get("totals");
    if (!(counts instanceof Uint16Array) || counts.length !== OUTPUTS * BUCKETS)
      throw badModel('lacks "counts"');
    if (!(totals instanceof Uint32Array) || totals.length !== OUTPUTS) throw badModel('lacks "totals"');
    return new NaturalClassifier({ counts, totals }, `natural-${version}`);
  }

  terms(message: Judged): readonly Term[] {
    return termsOf(message, null);
  }

  wordings(): readonly Wording[] {
    return [];
  }

  judge(message: Judged): Judgements {
    const buckets = [...bucketsOf(message)];
    let first = 0;
    const judge = <Label extends string>(t: number): Judgement<Label> => {
      const labels = TASKS[t]?.labels ?? [];
      const scores = labels.map((_, k) => this.#score(buckets, first + k));
      first += labels.length;
      const winner = argmax(scores);
      // Words are far from independent, so that the bare posterior is always near 1: tempered by the length.
      const odds = scores.map((score) =>
        Math.exp((score - (scores[winner] ?? 0)) / Math.sqrt(buckets.length + 1)),
      );
      const confidence = 1 / odds.reduce((sum, value) => sum + value, 0);
      return { label: labels[winner] as Label, confidence, reasons: [] };
    };
    return { urgency: judge(0), kind: judge(1), tone: judge(2), topic: judge(3), rootCause: judge(4) };
  }

  #score(buckets: readonly number[], output: number): number {
    let sum = this.#priors[output] ?? 0;
    for (const bucket of buckets) sum += this.#logs[bucket * OUTPUTS + output] ?? 0;
    return sum;
  }
}
