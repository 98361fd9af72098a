import { describe, expect, it } from "vitest";
import { LeaseLostError } from "../../src/errors.ts";
import type { Lease, Store } from "../../src/store/store.ts";
import { entry, openedMailbox, opening, ref, VALIDITY } from "../support/store.ts";

export function leaseCases(store: () => Store): void {
  describe("mailboxes and leases", () => {
    it("finds a mailbox again with the start of its first day", async () => {
      const { mailbox } = await openedMailbox(store());
      const later = new Date("2027-01-01T00:00:00Z");
      const again = await store().openMailbox({
        name: mailbox.name,
        address: "new@shop.example",
        startedAt: later,
      });
      expect(again).toEqual({ ...mailbox, address: "new@shop.example" });
    });

    it("has applied every migration, and applies none twice", async () => {
      expect(await store().pendingMigrations()).toEqual([]);
      await Promise.all([store().migrate(), store().migrate()]);
      expect(await store().pendingMigrations()).toEqual([]);
    });

    it("gives a mailbox to one worker at a time", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      expect(await store().acquireLease(mailbox.id, "worker-2", 60)).toBeNull();
      await store().releaseLease(lease);
      expect(await store().acquireLease(mailbox.id, "worker-2", 60)).toMatchObject({
        epoch: lease.epoch + 1,
      });
    });

    it("renews its owner's lease in the same epoch", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const renewed = await store().acquireLease(mailbox.id, "worker-1", 3600);
      expect(renewed?.epoch).toBe(lease.epoch);
      expect(renewed?.expiresAt.getTime()).toBeGreaterThan(lease.expiresAt.getTime());
    });

    it("counts a lease that ran out as a new one, even for the same owner", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      await store().acquireLease(mailbox.id, "worker-1", 0);
      const renewed = await store().acquireLease(mailbox.id, "worker-1", 60);
      expect(renewed?.epoch).toBe(lease.epoch + 1);
    });

    it("gives only one of many workers a lease that ran out", async () => {
      const { mailbox } = await openedMailbox(store());
      await store().acquireLease(mailbox.id, "worker-1", 0);
      const owners = ["a", "b", "c", "d"].map((owner) => store().acquireLease(mailbox.id, owner, 60));
      expect((await Promise.all(owners)).filter((lease) => lease !== null)).toHaveLength(1);
    });

    it("does not let a late release take the lease from the next owner", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const next = await takeOver(store(), lease);
      await store().releaseLease(lease);
      await store().checkLease(next);
      expect(await store().acquireLease(mailbox.id, "worker-3", 60)).toBeNull();
    });

    const writes: Readonly<Record<string, (lease: Lease, id: number) => Promise<unknown>>> = {
      checkLease: (lease) => store().checkLease(lease),
      commit: async (lease) => store().commit(lease, [await opening(store(), 2)], cursor(3)),
      postpone: (lease) => store().postpone(lease, [ref(2)], "timeout", new Date()),
      markFiled: (lease, ledgerId) =>
        store().markFiled(lease, [{ ledgerId, ref: ref(9, "Today") }], new Date()),
      markLeft: (lease, ledgerId) => store().markLeft(lease, [ledgerId], "agent-moved", true),
      relink: (lease, ledgerId) => store().relink(lease, [{ ledgerId, ref: ref(9, "Today") }]),
      startFolder: (lease) => store().startFolder(lease, cursor(3), { uids: [2], reason: "before-start" }),
      reopen: (lease) =>
        store().reopen(lease, { folder: "INBOX", uidValidity: ref(1).uidValidity }, "before-start", 10),
    };
    for (const [method, write] of Object.entries(writes)) {
      it(`a worker that stalled and lost its lease writes nothing by ${method}`, async () => {
        const { mailbox, lease } = await openedMailbox(store());
        const [row] = await store().commit(lease, [entry(1)], cursor(2));
        await takeOver(store(), lease);
        await expect(write(lease, row?.id ?? 0)).rejects.toBeInstanceOf(LeaseLostError);
        expect(await store().ledger([row?.id ?? 0])).toEqual([row]);
        expect(await store().unaccounted(mailbox.id, "INBOX", VALIDITY, [1, 2])).toEqual([2]);
        expect(await store().cursor(mailbox.id, "INBOX")).toEqual(cursor(2));
        expect(await store().nextDue(mailbox.id)).toBeNull();
      });

      it(`a worker whose lease ran out writes nothing by ${method}, though nobody took it over`, async () => {
        const { mailbox, lease } = await openedMailbox(store());
        await store().acquireLease(mailbox.id, "worker-1", 0);
        await expect(write(lease, 0)).rejects.toBeInstanceOf(LeaseLostError);
      });
    }
  });

  describe("cursors", () => {
    it("starts a folder and leaves alone what stood there", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      await store().startFolder(lease, cursor(4), { uids: [1, 3], reason: "before-start" });
      expect(await store().cursor(mailbox.id, "INBOX")).toEqual(cursor(4));
      expect(await store().cursor(mailbox.id, "Sent")).toBeNull();
      expect(await store().unaccounted(mailbox.id, "INBOX", VALIDITY, [1, 2, 3])).toEqual([2]);
      expect(await store().counts(mailbox.id)).toEqual({
        arrived: 0,
        decided: 0,
        filed: 0,
        left: 2,
        attention: 0,
      });
    });

    it("starts a folder of a hundred thousand messages in one go, twice without harm", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const uids = Array.from({ length: 100_000 }, (_, index) => index + 1);
      await store().startFolder(lease, cursor(100_001), {
        uids: uids.slice(0, 50_000),
        reason: "before-start",
      });
      await store().startFolder(lease, cursor(100_001), { uids, reason: "before-start" });
      expect((await store().counts(mailbox.id)).left).toBe(100_000);
      expect(await store().unaccounted(mailbox.id, "INBOX", VALIDITY, [...uids, 100_001])).toEqual([100_001]);
    }, 180_000);

    it("never goes back within one UIDVALIDITY, and starts anew in another", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      await store().commit(lease, [], cursor(10));
      await store().commit(lease, [], cursor(5));
      expect(await store().cursor(mailbox.id, "INBOX")).toEqual(cursor(10));
      const anew = { folder: "INBOX", uidValidity: 7n, nextUid: 1 };
      await store().startFolder(lease, anew, { uids: [], reason: "before-start" });
      expect(await store().cursor(mailbox.id, "INBOX")).toEqual(anew);
    });

    it("opens again what was left alone, the oldest first and no more than asked", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      await store().startFolder(lease, cursor(6), { uids: [1, 2, 3, 4, 5], reason: "before-start" });
      const [first] = await store().reopen(
        lease,
        { folder: "INBOX", uidValidity: ref(1).uidValidity },
        "before-start",
        1,
      );
      expect(first).toEqual(ref(1));
      expect(
        await store().reopen(lease, { folder: "INBOX", uidValidity: ref(1).uidValidity }, "before-start", 2),
      ).toEqual([ref(2), ref(3)]);
      expect(
        await store().reopen(lease, { folder: "INBOX", uidValidity: ref(1).uidValidity }, "shadow", 9),
      ).toEqual([]);
      const rows = await store().unfinished(mailbox.id, new Date(), 10);
      expect(rows.map((row) => [row.ref.uid, row.state, row.reason])).toEqual([
        [1, "arrived", null],
        [2, "arrived", null],
        [3, "arrived", null],
      ]);
    });
  });
}

const cursor = (nextUid: number) => ({ folder: "INBOX", uidValidity: VALIDITY, nextUid });

async function takeOver(store: Store, lease: Lease): Promise<Lease> {
  await store.acquireLease(lease.mailboxId, lease.owner, 0);
  const next = await store.acquireLease(lease.mailboxId, "worker-2", 600);
  if (next === null) throw new Error("an expired lease was not given away");
  return next;
}
