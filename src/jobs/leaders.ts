import type { MailboxConfig } from "../config.ts";

/** Who hears of what concerns the whole mailbox: who manages complaints and who leads, else the supervisor, else all agents. */
export function leadersOf({
  complaintsManager,
  managers,
  supervisor,
  agents,
}: MailboxConfig): readonly string[] {
  const first = [...new Set([...(complaintsManager === null ? [] : [complaintsManager]), ...managers])];
  if (first.length > 0) return first;
  return supervisor === null ? agents : [supervisor];
}
