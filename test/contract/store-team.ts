import { describe, expect, it } from "vitest";
import type { TicketEvent } from "../../src/policy/event.ts";
import type { Lease, Store } from "../../src/store/store.ts";
import { logTogether } from "../support/complaint.ts";
import {
  decision,
  entry,
  fileAll,
  opened,
  openedMailbox,
  opening,
  storedMessage,
  trace,
  wrote,
} from "../support/store.ts";

const at = (day: number, hour = 9) => new Date(Date.UTC(2026, 10, day, hour));
const NOVEMBER = { from: at(1, 0), to: at(31, 0) };
const sure = { confidence: 0.9, reasons: [] };

export function teamCases(store: () => Store): void {
  let uid = 9800;

  async function complaint(lease: Lease, day: number, ...events: TicketEvent[]): Promise<number> {
    const address = `team${++uid}@example.org`;
    const one = await opening(store(), uid, {
      message: storedMessage(uid, { internalDate: at(day) }),
      decision: decision({ customerAddress: { name: "", address } }),
      customer: trace(address, { at: at(day) }),
      events: [opened({ at: at(day) })],
      outbox: [],
    });
    await store().commit(lease, [one], null);
    const ticketId = one.ticketId ?? 0;
    for (const event of events) await store().advance(lease, [{ ticketId, events: [event], outbox: [] }]);
    return ticketId;
  }

  async function praise(lease: Lease, ticketId: number, day: number, text: string): Promise<void> {
    const judgements = { ...decision().judgements, kind: { label: "praise", ...sure } as const };
    const one = entry(++uid, {
      ticketId,
      message: storedMessage(uid, { internalDate: at(day), text }),
      decision: decision({ folder: "happy", judgements, ticket: { append: ticketId, by: "references" } }),
      events: [wrote({ at: at(day), kind: "praise", complaint: false, folder: "happy", thanks: true })],
    });
    await store().commit(lease, [one], null);
    await fileAll(store(), lease);
  }

  const answered = (day: number, by: string): TicketEvent => ({
    type: "AgentAnswered",
    at: at(day),
    by,
    via: "sent",
  });

  describe("what a team hears of its work", () => {
    it("is praise, by who answered last before it, also where that was weeks after the complaint", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const ticketId = await complaint(lease, 2, answered(3, "anna"), answered(20, "bela"));
      await praise(lease, ticketId, 21, "The new lid is perfect, thank you.");
      await store().advance(lease, [{ ticketId, events: [answered(22, "anna")], outbox: [] }]);
      const said = [{ ticketId, text: "The new lid is perfect, thank you.", confidence: 0.9 }];
      expect(await store().praise(mailbox.id, NOVEMBER)).toMatchObject([{ ...said[0], by: "bela" }]);
      expect(await store().freshPraise(mailbox.id, at(21, 0), 9)).toMatchObject(said);
      expect(await store().freshPraise(mailbox.id, at(22, 0), 9)).toEqual([]);
      const hook = { target: "chat", body: {}, once: `praise-${ticketId}`, dueAt: at(21) } as const;
      await store().queueHook(lease, { ...hook, ticketIds: [ticketId] });
      expect(await store().freshPraise(mailbox.id, at(21, 0), 9)).toEqual([]);
    });

    it("is how many customers rated whose answers as good", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const rated = { type: "CustomerRated", at: at(5), rating: "good" } as const;
      await complaint(lease, 2, answered(3, "anna"), rated);
      await complaint(lease, 2, answered(3, "anna"), { ...rated, rating: "not" });
      await complaint(lease, 2, rated);
      expect(await store().goodRatings(mailbox.id, NOVEMBER)).toEqual(new Map([["anna", 1]]));
      expect(await store().goodRatings(mailbox.id, { from: at(6), to: at(7) })).toEqual(new Map());
    });

    it("is what lay behind complaints, and what became of them", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      await complaint(lease, 2, answered(3, "anna"));
      await complaint(lease, 2, { type: "PromiseBroken", at: at(4) });
      await logTogether(store(), lease);
      expect(await store().complaintCauses(mailbox.id, NOVEMBER)).toEqual([
        { cause: "process", count: 2, late: 1, reopened: 0, unhappy: 0, mended: 0 },
      ]);
      expect(await store().complaintCauses(mailbox.id, { from: at(10), to: at(12) })).toEqual([]);
    });
  });
}
