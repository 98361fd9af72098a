import type { Brought } from "../policy/digest.ts";
import type { Period } from "../policy/period.ts";
import type { Desk } from "../triage/desk.ts";

/** What other parts bring to a digest; each a list of its own. */
export async function brought(_desk: Pick<Desk, "store" | "mailbox">, _period: Period): Promise<Brought> {
  return { spikes: [], silent: [], decisions: [], unanswered: [] };
}
