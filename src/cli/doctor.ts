import { loadConfig } from "../config/load.ts";
import { configWarnings } from "../config/misspelt.ts";
import type { Environment } from "../config/reader.ts";
import { type Config, ConfigError } from "../config.ts";
import { readTopics } from "../jobs/topics.ts";
import { loadAgreedAnswers } from "../smtp/agreed.ts";
import { templateFaults } from "../smtp/check.ts";
import { openStore } from "../store/open.ts";
import { pageWordFaults } from "../web/words.ts";
import { loadClassifier } from "./classifier.ts";
import { databaseAdvice } from "./doctor-advice.ts";
import { hookChecks } from "./doctor-hooks.ts";
import { mailboxChecks } from "./doctor-mailbox.ts";
import { pageChecks } from "./doctor-pages.ts";
import { attempt, type Report } from "./doctor-report.ts";
import { sightCheck } from "./doctor-sight.ts";
import { readEnvironment } from "./environment.ts";
import { packageRoot } from "./house.ts";

/** `foyer doctor`: one line a check; exit 1 if one failed. Changes nothing. */
export async function doctor(options: { readonly json?: boolean }): Promise<void> {
  let failed = false;
  const report: Report = (finding) => {
    failed ||= finding.state === "FAIL";
    const { check, state, text } = finding;
    process.stdout.write(
      options.json
        ? `${JSON.stringify({ ...finding, ok: state !== "FAIL" })}\n`
        : `${state.padEnd(4)} ${check.padEnd(24)} ${text}\n`,
    );
  };
  const environment = readEnvironment();
  const config = configuration(report, environment);
  const directory = config?.templatesDir ?? (environment.TEMPLATES_DIR?.trim() || null);
  await attempt(report, "templates", () => templates(report, directory));
  await attempt(report, "agreed answers", async () => agreedAnswers(directory));
  await attempt(report, "classifier", async () => {
    const natural = environment.CLASSIFIER?.trim().toLowerCase() === "natural";
    const engine = config?.classifier ?? (natural ? "natural" : "linear");
    const { version } = await loadClassifier(engine);
    return engine === "natural" ? `${version}; it learns neither corrections nor own topics` : version;
  });
  for (const { policy, topics } of config?.mailboxes ?? [])
    if (topics !== null) await attempt(report, `topics ${policy.name}`, () => ownTopics(topics));
  if (config !== null) {
    await attempt(report, "database", () => database(report, config), databaseAdvice);
    await pageChecks(report, config);
    for (const mailbox of config.mailboxes) await mailboxChecks(report, mailbox);
  }
  if (failed) process.exitCode = 1;
}

async function ownTopics(path: string): Promise<string> {
  const counts = [...Map.groupBy(await readTopics(path), ({ topic }) => topic)];
  const few = counts.filter(([, examples]) => examples.length < 5).map(([topic]) => topic);
  const advice = few.length === 0 ? "" : `; give ${few.join(", ")} five examples or more`;
  return `${counts.map(([topic, examples]) => `${topic} ${examples.length}`).join(", ")}${advice}`;
}

/** null: it has faults, each of which was told. */
function configuration(report: Report, environment: Environment): Config | null {
  const check = "configuration";
  let config: Config | null = null;
  try {
    config = loadConfig(environment);
    const count = config.mailboxes.length;
    report({ check, state: "ok", text: count === 1 ? "1 mailbox" : `${count} mailboxes` });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const { variable, problem, example } of error.faults)
      report({ check, state: "FAIL", text: `${variable} ${problem}, for example ${variable}=${example}` });
  }
  for (const text of configWarnings(environment)) report({ check, state: "warn", text });
  return config;
}

async function templates(report: Report, directory: string | null): Promise<string> {
  const [shipped, own] = [packageRoot("templates"), directory || null];
  const faults = [...templateFaults(shipped, own), ...pageWordFaults(shipped, own)];
  const lines = faults.map(({ file, line, what, harmless }) => ({
    text: `${file}${line === 0 ? "" : `:${line}`}: ${what}`,
    harmless,
  }));
  for (const { text, harmless } of lines)
    if (harmless)
      report({ check: "templates", state: "warn", text: `${text}; foyer templates check says why` });
  const broken = lines.filter(({ harmless }) => !harmless).map(({ text }) => text);
  if (broken.length > 0) throw new Error(`${broken.join("; ")}: mend the files in TEMPLATES_DIR`);
  return "complete in every language";
}

/** What cannot be used is left out of drafts, and nothing else is wrong with it. */
function agreedAnswers(directory: string | null): string {
  const { texts, faults } = loadAgreedAnswers(packageRoot("templates"), directory);
  if (faults.length > 0)
    throw new Error(
      `${faults.map(({ file, line, what }) => `${file}:${line}: ${what}`).join("; ")}: no draft is made from these`,
    );
  return texts.size === 0 ? "none: drafts have a gap for the answer" : `${texts.size}`;
}

async function database(report: Report, config: Config): Promise<string> {
  const store = await openStore({
    databaseUrl: config.databaseUrl?.reveal() ?? null,
    dataDir: config.dataDir,
  });
  try {
    const pending = await store.pendingMigrations();
    const kind =
      config.databaseUrl === null
        ? "PGlite, for trying out (700 MB resident, one process); set DATABASE_URL for service"
        : "Postgres";
    if (pending.length === 0)
      for (const mailbox of config.mailboxes) {
        await sightCheck(report, store, mailbox);
        await hookChecks(report, store, mailbox);
      }
    return pending.length === 0
      ? `${kind}; schema up to date`
      : `${kind}; ${pending.length} migration(s) pending: they are applied at the start, or by foyer migrate`;
  } finally {
    await store.close();
  }
}
