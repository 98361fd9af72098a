import { flushCompileCache } from "node:module";
import { workerData } from "piscina";
import type { Classifier, Judged, Judgements, Layer } from "../classify/judgement.ts";
import type { Term, Wording } from "../classify/term.ts";
import { PermanentError } from "../errors.ts";
import type { Message, RawMessage } from "../mail/message.ts";
import { parseMessage } from "../mail/parse.ts";

/** The octets of a model file, and the engine that they are for. */
export interface ModelFile {
  readonly engine: "linear" | "natural";
  readonly octets: Uint8Array;
}

/** What a mailbox taught, as kept; in memory that the threads share, so that passing it on costs nothing. */
export interface LayerFile {
  readonly version: string;
  readonly octets: Uint8Array;
}

/** Messages of one mailbox. */
export interface ParseTask {
  readonly raws: readonly RawMessage[];
  readonly layer: LayerFile | null;
}

interface Failure {
  readonly code: string;
  readonly text: string;
}

/** Classes do not survive the way between threads; this does. */
export type Parsed =
  | { readonly message: Message; readonly judgements: Judgements | null }
  | { readonly failure: Failure };

const model: ModelFile | null = workerData ?? null;
let loading: Promise<Classifier | null> | null = null;

/** Once; only the engine that is wanted is loaded. */
function classifier(): Promise<Classifier | null> {
  loading ??= model === null ? Promise.resolve(null) : load(model);
  return loading;
}

async function load({ engine, octets }: ModelFile): Promise<Classifier> {
  if (engine === "natural") return (await import("../classify/natural.ts")).NaturalClassifier.load(octets);
  return (await import("../classify/linear.ts")).LinearClassifier.load(octets);
}

export type Loaded = { readonly version: string | null } | { readonly failure: Failure };

/** Loads the model, if one was given, and tells its version. */
export async function loadModel(): Promise<Loaded> {
  try {
    const version = (await classifier())?.version ?? null;
    // Written at the end of a thread else, and this one is ended from outside.
    flushCompileCache();
    return { version };
  } catch (error) {
    return { failure: failureOf(error) };
  }
}

/** Runs in the worker thread. One message's failure leaves the others alone. */
export async function parseBatch({ raws, layer }: ParseTask): Promise<readonly Parsed[]> {
  const parsed: Parsed[] = [];
  for (const raw of raws) parsed.push(await parseOne(raw, layer));
  return parsed;
}

/** Layers of the mailboxes last seen here, by version. */
const layers = new Map<string, Layer>();
const MOST_LAYERS = 20;

async function layerOf({ version, octets }: LayerFile): Promise<Layer> {
  const known = layers.get(version);
  if (known !== undefined) return known;
  const { loadLayer } = await import("../classify/layerfile.ts");
  // A copy of its own: shared memory is not to be read as text.
  const { layer } = loadLayer(new Uint8Array(octets));
  if (layers.size >= MOST_LAYERS) layers.clear();
  layers.set(version, layer);
  return layer;
}

async function parseOne(raw: RawMessage, file: LayerFile | null): Promise<Parsed> {
  try {
    const message = await parseMessage(raw);
    const by = await classifier();
    const layer = file === null || by === null ? null : await layerOf(file);
    return { message, judgements: by === null ? null : judge(by, message, layer) };
  } catch (error) {
    return { failure: failureOf(error) };
  }
}

/** The terms of messages that were read before; none where there is no model. */
export async function findTerms(messages: readonly Judged[]): Promise<readonly (readonly Term[])[]> {
  const by = await classifier();
  return messages.map((message) => by?.terms(message) ?? []);
}

/** How messages that were read before word the concepts that they hold. */
export async function findWordings(messages: readonly Judged[]): Promise<readonly (readonly Wording[])[]> {
  const by = await classifier();
  return messages.map((message) => by?.wordings(message) ?? []);
}

/** The reply text is judged: what others wrote before, and signatures, say nothing about this message. */
function judge(by: Classifier, message: Message, layer: Layer | null): Judgements {
  const { subject, replyText, language } = message;
  return by.judge({ subject, text: replyText, language: language.language }, layer);
}

function failureOf(error: unknown): Failure {
  const code = error instanceof PermanentError ? error.code : "unparsable";
  const text = error instanceof Error ? error.message : String(error);
  return { code, text: text.slice(0, 200) };
}
