import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Classifier } from "../classify/judgement.ts";
import { PermanentError } from "../errors.ts";
import type { ParserOptions } from "../imap/parser.ts";

export type Engine = "linear" | "natural";

/** The model files that foyer ships. */
export const SHIPPED_MODELS: Readonly<Record<Engine, string>> = {
  linear: fileURLToPath(new URL("../../models/base.foyer", import.meta.url)),
  natural: fileURLToPath(new URL("../../models/natural.foyer", import.meta.url)),
};

/** What the parser's threads need to judge, too. Throws PermanentError("no-model"). */
export async function parserOptions(engine: Engine): Promise<ParserOptions> {
  return {
    model: { engine, octets: await readModelFile(SHIPPED_MODELS[engine]) },
  };
}

function readModelFile(path: string): Promise<Uint8Array> {
  return readFile(path).catch((error: unknown) => {
    throw new PermanentError("no-model", `cannot read the model ${path}`, { cause: error });
  });
}

/** Reads a model file, by default the shipped one. Throws PermanentError("no-model" or "bad-model"). */
export async function loadClassifier(engine: Engine, path = SHIPPED_MODELS[engine]): Promise<Classifier> {
  const file = await readModelFile(path);
  if (engine === "natural") return (await import("../classify/natural.ts")).NaturalClassifier.load(file);
  return (await import("../classify/linear.ts")).LinearClassifier.load(file);
}
