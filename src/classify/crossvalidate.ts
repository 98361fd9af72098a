import type { Judgements } from "./judgement.ts";
import type { LabelledMail } from "./labelled.ts";
import type { Lexicon } from "./lexicon.ts";
import { LinearClassifier } from "./linear.ts";
import { seededRandom, shuffle } from "./random.ts";
import { trainLinear } from "./train.ts";

export interface CrossValidateOptions {
  readonly folds: number;
  readonly seed: number;
  /** Judge as if the language were unknown: by concepts alone. */
  readonly withoutLanguage?: boolean;
  readonly onProgress?: (done: number, total: number) => void;
}

/** What a classifier that did not see the mail says of each mail; in the order of `mails`. */
export function crossValidate(
  mails: readonly LabelledMail[],
  lexicon: Lexicon,
  options: CrossValidateOptions,
): Judgements[] {
  const foldOf = assignFolds(mails, options);
  const judgements: Judgements[] = [];
  for (let fold = 0; fold < options.folds; fold++) {
    const others = mails.filter((_, i) => foldOf[i] !== fold);
    const model = trainLinear(others, lexicon, {
      seed: options.seed,
      onProgress: (done, total) => options.onProgress?.(fold * total + done, options.folds * total),
    });
    const classifier = new LinearClassifier(model, "cross-validation");
    for (const [i, mail] of mails.entries()) {
      if (foldOf[i] !== fold) continue;
      judgements[i] = classifier.judge(options.withoutLanguage ? { ...mail, language: null } : mail);
    }
  }
  return judgements;
}

/** Every fold gets its share of each language. */
function assignFolds(mails: readonly LabelledMail[], { folds, seed }: CrossValidateOptions): Int32Array {
  const random = seededRandom(seed);
  const foldOf = new Int32Array(mails.length);
  for (const language of new Set(mails.map((mail) => mail.language))) {
    const indices = Int32Array.from([...mails.keys()].filter((i) => mails[i]?.language === language));
    shuffle(indices, random);
    for (const [position, i] of indices.entries()) foldOf[i] = position % folds;
  }
  return foldOf;
}
