import type { Brought, SilentLine } from "../policy/digest.ts";
import type { Period } from "../policy/period.ts";
import type { Desk } from "../triage/desk.ts";

/** Silent customers that a digest names. */
const NAMED = 10;

/** What other parts bring to a digest; each a list of its own. */
export async function brought(
  { store, mailbox }: Pick<Desk, "store" | "mailbox">,
  period: Period,
): Promise<Brought> {
  const silent = (await store.silentCustomers(mailbox.id, period.to, 100))
    .filter(({ hindrance }) => hindrance === null)
    .slice(0, NAMED)
    .map(
      ({ customerId, name, address, reasons, lastContact }): SilentLine => ({
        customerId,
        who: name ?? address ?? "",
        reasons,
        lastAt: lastContact,
      }),
    );
  return { spikes: [], silent, decisions: [], unanswered: [] };
}
