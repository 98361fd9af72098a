import { describe, expect, it } from "vitest";
import { LEDGER_EVENTS, OUTBOX_EVENTS } from "../../src/store/journal.ts";
import type { Store } from "../../src/store/store.ts";
import {
  decision,
  entry,
  keys,
  openedMailbox,
  opening,
  ref,
  storedMessage,
  trace,
  wrote,
} from "../support/store.ts";

export function ledgerCases(store: () => Store): void {
  describe("after the decision", () => {
    it("files a message where it went, and keeps its first ref", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const rows = await store().commit(lease, [entry(1), entry(2)], null);
      const moved = rows.map((row, index) => ({
        ledgerId: row.id,
        ref: index === 0 ? ref(70, "Today", 5n) : null,
      }));
      await store().markFiled(lease, moved, new Date());
      await store().markFiled(lease, moved, new Date());
      const filed = await store().ledger(rows.map((row) => row.id));
      expect(filed.map((row) => [row.state, row.firstRef, row.ref])).toEqual([
        ["filed", ref(1), ref(70, "Today", 5n)],
        ["filed", ref(2), ref(2)],
      ]);
      expect(await store().unaccounted(mailbox.id, "Today", 5n, [70, 71])).toEqual([71]);
      expect(await store().unaccounted(mailbox.id, "INBOX", ref(1).uidValidity, [1, 2, 3])).toEqual([3]);
      expect(await store().commit(lease, [entry(70, { ref: ref(70, "Today", 5n) })], null)).toEqual([
        filed[0],
      ]);
    });

    it("leaves a message alone, and cancels its answer when asked to", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const rows = await store().commit(lease, [await opening(store(), 1), await opening(store(), 2)], null);
      await store().markLeft(lease, [rows[0]?.id ?? 0], "agent-moved", true);
      await store().markLeft(lease, [rows[1]?.id ?? 0], "agent-moved", false);
      expect((await store().counts(mailbox.id)).left).toBe(2);
      const due = await store().claimOutbox(mailbox.id, new Date("2027-01-01"), 10, 60);
      expect(due.map((row) => row.ledgerId)).toEqual([rows[1]?.id]);
      expect(await store().unfinished(mailbox.id, new Date(), 10)).toEqual([]);
    });

    it("does not file what was left alone meanwhile", async () => {
      const { lease } = await openedMailbox(store());
      const [row] = await store().commit(lease, [entry(1)], null);
      await store().markLeft(lease, [row?.id ?? 0], "agent-moved", false);
      await store().markFiled(lease, [{ ledgerId: row?.id ?? 0, ref: ref(2, "Today") }], new Date());
      expect(await store().ledger([row?.id ?? 0])).toMatchObject([{ state: "left", ref: ref(1) }]);
    });

    it("postpones a move as often as it fails, and brings it up when it is due", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      await store().commit(lease, [entry(1)], null);
      const due = new Date("2026-11-02T10:00:00Z");
      await store().postpone(lease, [ref(1)], "refused", new Date("2026-11-02T09:30:00Z"));
      expect(await store().postpone(lease, [ref(1)], "refused", due)).toMatchObject([
        { state: "decided", attempts: 2 },
      ]);
      expect(await store().unfinished(mailbox.id, new Date(due.getTime() - 1), 10)).toEqual([]);
      expect(await store().unfinished(mailbox.id, due, 10)).toMatchObject([
        { attempts: 2, reason: "refused" },
      ]);
    });

    it("links a row to the ref that a message has after UIDVALIDITY changed", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const [row] = await store().commit(lease, [entry(1)], null);
      await store().relink(lease, [{ ledgerId: row?.id ?? 0, ref: ref(1, "INBOX", 9n) }]);
      const again = await store().commit(
        lease,
        [await opening(store(), 1, { ref: ref(1, "INBOX", 9n) })],
        null,
      );
      expect(again).toMatchObject([
        { id: row?.id, firstRef: ref(1), ref: ref(1, "INBOX", 9n), ticketId: null },
      ]);
      expect(await store().unaccounted(mailbox.id, "INBOX", 9n, [1, 2])).toEqual([2]);
      const told = await store().explain({ ref: ref(1, "INBOX", 9n) });
      expect(told.map((one) => one.ledger.id)).toContain(row?.id);
    });

    it("keeps a journal from which the states can be told", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const list = await Promise.all([1, 2, 3, 4, 5].map((uid) => opening(store(), uid)));
      const shadow = entry(6, { state: "left", reason: "shadow" });
      const unread = entry(7, { state: "attention", reason: "unparsable", decision: null });
      await store().postpone(lease, [ref(1), ref(8)], "timeout", new Date());
      const rows = await store().commit(lease, [...list, shadow, unread], null);
      await store().markFiled(
        lease,
        rows.slice(0, 3).map((row) => ({ ledgerId: row.id, ref: null })),
        new Date(),
      );
      await store().markFiled(
        lease,
        rows.slice(6).map((row) => ({ ledgerId: row.id, ref: null })),
        new Date(),
      );
      await store().markLeft(lease, [rows[3]?.id ?? 0], "agent-moved", true);
      const claimed = await store().claimOutbox(mailbox.id, new Date("2027-01-01"), 10, 60);
      const [sent, failed, cancelled, retried] = claimed.map((row) => row.id);
      await store().markSent([sent ?? 0], new Date());
      await store().failOutbox(failed ?? 0, "550");
      await store().cancelOutbox(cancelled ?? 0, "answered");
      await store().retryOutbox(retried ?? 0, new Date("2027-01-02"), "421");
      await store().startFolder(
        lease,
        { folder: "INBOX", uidValidity: ref(1).uidValidity, nextUid: 10 },
        { uids: [9], reason: "old" },
      );
      for (let uid = 1; uid <= 9; uid++) await expectJournalToFold(store(), mailbox.id, uid);
    });
  });

  describe("explaining", () => {
    it("tells of nothing where nothing is known", async () => {
      expect(await store().explain({ messageId: "<nobody@nowhere.example>" })).toEqual([]);
      expect(await store().explain({ ref: ref(1, "No such folder") })).toEqual([]);
    });

    it("tells of the newest first", async () => {
      const { lease } = await openedMailbox(store());
      const message = storedMessage(1, { messageId: "<twice@example.gr>" });
      const rows = await store().commit(lease, [entry(1, { message }), entry(2, { message })], null);
      const told = await store().explain({ messageId: "<twice@example.gr>" });
      expect(told.map((one) => one.ledger.id)).toEqual(rows.map((row) => row.id).reverse());
    });

    it("finds the message that a mail of ours answered", async () => {
      const { lease } = await openedMailbox(store());
      const one = await opening(store(), 1);
      const [row] = await store().commit(lease, [one, entry(2)], null);
      const told = await store().explain({ messageId: one.outbox[0]?.messageId ?? "" });
      expect(told.map(({ ledger }) => ledger.id)).toEqual([row?.id]);
    });

    it("shows codes only in the journal, whatever the cause says", async () => {
      const { lease } = await openedMailbox(store());
      await store().postpone(lease, [ref(1, "Codes")], "Maria said: ouch", new Date());
      const [told] = await store().explain({ ref: ref(1, "Codes") });
      expect(told?.events).toMatchObject([{ type: "Postponed", codes: { cause: "unclear", attempts: 1 } }]);
    });
  });

  describe("threads", () => {
    it("numbers tickets without giving a number twice", async () => {
      const all = (await Promise.all([1, 2, 3].map(() => store().reserveTickets(40)))).flat();
      expect(new Set(all).size).toBe(120);
      expect(await store().reserveTickets(0)).toEqual([]);
    });

    it("joins later messages to their ticket: participants, folder, priority, count", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const first = await opening(store(), 1);
      const { ticketId } = first;
      const from = { name: "Nikos", address: "Nikos@Example.gr" };
      const answer = entry(2, {
        ticketId,
        message: storedMessage(2, { from, references: ["<1@example.gr>"] }),
        decision: decision({
          customerAddress: from,
          folder: "urgent",
          priority: "urgent",
          ticket: { append: ticketId ?? 0, by: "references" },
        }),
        customer: trace("nikos@example.gr", { name: "Nikos" }),
        events: [wrote({ folder: "urgent", priority: "urgent" })],
      });
      const vacation = entry(3, {
        ticketId,
        decision: decision({ disposition: "autoresponse", folder: "automatic" }),
      });
      await store().commit(lease, [first], null);
      await store().commit(lease, [answer, vacation], null);
      const { tickets } = await store().memory(mailbox.id, keys({ tickets: [ticketId ?? 0] }), new Date());
      const facts = tickets.get(ticketId ?? 0);
      expect(facts).toMatchObject({ folder: "urgent", priority: "urgent", messages: 3, automaticAnswers: 1 });
      expect(facts?.customerAddress).toBe("maria@example.gr");
      expect([...(facts?.participants ?? [])].sort()).toEqual(["maria@example.gr", "nikos@example.gr"]);
    });
  });
}

async function expectJournalToFold(store: Store, mailboxId: number, uid: number): Promise<void> {
  const mine = await store.unaccounted(mailboxId, "INBOX", ref(uid).uidValidity, [uid]);
  expect(mine).toEqual([]);
  const told = (await store.explain({ ref: ref(uid) }))[0];
  const states: Readonly<Record<string, string | null>> = LEDGER_EVENTS;
  const outboxStates: Readonly<Record<string, string | null>> = OUTBOX_EVENTS;
  let state = "arrived";
  const answers = new Map<unknown, string>();
  for (const event of told?.events ?? []) {
    state = states[event.type] ?? state;
    const answer = outboxStates[event.type];
    if (answer !== undefined && answer !== null) answers.set(event.codes.outbox, answer);
  }
  expect([uid, state]).toEqual([uid, told?.ledger.state]);
  expect([...answers]).toEqual(told?.outbox.map((row) => [row.id, row.state]));
}
