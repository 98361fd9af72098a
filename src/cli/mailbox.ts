import type { Config, MailboxConfig } from "../config.ts";
import { PermanentError } from "../errors.ts";
import type { Mailbox, Store } from "../store/store.ts";
import { readConfig, withStore } from "./house.ts";

export interface MailboxWanted {
  /** Name of a mailbox; needed where there are several. */
  readonly mailbox?: string;
}

/** Runs `use` with the store, the mailbox that is meant, and the whole configuration. Throws PermanentError("no-mailbox") where that is not clear. */
export async function inMailbox<Result>(
  { mailbox: wanted }: MailboxWanted,
  use: (store: Store, mailbox: Mailbox, config: MailboxConfig, all: Config) => Promise<Result>,
): Promise<Result> {
  const all = readConfig();
  const { mailboxes } = all;
  const names = mailboxes.map((one) => one.policy.name);
  const config = mailboxes.find(({ policy }) => policy.name === (wanted ?? names[0]));
  if (config === undefined || (wanted === undefined && names.length > 1))
    throw new PermanentError("no-mailbox", `say which mailbox: --mailbox ${names.join(" or ")}`);
  return withStore(all, async (store) => {
    const { address, policy } = config;
    const mailbox = await store.openMailbox({ name: policy.name, address, startedAt: new Date() });
    return use(store, mailbox, config, all);
  });
}
