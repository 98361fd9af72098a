import { PermanentError } from "../errors.ts";
import type { Ref } from "../mail/message.ts";
import type { Reason } from "../policy/decision.ts";
import { REASONS } from "../policy/reasons.ts";
import type { Explanation } from "../store/message.ts";
import { refText } from "../triage/file.ts";
import { readConfig, withStore } from "./house.ts";

/** `foyer explain REF|MESSAGE-ID`: exit 1 where nothing is known of it. */
export async function explain(query: string, options: { readonly json?: boolean }): Promise<void> {
  const found = await withStore(readConfig(), (store) => store.explain(parseQuery(query)));
  if (found.length === 0)
    throw new PermanentError(
      "not-found",
      `nothing is known of ${query}; a ref is FOLDER/UIDVALIDITY/UID, as in the log`,
    );
  if (options.json) process.stdout.write(`${JSON.stringify(found, bigints, 2)}\n`);
  else process.stdout.write(found.map(explanationText).join("\n"));
}

/** "INBOX/1720000000/42" or "<id@host>" (the angle brackets may be missing). */
export function parseQuery(query: string): { ref: Ref } | { messageId: string } {
  const ref = /^(.+)\/(\d{1,20})\/(\d{1,10})$/.exec(query);
  if (ref?.[1] !== undefined && ref[2] !== undefined && !query.includes("@"))
    return { ref: { folder: ref[1], uidValidity: BigInt(ref[2]), uid: Number(ref[3]) } };
  return { messageId: query.startsWith("<") ? query : `<${query}>` };
}

/** One message as lines for a person. */
export function explanationText({
  ledger,
  subject,
  from,
  internalDate,
  outbox,
  events,
}: Explanation): string {
  const { decision } = ledger;
  const lines = [
    `${refText(ledger.firstRef)}  ${internalDate.toISOString()}`,
    `  from       ${from === null ? "nobody" : `${from.name} <${from.address}>`}`,
    `  subject    ${subject}`,
    `  state      ${ledger.state}${ledger.reason === null ? "" : ` (${ledger.reason})`}, now at ${refText(ledger.ref)}`,
    `  ticket     ${ledger.ticketId ?? "none"}`,
  ];
  if (decision !== null) {
    const { urgency, kind, tone, topic } = decision.judgements;
    lines.push(
      `  folder     ${decision.folder}, priority ${decision.priority}, ${decision.disposition}`,
      ...[urgency, kind, tone, topic].map(
        (one, index) =>
          `  ${["urgency", "kind", "tone", "topic"][index]?.padEnd(10)} ${one.label} ${Math.round(one.confidence * 100)} %  ${one.reasons.join(", ")}`,
      ),
      `  answer     ${decision.acknowledge.send ? decision.acknowledge.template : "none"}: ${textOf(decision.acknowledge.reason)}`,
      ...decision.reasons.map((reason) => `  because    ${textOf(reason)} (${reason.code})`),
    );
  }
  for (const row of outbox)
    lines.push(
      `  ${row.kind.padEnd(10)} ${row.state}${row.cause === null ? "" : ` (${row.cause})`} ${row.sentAt?.toISOString() ?? `due ${row.dueAt.toISOString()}`} ${row.messageId}`,
    );
  for (const event of events)
    lines.push(`  ${event.at.toISOString()} ${event.type} ${JSON.stringify(event.codes)}`);
  return `${lines.join("\n")}\n`;
}

/** Erasing a customer empties the texts; what a code means stays true. */
function textOf({ code, text }: Reason): string {
  return text || (Object.entries(REASONS).find(([known]) => known === code)?.[1] ?? code);
}

const bigints = (_key: string, value: unknown): unknown =>
  typeof value === "bigint" ? value.toString() : value;
