import { describe, expect, it } from "vitest";
import type { ComplaintDraft, Unlogged } from "../../src/store/complaint.ts";
import type { Lease, Store } from "../../src/store/store.ts";
import { decision, openedMailbox, opening, storedMessage, trace } from "../support/store.ts";

const at = (day: number) => new Date(Date.UTC(2026, 10, day, 9));

export function complaintCases(store: () => Store): void {
  let uid = 1000;

  /** A complaint of this customer, in the queue for the log. */
  async function complain(lease: Lease, customer: string, day = 2, text = "The lid drips."): Promise<number> {
    const entry = await opening(store(), ++uid, {
      message: storedMessage(uid, { internalDate: at(day), subject: "Kettle", text }),
      decision: decision({ customerAddress: { name: "", address: customer } }),
      customer: trace(customer),
    });
    await store().commit(lease, [entry], null);
    return entry.ticketId ?? 0;
  }

  async function log(lease: Lease, ticketId: number, changes: Partial<ComplaintDraft> = {}): Promise<number> {
    const [waiting] = (await store().unloggedComplaints(lease.mailboxId, 100)).filter(
      (one) => one.ticketId === ticketId,
    );
    if (waiting === undefined) throw new Error(`ticket ${ticketId} does not wait for the log`);
    const [group = 0] = await store().logComplaints(lease, [draft(waiting, changes)]);
    return group;
  }

  function draft(waiting: Unlogged, changes: Partial<ComplaintDraft> = {}): ComplaintDraft {
    const { ticketId } = waiting;
    return {
      ticketId,
      ledgerId: waiting.ledgerId,
      customerId: waiting.customerId,
      at: waiting.at,
      language: waiting.language,
      topic: "product-defect",
      rootCause: "process",
      severity: "high",
      group: { begunBy: ticketId },
      ties: [],
      terms: [
        [11, 0.8],
        [12, 0.6],
      ],
      termIds: [11, 12, 13],
      ...changes,
    };
  }

  describe("complaints", () => {
    it("waits for the log until it is written, and is written once", async () => {
      const { lease, mailbox } = await openedMailbox(store());
      const ticketId = await complain(lease, "a@example.gr");
      const group = await log(lease, ticketId);
      expect(await store().unloggedComplaints(mailbox.id, 10)).toEqual([]);
      const again = { ledgerId: 1, customerId: null, at: at(2), language: "el" as const };
      const labels = { topic: "other" as const, rootCause: "roles" as const, severity: "low" as const };
      const rest = { group: { begunBy: ticketId }, ties: [], terms: [], termIds: [11] };
      expect(await store().logComplaints(lease, [{ ticketId, ...again, ...labels, ...rest }])).toEqual([
        group,
      ]);
      const [row] = await store().complaints(mailbox.id, { limit: 5 });
      expect(row).toMatchObject({
        ticketId,
        subject: "Kettle",
        severity: "high",
        state: "open",
        rating: null,
      });
      expect((await store().termFrequencies(mailbox.id, [11])).holding.get(11)).toBe(1);
    });

    it("finds alike ones by common terms, and those of other mailboxes never", async () => {
      const { lease, mailbox } = await openedMailbox(store());
      const other = await openedMailbox(store());
      const mine = await complain(lease, "a@example.gr");
      const group = await log(lease, mine);
      await log(other.lease, await complain(other.lease, "b@example.gr"));
      const terms = [[11, 1], [12, 0.5], [99, 1]] as const; // biome-ignore format: a table
      const found = await store().alikeComplaints(mailbox.id, [
        { language: "el", terms: [[99, 1]], compared: terms },
        { language: "hu", terms: [[11, 1]], compared: terms },
      ]);
      expect(found).toEqual([
        [],
        [{ id: mine, likeness: expect.closeTo(1.1, 5), language: "el", topic: "product-defect", group }],
      ]);
    });

    it("writes a batch in which one begins a group and others join it, and counts each term of all", async () => {
      const { lease, mailbox } = await openedMailbox(store());
      const old = await log(lease, await complain(lease, "a@example.gr"));
      const tickets = [
        await complain(lease, "b@example.gr"),
        await complain(lease, "c@example.gr"),
        await complain(lease, "d@example.gr"),
      ];
      const begun = { begunBy: tickets[0] ?? 0 };
      const waiting = await store().unloggedComplaints(mailbox.id, 100);
      expect(waiting.map((one) => one.ticketId)).toEqual(tickets);
      const [b, c, d] = await store().logComplaints(
        lease,
        waiting.map((one, index) => draft(one, { group: index === 1 ? old : begun })),
      );
      expect([b, c]).toEqual([d, old]);
      expect(b).not.toBe(old);
      expect(await store().unloggedComplaints(mailbox.id, 100)).toEqual([]);
      const { messages, holding } = await store().termFrequencies(mailbox.id, [11, 13]);
      expect([messages, holding.get(11), holding.get(13)]).toEqual([4, 4, 4]);
    });

    it("counts one customer once, however often they complain", async () => {
      const { lease, mailbox } = await openedMailbox(store());
      const first = await complain(lease, "often@example.gr", 2);
      const group = await log(lease, first);
      await log(lease, await complain(lease, "often@example.gr", 3), { group });
      await log(lease, await complain(lease, "once@example.gr", 4), { group });
      const [counted] = await store().complaintGroups(mailbox.id, at(1), 5);
      expect(counted).toMatchObject({
        id: group,
        complaints: 3,
        customers: 2,
        firstAt: at(2),
        lastAt: at(4),
      });
      expect(await store().complaintTexts(group, 5)).toHaveLength(2);
    });

    it("calls a group anew where it has doubled or lost half, and never one that a person named", async () => {
      const { lease, mailbox } = await openedMailbox(store());
      const group = await log(lease, await complain(lease, "a@example.gr"));
      const due = async () =>
        (await store().uncalledGroups(mailbox.id, 10)).map(({ id, complaints }) => [id, complaints]);
      const join = async (customer: string) => log(lease, await complain(lease, customer), { group });
      // One complaint goes by its subject.
      expect(await due()).toEqual([]);
      await join("b@example.gr");
      expect(await due()).toEqual([[group, 2]]);
      await store().callGroups(lease, [{ id: group, complaints: 2, called: "lid, leak" }]);
      expect(await due()).toEqual([]);
      expect(await store().groupNames(mailbox.id)).toEqual([{ id: group, name: "lid, leak" }]);
      expect(await store().complaintGroup(mailbox.id, group)).toMatchObject({
        name: null,
        called: "lid, leak",
      });
      await join("c@example.gr");
      expect(await due()).toEqual([]);
      await join("d@example.gr");
      expect(await due()).toEqual([[group, 4]]);
      await store().changeGroup(mailbox.id, group, { name: "Leaking lids" });
      expect(await due()).toEqual([]);
      expect(await store().groupNames(mailbox.id)).toEqual([{ id: group, name: "Leaking lids" }]);
    });

    it("forgets what a group was called when one who is in it is erased", async () => {
      const { lease, mailbox } = await openedMailbox(store());
      const group = await log(lease, await complain(lease, "erased@example.gr"));
      await log(lease, await complain(lease, "stays@example.gr"), { group });
      await store().callGroups(lease, [{ id: group, complaints: 2, called: "lid, leak" }]);
      await store().eraseCustomer("erased@example.gr");
      expect(await store().complaintGroup(mailbox.id, group)).toMatchObject({ called: null });
      expect(await store().uncalledGroups(mailbox.id, 10)).toEqual([{ id: group, complaints: 2 }]);
    });

    it("keeps what people merged when complaints are grouped anew", async () => {
      const { lease, mailbox } = await openedMailbox(store());
      const one = await log(lease, await complain(lease, "a@example.gr"));
      const ticket = await complain(lease, "b@example.gr");
      const two = await log(lease, ticket);
      const loose = await complain(lease, "c@example.gr");
      const three = await log(lease, loose);
      expect(await store().mergeGroups(mailbox.id, two, one)).toBe(true);
      expect(await store().mergeGroups(mailbox.id, two, one)).toBe(false);
      const grouped = await store().groupedComplaints(mailbox.id, at(1), 10);
      expect(grouped.map(({ placed, groupId }) => [placed, groupId])).toEqual([
        [true, one],
        [true, one],
        [false, three],
      ]);
      await store().regroupComplaints(lease, [{ ticketId: ticket, group: three }]);
      expect(await store().complaintGroup(mailbox.id, two)).toMatchObject({ id: one, complaints: 2 });
      expect(await store().complaintGroup(mailbox.id, three)).toMatchObject({ complaints: 1 });
      // What tells the same story comes to it, and may go again: nobody has placed it.
      await store().regroupComplaints(lease, [{ ticketId: loose, group: one }]);
      expect(await store().complaintGroup(mailbox.id, one)).toMatchObject({ complaints: 3 });
      await store().regroupComplaints(lease, [{ ticketId: loose, group: { begunBy: loose } }]);
      expect(await store().complaintGroup(mailbox.id, one)).toMatchObject({ complaints: 2 });
    });

    it("brings groups together, and leads from the one that is left empty to where its complaints went", async () => {
      const { lease, mailbox } = await openedMailbox(store());
      const one = await log(lease, await complain(lease, "a@example.gr"));
      const ticket = await complain(lease, "b@example.gr");
      const two = await log(lease, ticket);
      await store().regroupComplaints(lease, [{ ticketId: ticket, group: one }]);
      expect(await store().complaintGroup(mailbox.id, one)).toMatchObject({ complaints: 2 });
      expect(await store().complaintGroup(mailbox.id, two)).toMatchObject({ id: one, complaints: 2 });
    });

    it("names the group of an older complaint that others are tied to, which is not grouped anew", async () => {
      const { lease, mailbox } = await openedMailbox(store());
      const old = await complain(lease, "a@example.gr", 2);
      const group = await log(lease, old);
      const fresh = await complain(lease, "b@example.gr", 9);
      await log(lease, fresh, { ties: [[old, 0.9]] });
      expect(await store().groupedComplaints(mailbox.id, at(5), 10)).toMatchObject([
        { ticketId: old, groupId: group, placed: true, ties: [] },
        { ticketId: fresh, placed: false },
      ]);
    });

    it("takes a group apart into one that several complaints begin together", async () => {
      const { lease, mailbox } = await openedMailbox(store());
      const first = await complain(lease, "a@example.gr");
      const group = await log(lease, first);
      const [second, third] = [await complain(lease, "b@example.gr"), await complain(lease, "c@example.gr")];
      await log(lease, second, { group });
      await log(lease, third, { group });
      const begun = { begunBy: second };
      await store().regroupComplaints(lease, [
        { ticketId: second, group: begun },
        { ticketId: third, group: begun },
      ]);
      const rows = await store().groupedComplaints(mailbox.id, at(1), 10);
      const [own, other, same] = rows.map(({ groupId }) => groupId);
      expect(own).toBe(group);
      expect(other).not.toBe(group);
      expect(same).toBe(other);
    });

    it("reads the newest complaints only, where there are more than asked for", async () => {
      const { lease, mailbox } = await openedMailbox(store());
      await log(lease, await complain(lease, "a@example.gr", 2));
      const newer = await complain(lease, "b@example.gr", 3);
      await log(lease, newer);
      const rows = await store().groupedComplaints(mailbox.id, at(1), 1);
      expect(rows.map(({ ticketId }) => ticketId)).toEqual([newer]);
    });

    it("splits, names and links a group", async () => {
      const { lease, mailbox } = await openedMailbox(store());
      const first = await complain(lease, "a@example.gr");
      const group = await log(lease, first);
      const second = await complain(lease, "b@example.gr");
      await log(lease, second, { group });
      expect(await store().splitGroup(mailbox.id, group, [first, second])).toBeNull();
      expect(await store().splitGroup(mailbox.id, group, [999_999])).toBeNull();
      const fresh = (await store().splitGroup(mailbox.id, group, [second])) ?? 0;
      const change = {
        name: "Leaking lids",
        link: "https://tracker.example/7",
        state: "in-progress",
      } as const;
      expect(await store().changeGroup(mailbox.id, fresh, change)).toBe(true);
      expect(await store().complaintGroup(mailbox.id, fresh)).toMatchObject({ ...change, pinned: true });
      expect(await store().changeGroup(mailbox.id, 999_999, change)).toBe(false);
    });

    it("counts an erased customer's complaint, and finds it by nothing that was said", async () => {
      const { lease, mailbox } = await openedMailbox(store());
      const group = await log(lease, await complain(lease, "gone@example.gr"));
      await store().eraseCustomer("gone@example.gr");
      expect(
        await store().alikeComplaints(mailbox.id, [
          { language: "el", terms: [[11, 1]], compared: [[11, 1]] },
        ]),
      ).toEqual([[]]);
      expect(await store().complaintGroup(mailbox.id, group)).toMatchObject({ complaints: 1, customers: 1 });
      expect(await store().complaintTexts(group, 5)).toEqual([]);
    });
  });
}
