import type { LabelledMail } from "../classify/labelled.ts";
import { loadLayer, saveLayer } from "../classify/layerfile.ts";
import { LinearClassifier } from "../classify/linear.ts";
import type { TopicExample } from "../classify/owntopics.ts";
import { type Lesson, Teacher } from "../classify/teach.ts";
import { type Trial, tryOut } from "../classify/trial.ts";
import { readLabelledMail } from "./labelled-files.ts";

export interface LearnTask {
  /** Octets of the base model. */
  readonly base: Uint8Array;
  /** Holds train/*.jsonl. */
  readonly data: string;
  readonly lessons: readonly Lesson[];
  readonly topics: readonly TopicExample[];
}

export interface LearnedLayer {
  readonly file: Uint8Array;
  readonly version: string;
  readonly trial: Trial;
}

/** Mails of the base that hold the labels where they are, and others that a new layer is tried on. */
const REPLAYED = 2_000;
const TRIED_ON = 1_000;

/** Runs in a thread of its own. null where there is nothing to learn. */
export async function learn({ base, data, lessons, topics }: LearnTask): Promise<LearnedLayer | null> {
  const classifier = LinearClassifier.load(base);
  const mails = await readLabelledMail(data);
  const teacher = new Teacher(
    classifier,
    spread(
      mails.filter((_, i) => i % 2 === 0),
      REPLAYED,
    ),
  );
  const layer = teacher.teach(lessons, topics);
  if (layer === null) return null;
  const tests = spread(
    mails.filter((_, i) => i % 2 === 1),
    TRIED_ON,
  );
  const trial = tryOut(layer, { base: classifier, teacher, lessons, topics, tests });
  const file = saveLayer(layer);
  return { file, version: loadLayer(file).version, trial };
}

/** At most so many, evenly from all of them, so that every language has its share. */
function spread(mails: readonly LabelledMail[], most: number): LabelledMail[] {
  const step = Math.max(1, mails.length / most);
  return Array.from({ length: Math.min(most, mails.length) }, (_, i) => mails[Math.floor(i * step)]).filter(
    (mail) => mail !== undefined,
  );
}
