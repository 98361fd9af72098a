import { loadConfig } from "../../src/config/load.ts";
import type { MailboxConfig } from "../../src/config.ts";

/** The configuration of a mailbox that works, of which the test names only what it is about. */
export function config(changes: Partial<MailboxConfig> = {}): MailboxConfig {
  const [mailbox] = loadConfig({
    ADDRESS: "support@shop.example",
    DISPLAY_NAME: "Shop",
    IMAP_URL: "imaps://user:secret@mail.shop.example",
    SMTP_URL: "smtps://user:secret@mail.shop.example",
    MODE: "live",
  }).mailboxes;
  if (mailbox === undefined) throw new Error("the configuration has no mailbox");
  return { ...mailbox, ...changes };
}
