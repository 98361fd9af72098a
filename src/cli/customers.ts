import { readFile } from "node:fs/promises";
import { PermanentError } from "../errors.ts";
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
  const { entries, bad } = parseVips(bytes);
  const result = await withStore(readConfig(), (store) => store.importVips(entries));
  if (json) print({ ...result, bad });
  else {
    process.stdout.write(`${result.added} added, ${result.known} known before, ${bad.length} refused\n`);
    for (const row of bad) process.stdout.write(`  line ${row.line}: ${row.problem} (${row.value})\n`);
  }
  if (bad.length > 0) process.exitCode = 1;
}

export async function listCustomers({ json, limit }: Json & { readonly limit: number }): Promise<void> {
  const rows = await withStore(readConfig(), (store) => store.customers(limit, 0));
  for (const row of rows)
    if (json) print(row);
    else
      process.stdout.write(
        `${row.addresses[0] ?? "(erased)"}  ${row.names[0] ?? ""}  ${row.contacts} messages${row.vip ? "  VIP" : ""}${row.optedOut ? "  opted out" : ""}\n`,
      );
}

export async function showCustomer(address: string, { json }: Json): Promise<void> {
  const row = await withStore(readConfig(), (store) => store.customer(address.toLowerCase()));
  if (row === null) throw new PermanentError("not-found", `no customer has the address ${address}`);
  if (json) print(row);
  else
    for (const [key, value] of Object.entries(row))
      process.stdout.write(`${key.padEnd(14)} ${Array.isArray(value) ? value.join(", ") : String(value)}\n`);
}

export async function listVips({ json }: Json): Promise<void> {
  for (const entry of await withStore(readConfig(), (store) => store.vips()))
    if (json) print(entry);
    else process.stdout.write(`${entry.match}  ${entry.name ?? ""}\n`);
}

export async function removeVip(match: string): Promise<void> {
  const removed = await withStore(readConfig(), (store) => store.removeVip(match.toLowerCase()));
  if (!removed) throw new PermanentError("not-found", `${match} is not on the VIP list`);
}

export async function optOut(address: string, { undo }: { readonly undo?: boolean }): Promise<void> {
  await withStore(readConfig(), (store) => store.setOptOut(address.toLowerCase(), undo !== true));
}

export async function eraseCustomer(address: string): Promise<void> {
  const count = await withStore(readConfig(), (store) => store.eraseCustomer(address.toLowerCase()));
  process.stdout.write(`erased; ${count} messages lost their text\n`);
}
