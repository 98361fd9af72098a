import { agentKey } from "../policy/staff.ts";
import type { NoteFiledValues } from "../smtp/team-values.ts";
import type { Entry } from "../store/message.ts";
import type { Desk } from "./desk.ts";
import { type StaffOwn, toStaff } from "./letter.ts";

type NoteDesk = Pick<Desk, "config" | "mailbox" | "secret" | "now" | "lease" | "store" | "folders">;

/**
 * Tells a colleague who answers a mail of foyer's, a digest for one, that only people read that, and where it was put; each
 * once for all. Before the commit of the messages: told, and then decided again after a crash, is better than not told.
 */
export async function tellOfNotes(desk: NoteDesk, entries: readonly Entry[]): Promise<void> {
  const { config, folders } = desk;
  for (const { decision, message } of entries) {
    if (decision?.acknowledge.reason.code !== "staff-note") continue;
    const address = message.from?.address.toLowerCase() ?? "";
    const to = config.policy.staff.filter((one) => one === address);
    if (to.length === 0) continue;
    const values: StaffOwn<NoteFiledValues> = { folder: folders?.[decision.folder] ?? decision.folder };
    const once = { job: `note-filed-${agentKey(address, desk.secret)}`, period: "once" };
    await desk.store.claimPeriod(desk.lease(), once, [toStaff(desk, "note-filed", { to, values })]);
  }
}
