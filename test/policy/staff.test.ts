import { describe, expect, test } from "vitest";
import { makeMessageId } from "../../src/mail/thread.ts";
import { decide } from "../../src/policy/decide.ts";
import { emptyMemory } from "../../src/policy/memory.ts";
import { contextFor } from "../../src/policy/remember.ts";
import { judgements, mailbox, message, NOW, SECRET, ticket, type Wrote } from "./message.ts";

/** Decides about a message in a mailbox where Anna's <1@a> opened ticket 1042. */
function read(
  wrote: Wrote,
  given: Parameters<typeof mailbox>[0] = {},
  facts: Parameters<typeof ticket>[0] = {},
) {
  const memory = emptyMemory();
  memory.tickets.set(1042, ticket(facts));
  memory.ticketByMessageId.set("<1@a>", 1042);
  const arrived = message(wrote);
  return decide(arrived, judgements(), contextFor(arrived, memory, mailbox(given), NOW, SECRET));
}

const answer: Wrote = {
  from: "Agent <agent@example.com>",
  to: "anna@customer.test",
  cc: "support@example.com",
  inReplyTo: "<1@a>",
  subject: "Re: A question",
  text: "We have sent you a new one.",
};

describe("a colleague's answer to the customer", () => {
  test.each<[string, Wrote, string]>([
    ["with the mailbox in Cc", answer, "copy"],
    ["with the mailbox in Bcc, as a rule does it", { ...answer, cc: "" }, "copy"],
    [
      "to the mailbox and the customer together",
      { ...answer, to: "support@example.com, anna@customer.test" },
      "thread",
    ],
    ["from the mailbox's own address", { ...answer, from: "support@example.com" }, "copy"],
    [
      "from a client that drops the references",
      { ...answer, inReplyTo: "<unknown@a>", subject: "Re: A question [#1042]" },
      "copy",
    ],
    ["to the customer's Reply-To", { ...answer, to: "private@elsewhere.test" }, "copy"],
  ])("%s", (_name, wrote, via) => {
    const authservId = null;
    const decision = read(wrote, { authservId }, { answerTo: "private@elsewhere.test" });
    expect(decision).toMatchObject({
      disposition: "own",
      folder: "automatic",
      ticket: { append: 1042 },
      acknowledge: { send: false, reason: { code: "staff-answer" } },
      answered: { via },
    });
    expect(decision.answered?.by).toMatch(/^[0-9a-f]{16}$/);
  });
});

describe("is no answer", () => {
  test.each<[string, Wrote]>([
    ["a note to the colleagues alone", { ...answer, to: "support@example.com", cc: "" }],
    ["a forward to a supplier", { ...answer, to: "parts@supplier.test", subject: "Fwd: A question" }],
    ["an out-of-office note", { ...answer, headers: { "Auto-Submitted": "auto-replied" } }],
    ["an out-of-office note by its subject", { ...answer, subject: "Automatic reply: A question" }],
    ["a customer's own mail", { ...answer, from: "anna@customer.test" }],
    [
      "a mail of foyer's own",
      {
        ...answer,
        from: "support@example.com",
        id: makeMessageId(1042, "acknowledgement", SECRET, "example.com", "n"),
      },
    ],
  ])("%s", (_name, wrote) => {
    expect(read(wrote).answered).toBe(undefined);
  });

  test("what names a ticket's number only, where the server vouches for senders and not for this one", () => {
    const wrote = { ...answer, inReplyTo: "<unknown@a>", subject: "Re: [#1042]" };
    expect(read(wrote).answered).toBe(undefined);
    const headers = { "Authentication-Results": "mx.example.com; dmarc=pass header.from=example.com" };
    expect(read({ ...wrote, headers }).answered).toMatchObject({ via: "copy" });
  });
});
