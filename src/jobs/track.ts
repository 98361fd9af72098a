import type { Desk } from "../triage/desk.ts";

type TrackDesk = Pick<Desk, "config" | "mailbox" | "store" | "lease" | "now">;

/**
 * Asks the tracker to open an entry for a group of complaints, once a group; what is posted tells of nobody. `no-tracker`
 * where no webhook is configured; `gone` where there is no such group.
 */
export async function openEntry(desk: TrackDesk, groupId: number): Promise<"asked" | "no-tracker" | "gone"> {
  const { store, mailbox, config, now } = desk;
  if (config.hooks.tracker === null) return "no-tracker";
  const group = await store.complaintGroup(mailbox.id, groupId);
  if (group === null) return "gone";
  const [newest] = await store.complaints(mailbox.id, { groupId: group.id, limit: 1 });
  const body = {
    event: "complaint-group",
    mailbox: mailbox.name,
    group: group.id,
    // Its own words come from customers' mail: only a name that a person gave is told to others.
    name: group.name,
    topic: newest?.topic ?? null,
    rootCause: newest?.rootCause ?? null,
    severity: newest?.severity ?? null,
    customers: group.customers,
    complaints: group.complaints,
    languages: group.languages,
    firstAt: group.firstAt.toISOString(),
    lastAt: group.lastAt.toISOString(),
    state: group.state,
    link: group.link,
  };
  const hook = { target: "tracker", body, once: `tracker-${group.id}`, dueAt: now(), ticketIds: [] } as const;
  await store.queueHook(desk.lease(), hook);
  return "asked";
}
