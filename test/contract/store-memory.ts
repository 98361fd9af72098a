import { describe, expect, it } from "vitest";
import type { Store } from "../../src/store/store.ts";
import {
  draft,
  entry,
  fileAll,
  keys,
  openedMailbox,
  opening,
  storedMessage,
  trace,
} from "../support/store.ts";

const HOUR = 3_600_000;
const now = new Date("2026-11-20T12:00:00Z");
const ago = (hours: number) => new Date(now.getTime() - hours * HOUR);

export function memoryCases(store: () => Store): void {
  describe("memory", () => {
    it("is empty where nothing is known", async () => {
      const { mailbox } = await openedMailbox(store());
      const memory = await store().memory(mailbox.id, keys(), now);
      expect([memory.customers.size, memory.tickets.size, memory.contents.size, memory.usualPerHour]).toEqual(
        [0, 0, 0, null],
      );
      const nobody = keys({
        addresses: ["nobody@nowhere.example"],
        messageIds: ["<x@y>"],
        tickets: [-1],
        contents: ["c"],
      });
      const none = await store().memory(mailbox.id, nobody, now);
      expect([none.customers.size, none.ticketByMessageId.size, none.tickets.size]).toEqual([0, 0, 0]);
    });

    it("knows the tickets of messages seen, of our own mail, and of mail still awaited", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const long = `<${"l".repeat(3000)}@example.gr>`;
      const message = storedMessage(1, { references: ["<missing@example.gr>", long] });
      const one = await opening(store(), 1, { message, outbox: [draft("own-1")] });
      await store().commit(lease, [one], null);
      const asked = [
        "<1@example.gr>",
        "<own-1@foyer.example>",
        "<missing@example.gr>",
        long,
        "<unknown@example.gr>",
      ];
      const memory = await store().memory(mailbox.id, keys({ messageIds: asked }), now);
      const number = one.ticketId;
      expect(memory.ticketByMessageId).toEqual(
        new Map([
          ["<1@example.gr>", number],
          ["<own-1@foyer.example>", number],
        ]),
      );
      expect(memory.awaited).toEqual(
        new Map([
          ["<missing@example.gr>", number],
          [long, number],
        ]),
      );
      expect([...memory.tickets.keys()]).toEqual([number]);
    });

    it("no longer awaits what has come", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const answer = await opening(store(), 1, {
        message: storedMessage(1, { references: ["<2@example.gr>"] }),
      });
      await store().commit(lease, [answer], null);
      await store().commit(lease, [entry(2, { ticketId: answer.ticketId })], null);
      const memory = await store().memory(mailbox.id, keys({ messageIds: ["<2@example.gr>"] }), now);
      expect(memory.awaited.size).toBe(0);
      expect(memory.ticketByMessageId.get("<2@example.gr>")).toBe(answer.ticketId);
    });

    it("recognises a second delivery in its own mailbox only", async () => {
      const one = await openedMailbox(store());
      const other = await openedMailbox(store());
      await store().commit(one.lease, [entry(1)], null);
      const asked = keys({ contents: ["content-1", "content-2"] });
      expect((await store().memory(one.mailbox.id, asked, now)).contents).toEqual(new Set(["content-1"]));
      expect((await store().memory(other.mailbox.id, asked, now)).contents).toEqual(new Set());
    });

    it("remembers when a customer wrote, the last fifty times", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const address = "often@rhythm.example";
      const list = Array.from({ length: 60 }, (_, index) =>
        entry(index + 1, {
          customer: trace(index % 2 === 0 ? address : "Often@Rhythm.example", { at: ago(60 - index) }),
        }),
      );
      await store().commit(lease, list.slice(0, 30), null);
      await store().commit(lease, list.slice(30), null);
      const { customers } = await store().memory(mailbox.id, keys({ addresses: [address] }), now);
      const contacts = customers.get(address)?.contacts ?? [];
      expect(contacts).toHaveLength(50);
      expect([contacts[0], contacts.at(-1)]).toEqual([ago(50), ago(1)]);
      expect(await store().customer(address)).toMatchObject({
        contacts: 60,
        firstContact: ago(60),
        lastContact: ago(1),
      });
    });

    it("counts what was sent to an address and a domain in a day, and by the mailbox in an hour", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const answers: readonly (readonly [string, string, number])[] = [
        ["a", "Ann@mail.windows.example", 0.5],
        ["b", "ann@mail.windows.example", 2],
        ["c", "bob@windows.example", 0.2],
        ["d", "ann@mail.windows.example", 25],
        ["e", "carl@elsewhere.example", 0.1],
      ];
      const drafts = answers.map(([name, address, hours]) =>
        draft(name, { to: [{ name: "", address }], dueAt: ago(hours + 0.01) }),
      );
      const alert = draft("alert", {
        kind: "alert",
        template: "alert",
        to: [{ name: "", address: "carl@elsewhere.example" }],
      });
      await store().commit(
        lease,
        [await opening(store(), 1, { outbox: [...drafts, { ...alert, dueAt: ago(0.1) }] })],
        null,
      );
      await fileAll(store(), lease);
      const rows = await store().claimOutbox(mailbox.id, now, 10, 60);
      for (const [name, , hours] of answers.slice(0, 4)) {
        const row = rows.find((one) => one.messageId === `<${name}@foyer.example>`);
        await store().markSent([row?.id ?? 0], ago(hours));
      }
      const asked = keys({
        addresses: ["ann@mail.windows.example", "carl@elsewhere.example"],
        domains: ["windows.example"],
      });
      const memory = await store().memory(mailbox.id, asked, now);
      expect(memory.sentToAddress.get("ann@mail.windows.example")).toEqual([ago(2), ago(0.5)]);
      expect(memory.sentToAddress.get("carl@elsewhere.example")).toHaveLength(1);
      expect(memory.sentToDomain).toEqual(new Map([["windows.example", [ago(2), ago(0.5), ago(0.2)]]]));
      expect([...memory.sentByMailbox.values()].reduce((sum, mails) => sum + mails, 0)).toBe(3);
    });

    it("counts all spellings of one mailbox together, and public providers by address only", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const recipients = ["Spell.ed+1@gmail.com", "spelled@googlemail.com", "reply+a@spell.example"];
      const drafts = recipients.map((address, index) =>
        draft(`spelt-${index}`, { to: [{ name: "", address }], dueAt: ago(3 - index) }),
      );
      await store().commit(lease, [await opening(store(), 1, { outbox: drafts })], null);
      const asked = keys({
        addresses: ["s.pelled+9@gmail.com", "reply+b@spell.example"],
        domains: ["gmail.com", "spell.example"],
      });
      const memory = await store().memory(mailbox.id, asked, now);
      expect(memory.sentToAddress).toEqual(
        new Map([
          ["spelled@gmail.com", [ago(3), ago(2)]],
          ["reply@spell.example", [ago(1)]],
        ]),
      );
      expect(memory.sentToDomain).toEqual(new Map([["spell.example", [ago(1)]]]));
    });

    it("counts neither cancelled nor failed answers", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const to = [{ name: "", address: "budget@count.example" }];
      const drafts = ["x", "y", "z"].map((name) => draft(name, { to, dueAt: ago(0.5) }));
      const one = await opening(store(), 1, { outbox: drafts });
      await store().commit(lease, [one], null);
      await fileAll(store(), lease);
      const [first, second] = await store().claimOutbox(mailbox.id, now, 2, 60);
      await store().cancelOutbox(first?.id ?? 0, "answered");
      await store().failOutbox(second?.id ?? 0, "550");
      const asked = keys({ addresses: ["budget@count.example"], tickets: [one.ticketId ?? 0] });
      const memory = await store().memory(mailbox.id, asked, now);
      expect(memory.sentToAddress.get("budget@count.example")).toHaveLength(1);
      expect(memory.tickets.get(one.ticketId ?? 0)?.automaticAnswers).toBe(1);
    });

    const rates: readonly (readonly [string, number, number, number | null])[] = [
      ["knows the usual rate after three days and fifty answers", 60, 100, 0.6],
      ["knows no usual rate before three days", 60, 71, null],
      ["knows no usual rate before fifty answers", 49, 100, null],
      ["counts two weeks back for the usual rate", 400, 400, (336 + 0) / 336],
    ];
    for (const [name, answers, hours, rate] of rates) {
      it(name, async () => {
        const { mailbox, lease } = await openedMailbox(store());
        const drafts = Array.from({ length: answers }, (_, index) =>
          draft(`rate-${index}`, { dueAt: ago(hours - (index * hours) / answers) }),
        );
        await store().commit(lease, [await opening(store(), 1, { outbox: drafts })], null);
        const { usualPerHour } = await store().memory(mailbox.id, keys(), now);
        if (rate === null) expect(usualPerHour).toBeNull();
        else expect(usualPerHour).toBeCloseTo(rate, 1);
      });
    }
  });
}
