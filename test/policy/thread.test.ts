import { describe, expect, it } from "vitest";
import { makeMessageId } from "../../src/mail/thread.ts";
import { decide } from "../../src/policy/decide.ts";
import type { Decision } from "../../src/policy/decision.ts";
import { emptyMemory, type Memory } from "../../src/policy/memory.ts";
import { contextFor, remember } from "../../src/policy/remember.ts";
import { judgements, mailbox, message, NOW, SECRET, type Wrote } from "./message.ts";

/** A mailbox that messages arrive in, one after the other. */
function desk(memory: Memory = emptyMemory()) {
  let number = 0;
  const arrive = (wrote: Wrote): { ticket: number | null; decision: Decision } => {
    const arrived = message(wrote);
    const decision = decide(arrived, judgements(), contextFor(arrived, memory, mailbox(), NOW, SECRET));
    const { ticket } = decision;
    const id = "append" in ticket ? ticket.append : "open" in ticket ? ++number : null;
    remember(memory, arrived, decision, id, NOW);
    return { ticket: id, decision };
  };
  return { arrive, memory };
}

const anna = "anna@customer.test";
const boris = "boris@elsewhere.test";

describe("messages of one ticket", () => {
  it("are joined by a Message-ID of ours, though the store knows no such message", () => {
    const { arrive } = desk();
    const first = arrive({ from: anna });
    const own = makeMessageId(first.ticket ?? 0, "acknowledgement", SECRET, "example.com", "n1");
    const second = arrive({ from: anna, inReplyTo: own });
    expect(second.ticket).toBe(first.ticket);
    expect(second.decision.ticket).toMatchObject({ by: "own-message-id" });
  });

  it("are joined by In-Reply-To", () => {
    const { arrive } = desk();
    arrive({ from: anna, id: "<1@a>" });
    expect(arrive({ from: anna, inReplyTo: "<1@a>" }).ticket).toBe(1);
  });

  it("are joined by an older reference where In-Reply-To is not known", () => {
    const { arrive } = desk();
    arrive({ from: anna, id: "<1@a>" });
    expect(arrive({ from: anna, inReplyTo: "<9@a>", references: ["<1@a>", "<9@a>"] }).ticket).toBe(1);
  });

  it("are joined by the nearest reference where several tickets are named", () => {
    const { arrive } = desk();
    arrive({ from: anna, id: "<1@a>" });
    arrive({ from: anna, id: "<2@a>" });
    expect(arrive({ from: anna, references: ["<1@a>", "<2@a>"] }).ticket).toBe(2);
  });

  it("are joined by a subject token from who takes part", () => {
    const { arrive } = desk();
    arrive({ from: anna });
    const later = arrive({ from: "Anna <ANNA@customer.test>", subject: "Re: parcel [#1]" });
    expect(later.decision.ticket).toEqual({ append: 1, by: "subject-token" });
  });

  it("are joined when the answer arrives before what it answers", () => {
    const { arrive } = desk();
    arrive({ from: anna, id: "<2@a>", inReplyTo: "<1@a>" });
    expect(arrive({ from: anna, id: "<1@a>" }).decision.ticket).toEqual({ append: 1, by: "awaited" });
  });

  it("are joined when a stranger's mail arrives after our customer answered it, with the customer in To", () => {
    const { arrive } = desk();
    arrive({ from: anna, id: "<2@a>", inReplyTo: "<1@b>" });
    const late = arrive({ from: boris, id: "<1@b>", to: `${anna}, support@example.com` });
    expect(late.ticket).toBe(1);
  });

  it("are joined when two of them refer to a third that has not come", () => {
    const { arrive } = desk();
    arrive({ from: anna, id: "<2@a>", inReplyTo: "<1@a>" });
    expect(arrive({ from: anna, id: "<3@a>", inReplyTo: "<1@a>" }).ticket).toBe(1);
  });

  it("let a new sender join, who never takes the ticket over", () => {
    const { arrive, memory } = desk();
    arrive({ from: anna, id: "<1@a>" });
    arrive({ from: boris, id: "<2@b>", inReplyTo: "<1@a>" });
    expect(memory.tickets.get(1)).toMatchObject({
      customerAddress: anna,
      participants: [anna, boris],
      messages: 2,
    });
    expect(arrive({ from: boris, subject: "again [#1]" }).ticket).toBe(1);
  });

  it("take a bounce of ours in by the id in the header that it returns", () => {
    const { arrive } = desk();
    arrive({ from: anna });
    const own = makeMessageId(1, "acknowledgement", SECRET, "example.com", "n1");
    const bounce = arrive({
      from: "mailer-daemon@mx.test",
      returnPath: "",
      subject: "failure notice",
      text: `--- copy\nMessage-ID: ${own}\n`,
    });
    expect(bounce.decision).toMatchObject({ disposition: "bounce", ticket: { append: 1 } });
  });
});

describe("messages that only look alike", () => {
  it("are not joined by the subject", () => {
    const { arrive } = desk();
    arrive({ from: anna, subject: "Order 77" });
    expect(arrive({ from: anna, subject: "Re: Order 77" }).ticket).toBe(2);
    expect(arrive({ from: boris, subject: "Order 77" }).ticket).toBe(3);
  });

  it("are not joined by a subject token from a stranger", () => {
    const { arrive } = desk();
    arrive({ from: anna });
    expect(arrive({ from: boris, subject: "[#1]" }).ticket).toBe(2);
  });

  it("are not joined by a newsletter that many strangers answer", () => {
    const { arrive } = desk();
    arrive({ from: anna, inReplyTo: "<news@shop>" });
    expect(arrive({ from: boris, inReplyTo: "<news@shop>" }).ticket).toBe(2);
    expect(arrive({ from: "carl@third.test", references: ["<news@shop>"] }).ticket).toBe(3);
  });

  it("are not joined by the newsletter itself when it arrives", () => {
    const { arrive } = desk();
    arrive({ from: anna, inReplyTo: "<news@shop>" });
    const news = arrive({
      from: "news@shop.test",
      id: "<news@shop>",
      headers: { "List-Id": "<news.shop.test>" },
    });
    expect(news.decision).toMatchObject({ disposition: "list", ticket: { none: true } });
  });

  it("are not joined by an id of ours for a ticket that this mailbox does not know", () => {
    const { arrive } = desk();
    const foreign = makeMessageId(999, "acknowledgement", SECRET, "example.com", "n1");
    expect(arrive({ from: anna, inReplyTo: foreign }).decision.ticket).toEqual({ open: true });
  });

  it("are not joined by a forged id", () => {
    const { arrive } = desk();
    arrive({ from: anna });
    const forged = makeMessageId(1, "acknowledgement", "guessed", "example.com", "n1");
    expect(arrive({ from: boris, inReplyTo: forged }).ticket).toBe(2);
  });

  it("are not joined by a Message-ID used twice for different texts", () => {
    const { arrive } = desk();
    arrive({ from: anna, id: "<same@x>", text: "My parcel is late." });
    const other = arrive({ from: boris, id: "<same@x>", text: "I want a refund." });
    expect(other.ticket).toBe(2);
    expect(other.decision.acknowledge.send).toBe(true);
  });
});

describe("a second delivery of the same message", () => {
  it("goes to the ticket of the first and is not answered again", () => {
    const { arrive } = desk();
    arrive({ from: anna, id: "<1@a>" });
    const again = arrive({ from: anna, id: "<1@a>" });
    expect(again.ticket).toBe(1);
    expect(again.decision.acknowledge).toMatchObject({ send: false, reason: { code: "duplicate-delivery" } });
  });
});
