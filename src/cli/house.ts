import { hostname } from "node:os";
import { fileURLToPath } from "node:url";
import { loadConfig } from "../config/load.ts";
import { configWarnings } from "../config/misspelt.ts";
import { type Config, ConfigError } from "../config.ts";
import { openParser, type ParserOptions } from "../imap/parser.ts";
import type { BaseModel } from "../jobs/learn.ts";
import type { House } from "../main/house.ts";
import { loadAgreedAnswers } from "../smtp/agreed.ts";
import { loadTemplates } from "../smtp/template.ts";
import { openStore } from "../store/open.ts";
import type { Store } from "../store/store.ts";
import { loadPageWords } from "../web/words.ts";
import { parserOptions } from "./classifier.ts";
import { readEnvironment } from "./environment.ts";
import { openLog } from "./log.ts";
import { loadSecret } from "./secret.ts";

/** The package's own files, the same from src/ and from dist/. */
export const packageRoot = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Configuration from .env and the environment; warnings about misspelt names go to stderr, after any faults. */
export function readConfig(): Config {
  const environment = readEnvironment();
  const warnings = configWarnings(environment);
  try {
    const config = loadConfig(environment);
    for (const warning of warnings) process.stderr.write(`foyer: ${warning}\n`);
    return config;
  } catch (error) {
    if (error instanceof ConfigError) error.message = [error.message, ...warnings].join("\n");
    throw error;
  }
}

/** Runs `use` with the store, migrated, and closes it whatever happens. */
export async function withStore<Result>(
  config: Config,
  use: (store: Store) => Promise<Result>,
): Promise<Result> {
  const store = await openStore({
    databaseUrl: config.databaseUrl?.reveal() ?? null,
    dataDir: config.dataDir,
  });
  try {
    await store.migrate();
    return await use(store);
  } finally {
    await store.close();
  }
}

/** Runs `use` with everything that the mailboxes share. */
export async function withHouse<Result>(
  config: Config,
  use: (house: House) => Promise<Result>,
): Promise<Result> {
  const log = openLog(config.logLevel);
  const options = await parserOptions(config.classifier);
  const parser = openParser(options);
  try {
    const secret = loadSecret(config).reveal();
    const templates = loadTemplates(packageRoot("templates"), config.templatesDir);
    const answers = loadAgreedAnswers(packageRoot("templates"), config.templatesDir);
    for (const { file, line, what } of answers.faults)
      log.warn({ file, line, what }, "agreed answer left out");
    const pages = config.web === null ? null : loadPageWords(packageRoot("templates"), config.templatesDir);
    const version = (await parser.ready()) ?? "";
    return await withStore(config, async (store) =>
      use({
        config,
        store,
        parser,
        classifierVersion: version,
        base: baseOf(options, version),
        templates,
        answers,
        pages,
        secret,
        owner: `${hostname()}-${process.pid}-${Date.now().toString(36)}`,
        now: () => new Date(),
        log: (mailbox) => log.child({ mailbox }),
      }),
    );
  } finally {
    await parser.close();
  }
}

/** Layers are the linear engine's; natural's counts cannot be added to. */
function baseOf({ model }: ParserOptions, version: string): BaseModel | null {
  if (model?.engine !== "linear") return null;
  return { version, octets: model.octets, data: packageRoot("data") };
}
