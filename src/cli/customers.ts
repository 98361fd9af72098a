import { readFile } from "node:fs/promises";
import { addressOf } from "../config/values.ts";
import { PermanentError } from "../errors.ts";
import type { CustomerRecord } from "../store/customer.ts";
import { parseVips } from "./customers-csv.ts";
import { readConfig, withStore } from "./house.ts";

interface Json {
  readonly json?: boolean;
}

const print = (value: unknown): boolean => process.stdout.write(`${JSON.stringify(value)}\n`);

/** `foyer customers import`: good rows are taken, bad ones reported; exit 1 if there were any. */
export async function importCustomers(file: string, { json }: Json): Promise<void> {
  const bytes = await readFile(file).catch(() => {
    throw new PermanentError("no-file", `${file} cannot be read`);
  });
  const { entries, bad, duplicates } = parseVips(bytes);
  const result = await withStore(readConfig(), (store) => store.importVips(entries));
  if (json) print({ ...result, duplicates, bad });
  else {
    const { added, known } = result;
    process.stdout.write(
      `${added} added, ${known} known before, ${duplicates} repeated in the file, ${bad.length} refused\n`,
    );
    for (const { line, problem, value } of bad)
      process.stdout.write(`  line ${line} ${problem}${value === "" ? "" : ` (${value})`}\n`);
  }
  if (bad.length > 0) process.exitCode = 1;
}

export async function listCustomers({ json, limit }: Json & { readonly limit: number }): Promise<void> {
  const rows = await withStore(readConfig(), (store) => store.customers(limit, 0));
  if (rows.length === 0) process.stderr.write("no customers yet\n");
  for (const row of rows)
    if (json) print(row);
    else process.stdout.write(`${customerLine(row)}\n`);
}

export async function showCustomer(address: string, { json }: Json): Promise<void> {
  const row = await withStore(readConfig(), (store) => store.customer(address.toLowerCase()));
  if (row === null) throw new PermanentError("not-found", `no customer has the address ${address}`);
  if (json) print(row);
  else process.stdout.write(customerText(row));
}

const messages = (count: number): string => `${count} ${count === 1 ? "message" : "messages"}`;

function customerLine(row: CustomerRecord): string {
  return [
    row.addresses[0] ?? "(erased)",
    row.names[0] ?? "",
    messages(row.contacts),
    row.lastContact === null ? "" : `last ${row.lastContact.toISOString()}`,
    row.vip ? "VIP" : "",
    row.optedOut ? "opted out" : "",
    row.dead ? "address dead" : "",
  ]
    .filter((part) => part !== "")
    .join("  ");
}

/** All of a customer's record, a line for each field. */
export function customerText(row: CustomerRecord): string {
  const yes = (value: boolean): string => (value ? "yes" : "no");
  const list = (values: readonly string[]): string => (values.length === 0 ? "none" : values.join(", "));
  const lines: readonly (readonly [string, string])[] = [
    ["number", String(row.id)],
    ["addresses", list(row.addresses)],
    ["names", list(row.names)],
    ["phones", list(row.phones)],
    ["order numbers", list(row.orderNumbers)],
    ["language", row.language ?? "not known"],
    ["VIP", yes(row.vip)],
    ["opted out", yes(row.optedOut)],
    ["address dead", yes(row.dead)],
    ["first contact", row.firstContact?.toISOString() ?? "none"],
    ["last contact", row.lastContact?.toISOString() ?? "none"],
    ["contacts", messages(row.contacts)],
  ];
  return lines.map(([label, value]) => `${`${label}:`.padEnd(15)} ${value}\n`).join("");
}

export async function listVips({ json }: Json): Promise<void> {
  const vips = await withStore(readConfig(), (store) => store.vips());
  if (vips.length === 0) process.stderr.write("the VIP list is empty (foyer customers import FILE)\n");
  for (const entry of vips)
    if (json) print(entry);
    else process.stdout.write(`${entry.match}  ${entry.name ?? ""}\n`);
}

export async function removeVip(match: string): Promise<void> {
  const removed = await withStore(readConfig(), (store) => store.removeVip(match.toLowerCase()));
  if (!removed) throw new PermanentError("not-found", `${match} is not on the VIP list`);
  process.stdout.write(`${match.toLowerCase()} is off the VIP list\n`);
}

export async function optOut(address: string, { undo }: { readonly undo?: boolean }): Promise<void> {
  const known = addressOf(address);
  if (known === null) throw new PermanentError("bad-address", `${address} is not a mail address`);
  await withStore(readConfig(), (store) => store.setOptOut(known, undo !== true));
  const said = undo ? "may get automatic mail again" : "gets no automatic mail any more";
  process.stdout.write(`${known} ${said}\n`);
}

export async function eraseCustomer(address: string): Promise<void> {
  const count = await withStore(readConfig(), (store) => store.eraseCustomer(address.toLowerCase()));
  process.stdout.write(`erased; ${count} messages lost their text\n`);
}
