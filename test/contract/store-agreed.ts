import { describe, expect, it } from "vitest";
import type { AnswerTo } from "../../src/store/agreed.ts";
import type { Lease, Store } from "../../src/store/store.ts";
import { logTogether } from "../support/complaint.ts";
import { openedMailbox, opening } from "../support/store.ts";

const SINCE = new Date("2026-11-01T00:00:00Z");

export function agreedCases(store: () => Store): void {
  let uid = 9500;

  async function ticket(lease: Lease): Promise<number> {
    const one = await opening(store(), ++uid, { outbox: [] });
    await store().commit(lease, [one], null);
    return one.ticketId ?? 0;
  }

  describe("agreed answers", () => {
    it("are those of the group, else of the topic, in the language asked for, the latest word", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const set = (to: AnswerTo, text: string) =>
        store().setAnswer(mailbox.id, { to, language: "el", text, setBy: "boss", setAt: SINCE });
      const one = await ticket(lease);
      expect(await store().answerFor(one, "el")).toBeNull();
      await set({ topic: "delivery" }, "Of the topic");
      expect(await store().answerFor(one, "el")).toBe("Of the topic");
      const group = await logTogether(store(), lease);
      await set({ group }, "First word");
      await set({ group }, "Of the group");
      expect(await store().answerFor(one, "el")).toBe("Of the group");
      expect(await store().answerFor(one, "hu")).toBeNull();
      expect(await store().answers(mailbox.id)).toHaveLength(2);
      expect(await store().removeAnswer(mailbox.id, { group }, "el")).toBe(true);
      expect(await store().removeAnswer(mailbox.id, { group }, "el")).toBe(false);
      expect(await store().answerFor(one, "el")).toBe("Of the topic");
      expect(await set({ group: 999_999_999 }, "Nobody's")).toBe(false);
    });

    it("may yet come to a complaint that is not in the log, where groups have answers", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      await ticket(lease);
      const group = await logTogether(store(), lease);
      const fresh = await ticket(lease);
      expect(await store().mayGetAnswer(fresh, "el")).toBe(false);
      const answer = { language: "el", text: "So it is", setBy: "boss", setAt: SINCE } as const;
      await store().setAnswer(mailbox.id, { to: { group }, ...answer });
      expect(await store().mayGetAnswer(fresh, "el")).toBe(true);
      expect(await store().mayGetAnswer(fresh, "hu")).toBe(false);
      await logTogether(store(), lease);
      expect(await store().mayGetAnswer(fresh, "el")).toBe(false);
    });

    it("are asked for where neither the group nor its topic has one", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      await ticket(lease);
      const late = await logTogether(store(), lease, "delivery");
      await ticket(lease);
      const wrong = await logTogether(store(), lease, "billing");
      const without = async (...covered: ("delivery" | "billing")[]) =>
        (await store().groupsWithoutAnswer(mailbox.id, SINCE, { covered, limit: 9 })).map(({ id }) => id);
      expect((await without()).toSorted((a, b) => a - b)).toEqual([late, wrong]);
      expect(await without("billing")).toEqual([late]);
      const answer = { language: "el", text: "So it is", setBy: "boss", setAt: SINCE } as const;
      await store().setAnswer(mailbox.id, { to: { topic: "delivery" }, ...answer });
      expect(await without()).toEqual([wrong]);
      await store().setAnswer(mailbox.id, { to: { group: wrong }, ...answer });
      expect(await without()).toEqual([]);
    });
  });
}
