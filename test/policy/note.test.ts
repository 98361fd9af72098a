import { describe, expect, test } from "vitest";
import { makeMessageId } from "../../src/mail/thread.ts";
import { decide } from "../../src/policy/decide.ts";
import { emptyMemory } from "../../src/policy/memory.ts";
import { contextFor } from "../../src/policy/remember.ts";
import { judgements, mailbox, message, NOW, SECRET, ticket, type Wrote } from "./message.ts";

const BOSS = "boss@shop.example";
const shop = mailbox({ staff: [BOSS], managers: [BOSS] });
const DIGEST = makeMessageId(0, "digest", SECRET, "shop.example", "1");

/** What becomes of an answer to our digest that reads like a complaint. */
function decided(wrote: Wrote) {
  const memory = emptyMemory();
  memory.tickets.set(1042, ticket({}));
  const arrived = message({
    from: `The Boss <${BOSS}>`,
    subject: "Re: 12 messages, 9 complaints",
    inReplyTo: DIGEST,
    text: "Nine complaints? This is unacceptable! Please call Mrs Baker.",
    ...wrote,
  });
  return decide(arrived, judgements({ kind: "complaint" }), contextFor(arrived, memory, shop, NOW, SECRET));
}

describe("a manager's answer to the digest", () => {
  test("stands where an agent sees it, and is no complaint of a customer's", () => {
    expect(decided({})).toMatchObject({
      disposition: "own",
      folder: "queue",
      ticket: { none: true },
      acknowledge: { send: false, reason: { code: "staff-note" } },
    });
  });

  test("about one ticket joins that, as ever", () => {
    const alert = makeMessageId(1042, "alert", SECRET, "shop.example", "1");
    expect(decided({ inReplyTo: alert })).toMatchObject({ disposition: "human", ticket: { append: 1042 } });
  });

  test.each<[string, Wrote]>([
    ["who is none of us", { from: "Ann <ann@customer.test>" }],
    [
      "who made up the Message-ID",
      { inReplyTo: "<foyer.0.digest.1.00000000000000000000000000000000@shop.example>" },
    ],
    [
      "who answers what a customer got",
      { inReplyTo: makeMessageId(0, "receipt", SECRET, "shop.example", "1") },
    ],
  ])("is not that of somebody %s", (_name, wrote) => {
    expect(decided(wrote)).toMatchObject({ disposition: "human", ticket: { open: true } });
  });

  test("sent by a program while the manager is away is automatic mail", () => {
    const away = decided({ subject: "Out of office", headers: { "Auto-Submitted": "auto-replied" } });
    expect(away).toMatchObject({ disposition: "autoresponse", folder: "automatic" });
  });
});
