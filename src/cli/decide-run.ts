import type { Judgements } from "../classify/judgement.ts";
import type { LayerFile } from "../imap/parse-worker.ts";
import type { Parser } from "../imap/parser.ts";
import type { Message } from "../mail/message.ts";
import { decide } from "../policy/decide.ts";
import type { MailboxPolicy } from "../policy/decision.ts";
import { DEFAULT_FOLDER_ORDER } from "../policy/folders.ts";
import { emptyMemory, type Memory } from "../policy/memory.ts";
import { contextFor, remember } from "../policy/remember.ts";
import { type DecideInput, decideInput } from "./decide-input.ts";
import { recordOf, unparsableRecord } from "./record.ts";
import type { DecideRecord } from "./record-schema.ts";

export interface SandboxOptions {
  readonly independent?: boolean;
  /** The mailbox's; without one, whoever each message is addressed to. */
  readonly address?: string;
  /** Own topics. */
  readonly layer?: LayerFile | null;
}

/** Messages parsed together; the first goes alone, so that its line comes at once. */
const WINDOW = 50;
/** Octets of source held at a time. */
const WINDOW_BYTES = 20_000_000;

/** A mailbox that exists only while the command runs: nothing is stored, moved or sent. */
interface Sandbox {
  readonly policy: MailboxPolicy;
  readonly options: SandboxOptions;
  memory: Memory;
  nextTicket: number;
  /** The clock: the latest message's own date. */
  now: Date;
}

/** A mailbox for one run of the command. */
export function sandbox(options: SandboxOptions, authservId: string | null): Sandbox {
  return {
    policy: sandboxPolicy(options.address ?? null, authservId),
    options,
    memory: emptyMemory(),
    nextTicket: 1,
    now: new Date(0),
  };
}

/** A record for each message, in the order given. */
export async function* decideAll(
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
  const parsed = (await parser.parseAll(raws, undefined, box.options.layer)).values();
  for (const input of inputs) {
    const id = "record" in input ? input.record.id : "error" in input ? input.id : undefined;
    const source = { file: input.file, id: id ?? input.file };
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
    managers: [],
    acknowledgeWithinHours: 72,
    recurrenceDays: 90,
  };
}
