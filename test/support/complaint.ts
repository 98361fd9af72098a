import type { Topic } from "../../src/classify/judgement.ts";
import type { Lease, Store } from "../../src/store/store.ts";

/** Writes what complaints wait into the log, all into one group; returns it. */
export async function logTogether(store: Store, lease: Lease, topic: Topic = "delivery"): Promise<number> {
  let groupId: number | null = null;
  const waiting = await store.unloggedComplaints(lease.mailboxId, 100);
  for (const one of waiting) {
    const draft = {
      ticketId: one.ticketId,
      ledgerId: one.ledgerId,
      customerId: one.customerId,
      at: one.at,
      language: one.language,
      topic,
      rootCause: "process" as const,
      severity: "high" as const,
      group: groupId ?? { begunBy: one.ticketId },
      ties: [],
      terms: [],
      termIds: [],
    };
    [groupId = 0] = await store.logComplaints(lease, [draft]);
  }
  if (groupId === null) throw new Error("nobody complains");
  return groupId;
}
