import type { Brought, SilentLine, SpikeLine } from "../policy/digest.ts";
import type { Period } from "../policy/period.ts";
import type { Desk } from "../triage/desk.ts";
import { unansweredOf } from "./offers.ts";

/** Silent customers that a digest names. */
const NAMED = 10;

/** What the parts that bring something to digests work with; the command line has it, too. */
export type DigestDesk = Pick<Desk, "config" | "mailbox" | "store" | "secret" | "now"> & {
  readonly publicUrl: string | null;
};

/** What other parts bring to a digest; each a list of its own, the most telling first. */
export async function brought(desk: DigestDesk, period: Period): Promise<Omit<Brought, "decisions">> {
  const spikes: readonly SpikeLine[] = [];
  return { spikes, silent: await silentOnes(desk, period), unanswered: await unansweredOf(desk, period) };
}

async function silentOnes({ store, mailbox }: DigestDesk, period: Period): Promise<SilentLine[]> {
  return (await store.silentCustomers(mailbox.id, period.to, 100))
    .filter(({ hindrance }) => hindrance === null)
    .slice(0, NAMED)
    .map(({ customerId, name, address, reasons, lastContact }) => ({
      customerId,
      who: name ?? address ?? "",
      reasons,
      lastAt: lastContact,
    }));
}
