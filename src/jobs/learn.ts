import { createHash } from "node:crypto";
import { Piscina } from "piscina";
import type { Judged } from "../classify/judgement.ts";
import type { TopicExample } from "../classify/owntopics.ts";
import type { Lesson } from "../classify/teach.ts";
import type { Trial } from "../classify/trial.ts";
import { detectLanguage } from "../mail/language.ts";
import { replyText } from "../mail/quote.ts";
import type { Store } from "../store/store.ts";
import type { StoredLesson } from "../store/taught.ts";
import type { Log } from "../triage/desk.ts";
import type { LearnedLayer, LearnTask } from "./learn-worker.ts";
import { readTopics } from "./topics.ts";

/** The base that layers are made for. */
export interface BaseModel {
  readonly version: string;
  readonly octets: Uint8Array;
  /** The folder that holds train/*.jsonl. */
  readonly data: string;
}

export interface Learner {
  readonly store: Store;
  readonly base: BaseModel;
  readonly now: () => Date;
  readonly log: Log;
}

/** One mailbox, and what its configuration says of learning. */
export interface Pupil {
  readonly mailboxId: number;
  /** Path of its own topics; null: none. */
  readonly topics: string | null;
  /** Corrections are kept for so many days. */
  readonly correctionDays: number;
}

export interface Outcome {
  /** `unchanged`: nothing new since the last time. `base`: nothing to learn any more, the base alone is in use. */
  readonly result: "unchanged" | "base" | "live" | "pinned" | "refused";
  /** What is in use now; null: the base alone. */
  readonly version: string | null;
  readonly corrections: number;
  readonly examples: number;
  readonly trial: Trial | null;
}

const DAY = 86_400_000;

/**
 * Makes a mailbox' layer from all that it taught, tries it out, and puts it to use unless it makes anything worse. The
 * same corrections and examples give the same layer, so what was undone leaves no trace.
 */
export async function learn(learner: Learner, pupil: Pupil): Promise<Outcome> {
  const { store, base, log } = learner;
  const { mailboxId } = pupil;
  await store.forgetCorrections(mailboxId, new Date(learner.now().getTime() - pupil.correctionDays * DAY));
  const stored = await store.lessons(mailboxId);
  const topics = pupil.topics === null ? [] : await readTopics(pupil.topics);
  const madeFrom = digestOf(base.version, stored, topics);
  const choice = await store.modelChoice(mailboxId);
  const counts = { corrections: stored.length, examples: topics.length };
  if (choice.triedFrom === madeFrom)
    return { result: "unchanged", version: choice.version, ...counts, trial: null };
  const made = await makeLayer(base, stored.map(lessonOf), topics);
  if (made === null) {
    // Nobody who never taught anything needs a row for it.
    const isNews = choice.triedFrom !== null;
    const now = isNews ? await store.saveModel(mailboxId, { madeFrom, live: true, model: null }) : choice;
    return { result: isNews ? "base" : "unchanged", version: now.version, ...counts, trial: null };
  }
  const { trial, version, file } = made;
  const live = trial.objection === null;
  const model = { version, base: base.version, ...counts, trial, file };
  const now = await store.saveModel(mailboxId, { madeFrom, live, model });
  if (live) log.info({ version, ...counts }, "learned");
  else log.warn({ version, ...counts, objection: trial.objection }, "model refused");
  const result = !live ? "refused" : now.version === version ? "live" : "pinned";
  return { result, version: now.version, ...counts, trial };
}

/** As a message is judged when it arrives: without quotes and signature. */
function lessonOf({ learns, label, weight, subject, text }: StoredLesson): Lesson {
  const own = replyText(text);
  const message: Judged = { subject, text: own, language: detectLanguage(`${subject}\n${own}`).language };
  return { message, task: learns, label, weight };
}

function digestOf(base: string, lessons: readonly StoredLesson[], topics: readonly TopicExample[]): string {
  const hash = createHash("sha256").update(base);
  for (const lesson of lessons) hash.update(JSON.stringify(lesson));
  for (const { topic, message } of topics)
    hash.update(JSON.stringify([topic, message.subject, message.text]));
  return hash.digest("hex").slice(0, 32);
}

/** In a thread: it takes seconds of a processor, not those of the mailboxes. null where there is nothing to learn. */
export async function makeLayer(
  { octets, data }: Omit<BaseModel, "version">,
  lessons: readonly Lesson[],
  topics: readonly TopicExample[],
): Promise<LearnedLayer | null> {
  if (lessons.length + topics.length === 0) return null;
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const pool = new Piscina<LearnTask, LearnedLayer | null>({
    filename: new URL(`./learn-worker.${extension}`, import.meta.url).href,
    name: "learn",
    minThreads: 0,
    maxThreads: 1,
    resourceLimits: { maxOldGenerationSizeMb: 768 },
    execArgv: [],
    env: {},
  });
  try {
    return await pool.run({ base: octets, data, lessons, topics });
  } finally {
    await pool.destroy();
  }
}
