import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { Presets, SingleBar } from "cli-progress";
import { LinearClassifier } from "../classify/linear.ts";
import { saveModel } from "../classify/modelfile.ts";
import { NaturalClassifier, saveNatural, trainNatural } from "../classify/natural.ts";
import { trainLinear } from "../classify/train.ts";
import { readLabelledMail, readLexicon } from "../jobs/labelled-files.ts";

export interface TrainModelOptions {
  /** Holds train/*.jsonl and concepts/*.txt. */
  readonly dataDir: string;
  /** Where the labelled mail lies if not in `dataDir`/train. */
  readonly mailDir?: string;
  /** The model file to write. */
  readonly out: string;
  readonly engine?: "linear" | "natural";
  readonly seed?: number;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface TrainedModel {
  readonly version: string;
  readonly mails: number;
  /** Octets of the file. */
  readonly size: number;
  readonly seconds: number;
}

/** Learns a model and writes it whole or not at all. The same data and seed give the same file. */
export async function trainModel(options: TrainModelOptions): Promise<TrainedModel> {
  const started = performance.now();
  const mails = await readLabelledMail(options.dataDir, options.mailDir);
  const { onProgress, seed = 1 } = options;
  let file: Uint8Array;
  let version: string;
  if (options.engine === "natural") {
    file = saveNatural(trainNatural(mails));
    version = NaturalClassifier.load(file).version;
  } else {
    const lexicon = await readLexicon(options.dataDir);
    file = saveModel(trainLinear(mails, lexicon, { seed, ...(onProgress && { onProgress }) }));
    version = LinearClassifier.load(file).version;
  }
  await mkdir(dirname(options.out), { recursive: true });
  await writeFile(`${options.out}.part`, file);
  await rename(`${options.out}.part`, options.out);
  return { version, mails: mails.length, size: file.length, seconds: (performance.now() - started) / 1000 };
}

/** `foyer train`. `data` is the folder of labelled mail; the word lists lie beside it, in `concepts`. */
export async function train(options: { data: string; out: string; seed: number }): Promise<void> {
  const bar = new SingleBar(
    { format: "training {bar} {percentage} %", clearOnComplete: true },
    Presets.shades_classic,
  );
  const mailDir = resolve(options.data);
  const dataDir = dirname(mailDir);
  const onProgress = (done: number, total: number) =>
    done === 1 ? bar.start(total, done) : bar.update(done);
  try {
    const trained = await trainModel({ dataDir, mailDir, out: options.out, seed: options.seed, onProgress });
    bar.stop();
    const size = (trained.size / 1e6).toFixed(1);
    const summary = `${trained.version}: ${trained.mails} mails, ${size} MB, ${trained.seconds.toFixed(0)} s`;
    process.stdout.write(`${options.out}: ${summary}\n`);
  } finally {
    bar.stop();
  }
}
