import { getCompileCacheDir } from "node:module";
import { dirname } from "node:path";
import { Piscina } from "piscina";
import type { Judged, Judgements } from "../classify/judgement.ts";
import type { Term, Wording } from "../classify/term.ts";
import { PermanentError, TemporaryError } from "../errors.ts";
import type { Message, RawMessage } from "../mail/message.ts";
import type { LayerFile, Loaded, ModelFile, Parsed, ParseTask } from "./parse-worker.ts";

export interface ParserOptions {
  /** Worker threads; 1 by default. */
  readonly threads?: number;
  /** Milliseconds one message may take; 10,000 by default. */
  readonly timeLimit?: number;
  /** Megabytes of heap a worker may fill; 256 by default. */
  readonly memoryLimit?: number;
  /** Messages are also judged by it; without one, no judgements are given. */
  readonly model?: ModelFile;
}

type Settled =
  | { readonly message: Message; readonly judgements: Judgements | null; readonly error: null }
  | { readonly message: null; readonly error: PermanentError | TemporaryError };

/**
 * Parses and judges messages in worker threads, so that a hostile one can neither stall the event loop nor fill the memory of the
 * process. A message that takes too long or too much memory costs its worker, and only itself.
 */
export interface Parser {
  /**
   * Version of the model; null where none was given.
   * @throws PermanentError "bad-model"
   */
  ready(): Promise<string | null>;
  /** @throws PermanentError "unparsable"; TemporaryError when closed; the signal's reason when aborted. */
  parse(raw: RawMessage, signal?: AbortSignal): Promise<Message>;
  /**
   * In the order given, several messages a task; if a task fails, each of its messages is tried alone. With `layer`
   * they are judged as their mailbox taught.
   */
  parseAll(
    raws: readonly RawMessage[],
    signal?: AbortSignal,
    layer?: LayerFile | null,
  ): Promise<readonly Settled[]>;
  /** What alike messages have in common, in the order given. @throws TemporaryError */
  terms(messages: readonly Judged[]): Promise<readonly (readonly Term[])[]>;
  /** How they word the concepts that they hold, in the order given. @throws TemporaryError */
  wordings(messages: readonly Judged[]): Promise<readonly (readonly Wording[])[]>;
  close(): Promise<void>;
}

/** A task of so many messages or octets keeps the way between threads short without making anyone wait. */
const BATCH_MESSAGES = 20;
const BATCH_OCTETS = 2 * 1024 * 1024;
const START_LIMIT = 30_000;

/** Starts the worker; the first message waits until it is up. */
export function openParser(options: ParserOptions = {}): Parser {
  return new ParserPool(options);
}

class ParserPool implements Parser {
  private readonly pool: Piscina<unknown, unknown>;
  private readonly timeLimit: number;
  private readonly memoryLimit: number;
  private readonly waiting: (() => void)[] = [];
  private readonly threads: number;
  private free: number;
  /** The one worker has answered, and was not killed since. */
  private isUp = false;
  private closed = false;

  constructor(options: ParserOptions) {
    this.timeLimit = options.timeLimit ?? 10_000;
    this.memoryLimit = options.memoryLimit ?? 256;
    this.threads = options.threads ?? 1;
    this.free = this.threads;
    this.pool = new Piscina({
      filename: workerUrl(),
      name: "parseBatch",
      minThreads: this.threads,
      maxThreads: this.threads,
      concurrentTasksPerWorker: 1,
      // A small nursery costs no time here and saves 50 MB.
      resourceLimits: { maxOldGenerationSizeMb: this.memoryLimit, maxYoungGenerationSizeMb: 8 },
      // Neither the parent's flags nor its secrets are the parser's business.
      execArgv: [],
      env: compiledCode(),
      ...(options.model && { workerData: options.model }),
    });
    // A worker that dies without a task at hand; the pool replaces it.
    this.pool.on("error", () => undefined);
  }

  async ready(): Promise<string | null> {
    // The pool's types know the task of one name only.
    const loaded: unknown = await this.pool.run({ raws: [], layer: null }, { name: "loadModel" });
    if (!isLoaded(loaded)) throw new TemporaryError("the parser gave no answer");
    if ("failure" in loaded) throw new PermanentError(loaded.failure.code, loaded.failure.text);
    return loaded.version;
  }

  async parse(raw: RawMessage, signal?: AbortSignal): Promise<Message> {
    const [parsed] = await this.run({ raws: [raw], layer: null }, signal);
    if (parsed === undefined) throw new TemporaryError("the parser gave no answer");
    if ("failure" in parsed) throw new PermanentError(parsed.failure.code, parsed.failure.text);
    return parsed.message;
  }

  async parseAll(
    raws: readonly RawMessage[],
    signal?: AbortSignal,
    layer: LayerFile | null = null,
  ): Promise<readonly Settled[]> {
    const tasks = batches(raws).map((batch) => ({ raws: batch, layer }));
    return (await Promise.all(tasks.map((task) => this.settle(task, signal)))).flat();
  }

  terms(messages: readonly Judged[]): Promise<readonly (readonly Term[])[]> {
    return this.find<Term>("findTerms", messages);
  }

  wordings(messages: readonly Judged[]): Promise<readonly (readonly Wording[])[]> {
    return this.find<Wording>("findWordings", messages);
  }

