import Table from "cli-table3";
import type { Judgements } from "../classify/judgement.ts";
import { PermanentError } from "../errors.ts";
import { openParser, type Parser } from "../imap/parser.ts";
import type { Message } from "../mail/message.ts";
import { decide } from "../policy/decide.ts";
import type { MailboxPolicy } from "../policy/decision.ts";
import { DEFAULT_FOLDER_ORDER } from "../policy/folders.ts";
import { emptyMemory, type Memory } from "../policy/memory.ts";
import { contextFor, remember } from "../policy/remember.ts";
import { readModel } from "./classifier.ts";
import { type DecideInput, decideInput } from "./decide-input.ts";
import { readEnvironment } from "./environment.ts";
import { type DecideRecord, recordOf, unparsableRecord } from "./record.ts";

export interface DecideOptions {
  readonly json?: boolean;
  readonly independent?: boolean;
  readonly address?: string;
}

/** Messages parsed together; the first goes alone, so that its line comes at once. */
const WINDOW = 50;
/** Octets of source held at a time. */
const WINDOW_BYTES = 20_000_000;

/** A mailbox that exists only while the command runs: nothing is stored, moved or sent. */
interface Sandbox {
  readonly policy: MailboxPolicy;
  readonly options: DecideOptions;
  memory: Memory;
  nextTicket: number;
  /** The clock: the latest message's own date. */
  now: Date;
}

/** `foyer decide PATH…`: one line a message, in the order given; what cannot be read gets a line too. Exit 0. */
export async function decideFiles(paths: readonly string[], options: DecideOptions): Promise<void> {
  if (options.address !== undefined && !/^[^\s@]+@[^\s@]+$/.test(options.address))
    throw new PermanentError("bad-address", `--address ${options.address} is not a mail address`);
  const engine = readEnvironment().CLASSIFIER === "natural" ? "natural" : "linear";
  const parser = openParser({ model: await readModel(engine) });
  try {
    const box: Sandbox = {
      policy: sandboxPolicy(options.address ?? null, readEnvironment().AUTHSERV_ID ?? null),
      options,
      memory: emptyMemory(),
      nextTicket: 1,
      now: new Date(0),
    };
    const records: DecideRecord[] = [];
    for await (const record of decideAll(paths, box, parser)) {
      if (options.json) await write(`${JSON.stringify(record)}\n`);
      else records.push(record);
    }
    if (!options.json) await write(`${tableOf(records)}\n`);
  } finally {
    await parser.close();
  }
}

/** Waits where the reader of a pipe is slower than we are. */
function write(text: string): Promise<void> {
  return new Promise((resolve) => {
    if (process.stdout.write(text)) resolve();
    else process.stdout.once("drain", resolve);
  });
}

async function* decideAll(
  paths: readonly string[],
  box: Sandbox,
  parser: Parser,
): AsyncGenerator<DecideRecord> {
  let window: DecideInput[] = [];
  let octets = 0;
  let first = true;
  const inputs = decideInput(
    paths,
    box.options.address === undefined ? {} : { address: box.options.address },
  );
  for await (const input of inputs) {
    window.push(input);
    octets += "raw" in input ? input.raw.size : 0;
    if (!first && window.length < WINDOW && octets < WINDOW_BYTES) continue;
    yield* decideWindow(window, box, parser);
    window = [];
    octets = 0;
    first = false;
  }
  yield* decideWindow(window, box, parser);
}

async function* decideWindow(
  inputs: readonly DecideInput[],
  box: Sandbox,
  parser: Parser,
): AsyncGenerator<DecideRecord> {
  const raws = inputs.flatMap((input) => ("raw" in input ? [input.raw] : []));
  const parsed = (await parser.parseAll(raws)).values();
  for (const input of inputs) {
    const id = "record" in input ? input.record.id : input.file;
    const source = { file: input.file, id };
    if ("error" in input) {
      yield unparsableRecord(source, input.error);
      continue;
    }
    const result = parsed.next().value;
    if (result?.message) yield decideOne(box, source, result);
    else yield unparsableRecord(source, result?.error?.message ?? "could not be parsed");
  }
}

interface Judged {
  readonly message: Message;
  readonly judgements: Judgements | null;
}

function decideOne(
  box: Sandbox,
  source: { file: string; id: string },
  { message, judgements }: Judged,
): DecideRecord {
  if (judgements === null) return unparsableRecord(source, "could not be judged");
  if (box.options.independent) box.memory = emptyMemory();
  box.now = message.date ?? box.now;
  const policy =
    box.options.address === undefined ? { ...box.policy, addresses: addresseeOf(message) } : box.policy;
  const context = contextFor(message, box.memory, policy, box.now, "");
  const decision = decide(message, judgements, context);
  const ticket =
    "append" in decision.ticket
      ? decision.ticket.append
      : "open" in decision.ticket
        ? box.nextTicket++
        : null;
  remember(box.memory, message, decision, ticket, box.now);
  return recordOf(source, message, { decision, ticket });
}

/** Where no address is given, the mailbox is whoever the message is addressed or was delivered to. */
function addresseeOf(message: Message): readonly string[] {
  const sender = message.from?.address.toLowerCase();
  const others = [...message.to, ...message.cc]
    .map((one) => one.address.toLowerCase())
    .filter((address) => address.includes("@") && address !== sender);
  if (others.length > 0) return others;
  const delivered = ["delivered-to", "x-original-to", "envelope-to"].flatMap(
    (name) => message.headers.get(name) ?? [],
  );
  return delivered
    .map((address) => address.trim().toLowerCase().replace(/^<|>$/g, ""))
    .filter((address) => address.includes("@") && address !== sender);
}

function sandboxPolicy(address: string | null, authservId: string | null): MailboxPolicy {
  return {
    name: "decide",
    addresses: address === null ? [] : [address.toLowerCase()],
    language: "en",
    timeZone: "UTC",
    staff: [],
    authservId,
    budgets: { perTicket: 1, perAddressDay: 3, perDomainHour: 20, brakeFactor: 5 },
    frequent: { contacts: 5, days: 30 },
    folderOrder: DEFAULT_FOLDER_ORDER,
    acknowledgeWithinHours: 72,
  };
}

/** For people: a row a message. */
function tableOf(records: readonly DecideRecord[]): string {
  const table = new Table({
    head: ["message", "subject", "folder", "answer", "ticket", "why"],
    wordWrap: true,
    colWidths: [24, 30, 12, 24, 8, 44],
  });
  for (const record of records)
    table.push([
      record.id.slice(-60),
      record.subject.slice(0, 80),
      record.folder,
      record.acknowledge.send ? "acknowledged" : record.acknowledge.reason,
      record.ticket ?? "",
      record.reasons
        .map((reason) => reason.text)
        .join("; ")
        .slice(0, 200),
    ]);
  return table.toString();
}
