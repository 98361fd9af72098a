import type { Secret } from "../config.ts";
import { PermanentError, TemporaryError } from "../errors.ts";
import { BusyError, type Posting, postJson } from "../hook/post.ts";
import { periodAt } from "../policy/period.ts";
import type { HookFailedValues } from "../smtp/team-values.ts";
import type { HookRow } from "../store/hook.ts";
import type { Desk } from "../triage/desk.ts";
import { type StaffOwn, toStaff } from "../triage/letter.ts";
import { causeOf } from "../triage/read.ts";
import { leadersOf } from "./leaders.ts";

export type HookDesk = Pick<Desk, "config" | "mailbox" | "store" | "now" | "log" | "lease" | "secret">;

/** Claimed together and posted at the same time, so that servers that hang cost ten seconds, whatever their number. */
const CLAIM = 10;
const CLAIM_SECONDS = 60;
/** Rounds of one run at most: the rest waits for the next. */
const ROUNDS = 6;
/** Tries before a person is told; the last is about a day after the first. */
const TRIES = 12;
const FIRST_WAIT = 30;
const LONGEST_WAIT = 6 * 3600;

/** Posts what is due to chats and trackers. Returns how many rows were looked at. */
export async function deliverHooks(desk: HookDesk, signal: AbortSignal): Promise<number> {
  // In shadow mode nothing is told to anyone.
  if (desk.config.mode === "shadow") return 0;
  let looked = 0;
  for (let round = 0; round < ROUNDS && !signal.aborted; round++) {
    const rows = await desk.store.claimHooks(desk.mailbox.id, desk.now(), CLAIM, CLAIM_SECONDS);
    await Promise.all(rows.map((row) => deliver(desk, row)));
    looked += rows.length;
    if (rows.length < CLAIM) break;
  }
  return looked;
}

async function deliver(desk: HookDesk, row: HookRow): Promise<void> {
  const { store, log } = desk;
  const fields = { hook: row.id, target: row.target };
  try {
    await postJson(postingOf(desk, row));
  } catch (error) {
    return settleFailure(desk, row, error);
  }
  await store.hookSent(row.id, desk.now());
  log.info(fields, "posted");
}

function postingOf({ config, now }: HookDesk, row: HookRow): Posting {
  const { chat, tracker, allowPrivate } = config.hooks;
  const addresses: Readonly<Record<HookRow["target"], Secret | null>> = { chat: chat?.url ?? null, tracker };
  const url = addresses[row.target];
  if (url === null) throw new PermanentError("hook-unset", `no webhook is configured for the ${row.target}`);
  return { url, body: row.body, allowPrivate, now: now() };
}

/** What time can mend is tried again, ever later, as the server asks; the rest a person has to look at. */
async function settleFailure(desk: HookDesk, row: HookRow, error: unknown): Promise<void> {
  const known = error instanceof PermanentError || error instanceof TemporaryError;
  const fields = {
    hook: row.id,
    target: row.target,
    attempts: row.attempts,
    cause: causeOf(error),
    detail: known ? error.message : undefined,
  };
  if (error instanceof PermanentError || row.attempts >= TRIES) {
    await desk.store.failHook(row.id, desk.now(), fields.cause);
    desk.log.error(fields, "webhook given up");
    return tellPeople(desk, row.target, fields.cause);
  }
  const usual = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (row.attempts - 1));
  const seconds = Math.max(usual, error instanceof BusyError ? (error.seconds ?? 0) : 0);
  await desk.store.retryHook(row.id, new Date(desk.now().getTime() + seconds * 1000), fields.cause);
  desk.log.warn({ ...fields, retrySeconds: seconds }, "not posted yet");
}

/** Only a person can mend it, and nobody reads the log; once a day, however much is given up. */
async function tellPeople(desk: HookDesk, target: HookRow["target"], code: string): Promise<void> {
  const { config, now, store } = desk;
  const period = periodAt("daily", now(), config.businessHours.timeZone).name;
  const values: StaffOwn<HookFailedValues> = { target, why: reasonOf(code), code };
  const mail = leadersOf(config).map((reader) => toStaff(desk, "hook-failed", { to: [reader], values }));
  await store.claimPeriod(desk.lease(), { job: `hook-failed-${target}`, period }, mail);
}

function reasonOf(code: string): HookFailedValues["why"] {
  if (code === "hook-private") return "private";
  if (code === "hook-redirect") return "moved";
  return code.startsWith("hook-") ? "gone" : "unreachable";
}
