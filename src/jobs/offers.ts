import type { Topic } from "../classify/judgement.ts";
import type { Offer } from "../policy/action.ts";
import type { UnansweredGroup } from "../policy/digest.ts";
import type { Period } from "../policy/period.ts";
import type { Desk } from "../triage/desk.ts";
import { groupName } from "../triage/groupname.ts";

export type OfferDesk = Pick<Desk, "config" | "mailbox" | "store"> & {
  /** Topics that have an agreed answer in a file. */
  readonly covered: readonly Topic[];
};

/** Offered at most, of each kind: a digest is short. */
const OFFERED = 3;
const UNANSWERED = 5;
/** From so many customers on a group is worth a name, a link, an answer. */
const WORTH = 3;
/** Who wrote so often is one to think of as VIP. */
const OFTEN = 10;
/** Silent customers approved together: no more than a digest names, for who approves by mail sees no others. */
export const REACHED = 10;

/** What managers are offered to decide from the digest of a period, the most telling first. */
export async function offersOf(desk: OfferDesk, period: Period): Promise<readonly Offer[]> {
  return [
    ...(await mailings(desk)),
    ...(await outreach(desk, period)),
    ...(await groups(desk, period.from)),
    ...(await regulars(desk)),
  ];
}

/** "It is put right", prepared and not approved yet. */
async function mailings({ store, mailbox }: OfferDesk): Promise<readonly Offer[]> {
  const prepared = await store.fixedMailings(mailbox.id, "prepared");
  return prepared.slice(-OFFERED).map(({ id }) => ({ kind: "approve-fixed", mailing: id }));
}

async function outreach({ config, store, mailbox }: OfferDesk, { to }: Period): Promise<readonly Offer[]> {
  if (!config.outreach) return [];
  const silent = (await store.silentCustomers(mailbox.id, to, 100)).filter(
    ({ hindrance }) => hindrance === null,
  );
  const customers = silent.slice(0, REACHED).map(({ customerId }) => customerId);
  return customers.length === 0 ? [] : [{ kind: "approve-outreach", customers }];
}

/** What the groups that most complain in still lack: a name, a link, an answer. */
async function groups({ store, mailbox, covered }: OfferDesk, since: Date): Promise<readonly Offer[]> {
  const large = (await store.complaintGroups(mailbox.id, since, 50)).filter((one) => one.customers >= WORTH);
  const answerless = await store.groupsWithoutAnswer(mailbox.id, since, { covered, limit: OFFERED });
  const offers = (kind: "name-group" | "tracker" | "agreed-answer", list: readonly { id: number }[]) =>
    list.slice(0, OFFERED).map(({ id }): Offer => ({ kind, group: id }));
  return [
    ...offers(
      "name-group",
      large.filter(({ name }) => name === null),
    ),
    ...offers(
      "tracker",
      large.filter(({ link, state }) => link === null && state !== "fixed"),
    ),
    ...offers(
      "agreed-answer",
      answerless.filter(({ customers }) => customers >= WORTH),
    ),
  ];
}

/** Who writes most and is no VIP yet. */
async function regulars({ store, mailbox }: OfferDesk): Promise<readonly Offer[]> {
  const found = await store.regulars(mailbox.id, OFTEN, OFFERED);
  return found.map(({ id }) => ({ kind: "mark-vip", customer: id }));
}

/** Groups of complaints that have no agreed answer. */
export async function unansweredOf(
  { store, mailbox, covered }: OfferDesk,
  period: Period,
): Promise<readonly UnansweredGroup[]> {
  const found = await store.groupsWithoutAnswer(mailbox.id, period.from, { covered, limit: UNANSWERED });
  return Promise.all(
    found.map(async (group) => ({
      group: group.id,
      name: await groupName(store, mailbox.id, group),
      complaints: group.complaints,
    })),
  );
}
