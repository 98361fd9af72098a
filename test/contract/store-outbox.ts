import { describe, expect, it } from "vitest";
import type { Lease, Store } from "../../src/store/store.ts";
import { draft, fileAll, openedMailbox, opening } from "../support/store.ts";

const due = new Date("2026-11-02T10:00:00Z");
const later = new Date("2026-11-02T11:00:00Z");

export function outboxCases(store: () => Store): void {
  describe("outbox", () => {
    it("gives a row when it is due, complete, and not before", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const sent = draft("a", {
        dueAt: due,
        inReplyTo: "<1@example.gr>",
        references: ["<0@example.gr>"],
        manner: "vip",
      });
      const [ticketId, ledgerId] = await queue(store(), lease, [sent]);
      expect(await store().nextDue(mailbox.id)).toEqual(due);
      expect(await store().claimOutbox(mailbox.id, new Date(due.getTime() - 1), 10, 60)).toEqual([]);
      const [row] = await store().claimOutbox(mailbox.id, due, 10, 60);
      expect(row).toEqual({
        ...sent,
        id: expect.any(Number),
        mailboxId: mailbox.id,
        ticketId,
        ledgerId,
        attempts: 1,
        createdAt: expect.any(Date),
      });
    });

    it("gives no row to two workers, the earliest first", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      await queue(
        store(),
        lease,
        ["c", "a", "b"].map((name, index) => draft(name, { dueAt: new Date(due.getTime() - index) })),
      );
      const first = await store().claimOutbox(mailbox.id, later, 2, 60);
      const second = await store().claimOutbox(mailbox.id, later, 10, 60);
      expect([...first, ...second].map((row) => row.messageId)).toEqual(
        ["b", "a", "c"].map((name) => `<${name}@foyer.example>`),
      );
      expect(await store().claimOutbox(mailbox.id, later, 10, 60)).toEqual([]);
    });

    it("gives a row again when its worker died between sending and saying so, under the same Message-ID", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      await queue(store(), lease, [draft("a", { dueAt: due })]);
      const [first] = await store().claimOutbox(mailbox.id, later, 10, 0);
      const [again] = await store().claimOutbox(mailbox.id, later, 10, 60);
      expect(again).toEqual({ ...first, attempts: 2 });
    });

    it("is done with what was sent, even if it was cancelled meanwhile", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      await queue(store(), lease, [draft("a", { dueAt: due }), draft("b", { dueAt: due })]);
      const ids = (await store().claimOutbox(mailbox.id, later, 10, 60)).map((row) => row.id);
      await store().cancelOutbox(ids[0] ?? 0, "answered");
      await store().markSent(ids, later);
      await store().markSent(ids, new Date());
      await store().cancelOutbox(ids[1] ?? 0, "answered");
      expect(await statesOf(store(), lease)).toEqual([
        ["sent", null, later],
        ["sent", null, later],
      ]);
      expect(await store().nextDue(mailbox.id)).toBeNull();
    });

    it("tries again later, gives up and cancels with the cause", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      await queue(
        store(),
        lease,
        ["a", "b", "c"].map((name) => draft(name, { dueAt: due })),
      );
      const [a, b, c] = await store().claimOutbox(mailbox.id, due, 10, 60);
      await store().retryOutbox(a?.id ?? 0, later, "421 busy");
      await store().failOutbox(b?.id ?? 0, "550 no such user");
      await store().cancelOutbox(c?.id ?? 0, "opted-out");
      expect(await statesOf(store(), lease)).toEqual([
        ["pending", "421 busy", null],
        ["failed", "550 no such user", null],
        ["cancelled", "opted-out", null],
      ]);
      expect(await store().nextDue(mailbox.id)).toEqual(later);
      expect(await store().claimOutbox(mailbox.id, due, 10, 60)).toEqual([]);
      expect(await store().claimOutbox(mailbox.id, later, 10, 60)).toMatchObject([
        { id: a?.id, attempts: 2 },
      ]);
    });

    it("checks before sending whether the customer opted out meanwhile", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const drafts = ["in", "out"].map((name) =>
        draft(name, { dueAt: due, to: [{ name: "", address: `${name}@Recheck.example` }] }),
      );
      await queue(store(), lease, drafts);
      await store().setOptOut("OUT@recheck.example", true);
      const rows = await store().claimOutbox(mailbox.id, due, 10, 60);
      const facts = await store().recheck(rows, due);
      expect(rows.map((row) => facts.get(row.id))).toEqual([
        { optedOut: false, dead: false, sentToday: 0 },
        { optedOut: true, dead: false, sentToday: 0 },
      ]);
    });

    it("counts before sending what the customer got within a day, under whichever of the addresses", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const to = (address: string) => [{ name: "", address }];
      await queue(store(), lease, [
        draft("got-1", { dueAt: due, to: to("budget@count.example") }),
        draft("got-2", { dueAt: due, to: to("Budget+shop@count.example"), kind: "followup" }),
        draft("staff", { dueAt: due, to: to("budget@count.example"), kind: "alert" }),
        draft("waits", { dueAt: due, to: to("budget@count.example") }),
      ]);
      const rows = await store().claimOutbox(mailbox.id, due, 10, 60);
      await store().markSent(
        rows.slice(0, 3).map((row) => row.id),
        due,
      );
      const waiting = rows.slice(3);
      const sentToday = async (now: Date) =>
        (await store().recheck(waiting, now)).get(waiting[0]?.id ?? 0)?.sentToday;
      expect(await sentToday(later)).toBe(2);
      expect(await sentToday(new Date(due.getTime() + 25 * 3_600_000))).toBe(0);
    });
  });
}

async function queue(store: Store, lease: Lease, outbox: ReturnType<typeof draft>[]) {
  const one = await opening(store, 1, { outbox });
  const [row] = await store.commit(lease, [one], null);
  await fileAll(store, lease);
  return [one.ticketId, row?.id ?? 0];
}

async function statesOf(store: Store, lease: Lease) {
  const [row] = await store.byFingerprint(lease.mailboxId, ["fingerprint-1"]);
  const told = await store.explain({ messageId: row?.messageId ?? "" });
  const mine = told.find((one) => one.ledger.id === row?.id);
  return mine?.outbox.map((one) => [one.state, one.cause, one.sentAt]);
}
