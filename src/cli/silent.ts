import { PermanentError } from "../errors.ts";
import { sendOutreach } from "../jobs/outreach.ts";
import { HINDRANCES, SILENT_REASONS } from "../policy/silent.ts";
import type { SilentCustomer } from "../store/silent.ts";
import { inMailbox, type MailboxWanted } from "./mailbox.ts";

type Wanted = MailboxWanted & { readonly json?: boolean };

const day = (date: Date | null): string => date?.toISOString().slice(0, 10) ?? "never";

/** `foyer customers silent`: who does not complain, and may be leaving; why, and what speaks against writing to them. */
export async function listSilent(options: Wanted & { readonly limit: number }): Promise<void> {
  const found = await inMailbox(options, (store, mailbox) =>
    store.silentCustomers(mailbox.id, new Date(), options.limit),
  );
  if (found.length === 0) process.stderr.write("no silent customers\n");
  for (const customer of found)
    process.stdout.write(options.json ? `${JSON.stringify(customer)}\n` : silentText(customer));
}

/** A customer of the list, in three lines at most. */
export function silentText(customer: SilentCustomer): string {
  const { customerId, address, name, vip, lastContact, ticketId, subject, reasons, hindrance } = customer;
  const who = [name, address === null ? null : `<${address}>`, vip ? "VIP" : null].filter((part) => part);
  const matter = ticketId === null ? "" : `, #${ticketId} ${subject}`;
  return [
    `${String(customerId).padStart(6)}  ${who.join(" ")}, last wrote: ${day(lastContact)}${matter}`,
    ...reasons.map((code) => `        ${SILENT_REASONS[code]} (${code})`),
    ...(hindrance === null ? [] : [`        not now: ${HINDRANCES[hindrance]} (${hindrance})`]),
    "",
  ].join("\n");
}

/** `foyer customers reach NUMBER…`: shows whom a mail would go to; with `yes` it is approved, and goes out from then on. */
export async function reachSilent(
  customerIds: readonly number[],
  { yes, ...wanted }: Wanted & { readonly yes?: boolean },
): Promise<void> {
  await inMailbox(wanted, async (store, mailbox, config) => {
    if (!config.outreach)
      throw new PermanentError("outreach-off", "OUTREACH is off: nobody is written to unasked");
    const now = (): Date => new Date();
    const found = await store.silentAmong(mailbox.id, customerIds, now());
    for (const customer of found) process.stdout.write(silentText(customer));
    const missing = customerIds.filter((id) => !found.some(({ customerId }) => customerId === id));
    if (missing.length > 0) throw new PermanentError("not-found", `no customer ${missing.join(", ")}`);
    if (yes !== true) {
      process.stdout.write("nothing is approved yet: say --yes\n");
      return;
    }
    const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
    const approved = await sendOutreach({ config, store, mailbox, now, log }, customerIds);
    process.stdout.write(`approved: ${approved.length} of ${customerIds.length}\n`);
    if (approved.length === 0)
      throw new PermanentError("none-approved", "none of them may be written to now");
  });
}

/** What is approved is printed. */
function ignore(): void {
  // Nothing to log.
}
