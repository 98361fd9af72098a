import { expect, it } from "vitest";
import { ACTION_INPUT, fieldsIn } from "../../src/policy/action.ts";
import { decide } from "../../src/policy/decide.ts";
import { actionLink } from "../../src/policy/link.ts";
import { emptyMemory } from "../../src/policy/memory.ts";
import { contextFor } from "../../src/policy/remember.ts";
import { judgements, mailbox as mailboxWith, message, NOW, SECRET, type Wrote } from "./message.ts";

const ANNA = "anna@shop.example";
const BOSS = "boss@shop.example";
const VOUCHED = { "Authentication-Results": "mx.example.com; dmarc=pass header.from=shop.example" };
const mailbox = mailboxWith({
  staff: [ANNA, BOSS, "agent@shop.example"],
  managers: [ANNA, BOSS],
  authservId: "mx.example.com",
});
const base = { publicUrl: null, mailboxAddress: "support@example.com", authenticates: true };

/** The subject of the mail that a manager's link opens. */
function subjectFor(manager: string, made = NOW): string {
  const link = actionLink({ id: 12, kind: "name-group", manager }, base, { secret: SECRET, now: made });
  return new URL(link ?? "").searchParams.get("subject") ?? "";
}

function decided(wrote: Wrote, secret = SECRET) {
  const mail = message({ from: ANNA, headers: VOUCHED, text: "Leaking lids", ...wrote });
  return decide(mail, judgements(), contextFor(mail, emptyMemory(), mailbox, NOW, secret));
}

it("takes a decision from the manager whose link it is, and opens no ticket for it", () => {
  const decision = decided({ subject: subjectFor(ANNA) });
  expect(decision).toMatchObject({
    disposition: "own",
    folder: "automatic",
    ticket: { none: true },
    acknowledge: { send: false, reason: { code: "manager-decided" } },
    approval: { action: 12, by: expect.any(String) },
  });
});

it.each<readonly [name: string, wrote: Wrote, refused: string]>([
  ["a forwarded digest, by another manager", { from: BOSS, subject: subjectFor(ANNA) }, "other-manager"],
  [
    "a forwarded digest, by an agent",
    { from: "agent@shop.example", subject: subjectFor(ANNA) },
    "not-a-manager",
  ],
  ["a sender that nothing vouches for", { subject: subjectFor(ANNA), headers: {} }, "unauthenticated"],
  [
    "another server's word",
    {
      subject: subjectFor(ANNA),
      headers: { "Authentication-Results": "evil.example; dmarc=pass header.from=shop.example" },
    },
    "unauthenticated",
  ],
  ["a link of long ago", { subject: subjectFor(ANNA, new Date(NOW.getTime() - 15 * 86_400_000)) }, "expired"],
])("refuses %s, and keeps it from the customers' queue", (_name, wrote, refused) => {
  expect(decided(wrote)).toMatchObject({
    folder: "automatic",
    ticket: { none: true },
    approval: { action: 12, refused },
  });
});

it("files what a stranger sends with somebody's link as any mail, and approves nothing", () => {
  const decision = decided({ from: "mallory@evil.example", subject: subjectFor(ANNA) });
  expect(decision).toMatchObject({ disposition: "human", ticket: { open: true } });
  expect(decision.approval).toBeUndefined();
});

it("sees no decision in a forged token, nor in a token quoted with its address", () => {
  const forged = subjectFor(ANNA).replace("act_12_", "act_13_");
  expect(decided({ subject: forged }).approval).toBeUndefined();
  const page = actionLink(
    { id: 12, kind: "name-group", manager: ANNA },
    { ...base, publicUrl: "https://help.example" },
    { secret: SECRET, now: NOW },
  );
  expect(decided({ text: `Have a look: ${page}` }).approval).toBeUndefined();
});

it("sees no decision in an answer to a digest that quotes its links, whatever it says", () => {
  const text = `No, please not!\n\nmailto:support@example.com?subject=${subjectFor(ANNA)}\n${subjectFor(ANNA)}`;
  expect(decided({ subject: "Re: Digest of the week", text }).approval).toBeUndefined();
});

it("takes no vacation note of a manager's for a decision", () => {
  const headers = { ...VOUCHED, "Auto-Submitted": "auto-replied" };
  const decision = decided({ subject: `Automatic reply: ${subjectFor(ANNA)}`, headers });
  expect(decision.disposition).toBe("autoresponse");
  expect(decision.approval).toBeUndefined();
});

it("offers no link where there is neither a page nor proof of who sends", () => {
  const target = { id: 12, kind: "name-group", manager: ANNA } as const;
  expect(actionLink(target, { ...base, authenticates: false }, { secret: SECRET, now: NOW })).toBeNull();
});

it("reads out of a mail what the page's form would say", () => {
  expect(fieldsIn("name-group", "\n  Leaking   lids \n\nAnna", "en")).toEqual({ name: "Leaking lids" });
  const tracker = fieldsIn("tracker", "https://tracker.example/7 in-progress please", "en");
  expect(ACTION_INPUT.tracker.parse(tracker)).toEqual({
    link: "https://tracker.example/7",
    state: "in-progress",
    open: false,
  });
  expect(ACTION_INPUT.tracker.safeParse(fieldsIn("tracker", "thanks", "en")).success).toBe(false);
  expect(ACTION_INPUT.tracker.safeParse({ link: "javascript:alert(1)", state: "open" }).success).toBe(false);
  expect(ACTION_INPUT["name-group"].safeParse({ name: " \n " }).success).toBe(false);
});
