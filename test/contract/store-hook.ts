import { describe, expect, it } from "vitest";
import type { HookDraft } from "../../src/store/hook.ts";
import type { Store } from "../../src/store/store.ts";
import { decision, openedMailbox, opening, trace } from "../support/store.ts";

const NOW = new Date("2026-11-30T12:00:00Z");
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
const hook = (once: string, changes: Partial<HookDraft> = {}): HookDraft => ({
  target: "chat",
  body: { text: "Hurrah" },
  once,
  dueAt: NOW,
  ticketIds: [],
  ...changes,
});

export function hookCases(store: () => Store): void {
  describe("webhooks", () => {
    it("takes each reason once, and gives each row to one worker at a time", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      expect(await store().queueHook(lease, hook("praise-1"))).toBe(true);
      expect(await store().queueHook(lease, hook("praise-1"))).toBe(false);
      expect(await store().queueHook(lease, hook("praise-2", { dueAt: later(5) }))).toBe(true);
      const [row, ...others] = await store().claimHooks(mailbox.id, NOW, 10, 60);
      expect(row).toMatchObject({ once: "praise-1", body: { text: "Hurrah" }, attempts: 1 });
      expect(others).toEqual([]);
      expect(await store().claimHooks(mailbox.id, NOW, 10, 60)).toEqual([]);
    });

    it("keeps trying until it was delivered, and posts nothing twice", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      await store().queueHook(lease, hook("praise-1"));
      const [row] = await store().claimHooks(mailbox.id, NOW, 10, 60);
      await store().retryHook(row?.id ?? 0, later(1), "temporary");
      expect(await store().claimHooks(mailbox.id, NOW, 10, 60)).toEqual([]);
      const [again] = await store().claimHooks(mailbox.id, later(1), 10, 60);
      expect(again).toMatchObject({ id: row?.id, attempts: 2 });
      await store().hookSent(again?.id ?? 0, later(1));
      await store().retryHook(again?.id ?? 0, later(2), "temporary");
      expect(await store().claimHooks(mailbox.id, later(9), 10, 60)).toEqual([]);
      expect(await store().queueHook(lease, hook("praise-1"))).toBe(false);
    });

    it("tells why the newest was given up, until one gets through", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      for (const once of ["a", "b"]) await store().queueHook(lease, hook(once));
      const [a, b] = await store().claimHooks(mailbox.id, NOW, 10, 60);
      expect(await store().brokenHook(mailbox.name, "chat")).toBeNull();
      await store().failHook(a?.id ?? 0, NOW, "hook-404");
      expect(await store().brokenHook(mailbox.name, "chat")).toMatchObject({ cause: "hook-404" });
      expect(await store().brokenHook(mailbox.name, "tracker")).toBeNull();
      await store().hookSent(b?.id ?? 0, later(1));
      expect(await store().brokenHook(mailbox.name, "chat")).toBeNull();
    });

    it("takes back what waits to tell of a customer who is erased", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const address = "forget-me@example.gr";
      const entry = await opening(store(), 1, {
        decision: decision({ customerAddress: { name: "", address } }),
        customer: trace(address),
      });
      await store().commit(lease, [entry], null);
      const ticketIds = [entry.ticketId ?? 0];
      await store().queueHook(lease, hook("praise-1", { ticketIds }));
      await store().queueHook(lease, hook("praise-2", { ticketIds: [999_999] }));
      await store().eraseCustomer(address);
      const left = await store().claimHooks(mailbox.id, NOW, 10, 60);
      expect(left.map(({ once }) => once)).toEqual(["praise-2"]);
    });

    it("queues nothing for who has lost the lease", async () => {
      const { lease } = await openedMailbox(store());
      await store().releaseLease(lease);
      await expect(store().queueHook(lease, hook("praise-1"))).rejects.toThrow(/lease/);
    });
  });
}
