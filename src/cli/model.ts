import type { Config } from "../config.ts";
import { PermanentError } from "../errors.ts";
import { type BaseModel, learn, type Outcome } from "../jobs/learn.ts";
import type { Store } from "../store/store.ts";
import type { ModelRow } from "../store/taught.ts";
import { loadClassifier, parserOptions } from "./classifier.ts";
import { packageRoot, readConfig, withStore } from "./house.ts";
import { openLog } from "./log.ts";

interface Options {
  readonly json?: boolean;
  readonly mailbox?: string;
}

/** `foyer model list`: the versions of each mailbox, newest first. */
export async function listModels({ json, mailbox }: Options): Promise<void> {
  await withStore(readConfig(), async (store) => {
    for (const [name, id] of await mailboxesOf(store, mailbox)) {
      const rows = await store.models(id);
      const { version, pinned } = await store.modelChoice(id);
      if (json)
        for (const row of rows) process.stdout.write(`${JSON.stringify({ mailbox: name, ...row })}\n`);
      else {
        const use = `${version ?? "the base alone"}${pinned ? ", pinned" : ""}`;
        process.stdout.write(`${name}: ${use}\n${rows.map(lineOf).join("")}`);
      }
    }
  });
}

function lineOf(row: ModelRow): string {
  const { heldOut } = row.trial;
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  return `${[
    row.inUse ? "*" : " ",
    row.version,
    row.createdAt.toISOString().slice(0, 16),
    `${row.corrections} corrections, ${row.examples} examples`,
    ...(heldOut === null ? [] : [`held out: ${percent(heldOut.before)} → ${percent(heldOut.after)} right`]),
  ].join("  ")}\n`;
}

/** `foyer model use VERSION|base|newest`: workers take it up with the next mail. */
export async function useModel(version: string, { mailbox }: Options): Promise<void> {
  await withStore(readConfig(), async (store) => {
    const [only, ...more] = await mailboxesOf(store, mailbox);
    if (only === undefined || more.length > 0)
      throw new PermanentError("arguments", "say which mailbox: --mailbox NAME");
    const [name, id] = only;
    const wanted = version === "base" ? null : version;
    if (!(await store.useModel(id, wanted)))
      throw new PermanentError("not-found", `${name} has no model ${version}; foyer model list shows them`);
    const choice = await store.modelChoice(id);
    process.stdout.write(
      `${name}: ${choice.version ?? "the base alone"}${choice.pinned ? ", pinned" : ""}\n`,
    );
  });
}

/** `foyer model train`: learns now, without waiting for LEARN_AT. */
export async function trainModels({ json, mailbox }: Options): Promise<void> {
  const config = readConfig();
  await withStore(config, async (store) => {
    for (const [name] of await mailboxesOf(store, mailbox)) {
      const learned = await learnNow(config, store, name);
      if (learned === null)
        throw new PermanentError("natural", "CLASSIFIER=natural knows no layers; corrections are only kept");
      process.stdout.write(
        json ? `${JSON.stringify({ mailbox: name, ...learned })}\n` : `${name}: ${learned.text}\n`,
      );
    }
  });
}

async function mailboxesOf(store: Store, name: string | undefined): Promise<[string, number][]> {
  const all = [...(await store.mailboxIds())];
  const chosen = name === undefined ? all : all.filter(([one]) => one === name);
  if (chosen.length === 0)
    throw new PermanentError(
      "not-found",
      name === undefined ? "no mailbox was opened yet" : `no mailbox ${name}`,
    );
  return chosen;
}

/** Learns what a mailbox teaches. null where the engine knows no layers. */
export async function learnNow(
  config: Config,
  store: Store,
  mailbox: string,
): Promise<(Outcome & { readonly text: string }) | null> {
  const mailboxId = (await store.mailboxIds()).get(mailbox);
  const base = await baseModel(config);
  if (base === null || mailboxId === undefined) return null;
  const own = config.mailboxes.find(({ policy }) => policy.name === mailbox);
  const log = openLog("silent");
  const pupil = { mailboxId, topics: own?.topics ?? null, correctionDays: own?.correctionDays ?? 365 };
  const outcome = await learn({ store, base, now: () => new Date(), log }, pupil);
  return { ...outcome, text: textOf(outcome) };
}

const SAYS: Readonly<Record<Outcome["result"], string>> = {
  unchanged: "nothing new to learn",
  base: "nothing to learn any more: the base alone is in use",
  live: "learned; in use from the next message on",
  pinned: "learned, but another version is pinned (foyer model use newest ends that)",
  refused: "learned, but it would make things worse: the old one stays",
};

function textOf({ result, version, corrections, examples, trial }: Outcome): string {
  const objection = trial?.objection ? ` (${trial.objection})` : "";
  const from = `${corrections} corrections, ${examples} examples`;
  return `${SAYS[result]}${objection}; ${version ?? "base"}, ${from}`;
}

async function baseModel(config: Config): Promise<BaseModel | null> {
  if (config.classifier !== "linear") return null;
  const { model } = await parserOptions("linear");
  const { version } = await loadClassifier("linear");
  return model === undefined ? null : { version, octets: model.octets, data: packageRoot("data") };
}
