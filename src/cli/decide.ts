import type { LayerFile } from "../imap/parse-worker.ts";
import { openParser } from "../imap/parser.ts";
import { parserOptions } from "./classifier.ts";
import type { SandboxOptions } from "./decide-run.ts";
import { readEnvironment } from "./environment.ts";
import type { DecideRecord } from "./record-schema.ts";

export interface DecideOptions extends SandboxOptions {
  readonly json?: boolean;
}

/**
 * `foyer decide PATH…`: one line a message, in the order given; what cannot be read gets a line too. Exit 0.
 * The parser's thread is started first; what decides is loaded meanwhile.
 */
export async function decideFiles(paths: readonly string[], options: DecideOptions): Promise<void> {
  const environment = readEnvironment();
  const engine = environment.CLASSIFIER === "natural" ? "natural" : "linear";
  const parts = await parserOptions(engine);
  const layer = await ownTopics(environment.TOPICS, parts);
  const parser = openParser(parts);
  try {
    // What is wrong with a model, the first message tells.
    parser.ready().catch(() => undefined);
    const { decideAll, sandbox } = await import("./decide-run.ts");
    const box = sandbox({ ...options, layer }, environment.AUTHSERV_ID ?? null);
    const records: DecideRecord[] = [];
    for await (const record of decideAll(paths, box, parser)) {
      if (options.json) await write(`${JSON.stringify(record)}\n`);
      else records.push(record);
    }
    if (!options.json) await write(`${(await import("./decide-table.ts")).tableOf(records)}\n`);
  } finally {
    await parser.close();
  }
}

/** Waits where the reader of a pipe is slower than we are. */
function write(text: string): Promise<void> {
  return new Promise((resolve) => {
    if (process.stdout.write(text)) resolve();
    else process.stdout.once("drain", resolve);
  });
}

/** What TOPICS teaches; a mailbox' corrections are in its database, and not asked for here. */
async function ownTopics(
  path: string | undefined,
  { model }: Awaited<ReturnType<typeof parserOptions>>,
): Promise<LayerFile | null> {
  if (path === undefined || path.trim() === "" || model?.engine !== "linear") return null;
  const [{ makeLayer }, { readTopics }, { packageRoot }] = await Promise.all([
    import("../jobs/learn.ts"),
    import("../jobs/topics.ts"),
    import("./house.ts"),
  ]);
  const topics = await readTopics(path.trim());
  const made = await makeLayer({ octets: model.octets, data: packageRoot("data") }, [], topics);
  if (made === null) return null;
  if (made.trial.objection !== null)
    process.stderr.write(`foyer: the own topics would not go live: ${made.trial.objection}\n`);
  return { version: made.version, octets: made.file };
}
