import { replyText } from "../mail/quote.ts";
import { ACTION_INPUT, type Approval, fieldsIn, type Outcome } from "../policy/action.ts";
import { managerOf } from "../policy/approval.ts";
import { isUsableAnswer } from "../smtp/agreed.ts";
import type { Action } from "../store/action.ts";
import type { Entry } from "../store/message.ts";
import type { OutboxDraft } from "../store/outgoing.ts";
import { viewAction } from "./action.ts";
import { outcomeMail } from "./confirm.ts";
import type { Desk } from "./desk.ts";

type ApproveDesk = Pick<Desk, "config" | "secret" | "now" | "log" | "store">;

/**
 * Takes the decisions that managers sent by mail, and answers those that cannot be taken. Before the commit of the
 * messages: what is asked twice after a crash is taken once, and lost it must not be.
 */
export async function takeApprovals(desk: ApproveDesk, entries: readonly Entry[]): Promise<readonly Entry[]> {
  const taken: Entry[] = [];
  for (const entry of entries) {
    const approval = entry.decision?.approval;
    if (approval === undefined) taken.push(entry);
    else taken.push({ ...entry, outbox: [...entry.outbox, ...(await takeOne(desk, entry, approval))] });
  }
  return taken;
}

/** Empty where it is taken: what came of it is told when it is done. */
async function takeOne(desk: ApproveDesk, entry: Entry, approval: Approval): Promise<readonly OutboxDraft[]> {
  const action = await desk.store.action(approval.action);
  const fault = action === null ? "gone" : await faultOf(desk, entry, { approval, action });
  desk.log.info({ action: approval.action, fault }, fault === null ? "decided" : "decision refused");
  const manager = senderOf(desk, entry);
  if (fault === null || action === null || manager === null) return [];
  const view = await viewAction(desk.store, action);
  return [outcomeMail(desk, { action, manager, view }, { done: false, outcome: fault })];
}

/** Only people of our own are told why not. */
function senderOf({ config }: ApproveDesk, { message }: Entry): string | null {
  const address = message.from?.address.toLowerCase() ?? "";
  return config.policy.staff.find((one) => one === address) ?? null;
}

const isUnusable = (input: object): boolean => {
  const answer = ACTION_INPUT["agreed-answer"].safeParse(input).data;
  return answer !== undefined && !isUsableAnswer(answer.text, answer.language);
};

async function faultOf(
  { config, secret, store, now }: ApproveDesk,
  { message }: Entry,
  { approval, action }: { readonly approval: Approval; readonly action: Action },
): Promise<Outcome | null> {
  if ("refused" in approval) return approval.refused;
  if (action.mailbox !== config.policy.name || managerOf(approval.by, config.policy, secret) === null)
    return "not-a-manager";
  const { kind } = action.offer;
  const fields = fieldsIn(kind, replyText(message.text), config.language);
  const input = ACTION_INPUT[kind].safeParse(fields);
  if (!input.success) return "missing-input";
  // Found before it is taken: a slip of the pen must not cost the link.
  if (isUnusable(input.data)) return "bad-answer";
  const key = message.messageId ?? message.fingerprint;
  const taking = { by: approval.by, via: "mail", key, input: input.data, at: now() } as const;
  const taken = await store.takeAction(action.id, taking);
  return taken === "taken" ? null : taken;
}
