import { describe, expect, test } from "vitest";
import { arrivalEvents } from "../../src/policy/arrival.ts";
import { decide } from "../../src/policy/decide.ts";
import { context, judgements, message, NOW, ticket } from "./message.ts";
import { at, OPENED, rules, ticketAfter, wroteAt } from "./ticket.ts";

const facts = ticket({ invited: true, folder: "silent", messages: 0 });
const asked = context({ ticket: { facts, by: "own-message-id" } });
const answer = (text: string, given: Parameters<typeof judgements>[0] = { kind: "other", urgency: "low" }) =>
  decide(message({ text }), judgements(given), asked);

describe("answers of silent customers land in the silent folder", () => {
  test.each(["No.", "Όχι", "Nem", "خیر", "Нет", "Részben"])("%s, as a complaint", (text) => {
    const { folder, judgements: read, acknowledge, reasons } = answer(text);
    expect(folder).toBe("silent");
    expect(read.kind.label).toBe("complaint");
    expect(acknowledge).toMatchObject({ send: true, template: "acknowledgement" });
    expect(reasons.map(({ code }) => code)).toContain("answers-outreach");
  });

  test.each([
    "Yes",
    "Yes, thank you!",
    "Ναι, όλα καλά, ευχαριστώ",
    "Igen, minden rendben, köszönöm",
    "بله، ممنون",
    "Да, всё хорошо, спасибо",
  ])("%s, and draws no further mail", (text) => {
    const { folder, acknowledge, reaction } = answer(text);
    expect(folder).toBe("silent");
    expect(reaction).toEqual({ says: "thanks" });
    expect(acknowledge).toMatchObject({ send: false, reason: { code: "plain-thanks" } });
  });

  test("words that seem to ask for nothing, which a person reads all the same", () => {
    const decision = answer("Not really");
    expect(decision.folder).toBe("silent");
    expect(decision.acknowledge).toMatchObject({ send: true, template: "acknowledgement" });
    const events = arrivalEvents({ decision, at: NOW, ticket: facts, promise: null, targets: rules });
    expect(events).toMatchObject([{ type: "CustomerWrote", answerDueAt: expect.any(Date) }]);
  });

  test("a question, acknowledged as any other", () => {
    const { folder, acknowledge } = answer("Where do I find my last invoice?", {});
    expect(folder).toBe("silent");
    expect(acknowledge.send).toBe(true);
  });

  test("but what is urgent is urgent", () => {
    expect(answer("The whole house is without heating", { urgency: "urgent" }).folder).toBe("urgent");
  });
});

describe("a ticket that we began", () => {
  const invitation = { ...OPENED, complaint: false, answerDueAt: null, solutionDueAt: null, invited: true };

  test("waits for nobody, and begins with the customer's first word", () => {
    expect(ticketAfter(invitation)).toMatchObject({ state: "invited", answerDueAt: null });
    const wrote = wroteAt("12T9:00", { complaint: true });
    expect(ticketAfter(invitation, wrote)).toMatchObject({
      state: "open",
      openedAt: at("12T9:00"),
      complaint: true,
      round: 0,
      answerDueAt: at("12T13:00"),
    });
  });

  test("is done where all is well", () => {
    const decision = answer("Yes, thank you!");
    const events = arrivalEvents({ decision, at: NOW, ticket: facts, promise: null, targets: rules });
    expect(ticketAfter(invitation, ...events)).toMatchObject({ state: "resolved", followUp: "confirmed" });
  });
});
