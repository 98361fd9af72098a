import { describe, expect, it } from "vitest";
import { correctionOf, sweepWeight } from "../../src/policy/correction.ts";
import { FOLDER_ROLES, type FolderRole } from "../../src/policy/decision.ts";
import { guard } from "../../src/policy/guard.ts";
import { message } from "./message.ts";

const said = (from: FolderRole, to: FolderRole): string => {
  const taught = correctionOf(from, to);
  if (taught === null) return "nothing";
  const { learns, label } = taught.correction;
  return `${learns} ${label}${taught.needsWord ? ", if confirmed" : ""}`;
};

describe("what a move between folders says", () => {
  it.each([
    ["queue", "urgent", "urgency urgent"],
    ["low", "urgent", "urgency urgent"],
    ["vip", "urgent", "urgency urgent"],
    ["queue", "today", "urgency high"],
    ["queue", "low", "urgency low"],
    ["today", "queue", "urgency normal"],
    ["low", "queue", "urgency normal"],
    ["queue", "vocal", "tone vocal"],
    ["happy", "vocal", "tone vocal"],
    ["queue", "silent", "tone understated"],
    ["queue", "happy", "kind praise"],
    ["automatic", "queue", "guard person"],
    ["automatic", "urgent", "guard person"],
    ["queue", "vip", "customer vip"],
    ["queue", "frequent", "customer frequent"],
    ["urgent", "queue", "urgency normal, if confirmed"],
    ["urgent", "vocal", "tone vocal, if confirmed"],
    ["vocal", "queue", "nothing"],
    ["silent", "today", "nothing"],
    ["attention", "urgent", "nothing"],
    ["queue", "automatic", "nothing"],
    ["queue", "queue", "nothing"],
  ] as const)("%s → %s: %s", (from, to, expected) => {
    expect(said(from, to)).toBe(expected);
  });

  it("is nothing into and out of the folders of finished work", () => {
    for (const role of FOLDER_ROLES)
      for (const done of ["resolved", "escalated", "attention"] as const) {
        expect(said(role, done)).toBe("nothing");
        expect(said(done, role)).toBe("nothing");
      }
  });

  it("is never learned out of urgent without a person's word", () => {
    for (const role of FOLDER_ROLES) expect(correctionOf("urgent", role)?.needsWord ?? true).toBe(true);
  });

  it("counts a sweep as much as five single moves", () => {
    expect([1, 5, 10, 100].map((count) => sweepWeight(count) * count)).toEqual([1, 5, 5, 5]);
  });
});

describe("an agent's word that a person wrote it", () => {
  const list = message({ headers: { "list-id": ["<news.example>"] } });
  const away = message({ headers: { "auto-submitted": ["auto-replied"] } });
  const bounce = message({ headers: { "list-id": ["<news.example>"] }, returnPath: "" });
  const mailbox = { addresses: ["support@shop.example"] };

  it("outweighs a guard for this message, and for the sender's lists, never his autoresponder", () => {
    const known = {
      address: "anna@customer.example",
      name: null,
      language: null,
      vip: false,
      optedOut: false,
      dead: false,
      contacts: [],
      person: true,
    } as const;
    expect(guard(list, mailbox)?.disposition).toBe("list");
    expect(guard(list, mailbox, { person: true, customer: null })).toBeNull();
    expect(guard(list, mailbox, { customer: known })).toBeNull();
    expect(guard(away, mailbox, { person: true, customer: null })).toBeNull();
    expect(guard(away, mailbox, { customer: known })?.disposition).toBe("autoresponse");
  });

  it("changes nothing where nobody may be answered", () => {
    expect(guard(bounce, mailbox, { person: true, customer: null })).not.toBeNull();
  });
});
