import { describe, expect, it } from "vitest";
import { makeMessageId } from "../../src/mail/thread.ts";
import { decide } from "../../src/policy/decide.ts";
import { emptyMemory, type Memory } from "../../src/policy/memory.ts";
import { contextFor, memoryKeys, remember } from "../../src/policy/remember.ts";
import { customer, judgements, mailbox, message, NOW, SECRET, type Wrote } from "./message.ts";

function arrive(memory: Memory, wrote: Wrote, ticket: number, now = NOW) {
  const arrived = message({ date: now, ...wrote });
  const decision = decide(arrived, judgements(), contextFor(arrived, memory, mailbox(), now, SECRET));
  remember(memory, arrived, decision, "append" in decision.ticket ? decision.ticket.append : ticket, now);
  return decision;
}

function later(hours: number): Date {
  return new Date(NOW.getTime() + hours * 3_600_000);
}

describe("messages of one batch", () => {
  it("get one acknowledgement a ticket", () => {
    const memory = emptyMemory();
    expect(arrive(memory, { id: "<1@a>" }, 1).acknowledge.send).toBe(true);
    expect(arrive(memory, { inReplyTo: "<1@a>" }, 2).acknowledge).toMatchObject({
      reason: { code: "ticket-acknowledged" },
    });
  });

  it("get three acknowledgements an address and day, and again the next day", () => {
    const memory = emptyMemory();
    const answers = [1, 2, 3, 4].map(
      (ticket) => arrive(memory, { text: `Question ${ticket}` }, ticket).acknowledge,
    );
    expect(answers.map((one) => one.send)).toEqual([true, true, true, false]);
    expect(answers[3]).toMatchObject({ reason: { code: "address-budget" } });
    expect(arrive(memory, { text: "Another day" }, 5, later(25)).acknowledge.send).toBe(true);
  });

  it("get twenty acknowledgements a domain and hour, and again an hour later", () => {
    const memory = emptyMemory();
    const from = (index: number) => ({ from: `person${index}@mail.customer.test` });
    for (let index = 0; index < 20; index++)
      expect(arrive(memory, from(index), index).acknowledge.send).toBe(true);
    expect(arrive(memory, from(20), 20).acknowledge).toMatchObject({ reason: { code: "domain-budget" } });
    expect(arrive(memory, from(21), 21, later(2)).acknowledge.send).toBe(true);
  });

  it.each<readonly [name: string, replyTo: (index: number) => string]>([
    ["under subaddresses", (index) => `victim+${index}@gmail.com`],
    ["with dots that Gmail does not see", (index) => `vi${".".repeat(index % 2)}ct.im@gmail.com`],
    ["at both of Gmail's domains", (index) => `victim@${index % 2 ? "gmail" : "googlemail"}.com`],
    ["in other letters", (index) => `${index % 2 ? "Victim" : "VICTIM"}@Desk.test`],
    ["through a help desk's tokens", (index) => `reply+token${index}@desk.test`],
  ])("from many that name one mailbox for the answer, %s, bring it three answers a day", (_name, replyTo) => {
    const memory = emptyMemory();
    const answers = Array.from({ length: 30 }, (_, index) => {
      const wrote = { from: `sender${index}@from${index}.test`, replyTo: replyTo(index) };
      return arrive(memory, wrote, index).acknowledge;
    });
    expect(answers.filter((one) => one.send)).toHaveLength(3);
    expect(answers.at(-1)).toMatchObject({ reason: { code: "address-budget" } });
    const next = { from: "sender31@from31.test", replyTo: replyTo(31) };
    expect(arrive(memory, next, 31, later(25)).acknowledge.send).toBe(true);
  });

  it("of a help desk that writes from an address of its own for each answer end with the domain's day", () => {
    const memory = emptyMemory();
    const answered = Array.from({ length: 24 * 25 }, (_, index) => {
      const at = later(Math.floor(index / 25));
      return arrive(memory, { from: `ticket-${index}@desk.test` }, index, at).acknowledge.send;
    });
    expect(answered.filter((sent) => sent)).toHaveLength(100);
    expect(arrive(memory, { from: "person@desk.test" }, 1_000, later(23)).acknowledge).toMatchObject({
      reason: { code: "domain-budget", text: expect.stringContaining("desk.test, 100 within the day") },
    });
  });

  it("of a new mailbox get two hundred acknowledgements an hour, and again an hour later", () => {
    const memory = emptyMemory();
    const answers = Array.from(
      { length: 210 },
      (_, index) => arrive(memory, { from: `person@domain${index}.test` }, index).acknowledge,
    );
    expect(answers.filter((one) => one.send)).toHaveLength(200);
    expect(answers.at(-1)).toMatchObject({ reason: { code: "brake" } });
    expect(arrive(memory, { from: "person@late.test" }, 211, later(1)).acknowledge.send).toBe(true);
  });

  it("keep the opt-out of one subaddress to that one", () => {
    const memory = emptyMemory();
    memory.customers.set("anna+x@customer.test", customer({ optedOut: true }));
    expect(arrive(memory, { from: "anna+x@customer.test" }, 1).acknowledge.send).toBe(false);
    expect(arrive(memory, { from: "anna@customer.test" }, 2).acknowledge.send).toBe(true);
  });

  it("of a public provider know no budget of the domain", () => {
    const memory = emptyMemory();
    for (let index = 0; index < 30; index++) {
      expect(arrive(memory, { from: `person${index}@gmail.com` }, index).acknowledge.send).toBe(true);
    }
  });

  it("count towards a frequent customer", () => {
    const memory = emptyMemory();
    const types = [1, 2, 3, 4, 5].map(
      (ticket) => arrive(memory, { text: `Question ${ticket}` }, ticket).customer.types,
    );
    expect(types.map((one) => one.includes("frequent"))).toEqual([false, false, false, false, true]);
  });

  it("of machines leave no customer and no ticket behind", () => {
    const memory = emptyMemory();
    const arrived = message({ headers: { "List-Id": "<x.y>" } });
    const decision = decide(arrived, judgements(), contextFor(arrived, memory, mailbox(), NOW, SECRET));
    remember(memory, arrived, decision, null, NOW);
    expect(memory.customers.size + memory.tickets.size + memory.ticketByMessageId.size).toBe(0);
  });

  it("keep what the store knew of a customer", () => {
    const memory = emptyMemory();
    memory.customers.set("anna@customer.test", customer({ optedOut: true, vip: true }));
    expect(arrive(memory, {}, 1).acknowledge).toMatchObject({ reason: { code: "opted-out" } });
    expect(memory.customers.get("anna@customer.test")).toMatchObject({
      optedOut: true,
      vip: true,
      contacts: [NOW],
    });
  });

  it("count an answer for the address that it goes to", () => {
    const memory = emptyMemory();
    arrive(memory, { replyTo: "home@other.test" }, 1);
    expect([...memory.sentToAddress.keys()]).toEqual(["home@other.test"]);
    expect([...memory.sentToDomain.keys()]).toEqual(["other.test"]);
  });

  it("know a mail of ours that comes back", () => {
    const own = makeMessageId(1, "acknowledgement", SECRET, "example.com", "n");
    expect(arrive(emptyMemory(), { id: own }, 1).disposition).toBe("own");
  });
});

describe("what the store has to look up", () => {
  it("names people, domains with a budget, ids, tickets and contents of the batch, each once", () => {
    const own = makeMessageId(7, "acknowledgement", SECRET, "example.com", "n");
    const keys = memoryKeys(
      [
        message({ id: "<1@a>", from: "Anna <ANNA@mail.customer.test>", inReplyTo: own, subject: "Re: [#8]" }),
        message({
          id: "<2@a>",
          from: "anna@mail.customer.test",
          references: ["<1@a>"],
          replyTo: "b+1@other.test",
        }),
        message({ id: "<2@a>", from: "carl@gmail.com" }),
      ],
      SECRET,
    );
    expect(keys.addresses).toEqual(["anna@mail.customer.test", "b+1@other.test", "carl@gmail.com"]);
    expect(keys.domains).toEqual(["customer.test", "other.test"]);
    expect(new Set(keys.messageIds)).toEqual(new Set([own, "<1@a>", "<2@a>"]));
    expect(keys.tickets).toEqual([7, 8]);
    expect(keys.contents).toHaveLength(3);
  });
});
