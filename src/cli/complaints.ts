import { writeFile } from "node:fs/promises";
import { stringify } from "csv-stringify/sync";
import { PermanentError } from "../errors.ts";
import type { GroupState } from "../policy/action.ts";
import type { ComplaintGroup, ComplaintRow } from "../store/complaint.ts";
import type { Mailbox, Store } from "../store/store.ts";
import { groupName } from "../triage/groupname.ts";
import { inMailbox, type MailboxWanted } from "./mailbox.ts";

type Wanted = MailboxWanted & { readonly json?: boolean };

const DAY = 86_400_000;
/** Complaints that are shown as examples. */
const EXAMPLES = 3;
const MOST_EXPORTED = 1_000_000;
const day = (date: Date): string => date.toISOString().slice(0, 10);
const print = (value: unknown): boolean => process.stdout.write(`${JSON.stringify(value)}\n`);
const since = (days: number): Date => new Date(Date.now() - days * DAY);

const nameOf = (store: Store, mailbox: Mailbox, group: ComplaintGroup): Promise<string> =>
  groupName(store, mailbox.id, group);

/** `foyer complaints list`: groups of the last days, those of most customers first. */
export async function listGroups(options: Wanted & { readonly days: number }): Promise<void> {
  await inMailbox(options, async (store, mailbox) => {
    const groups = await store.complaintGroups(mailbox.id, since(options.days), 100);
    if (groups.length === 0) process.stderr.write(`no complaints in the last ${options.days} days\n`);
    for (const group of groups) {
      const name = await nameOf(store, mailbox, group);
      if (options.json) print({ ...group, name });
      else process.stdout.write(`${groupLine(group, name)}\n`);
    }
  });
}

const times = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

function groupLine(group: ComplaintGroup, name: string): string {
  const { id, customers, complaints, languages, firstAt, lastAt, state } = group;
  const counts = `${times(customers, "customer")}, ${times(complaints, "complaint")}`;
  return `${String(id).padStart(5)}  ${counts}, ${languages.join(" ")}, ${day(firstAt)} to ${day(lastAt)}, ${state}  ${name}`;
}

/** `foyer complaints show GROUP`. */
export async function showGroup(id: number, options: Wanted): Promise<void> {
  await inMailbox(options, async (store, mailbox) => {
    const group = await store.complaintGroup(mailbox.id, id);
    if (group === null) throw noGroup(id);
    const [name, rows, examples] = await Promise.all([
      nameOf(store, mailbox, group),
      store.complaints(mailbox.id, { groupId: group.id, limit: 200 }),
      store.complaintTexts(group.id, EXAMPLES),
    ]);
    if (options.json) return void print({ ...group, name, complaints: rows, examples });
    process.stdout.write(`${groupLine(group, name)}\n`);
    if (group.link !== null) process.stdout.write(`       ${group.link}\n`);
    for (const { subject, text } of examples)
      process.stdout.write(`\n  ${subject}\n  ${text.replace(/\s+/g, " ").slice(0, 300)}\n`);
    process.stdout.write("\n");
    for (const row of rows) process.stdout.write(`${complaintLine(row)}\n`);
  });
}

function complaintLine(row: ComplaintRow): string {
  const { ticketId, at, severity, topic, rootCause, recurrence, state, rating, subject } = row;
  const again = recurrence > 0 ? `, complaint no. ${recurrence + 1}` : "";
  const rated = rating === null ? "" : `, rated ${rating}`;
  return `  #${ticketId}  ${day(at)}  ${severity}, ${topic}, ${rootCause}${again}, ${state}${rated}  ${subject}`;
}

/** `foyer complaints export FILE`: every complaint, as CSV, JSON or JSON lines by the file's ending. */
export async function exportComplaints(file: string, options: Wanted & { days: number }): Promise<void> {
  if (!/\.(csv|jsonl?)$/i.test(file))
    throw new PermanentError("bad-file", `${file}: the name must end in .csv, .json or .jsonl`);
  const rows = await inMailbox(options, (store, mailbox) =>
    store.complaints(mailbox.id, { since: since(options.days), limit: MOST_EXPORTED }),
  );
  await writeFile(file, exported(file, rows)).catch(() => {
    throw new PermanentError("no-file", `${file} cannot be written`);
  });
  process.stdout.write(`${times(rows.length, "complaint")} written to ${file}\n`);
}

/** What such a file holds: its ending says how. */
export function exported(file: string, rows: readonly ComplaintRow[]): string {
  if (/\.csv$/i.test(file)) return stringify(rows.map(plainRow), { header: true, escape_formulas: true });
  return /\.json$/i.test(file)
    ? `${JSON.stringify(rows, null, 2)}\n`
    : rows.map((row) => `${JSON.stringify(row)}\n`).join("");
}

const plainRow = (row: ComplaintRow) =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key, value instanceof Date ? value.toISOString() : value]),
  );

export async function mergeGroups(from: number, into: number, options: Wanted): Promise<void> {
  const merged = await inMailbox(options, (store, mailbox) => store.mergeGroups(mailbox.id, from, into));
  if (!merged)
    throw new PermanentError("not-found", `groups ${from} and ${into} are one already, or one is missing`);
  process.stdout.write(`group ${from} is part of ${into} now\n`);
}

export async function splitGroup(id: number, tickets: readonly number[], options: Wanted): Promise<void> {
  const fresh = await inMailbox(options, (store, mailbox) => store.splitGroup(mailbox.id, id, tickets));
  if (fresh === null)
    throw new PermanentError("not-found", `not all of these tickets are in group ${id}, or nothing else is`);
  process.stdout.write(`${times(tickets.length, "complaint")} of group ${id} in the new group ${fresh}\n`);
}

interface Change {
  readonly name?: string;
  readonly link?: string;
  readonly state?: GroupState;
}

/** `foyer complaints change GROUP --name … --link … --state …`. */
export async function changeGroup(
  id: number,
  { name, link, state, ...wanted }: Wanted & Change,
): Promise<void> {
  if (link !== undefined && link !== "" && !/^https?:\/\/[^\s<>"]{3,500}$/i.test(link))
    throw new PermanentError("bad-link", `${link} is no address, for example https://tracker.example/42`);
  const given = name?.replace(/\s+/g, " ").trim().slice(0, 100);
  if (given === "") throw new PermanentError("bad-name", "a name needs at least a letter");
  const change = {
    ...(given === undefined ? {} : { name: given }),
    ...(link === undefined ? {} : { link: link === "" ? null : link }),
    ...(state === undefined ? {} : { state }),
  };
  if (Object.keys(change).length === 0)
    throw new PermanentError("nothing-to-change", "give --name, --link or --state");
  if (!(await inMailbox(wanted, (store, mailbox) => store.changeGroup(mailbox.id, id, change))))
    throw noGroup(id);
  process.stdout.write(`group ${id} changed\n`);
}

const noGroup = (id: number): PermanentError =>
  new PermanentError("not-found", `there is no group ${id} (foyer complaints list)`);
