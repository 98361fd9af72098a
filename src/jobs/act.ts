import type { ActionKind, Outcome } from "../policy/action.ts";
import { managerOf } from "../policy/approval.ts";
import type { Action } from "../store/action.ts";
import { viewAction } from "../triage/action.ts";
import { outcomeMail } from "../triage/confirm.ts";
import type { Act, ActDesk } from "./acts/act.ts";
import { agreedAnswer } from "./acts/agreed-answer.ts";
import { approveFixed } from "./acts/approve-fixed.ts";
import { approveOutreach } from "./acts/approve-outreach.ts";
import { markVip } from "./acts/mark-vip.ts";
import { nameGroup } from "./acts/name-group.ts";
import { tracker } from "./acts/tracker.ts";

/** Decisions done in one go. */
const BATCH = 20;

const ACTS: Readonly<Record<ActionKind, Act>> = {
  "approve-outreach": approveOutreach,
  "approve-fixed": approveFixed,
  "name-group": nameGroup,
  "mark-vip": markVip,
  "agreed-answer": agreedAnswer,
  tracker,
};

/** Outcomes of a decision that was done; all others are refusals. */
const DONE: ReadonlySet<Outcome> = new Set<Outcome>([
  "named",
  "vip-marked",
  "answer-set",
  "tracker-set",
  "entry-asked",
  "mailing-approved",
  "outreach-sent",
]);

/**
 * Does what managers have decided, and tells them what came of it. Each act may be done twice after a crash, and comes to
 * the same. Returns how many were done or refused.
 */
export async function actOnDecisions(desk: ActDesk): Promise<number> {
  const waiting = await desk.store.takenActions(desk.mailbox.id, BATCH);
  for (const action of waiting) await actOn(desk, action);
  return waiting.length;
}

async function actOn(desk: ActDesk, action: Action): Promise<void> {
  const { store, config, secret, lease, log } = desk;
  // Before it is done: afterwards what it was about may be called otherwise.
  const view = await viewAction(store, action);
  const manager = managerOf(action.takenBy ?? "", config.policy, secret);
  const outcome = manager === null ? "not-a-manager" : await ACTS[action.offer.kind](desk, action);
  const done = DONE.has(outcome);
  // Who may not decide any more is told nothing of it either.
  const told = manager === null ? [] : [outcomeMail(desk, { action, manager, view }, { done, outcome })];
  const state = done ? "done" : "refused";
  await store.settleAction(lease(), action.id, { state, outcome, mail: told, at: desk.now() });
  log.info({ action: action.id, kind: action.offer.kind, outcome }, "decision done");
}
