import { describe, expect, it } from "vitest";
import { decide } from "../../src/policy/decide.ts";
import type { Context, PastTicket } from "../../src/policy/decision.ts";
import { context, customer, judgements, message, NOW, ticket } from "./message.ts";

const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
const late: PastTicket = { topic: "delivery", complaint: true, openedAt: daysAgo(10) };
const asked: PastTicket = { topic: "delivery", complaint: false, openedAt: daysAgo(10) };
const billed: PastTicket = { topic: "billing", complaint: true, openedAt: daysAgo(20) };

function decided(
  judged: Parameters<typeof judgements>[0],
  past: readonly PastTicket[],
  given: Partial<Context> = {},
) {
  const all = context({ customer: customer({ past }), ...given });
  const { priority, reasons, recurrence } = decide(message(), judgements(judged), all);
  return { priority, codes: reasons.map((reason) => reason.code), recurrence };
}

describe("a customer who has been here before", () => {
  it("is more pressing with the same trouble again", () => {
    const { priority, codes, recurrence } = decided({ kind: "complaint", topic: "delivery" }, [late]);
    expect(priority).toBe("high");
    expect(codes).toContain("floor-same-topic");
    expect(recurrence).toEqual({ topic: 1, complaints: 1 });
  });

  it("is more pressing with a third complaint, whatever it is about", () => {
    const { priority, codes } = decided({ kind: "complaint", topic: "outage" }, [late, billed]);
    expect(priority).toBe("high");
    expect(codes).toContain("floor-third-complaint");
  });

  it.each([
    ["has another matter", { kind: "complaint", topic: "outage" }, [late]],
    ["asks a second time where nothing was wrong", { topic: "delivery" }, [asked]],
    [
      "had it before the window",
      { kind: "complaint", topic: "delivery" },
      [{ ...late, openedAt: daysAgo(91) }],
    ],
    ["is not surely about the same", { kind: "complaint", topic: ["delivery", 0.5] }, [late]],
    ["wants to buy again", { topic: "sales" }, [{ ...late, topic: "sales" }]],
  ] as const)("is treated as ever where it %s", (_, judged, past) => {
    const { codes } = decided(judged, past);
    expect(codes).not.toContain("floor-same-topic");
    expect(codes).not.toContain("floor-third-complaint");
  });

  it("does not count the ticket that the message belongs to", () => {
    const known = { facts: ticket(), by: "references" } as const;
    const { recurrence } = decided({ kind: "complaint", topic: "delivery" }, [late], { ticket: known });
    expect(recurrence).toBeUndefined();
  });
});
