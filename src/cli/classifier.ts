import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Classifier } from "../classify/judgement.ts";
import { LinearClassifier } from "../classify/linear.ts";
import { NaturalClassifier } from "../classify/natural.ts";
import { PermanentError } from "../errors.ts";

export type Engine = "linear" | "natural";

/** The model files that foyer ships. */
export const SHIPPED_MODELS: Readonly<Record<Engine, string>> = {
  linear: fileURLToPath(new URL("../../models/base.foyer", import.meta.url)),
  natural: fileURLToPath(new URL("../../models/natural.foyer", import.meta.url)),
};

/** The octets of a shipped model, for the parser's threads. Throws PermanentError("no-model"). */
export async function readModel(engine: Engine): Promise<{ engine: Engine; octets: Uint8Array }> {
  return { engine, octets: await readModelFile(SHIPPED_MODELS[engine]) };
}

function readModelFile(path: string): Promise<Uint8Array> {
  return readFile(path).catch((error: unknown) => {
    throw new PermanentError("no-model", `cannot read the model ${path}`, { cause: error });
  });
}

/** Reads a model file, by default the shipped one. Throws PermanentError("no-model" or "bad-model"). */
export async function loadClassifier(engine: Engine, path = SHIPPED_MODELS[engine]): Promise<Classifier> {
  const file = await readModelFile(path);
  return engine === "natural" ? NaturalClassifier.load(file) : LinearClassifier.load(file);
}
