import { describe, expect, it } from "vitest";
import { PermanentError } from "../../src/errors.ts";
import type { Store } from "../../src/store/store.ts";
import {
  decision,
  draft,
  entry,
  fileAll,
  keys,
  openedMailbox,
  opening,
  ref,
  storedMessage,
} from "../support/store.ts";

export function commitCases(store: () => Store): void {
  describe("committing", () => {
    it("writes message, ticket, answer and journal, and gives the row back as it reads it", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const one = await opening(store(), 7);
      const [row] = await store().commit(lease, [one], null);
      expect(row).toMatchObject({
        firstRef: ref(7),
        ref: ref(7),
        state: "decided",
        folder: "today",
        ticketId: one.ticketId,
        messageId: "<7@example.gr>",
        fingerprint: "fingerprint-7",
        decision: decision(),
      });
      expect(await store().ledger([row?.id ?? 0])).toEqual([row]);
      expect(await store().byFingerprint(mailbox.id, ["fingerprint-7", "other"])).toEqual([row]);
      const [told] = await store().explain({ messageId: "<7@example.gr>" });
      expect(told?.events.map((event) => event.type)).toEqual([
        "MessageDecided",
        "TicketOpened",
        "AnswerQueued",
      ]);
      expect(told?.subject).toBe("Where is my parcel?");
      expect(told?.from).toEqual({ name: "Maria Papadaki", address: "maria@example.gr" });
      expect(told?.outbox).toMatchObject([
        { state: "pending", ticketId: one.ticketId, values: one.outbox[0]?.values },
      ]);
    });

    it("done again after a crash changes nothing: the first decision stands, and its answer", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const one = await opening(store(), 1);
      const before = await store().commit(lease, [one], null);
      const other = await opening(store(), 1, {
        decision: decision({ folder: "low" }),
        outbox: [draft("second")],
      });
      expect(await store().commit(lease, [one], null)).toEqual(before);
      expect(await store().commit(lease, [other, entry(2)], null)).toMatchObject([
        { folder: "today" },
        { ref: ref(2) },
      ]);
      await fileAll(store(), lease);
      const claimed = await store().claimOutbox(mailbox.id, new Date("2027-01-01"), 10, 60);
      expect(claimed.map((row) => row.messageId)).toEqual([one.outbox[0]?.messageId]);
      const { customers } = await store().memory(
        mailbox.id,
        keys({ addresses: [one.customer?.address ?? ""] }),
        new Date(),
      );
      expect(customers.size).toBe(1);
    });

    it("takes the first of two entries with the same ref", async () => {
      const { lease } = await openedMailbox(store());
      const rows = await store().commit(
        lease,
        [entry(1), entry(1, { state: "left", reason: "shadow" })],
        null,
      );
      expect(rows.map((row) => row.state)).toEqual(["decided", "decided"]);
      expect(rows[0]?.id).toBe(rows[1]?.id);
    });

    it("keeps the answer to a message and its ticket apart between mailboxes", async () => {
      const one = await openedMailbox(store());
      const other = await openedMailbox(store());
      const first = await opening(store(), 1);
      await store().commit(one.lease, [first], null);
      const second = await opening(store(), 1, { outbox: first.outbox });
      await store().commit(other.lease, [second], null);
      const seen = await store().memory(
        other.mailbox.id,
        keys({ messageIds: ["<1@example.gr>"] }),
        new Date(),
      );
      expect([...seen.ticketByMessageId.values()]).toEqual([second.ticketId]);
      expect(await store().explain({ messageId: "<1@example.gr>" })).not.toHaveLength(0);
    });

    it("decides at last what was postponed", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const [late] = await store().postpone(lease, [ref(1)], "timeout", new Date("2026-11-02T10:00:00Z"));
      expect(late).toMatchObject({ state: "arrived", attempts: 1, reason: "timeout" });
      const [row] = await store().commit(lease, [await opening(store(), 1)], null);
      expect(row).toMatchObject({ id: late?.id, state: "decided", attempts: 1, reason: null });
      expect(await store().ledger([row?.id ?? 0])).toEqual([row]);
      expect(await store().unfinished(mailbox.id, new Date("2026-11-02T09:00:00Z"), 10)).toHaveLength(1);
    });

    it("decides afresh what was left in shadow mode and opened again", async () => {
      const { lease } = await openedMailbox(store());
      const [left] = await store().commit(lease, [entry(1, { state: "left", reason: "shadow" })], null);
      await store().reopen(lease, { folder: "INBOX", uidValidity: ref(1).uidValidity }, "shadow", 10);
      const again = entry(1, { decision: decision({ folder: "urgent" }) });
      const [row] = await store().commit(lease, [again], null);
      expect(row).toMatchObject({ id: left?.id, state: "decided", folder: "urgent" });
      expect(await store().ledger([row?.id ?? 0])).toEqual([row]);
    });

    it("keeps a message that could not be read for a person, without a decision", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const bare = storedMessage(1, { messageId: null, from: null, subject: "", text: "" });
      const unread = entry(1, { state: "attention", reason: "unparsable", message: bare, decision: null });
      const [row] = await store().commit(lease, [unread], null);
      expect(row).toMatchObject({
        state: "attention",
        folder: "attention",
        reason: "unparsable",
        decision: null,
      });
      expect(await store().unfinished(mailbox.id, new Date(), 10)).toEqual([row]);
      await store().markFiled(
        lease,
        [{ ledgerId: row?.id ?? 0, ref: ref(3, "Needs attention") }],
        new Date(),
      );
      expect(await store().unfinished(mailbox.id, new Date(), 10)).toEqual([]);
      expect((await store().counts(mailbox.id)).attention).toBe(1);
    });

    it("refuses a row that cannot be stored, writes nothing of its batch, and goes on", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const broken = entry(2, { ticketId: 999_999_999, outbox: [draft("lost")] });
      const refused = store().commit(lease, [entry(1), broken], null);
      await expect(refused).rejects.toMatchObject({ code: "bad-row" });
      await expect(refused).rejects.toBeInstanceOf(PermanentError);
      await expect(refused).rejects.not.toThrow(/maria|parcel/i);
      const never = entry(3, { message: storedMessage(3, { internalDate: new Date(Number.NaN) }) });
      await expect(store().commit(lease, [never], null)).rejects.toMatchObject({ code: "bad-row" });
      expect((await store().counts(mailbox.id)).decided).toBe(0);
      expect(await store().commit(lease, [entry(1)], null)).toHaveLength(1);
    });

    it("stores hostile text without harm", async () => {
      const { lease } = await openedMailbox(store());
      const text = `${"😀".repeat(250_000)}\0\ud800\udc00\ud800 — ${"x".repeat(1_000_000)}`;
      const values: Record<string, unknown> = JSON.parse(
        '{"__proto__": {"polluted": true}, "a\\u0000": "\\ud800\\u0000b"}',
      );
      const message = storedMessage(1, {
        messageId: `<${"m".repeat(5000)}@example.gr>`,
        references: [`<${"r".repeat(5000)}@example.gr>`],
        from: { name: "Eve\0 \udfff", address: `${"e".repeat(5000)}@example.gr` },
        subject: "\0'; drop table ledger; --\\u0000",
        text,
      });
      const one = await opening(store(), 1, { message, outbox: [draft("hostile", { values })] });
      await store().commit(lease, [one], null);
      const [told] = await store()
        .explain({ ref: ref(1) })
        .then((all) => all.filter((row) => row.ledger.ticketId === one.ticketId));
      expect(told?.subject).toBe("'; drop table ledger; --\\u0000");
      expect(told?.from?.name).toBe("Eve \ufffd");
      expect(Object.getOwnPropertyDescriptor(told?.outbox[0]?.values, "__proto__")?.value).toEqual({
        polluted: true,
      });
      expect(told?.outbox[0]?.values.a).toBe("\ufffdb");
      expect({}).not.toHaveProperty("polluted");
    });
  });
}
