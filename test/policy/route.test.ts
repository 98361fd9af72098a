import { describe, expect, it } from "vitest";
import { decide } from "../../src/policy/decide.ts";
import type { Context, FolderRole, TicketFacts } from "../../src/policy/decision.ts";
import {
  context,
  customer,
  judgements,
  mailbox,
  message,
  NOW,
  ticket,
  vouched,
  type Wrote,
} from "./message.ts";

type Judged = Parameters<typeof judgements>[0];

const vip = { customer: customer({ vip: true }) };
const often = {
  customer: customer({ contacts: [1, 2, 3, 4].map((day) => new Date(NOW.getTime() - day * 86_400_000)) }),
};

function routed(
  judged: Judged,
  given: Partial<Context> = {},
  wrote: Wrote = { headers: vouched("customer.test") },
) {
  const { folder, priority, keywords, reasons } = decide(message(wrote), judgements(judged), context(given));
  return { folder, priority, keywords, codes: reasons.map((reason) => reason.code) };
}

describe("the folder", () => {
  it.each<readonly [name: string, judged: Judged, given: Partial<Context>, folder: FolderRole]>([
    ["an ordinary question", {}, {}, "queue"],
    ["harm now", { urgency: "urgent" }, {}, "urgent"],
    ["harm now, from an angry VIP", { urgency: "urgent", tone: "vocal", kind: "complaint" }, vip, "urgent"],
    ["a VIP's question", {}, vip, "vip"],
    ["a VIP's praise", { kind: "praise", urgency: "low" }, vip, "vip"],
    ["an angry complaint", { kind: "complaint", tone: "vocal" }, {}, "vocal"],
    [
      "an angry complaint of high priority",
      { kind: "complaint", tone: "vocal", urgency: "high" },
      {},
      "vocal",
    ],
    ["understated unhappiness", { tone: "understated", urgency: "low", kind: "complaint" }, {}, "silent"],
    ["a calm complaint", { kind: "complaint" }, {}, "today"],
    ["a question of high priority", { urgency: "high" }, {}, "today"],
    ["a complaint without hurry", { kind: "complaint", urgency: "low" }, {}, "today"],
    ["praise", { kind: "praise", urgency: "low" }, {}, "happy"],
    ["praise from who writes often", { kind: "praise", urgency: "low" }, often, "happy"],
    ["a sales pitch", { kind: "other", urgency: "low" }, {}, "low"],
    ["a question without hurry", { urgency: "low" }, {}, "low"],
    ["a question from who writes often", {}, often, "frequent"],
    ["a pitch from who writes often", { kind: "other", urgency: "low" }, often, "low"],
    ["what may be praise", { kind: ["praise", 0.4] }, {}, "queue"],
    ["what is likely praise", { kind: ["praise", 0.69] }, {}, "queue"],
    ["what is likely praise, without hurry", { kind: ["praise", 0.69], urgency: "low" }, {}, "queue"],
    ["sure praise", { kind: ["praise", 0.75] }, {}, "happy"],
    ["praise that may be bitter", { kind: "praise", tone: ["vocal", 0.4] }, {}, "queue"],
    ["what may wait, perhaps", { urgency: ["low", 0.4] }, {}, "queue"],
    ["what may be a complaint", { kind: ["complaint", 0.4] }, {}, "today"],
    ["what may be urgent", { urgency: ["urgent", 0.4] }, {}, "urgent"],
    ["what may be anger", { tone: ["vocal", 0.4] }, {}, "queue"],
  ])("of %s", (_name, judged, given, folder) => {
    expect(routed(judged, given).folder).toBe(folder);
  });

  it("follows the mailbox's own order", () => {
    const folderOrder: readonly FolderRole[] = ["vip", "urgent", "queue"];
    expect(routed({ urgency: "urgent" }, { ...vip, mailbox: mailbox({ folderOrder }) }).folder).toBe("vip");
  });

  it("is VIP's, with a warning, where the VIP is not verified", () => {
    const { folder, keywords } = routed({}, vip, {});
    expect(folder).toBe("vip");
    expect(keywords).toContain("foyer-vip-unverified");
    expect(keywords).not.toContain("foyer-vip");
  });
});

