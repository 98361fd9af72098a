import type { Brought, SilentLine, SpikeLine } from "../policy/digest.ts";
import type { Period } from "../policy/period.ts";
import type { StoryRow } from "../store/trend.ts";
import type { Desk } from "../triage/desk.ts";
import { groupName } from "../triage/groupname.ts";
import { type OfferDesk, REACHED, unansweredOf } from "./offers.ts";

/** Stories that a digest tells. */
const TOLD = 10;

/** What the parts that bring something to digests work with; the command line has it, too. */
export type DigestDesk = Pick<Desk, "secret" | "now"> &
  OfferDesk & {
    readonly publicUrl: string | null;
  };

/** What other parts bring to a digest; each a list of its own, the most telling first. */
export async function brought(desk: DigestDesk, period: Period): Promise<Omit<Brought, "decisions">> {
  return {
    spikes: await spikesOf(desk, period),
    silent: await silentOnes(desk, period),
    unanswered: await unansweredOf(desk, period),
  };
}

/** Stories that went on in the period, the newest first. */
async function spikesOf({ store, mailbox }: DigestDesk, period: Period): Promise<SpikeLine[]> {
  const stories = (await store.stories(mailbox.id, period.from)).filter(
    ({ openedAt }) => openedAt < period.to,
  );
  const lines: SpikeLine[] = [];
  for (const story of stories.slice(0, TOLD)) {
    const { kind, key, customers, usual, openedAt } = story;
    const isSilence = kind === "mail" || kind === "complaints";
    const group = kind === "group" ? await store.complaintGroup(mailbox.id, Number(key)) : null;
    lines.push({
      what: isSilence ? "all" : kind,
      group: group?.id ?? null,
      name: group === null ? labelOf(story) : await groupName(store, mailbox.id, group),
      direction: isSilence ? "silence" : "spike",
      since: openedAt,
      count: customers,
      usual: Math.round(usual * 10) / 10,
    });
  }
  return lines;
}

const labelOf = ({ kind, key }: StoryRow): string => (key === "" ? kind : key);

async function silentOnes({ store, mailbox }: DigestDesk, period: Period): Promise<SilentLine[]> {
  return (await store.silentCustomers(mailbox.id, period.to, 100))
    .filter(({ hindrance }) => hindrance === null)
    .slice(0, REACHED)
    .map(({ customerId, name, address, reasons, lastContact }) => ({
      customerId,
      who: name ?? address ?? "",
      reasons,
      lastAt: lastContact,
    }));
}
