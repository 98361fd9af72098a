import type { Judgements } from "./judgement.ts";
import type { LabelledMail } from "./labelled.ts";
import type { Lexicon } from "./lexicon.ts";
import { LinearClassifier } from "./linear.ts";
import { seededRandom, shuffle } from "./random.ts";
import { trainLinear } from "./train.ts";

/**
 * What no model may have seen of the mails it judges: the same mails only, other mails of the same author, or any
 * mail of the same language.
 */
export type HeldOut = "mails" | "authors" | "languages";

export interface CrossValidateOptions {
  readonly heldOut: HeldOut;
  readonly seed: number;
  /** Judge as if the language were unknown: by concepts alone. Mails of held-out languages always are. */
  readonly withoutLanguage?: boolean;
  /** Number of folds where mails are held out, 3 by default. */
  readonly folds?: number;
  readonly onProgress?: (done: number, total: number) => void;
}

/** What a classifier that did not see the mail says of each mail; in the order of `mails`. */
export function crossValidate(
  mails: readonly LabelledMail[],
  lexicon: Lexicon,
  options: CrossValidateOptions,
): Judgements[] {
  const foldOf = assignFolds(mails, options);
  const folds = [...new Set(foldOf)];
  const withoutLanguage = options.withoutLanguage === true || options.heldOut === "languages";
  const judgements: Judgements[] = [];
  for (const [number, fold] of folds.entries()) {
    const others = mails.filter((_, i) => foldOf[i] !== fold);
    const model = trainLinear(others, lexicon, {
      seed: options.seed,
      only: withoutLanguage ? "bare" : "full",
      onProgress: (done, total) => options.onProgress?.(number * total + done, folds.length * total),
    });
    const classifier = new LinearClassifier(model, "cross-validation");
    for (const [i, mail] of mails.entries()) {
      if (foldOf[i] !== fold) continue;
      judgements[i] = classifier.judge(withoutLanguage ? { ...mail, language: null } : mail);
    }
  }
  return judgements;
}

/** The name of each mail's fold. */
function assignFolds(mails: readonly LabelledMail[], options: CrossValidateOptions): string[] {
  if (options.heldOut === "languages") return mails.map(({ language }) => language ?? "none");
  if (options.heldOut === "authors") return mails.map(({ id }) => authorsOf(id));
  const { folds = 3, seed } = options;
  const random = seededRandom(seed);
  const foldOf: string[] = [];
  for (const language of new Set(mails.map((mail) => mail.language))) {
    const indices = Int32Array.from([...mails.keys()].filter((i) => mails[i]?.language === language));
    shuffle(indices, random);
    // Every fold gets its share of each language.
    for (const [position, i] of indices.entries()) foldOf[i] = String(position % folds);
  }
  return foldOf;
}

/** Each group of authors of data/train has ids of its own: en-0001, en-1001, en-d0001. */
function authorsOf(id: string): string {
  return id.replace(/^[^-]*-/, "").charAt(0);
}
