import { describe, expect, it } from "vitest";
import { customerOf } from "../../src/policy/customer.ts";
import type { CustomerFacts } from "../../src/policy/decision.ts";
import { senderOf } from "../../src/policy/sender.ts";
import { context, customer, judgements, mailbox, message, NOW, vouched } from "./message.ts";

function typesOf(
  facts: Partial<CustomerFacts>,
  tone: Parameters<typeof judgements>[0] = {},
  authentic = true,
) {
  const wrote = message(authentic ? { headers: vouched("customer.test") } : {});
  const given = context({ customer: customer(facts) });
  return customerOf(judgements(tone), given, senderOf(wrote, mailbox()));
}

function daysAgo(...days: readonly number[]): Date[] {
  return days.map((day) => new Date(NOW.getTime() - day * 86_400_000));
}

const often = { contacts: daysAgo(20, 10, 5, 1) };

describe("customer types", () => {
  it.each([
    ["nobody in particular", {}, {}, [], null],
    ["a VIP", { vip: true }, {}, ["vip"], "vip"],
    ["a vocal one", {}, { tone: "vocal" }, ["vocal"], "vocal"],
    ["a silent one", {}, { tone: "understated" }, ["silent"], "silent"],
    ["a frequent one", often, {}, ["frequent"], "frequent"],
    [
      "a vocal VIP who writes often",
      { vip: true, ...often },
      { tone: "vocal" },
      ["vip", "vocal", "frequent"],
      "vip",
    ],
    ["a silent one who writes often", often, { tone: "understated" }, ["silent", "frequent"], "silent"],
    ["a tone that is not sure", {}, { tone: ["vocal", 0.4] }, [], null],
    ["one contact too few", { contacts: daysAgo(10, 5, 1) }, {}, [], null],
    ["contacts outside the window", { contacts: daysAgo(90, 80, 70, 60, 50, 1) }, {}, [], null],
  ] as const)("of %s", (_name, facts, tone, types, primary) => {
    const { view } = typesOf(facts, tone);
    expect(view.types).toEqual(types);
    expect(view.primary).toBe(primary);
  });

  it("each come with a reason", () => {
    const codes = typesOf({ vip: true, ...often }, { tone: "vocal" }).view.reasons.map(
      (reason) => reason.code,
    );
    expect(codes).toEqual(expect.arrayContaining(["vip", "vocal", "frequent"]));
  });

  it("do not include VIP where nothing vouches for the sender", () => {
    const { view, vipUnverified } = typesOf({ vip: true }, {}, false);
    expect(view).toMatchObject({ types: [], primary: null, authenticated: false });
    expect(vipUnverified).toBe(true);
    expect(view.reasons.map((reason) => reason.code)).toContain("vip-unverified");
  });
});

describe("a colleague's forward", () => {
  const forwarded = { from: { name: "Carl", address: "carl@third.test" }, subject: "Help", text: "Help me" };

  it("belongs to its original sender where the colleague is authenticated", () => {
    const wrote = message({ from: "agent@example.com", forwarded, headers: vouched("example.com") });
    expect(senderOf(wrote, mailbox())).toMatchObject({
      customer: forwarded.from,
      forwarded: true,
      staff: true,
    });
  });

  it("stays the colleague's where nothing vouches for it", () => {
    const wrote = message({ from: "agent@example.com", forwarded });
    expect(senderOf(wrote, mailbox())).toMatchObject({
      customer: { address: "agent@example.com" },
      forwarded: false,
    });
  });

  it("stays a customer's own where a customer forwards something", () => {
    const wrote = message({ forwarded, headers: vouched("customer.test") });
    expect(senderOf(wrote, mailbox())).toMatchObject({
      customer: { address: "anna@customer.test" },
      forwarded: false,
    });
  });

  it.each(["support@example.com", "boss@example.com", "evil@x.test\r\nBcc: y"])(
    "of mail from %j stays the colleague's",
    (original) => {
      const wrote = message({
        from: "agent@example.com",
        forwarded: { ...forwarded, from: { name: "", address: original } },
        headers: vouched("example.com"),
      });
      expect(senderOf(wrote, mailbox()).forwarded).toBe(false);
    },
  );
});
