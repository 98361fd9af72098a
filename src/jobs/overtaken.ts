import { decisionValues } from "../smtp/decision-kinds.ts";
import type { OutboxRow } from "../store/outgoing.ts";
import { viewAction } from "../triage/action.ts";
import type { Desk } from "../triage/desk.ts";

/**
 * Why mail that asks a manager to decide must not go any more, by outbox id: it has been decided, or what it was about was
 * merged, taken back or prepared anew since it was queued. Its link would only say so.
 */
export async function overtaken(
  { store, now }: Pick<Desk, "store" | "now">,
  rows: readonly OutboxRow[],
): Promise<ReadonlyMap<number, string>> {
  const reasons = new Map<number, string>();
  for (const row of rows) {
    if (row.kind !== "decision-wanted" && row.kind !== "decision-confirm") continue;
    const action = await store.action(decisionValues.parse(row.values).action);
    if (action === null || (await viewAction(store, action)) === null) reasons.set(row.id, "gone");
    else if (action.state !== "offered") reasons.set(row.id, "decided");
    else if (now() >= action.expiresAt) reasons.set(row.id, "expired");
  }
  return reasons;
}