  private async find<Found>(
    name: "findTerms" | "findWordings",
    messages: readonly Judged[],
  ): Promise<readonly (readonly Found[])[]> {
    const found: unknown = await this.pool.run(messages, { name }).catch((error: unknown) => {
      throw known(error);
    });
    if (!isListOfLists<Found>(found)) throw new TemporaryError("the parser gave no answer");
    return found;
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.pool.destroy();
  }

  private async settle(task: ParseTask, signal?: AbortSignal): Promise<readonly Settled[]> {
    const { raws, layer } = task;
    try {
      return (await this.run(task, signal)).map(fromParsed);
    } catch (error) {
      signal?.throwIfAborted();
      if (raws.length === 1 || this.closed) return raws.map(() => ({ message: null, error: known(error) }));
    }
    const singly: Settled[] = [];
    for (const raw of raws) singly.push(...(await this.settle({ raws: [raw], layer }, signal)));
    return singly;
  }

  /** One task; its time counts from when a worker is free and up. */
  private async run(task: ParseTask, signal?: AbortSignal): Promise<readonly Parsed[]> {
    await this.turn();
    try {
      this.refuseIfClosed();
      signal?.throwIfAborted();
      await this.up(signal);
      return await within(this.timeLimit, signal, (limit) => this.task(task, limit));
    } catch (error) {
      this.isUp = false;
      signal?.throwIfAborted();
      this.refuseIfClosed();
      throw this.cause(error);
    } finally {
      this.free++;
      this.waiting.shift()?.();
    }
  }

  /** Nothing to parse: answers when a worker is up. One that was just killed is started anew. */
  private async up(signal: AbortSignal | undefined): Promise<void> {
    if (this.isUp) return;
    try {
      await within(START_LIMIT, signal, (limit) => this.task({ raws: [], layer: null }, limit));
    } catch (error) {
      throw new TemporaryError("the parser's worker does not start", { cause: error });
    }
    this.isUp = this.threads === 1;
  }

  private async turn(): Promise<void> {
    while (this.free < 1) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.free--;
  }

  private refuseIfClosed(): void {
    if (this.closed) throw new TemporaryError("the parser is closed");
  }

  private async task({ raws, layer }: ParseTask, signal: AbortSignal): Promise<readonly Parsed[]> {
    // A view would take the whole of its pool along, and the caller still needs its octets: a copy moves.
    const moved = raws.map((raw) => ({ ...raw, source: new Uint8Array(raw.source) }));
    const transferList = moved.map((raw) => raw.source.buffer);
    const answer = await this.pool.run({ raws: moved, layer }, { signal, transferList });
    if (!isParsed(answer)) throw new TemporaryError("the parser gave no answer");
    return answer;
  }

  private cause(error: unknown): PermanentError | TemporaryError {
    const name = error instanceof Error ? error.name : "";
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (name === "AbortError") {
      return new PermanentError("unparsable", `parsing took longer than ${this.timeLimit} ms`, {
        cause: error,
      });
    }
    if (code === "ERR_WORKER_OUT_OF_MEMORY") {
      return new PermanentError("unparsable", `parsing took more than ${this.memoryLimit} MB`, {
        cause: error,
      });
    }
    return known(error);
  }
}

/** Where the parent keeps compiled code, if anywhere: the worker starts sooner, and without the compiler of TypeScript. */
function compiledCode(): Readonly<Record<string, string>> {
  const folder = getCompileCacheDir();
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: dirname(folder) };
}

function isParsed(answer: unknown): answer is readonly Parsed[] {
  return Array.isArray(answer) && answer.every((one) => typeof one === "object" && one !== null);
}

function isListOfLists<Found>(answer: unknown): answer is readonly (readonly Found[])[] {
  return Array.isArray(answer) && answer.every((one) => Array.isArray(one));
}

function isLoaded(answer: unknown): answer is Loaded {
  return typeof answer === "object" && answer !== null && ("version" in answer || "failure" in answer);
}

/** Runs with a deadline. The timer keeps the process alive, unlike that of AbortSignal.timeout. */
async function within<Result>(
  milliseconds: number,
  signal: AbortSignal | undefined,
  run: (limit: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), milliseconds);
  try {
    return await run(signal === undefined ? deadline.signal : AbortSignal.any([deadline.signal, signal]));
  } finally {
    clearTimeout(timer);
  }
}

/** The worker's own source, or what tsc made of it. */
function workerUrl(): string {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  return new URL(`./parse-worker.${extension}`, import.meta.url).href;
}

function batches(raws: readonly RawMessage[]): readonly (readonly RawMessage[])[] {
  const found: RawMessage[][] = [];
  let octets = 0;
  for (const raw of raws) {
    const last = found.at(-1);
    octets += raw.source.length;
    if (last !== undefined && last.length < BATCH_MESSAGES && octets <= BATCH_OCTETS) last.push(raw);
    else {
      found.push([raw]);
      octets = raw.source.length;
    }
  }
  return found;
}

function fromParsed(parsed: Parsed): Settled {
  return "failure" in parsed
    ? { message: null, error: new PermanentError(parsed.failure.code, parsed.failure.text) }
    : { message: parsed.message, judgements: parsed.judgements, error: null };
}

function known(error: unknown): PermanentError | TemporaryError {
  if (error instanceof PermanentError || error instanceof TemporaryError) return error;
  return new TemporaryError("the parser's worker failed", { cause: error });
}
