import type { Brought, SilentLine } from "../policy/digest.ts";
import type { Period } from "../policy/period.ts";
import type { Desk } from "../triage/desk.ts";

/** Silent customers that a digest names. */
const NAMED = 10;

/** What the parts that bring something to digests work with; the command line has it, too. */
export type DigestDesk = Pick<Desk, "config" | "mailbox" | "store" | "secret" | "now"> & {
  readonly publicUrl: string | null;
};

/** For whom, and of when. */
export interface DigestAsked {
  readonly period: Period;
  /**
   * Lower-case address of the manager who reads it: what can be decided from it is bound to that one. null in a preview,
   * which offers nothing to decide.
   */
  readonly reader: string | null;
}

/** What other parts bring to a digest; each a list of its own, the most telling first. */
export async function brought(desk: DigestDesk, asked: DigestAsked): Promise<Brought> {
  return { spikes: [], silent: await silentOnes(desk, asked), decisions: [], unanswered: [] };
}

async function silentOnes({ store, mailbox }: DigestDesk, { period }: DigestAsked): Promise<SilentLine[]> {
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
