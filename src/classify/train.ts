import { ConceptMatcher } from "./concepts.ts";
import { CUES, Extractor } from "./features.ts";
import type { LabelledMail } from "./labelled.ts";
import type { Lexicon } from "./lexicon.ts";
import type { Model } from "./model.ts";
import type { Part } from "./quantise.ts";
import { chooseSpace } from "./space.ts";
import { HeadTrainer, STEPS_PER_HEAD } from "./trainhead.ts";
import { type Vector, Vectoriser } from "./vectorise.ts";

export interface TrainOptions {
  readonly seed: number;
  /** The one head that is needed, to stand for both: so cross-validation is done sooner. */
  readonly only?: "full" | "bare";
  /** Called as work goes on, `done` of `total` steps. */
  readonly onProgress?: (done: number, total: number) => void;
}

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
  const heads = options.only === "bare" ? 1 : 2;
  const step = () => options.onProgress?.(++done, heads * STEPS_PER_HEAD);
  const trainer = (part: Part) =>
    new HeadTrainer({
      mails,
      vectors: vectors.map((vector) => partOf(vector, part)),
      space,
      part,
      seed: options.seed,
      step,
    });
  const bareTrainer = trainer({ firstRow: firstCue, endRow: space.ids.length });
  const bare = bareTrainer.train(null);
  return {
    languages: [...new Set(mails.flatMap(({ language }) => language ?? []))].sort(),
    lexicon,
    space,
    bare,
    full: options.only === "bare" ? bare : trainer({ firstRow: 0, endRow: firstCue }).train(bareTrainer),
    trained: { mails: mails.length, seed: options.seed },
  };
}

function partOf({ rows, values }: Vector, { firstRow, endRow }: Part): Vector {
  const start = rows.filter((row) => row < firstRow).length;
  const end = rows.filter((row) => row < endRow).length;
  return { rows: rows.subarray(start, end), values: values.subarray(start, end) };
}
