import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Message } from "../../src/mail/message.ts";
import { parseMessage } from "../../src/mail/parse.ts";
import { decide } from "../../src/policy/decide.ts";
import type { Decision, MailboxPolicy } from "../../src/policy/decision.ts";
import { emptyMemory } from "../../src/policy/memory.ts";
import { contextFor, remember } from "../../src/policy/remember.ts";
import { judgements, mailbox, SECRET } from "../policy/message.ts";

interface Case {
  readonly id: string;
  readonly file: string;
  readonly category?: string;
}

const here = new URL("./", import.meta.url);

function lines<Row>(file: string): readonly Row[] {
  const text = readFileSync(new URL(file, here), "utf8");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line): Row => JSON.parse(line));
}

async function parsed(file: string): Promise<Message> {
  const source = readFileSync(new URL(file, here));
  return parseMessage({ source, size: source.length, structure: null });
}

/** The mailbox is whoever the message is addressed to. */
function addressed(message: Message): MailboxPolicy {
  const addresses = [...message.to, ...message.cc].map((one) => one.address.toLowerCase());
  return mailbox({ addresses, staff: [], authservId: null });
}

function decided(message: Message): Decision {
  const now = message.date ?? new Date("2026-01-05T09:00:00Z");
  return decide(message, judgements(), contextFor(message, emptyMemory(), addressed(message), now, SECRET));
}

describe("mail of machines", () => {
  it.each(lines<Case>("noreply/cases.jsonl"))(
    "$id is filed as automatic and never answered",
    async ({ file, category }) => {
      const decision = decided(await parsed(`noreply/${file}`));
      expect(decision.acknowledge.send).toBe(false);
      expect(decision).toMatchObject({ folder: "automatic", ticket: { none: true } });
      expect(decision.disposition).toBe(DISPOSITIONS[category ?? ""]);
    },
  );
});

const DISPOSITIONS: Readonly<Record<string, string>> = {
  bounce: "bounce",
  vacation: "autoresponse",
  "arf-feedback": "report",
  "dmarc-report": "report",
  "read-receipt-mdn": "receipt",
};

describe("mail of people", () => {
  it.each(lines<Case>("reply/cases.jsonl"))("$id opens a ticket and is acknowledged", async ({ file }) => {
    const decision = decided(await parsed(`reply/${file}`));
    expect(decision.reasons.at(-1)).toMatchObject({ code: "acknowledge-question" });
    expect(decision).toMatchObject({
      disposition: "human",
      ticket: { open: true },
      acknowledge: { send: true },
    });
  });
});

describe("threads", () => {
  interface Thread {
    readonly id: string;
    readonly messages: readonly string[];
    readonly expect: { readonly groups: readonly (readonly number[])[] };
  }
  it.each(lines<Thread>("threads/cases.jsonl"))("$id comes out in the tickets expected", async (thread) => {
    const memory = emptyMemory();
    const tickets: number[] = [];
    for (const [index, file] of thread.messages.entries()) {
      const message = await parsed(`threads/${file}`);
      const now = message.date ?? new Date(0);
      const decision = decide(
        message,
        judgements(),
        contextFor(message, memory, addressed(message), now, SECRET),
      );
      const id = "append" in decision.ticket ? decision.ticket.append : index + 1;
      remember(memory, message, decision, id, now);
      tickets.push(id);
    }
    const groups = [...new Set(tickets)].map((id) =>
      tickets.flatMap((one, index) => (one === id ? [index] : [])),
    );
    expect(groups).toEqual(thread.expect.groups);
  });
});
