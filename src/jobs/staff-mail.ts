import type { MailboxConfig } from "../config.ts";
import type { OutboxDraft } from "../store/store.ts";
import type { Desk } from "../triage/desk.ts";
import { newMessageId } from "../triage/writing.ts";

/** What mail to staff is written with. */
export type StaffDesk = Pick<Desk, "config" | "secret" | "now">;

type Template = "hook-failed" | "spike" | "silence" | "kudos" | "look-back";

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

/** One mail to each reader, in the reader's language. */
export function staffMails(
  desk: StaffDesk,
  template: Template,
  { readers, values }: { readonly readers: readonly string[]; readonly values: object },
): readonly OutboxDraft[] {
  const { config } = desk;
  return readers.map((address) => ({
    kind: template,
    template,
    messageId: newMessageId(desk, 0, template),
    to: [{ name: "", address }],
    language: config.languages.get(address) ?? config.language,
    manner: "plain",
    values: { ...values, company: config.displayName, mailboxAddress: config.address },
    inReplyTo: null,
    references: [],
    dueAt: desk.now(),
  }));
}