describe("the priority", () => {
  it.each<readonly [name: string, judged: Judged, given: Partial<Context>, wrote: Wrote, priority: string]>([
    ["is the classifier's urgency", { urgency: "high" }, {}, {}, "high"],
    [
      "is not lifted by the word urgent",
      {},
      {},
      { subject: "URGENT!!!", text: "URGENT: what colours are there?" },
      "normal",
    ],
    [
      "of a VIP's complaint is at least high",
      { kind: "complaint", urgency: "low" },
      vip,
      { headers: vouched("customer.test") },
      "high",
    ],
    ["of a VIP's question is as it is", {}, vip, { headers: vouched("customer.test") }, "normal"],
    ["of an unverified VIP's complaint is as it is", { kind: "complaint" }, vip, {}, "normal"],
    ["is not low on a guess", { urgency: ["low", 0.3] }, {}, {}, "normal"],
    ["of self-harm is urgent", { urgency: "low" }, {}, { text: "I want to end my life." }, "urgent"],
    ["of leaked data is urgent", {}, {}, { text: "There is a data breach at yours." }, "urgent"],
    ["of a death is at least high", {}, {}, { text: "My husband died." }, "high"],
    [
      "of thanks after a death is as it is",
      { kind: "praise", urgency: "low" },
      {},
      { text: "Thank you for your kindness when my husband died." },
      "low",
    ],
    ["of legal steps is at least high", {}, {}, { text: "My lawyer will write." }, "high"],
    [
      "of an urgent legal matter stays urgent",
      { urgency: "urgent" },
      {},
      { text: "My lawyer will write." },
      "urgent",
    ],
  ])("%s", (_name, judged, given, wrote, priority) => {
    expect(routed(judged, given, wrote).priority).toBe(priority);
  });

  it("gives the reason of each lift", () => {
    const { codes } = routed({ kind: "complaint" }, vip);
    expect(codes).toEqual(expect.arrayContaining(["urgency", "floor-vip-complaint", "folder-vip"]));
  });
});

describe("a later message of a ticket", () => {
  const later = (judged: Judged, facts: Partial<TicketFacts>) =>
    routed(judged, { ticket: { facts: ticket({ automaticAnswers: 1, ...facts }), by: "references" } });

  it.each<
    readonly [name: string, judged: Judged, facts: Partial<TicketFacts>, folder: FolderRole, priority: string]
  >([
    ["stays where an urgent one was", {}, { folder: "urgent", priority: "urgent" }, "urgent", "urgent"],
    ["rises", { urgency: "urgent" }, { folder: "queue" }, "urgent", "urgent"],
    ["of a VIP's ticket stays there, whoever writes", {}, { folder: "vip" }, "vip", "normal"],
    [
      "stays among the vocal when the tone has calmed",
      {},
      { folder: "vocal", priority: "high" },
      "vocal",
      "high",
    ],
    [
      "after thanks leaves the happy folder with a question",
      {},
      { folder: "happy", priority: "low" },
      "queue",
      "normal",
    ],
    ["rises out of low", {}, { folder: "low", priority: "low" }, "queue", "normal"],
    [
      "with thanks stays in today",
      { kind: "praise", urgency: "low" },
      { folder: "today", priority: "high" },
      "today",
      "high",
    ],
    [
      "never goes to resolved, and begins afresh",
      {},
      { folder: "resolved", priority: "urgent" },
      "queue",
      "normal",
    ],
    [
      "never goes to escalated, but keeps its priority",
      {},
      { folder: "escalated", priority: "high" },
      "today",
      "high",
    ],
    ["never goes to attention", {}, { folder: "attention" }, "queue", "normal"],
  ])("%s", (_name, judged, facts, folder, priority) => {
    expect(later(judged, facts)).toMatchObject({ folder, priority });
  });
});
