import { describe, expect, it } from "vitest";
import { foldTicket, openedTicket } from "../../src/policy/ticket.ts";
import type { Store } from "../../src/store/store.ts";
import {
  decision,
  draft,
  entry,
  keys,
  openedMailbox,
  opening,
  ref,
  storedMessage,
  trace,
} from "../support/store.ts";

export function customerCases(store: () => Store): void {
  describe("customers", () => {
    it("gathers what messages tell of a customer, newest last and bounded", async () => {
      const { lease } = await openedMailbox(store());
      const address = "anna@gather.example";
      const first = trace(address, {
        name: "Anna K",
        phones: ["+361"],
        orderNumbers: ["A-1", "A-2"],
        language: "hu",
      });
      const second = trace("ANNA@gather.example", {
        name: "Anna Kovács",
        phones: ["+362", "+361"],
        orderNumbers: ["A-1"],
        language: null,
      });
      await store().commit(lease, [entry(1, { customer: first }), entry(2, { customer: second })], null);
      expect(await store().customer("Anna@Gather.Example")).toMatchObject({
        addresses: [address],
        names: ["Anna K", "Anna Kovács"],
        phones: ["+362", "+361"],
        orderNumbers: ["A-2", "A-1"],
        language: "hu",
        contacts: 2,
        vip: false,
        optedOut: false,
      });
      const flood = Array.from({ length: 500 }, (_, index) => `N-${index}${"9".repeat(500)}`);
      await store().commit(
        lease,
        [entry(3, { customer: trace(address, { orderNumbers: flood, phones: flood }) })],
        null,
      );
      const flooded = await store().customer(address);
      expect([flooded?.orderNumbers.length, flooded?.phones.length]).toEqual([50, 10]);
      expect(flooded?.orderNumbers.at(-1)).toHaveLength(200);
    });

    it("makes one customer of an address that two mailboxes meet at once", async () => {
      const one = await openedMailbox(store());
      const other = await openedMailbox(store());
      const list = Array.from({ length: 20 }, (_, index) =>
        entry(index + 1, { customer: trace(`p${index}@race.example`) }),
      );
      await Promise.all([
        store().commit(one.lease, list, null),
        store().commit(other.lease, [...list].reverse(), null),
      ]);
      for (const { customer } of list)
        expect(await store().customer(customer?.address ?? "")).toMatchObject({ contacts: 2 });
    });

    it("lists customers page by page", async () => {
      const { lease } = await openedMailbox(store());
      await store().commit(
        lease,
        ["a", "b", "c"].map((name, index) => entry(index + 1, { customer: trace(`${name}@pages.example`) })),
        null,
      );
      const all = (await store().customers(10_000, 0)).map((one) => one.addresses[0]);
      expect(all).toEqual(expect.arrayContaining(["a@pages.example", "b@pages.example", "c@pages.example"]));
      expect((await store().customers(2, 1)).map((one) => one.addresses[0])).toEqual(all.slice(1, 3));
      expect(await store().customer("nobody@pages.example")).toBeNull();
    });

    it("keeps the VIP list, by address and by domain", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const list = [
        { match: "boss@vips.example", name: "The Boss" },
        { match: "@big.example", name: "Big Ltd" },
      ];
      expect(await store().importVips(list)).toEqual({ added: 2, known: 0 });
      expect(await store().importVips([...list, { match: "@small.example", name: null }])).toEqual({
        added: 1,
        known: 2,
      });
      expect(await store().vips()).toEqual(expect.arrayContaining(list));
      await store().commit(lease, [entry(1, { customer: trace("known@sub.big.example") })], null);
      const addresses = [
        "boss@vips.example",
        "Anyone@BIG.example",
        "known@sub.big.example",
        "x@notbig.example",
        "y@example",
      ];
      const { customers } = await store().memory(mailbox.id, keys({ addresses }), new Date());
      expect([...customers.values()].map((one) => [one.address, one.vip, one.name])).toEqual([
        ["boss@vips.example", true, "The Boss"],
        ["anyone@big.example", true, null],
        ["known@sub.big.example", true, "Maria Papadaki"],
      ]);
      expect(await store().customer("known@sub.big.example")).toMatchObject({ vip: true });
      expect(await store().removeVip("@BIG.example")).toBe(true);
      expect(await store().removeVip("@big.example")).toBe(false);
      expect(await store().customer("known@sub.big.example")).toMatchObject({ vip: false });
    });

    it("remembers who wants no automatic mail, before and after they write", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      await store().setOptOut("Quiet@optout.example", true);
      await store().commit(lease, [entry(1, { customer: trace("quiet@optout.example") })], null);
      const facts = () =>
        store().memory(mailbox.id, keys({ addresses: ["quiet@optout.example"] }), new Date());
      expect((await facts()).customers.get("quiet@optout.example")).toMatchObject({ optedOut: true });
      await store().setOptOut("quiet@optout.example", false);
      expect((await facts()).customers.get("quiet@optout.example")).toMatchObject({ optedOut: false });
    });

    it("keeps in mind that an erased person wants no automatic mail, and keeps no address for it", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const address = "anna@forget.example";
      await store().commit(lease, [entry(1, { customer: trace(address) })], null);
      await store().setOptOut(address, true);
      await store().eraseCustomer(address);
      expect(await store().customer(address)).toBeNull();
      expect((await store().customers(1_000, 0)).flatMap((one) => one.addresses).join()).not.toMatch(
        /forget|sha256/,
      );
      const facts = async () =>
        (await store().memory(mailbox.id, keys({ addresses: [address] }), new Date())).customers.get(address);
      expect(await facts()).toMatchObject({ optedOut: true, name: null });
      await store().commit(lease, [entry(2, { customer: trace(address) })], null);
      expect(await facts()).toMatchObject({ optedOut: true });
      await store().setOptOut(address, false);
      expect(await facts()).toMatchObject({ optedOut: false });
    });

    it("erases a person: no name, address, number or word is left, and ids and codes stay", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const person = { name: "Xenia Zografou", address: "Xenia@erase.example" };
      const secret = "xenia zografou wants her zither";
      const judgement = { confidence: 1, reasons: [secret] };
      const labels = decision().judgements;
      const one = await opening(store(), 1, {
        message: storedMessage(1, {
          messageId: "<erased@mail.example>",
          from: person,
          subject: secret,
          text: secret,
        }),
        decision: decision({
          customerAddress: person,
          answerTo: person,
          judgements: { ...labels, topic: { ...labels.topic, ...judgement } },
          reasons: [{ code: "complaint", text: secret }],
        }),
        customer: trace(person.address, { name: person.name, phones: ["+30 210"], orderNumbers: ["Z-1"] }),
        outbox: [draft("erased", { to: [person], values: { name: person.name } })],
      });
      const colleague = entry(2, {
        ticketId: one.ticketId,
        message: storedMessage(2, { messageId: "<quotes@mail.example>", text: secret }),
      });
      const forwarded = entry(3, {
        message: storedMessage(3, { messageId: "<own@mail.example>", from: person, text: secret }),
      });
      const [row] = await store().commit(lease, [one, colleague, forwarded], null);
      await store().importVips([{ match: "xenia@erase.example", name: person.name }]);
      expect(await store().eraseCustomer("XENIA@erase.example")).toBe(3);

      const told = (
        await Promise.all(
          ["<erased@mail.example>", "<quotes@mail.example>", "<own@mail.example>"].map((messageId) =>
            store().explain({ messageId }),
          ),
        )
      ).flat();
      const left = JSON.stringify(
        [told, await store().vips(), await store().customers(10_000, 0)],
        (_, value) => (typeof value === "bigint" ? String(value) : value),
      );
      expect(left).not.toMatch(/xenia|zither|zografou|Z-1|\+30 210/i);
      expect(told[0]).toMatchObject({
        ledger: {
          id: row?.id,
          state: "decided",
          ticketId: one.ticketId,
          decision: { folder: "today", reasons: [{ code: "complaint", text: "" }] },
        },
        from: null,
        subject: "",
        outbox: [{ state: "cancelled", cause: "erased", to: [], values: {} }],
      });
      expect(told[0]?.events.map((event) => event.type)).toContain("CustomerErased");
      // Managers are not told each day of a customer whom nobody can answer.
      expect(await store().tickets([one.ticketId ?? 0])).toMatchObject([
        { state: "resolved", answerDueAt: null, solutionDueAt: null, handoverDueAt: null },
      ]);
      const asked = { now: new Date(), limit: 9 };
      expect(await store().openComplaints(mailbox.id, asked)).toEqual({ list: [], inAll: 0, late: 0 });
      const [opened, ...later] = await store().ticketEvents(one.ticketId ?? 0);
      const folded = opened?.type === "TicketOpened" ? later.reduce(foldTicket, openedTicket(opened)) : null;
      expect(folded).toMatchObject({ state: "resolved", answerDueAt: null, solutionDueAt: null });
      expect(await store().dueTickets(mailbox.id, new Date("2027-01-01T00:00:00Z"), 9)).toEqual([]);
      expect(await store().customer("xenia@erase.example")).toBeNull();
      const memory = await store().memory(
        mailbox.id,
        keys({ addresses: ["xenia@erase.example"], tickets: [one.ticketId ?? 0] }),
        new Date(),
      );
      expect(memory.customers.size).toBe(0);
      expect(memory.tickets.get(one.ticketId ?? 0)).toMatchObject({
        customerAddress: null,
        participants: ["maria@example.gr"],
      });
      expect(await store().commit(lease, [entry(1)], null)).toMatchObject([
        { id: row?.id, firstRef: ref(1) },
      ]);
      expect(await store().eraseCustomer("xenia@erase.example")).toBe(0);
    });

    it("erases the mail to an address as it was written, not that to another subaddress of the mailbox", async () => {
      const { lease } = await openedMailbox(store());
      const to = (address: string) => ({ to: [{ name: "", address }] });
      const one = await opening(store(), 1, {
        message: storedMessage(1, { messageId: "<subaddresses@mail.example>" }),
        outbox: [draft("to-a", to("Pia+a@erase.example")), draft("to-b", to("pia+b@erase.example"))],
      });
      await store().commit(lease, [one], null);
      await store().eraseCustomer("pia+a@erase.example");
      const [told] = await store().explain({ messageId: "<subaddresses@mail.example>" });
      expect(told?.outbox).toMatchObject([
        { state: "cancelled", cause: "erased", to: [] },
        { state: "pending", to: [{ address: "pia+b@erase.example" }] },
      ]);
    });
  });
}
