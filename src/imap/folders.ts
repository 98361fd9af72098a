import type { FolderRole } from "../policy/decision.ts";
import type { Inbox } from "./inbox.ts";

/**
 * The path of each role's folder, created and subscribed where missing, with the server's delimiter under its
 * personal namespace. No segments is INBOX itself; roles with equal segments share a folder.
 */
export async function ensureFolders(
  inbox: Pick<Inbox, "create">,
  segments: Readonly<Record<FolderRole, readonly string[]>>,
): Promise<Record<FolderRole, string>> {
  const known = new Map<string, string>();
  const ensure = async (role: FolderRole): Promise<string> => {
    const key = JSON.stringify(segments[role]);
    const path = known.get(key) ?? (await inbox.create(segments[role]));
    known.set(key, path);
    return path;
  };
  return {
    attention: await ensure("attention"),
    automatic: await ensure("automatic"),
    urgent: await ensure("urgent"),
    vip: await ensure("vip"),
    vocal: await ensure("vocal"),
    silent: await ensure("silent"),
    today: await ensure("today"),
    happy: await ensure("happy"),
    low: await ensure("low"),
    frequent: await ensure("frequent"),
    queue: await ensure("queue"),
    escalated: await ensure("escalated"),
    resolved: await ensure("resolved"),
  };
}
