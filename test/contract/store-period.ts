import { describe, expect, it } from "vitest";
import { LeaseLostError } from "../../src/errors.ts";
import type { Store } from "../../src/store/store.ts";
import { draft, openedMailbox } from "../support/store.ts";

const claim = { job: "digest-weekly", period: "2026-W48" };
const later = new Date("2026-12-01T00:00:00Z");

export function periodCases(store: () => Store): void {
  describe("periods", () => {
    it("are claimed once, and what comes of it is queued once", async () => {
      const { lease, mailbox } = await openedMailbox(store());
      const mail = (name: string) => [
        draft(`${name}-${mailbox.id}`, { kind: "overdue", template: "overdue" }),
      ];
      expect(await store().isClaimed(mailbox.id, claim)).toBe(false);
      expect(await store().claimPeriod(lease, claim, mail("first"))).toBe(true);
      expect(await store().claimPeriod(lease, claim, mail("second"))).toBe(false);
      expect(await store().isClaimed(mailbox.id, claim)).toBe(true);
      const queued = await store().claimOutbox(mailbox.id, later, 10, 60);
      expect(queued.map(({ messageId }) => messageId)).toEqual([`<first-${mailbox.id}@foyer.example>`]);
    });

    it("are claimed once by workers at the same time", async () => {
      const { lease } = await openedMailbox(store());
      const claims = await Promise.all(Array.from({ length: 5 }, () => store().claimPeriod(lease, claim)));
      expect(claims.filter((claimed) => claimed)).toHaveLength(1);
    });

    it("are claimed for each mailbox, job and period", async () => {
      const [one, two] = [await openedMailbox(store()), await openedMailbox(store())];
      expect(await store().claimPeriod(one.lease, claim)).toBe(true);
      expect(await store().claimPeriod(two.lease, claim)).toBe(true);
      expect(await store().claimPeriod(one.lease, { ...claim, job: "kudos" })).toBe(true);
      expect(await store().claimPeriod(one.lease, { ...claim, period: "2026-W49" })).toBe(true);
    });

    it("are not claimed by a worker that has lost the mailbox", async () => {
      const { lease, mailbox } = await openedMailbox(store());
      await store().releaseLease(lease);
      await expect(store().claimPeriod(lease, claim)).rejects.toBeInstanceOf(LeaseLostError);
      expect(await store().isClaimed(mailbox.id, claim)).toBe(false);
    });
  });
}
