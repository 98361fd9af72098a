import { TASKS } from "../classify/tasks.ts";
import { isOwnTopic } from "../classify/topicname.ts";
import type { Config } from "../config.ts";
import { PermanentError } from "../errors.ts";
import type { Store } from "../store/store.ts";
import type { CorrectionRow, StoredLesson } from "../store/taught.ts";
import { parseQuery } from "./explain.ts";
import { readConfig, withStore } from "./house.ts";
import { learnNow } from "./model.ts";

interface Json {
  readonly json?: boolean;
}

/** `foyer corrections list`: newest first. */
export async function listCorrections({ json, limit }: Json & { readonly limit: number }): Promise<void> {
  const rows = await withStore(readConfig(), (store) => store.corrections({ mailboxId: null, limit }));
  if (rows.length === 0) process.stderr.write("no corrections yet\n");
  for (const row of rows) process.stdout.write(json ? `${JSON.stringify(row)}\n` : `${lineOf(row)}\n`);
}

function lineOf(row: CorrectionRow): string {
  const moved = row.from === null ? "by word" : `${row.from} → ${row.to}`;
  return [
    String(row.id).padStart(5),
    row.state.padEnd(8),
    row.at.toISOString().slice(0, 16),
    row.mailbox,
    moved.padEnd(20),
    `${row.learns}: ${row.label}`.padEnd(20),
    ...(row.weight < 1 ? [`weight ${row.weight.toFixed(2)}`] : []),
    row.subject === "" ? "(erased)" : row.subject.slice(0, 60).replaceAll(/[\p{Cc}\p{Cf}]+/gu, " "),
  ].join("  ");
}

/** `foyer corrections confirm`: a person's word on a move that is not learned without one. Learned at once. */
export async function confirmCorrection(id: number, options: Json): Promise<void> {
  await change(options, async (store) => {
    const row = await store.confirmCorrection(id);
    if (row === null) throw new PermanentError("not-found", `no correction ${id} waits for a word`);
    return row;
  });
}

/** `foyer corrections undo`: as if the agent had never moved it; what was learned is learned anew without it. */
export async function undoCorrection(id: number, options: Json): Promise<void> {
  await change(options, async (store) => {
    const row = await store.undoCorrection(id);
    if (row === null)
      throw new PermanentError("not-found", `there is no correction ${id}, or it was undone before`);
    return row;
  });
}

export interface Said extends Json {
  readonly urgency?: string;
  readonly kind?: string;
  readonly tone?: string;
  readonly topic?: string;
}

/** `foyer corrections add`: what a person says of a message without moving it. */
export async function addCorrection(query: string, said: Said): Promise<void> {
  const { learns, label } = labelOf(said);
  await change(said, async (store) => {
    const [found] = await store.explain(parseQuery(query));
    const row =
      found === undefined
        ? null
        : await store.addCorrection({ ledgerId: found.ledger.id, learns, label, at: new Date() });
    if (row === null) throw new PermanentError("not-found", `nothing is known of ${query}`);
    return row;
  });
}

function labelOf(said: Said): Pick<StoredLesson, "learns" | "label"> {
  const named = (["urgency", "kind", "tone", "topic"] as const).filter((one) => said[one] !== undefined);
  const [learns] = named;
  const label = learns === undefined ? undefined : said[learns];
  if (learns === undefined || label === undefined || named.length > 1)
    throw new PermanentError("arguments", "name one of --urgency, --kind, --tone, --topic");
  const labels = TASKS.find(({ name }) => name === learns)?.labels ?? [];
  if (!labels.includes(label) && !(learns === "topic" && isOwnTopic(label)))
    throw new PermanentError("arguments", `--${learns} is one of ${labels.join(", ")}`);
  return { learns, label };
}

/** Changes a correction and learns anew, so that the next message is judged accordingly. */
async function change({ json }: Json, make: (store: Store) => Promise<CorrectionRow>): Promise<void> {
  const config: Config = readConfig();
  await withStore(config, async (store) => {
    const row = await make(store);
    const learned = await learnNow(config, store, row.mailbox);
    process.stdout.write(json ? `${JSON.stringify({ ...row, learned })}\n` : `${lineOf(row)}\n`);
    if (!json) process.stdout.write(`${learned === null ? "nothing is trained" : learned.text}\n`);
  });
}
