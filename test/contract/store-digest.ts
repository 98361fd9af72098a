import { describe, expect, it } from "vitest";
import type { TicketEvent } from "../../src/policy/event.ts";
import type { Entry } from "../../src/store/message.ts";
import type { Lease, Store } from "../../src/store/store.ts";
import { decision, opened, openedMailbox, opening, storedMessage, trace } from "../support/store.ts";

const at = (day: number, hour = 9) => new Date(Date.UTC(2026, 10, day, hour));
/** The week of Monday 16 November, and the one before it. */
const asked = { starts: [at(2, 0), at(9, 0), at(16, 0)], to: at(23, 0), timeZone: "UTC", now: at(23, 7) };

export function digestCases(store: () => Store): void {
  let uid = 5000;

  async function write(lease: Lease, day: number, changes: Partial<Entry> = {}): Promise<number> {
    uid += 1;
    const who = `c${uid}@example.gr`;
    const entry = await opening(store(), uid, {
      message: storedMessage(uid, { internalDate: at(day), subject: `Letter ${uid}` }),
      customer: trace(who, { at: at(day) }),
      decision: decision({ customerAddress: { name: "", address: who } }),
      events: [opened({ at: at(day), answerDueAt: at(day, 13), solutionDueAt: at(day + 2) })],
      outbox: [],
      ...changes,
    });
    await store().commit(lease, [entry], null);
    return entry.ticketId ?? 0;
  }

  async function happens(lease: Lease, ticketId: number, ...events: TicketEvent[]): Promise<void> {
    await store().advance(lease, [{ ticketId, events, outbox: [] }]);
  }

  async function log(lease: Lease, ticketId: number, groupId: number | null = null): Promise<number> {
    const [waiting] = (await store().unloggedComplaints(lease.mailboxId, 100)).filter(
      (one) => one.ticketId === ticketId,
    );
    if (waiting === undefined) throw new Error(`ticket ${ticketId} does not wait for the log`);
    const { ledgerId, customerId, language } = waiting;
    const labels = { topic: "delivery", rootCause: "process", severity: "high" } as const;
    const told = { ticketId, ledgerId, customerId, language, at: waiting.at, ...labels };
    const [logged = 0] = await store().logComplaints(lease, [
      { ...told, group: groupId ?? { begunBy: ticketId }, ties: [], terms: [], termIds: [] },
    ]);
    return logged;
  }

  describe("digests", () => {
    it("count a period beside the one before, and nothing of other times or mailboxes", async () => {
      const { lease, mailbox } = await openedMailbox(store());
      const other = await openedMailbox(store());
      for (const day of [3, 10, 16, 17, 17, 23]) await write(lease, day);
      await write(other.lease, 17);
      const { arrivals, firstAnswers } = await store().digestFacts(mailbox.id, asked);
      const plain = { disposition: "human", happy: false, unsure: false };
      expect(arrivals.toSorted((a, b) => (a.day < b.day ? -1 : 1))).toEqual([
        { current: false, day: "2026-11-10", ...plain, count: 1 },
        { current: true, day: "2026-11-16", ...plain, count: 1 },
        { current: true, day: "2026-11-17", ...plain, count: 2 },
      ]);
      expect(firstAnswers).toEqual([]);
    });

    it("tell what was answered, what was promised and kept, and what was not", async () => {
      const { lease, mailbox } = await openedMailbox(store());
      const [kept, broken] = [await write(lease, 16), await write(lease, 17)];
      await happens(
        lease,
        kept,
        { type: "AgentAnswered", at: at(16, 11), by: null, via: "sent" },
        { type: "PromiseKept", at: at(16, 11) },
      );
      await happens(lease, broken, { type: "PromiseBroken", at: at(18) });
      const facts = await store().digestFacts(mailbox.id, asked);
      expect(facts.events.map(({ type, count, priority }) => [type, priority, count]).sort()).toEqual([
        ["AgentAnswered", "high", 1],
        ["PromiseBroken", "high", 1],
        ["PromiseKept", "high", 1],
      ]);
      expect(facts.firstAnswers).toMatchObject([{ current: true, firstAnswerAt: at(16, 11) }]);
      expect(facts.broken).toMatchObject([{ ticket: broken, at: at(18), answeredAt: null }]);
      expect(facts.overdue).toMatchObject([{ ticket: broken, dueAt: at(17, 13), listed: false }]);
      expect(facts.overdue[0]?.subject).toMatch(/^Letter/);
      expect(await store().stock(mailbox.id, at(23))).toMatchObject({ waiting: 1, overdue: 1 });
    });

    it("tell of changed promises", async () => {
      const { lease, mailbox } = await openedMailbox(store());
      const changes = [{ priority: "high" as const, from: 4, to: 6.5, basis: "measured" as const }];
      await store().setMeasured(lease, [], { at: at(18), changes });
      const { promiseChanges } = await store().digestFacts(mailbox.id, asked);
      expect(promiseChanges).toEqual([{ priority: "high", from: 4, to: 6.5, basis: "measured", at: at(18) }]);
    });

    it("show a group with its last periods, by distinct customers", async () => {
      const { lease, mailbox } = await openedMailbox(store());
      const group = await log(lease, await write(lease, 3));
      for (const day of [11, 17, 18]) await log(lease, await write(lease, day), group);
      const alone = await log(lease, await write(lease, 19));
      const facts = await store().digestFacts(mailbox.id, asked);
      expect(facts.groupsInAll).toBe(2);
      expect(facts.groups).toEqual([
        {
          group,
          name: null,
          called: null,
          complaints: 2,
          before: 1,
          customers: 2,
          fresh: false,
          history: [1, 1, 2],
        },
        expect.objectContaining({ group: alone, fresh: true, history: [0, 0, 1] }),
      ]);
      expect(facts.complaints.reduce((all, { count }) => all + count, 0)).toBe(4);
    });

    it("list who complained again, and who was not pleased, with their last word", async () => {
      const { lease, mailbox } = await openedMailbox(store());
      const again = await write(lease, 17, {
        events: [opened({ at: at(17), recurrence: 1, complaintsInWindow: 2 })],
      });
      const rate = (rating: "good" | "partly" | "not", comment: string, hour: number) =>
        store().rate({
          mailboxId: mailbox.id,
          ticketId: again,
          rating,
          comment,
          at: at(19, hour),
          step: null,
        });
      await rate("good", "", 8);
      await rate("not", "Still drips.", 9);
      const facts = await store().digestFacts(mailbox.id, asked);
      expect(facts.recurring).toEqual({ now: 1, before: 0 });
      expect(facts.recurringList).toMatchObject([{ ticket: again, complaints: 3, topic: "delivery" }]);
      expect(facts.badRatings).toMatchObject([{ ticket: again, rating: "not", comment: "Still drips." }]);
      expect(facts.ratings.map(({ rating, count }) => [rating, count]).sort()).toEqual([
        ["good", 1],
        ["not", 1],
      ]);
    });

    it("keep what stood when a period was claimed", async () => {
      const { lease, mailbox } = await openedMailbox(store());
      const claim = { job: "digest-weekly", period: "2026-W47" };
      expect(await store().stockOf(mailbox.id, claim)).toBeNull();
      const stock = {
        waiting: 3,
        overdue: 1,
        unaccounted: 0,
        seen: { resolved: 40, seen: 39, old: 0, ended: 0 },
      };
      await store().claimPeriod(lease, { ...claim, stock });
      expect(await store().stockOf(mailbox.id, claim)).toEqual(stock);
    });

    it("list the complaints on which it is our turn, the oldest first, and count what is late", async () => {
      const { lease, mailbox } = await openedMailbox(store());
      const [young, old, done] = [await write(lease, 20), await write(lease, 3), await write(lease, 4)];
      await happens(lease, done, { type: "TicketResolved", at: at(5), by: "folder" });
      const { list, inAll, late } = await store().openComplaints(mailbox.id, { now: at(20, 12), limit: 1 });
      expect(list).toMatchObject([{ ticket: old, openedAt: at(3), priority: "high", state: "open" }]);
      expect({ inAll, late }).toEqual({ inAll: 2, late: 1 });
      const all = await store().openComplaints(mailbox.id, { now: at(30), limit: 5 });
      expect(all.list.map(({ ticket }) => ticket)).toEqual([old, young]);
    });

    it("list nobody as overdue, and no complaint as open, of who was erased", async () => {
      const { lease, mailbox } = await openedMailbox(store());
      const ticket = await write(lease, 17);
      const overdue = async () => (await store().digestFacts(mailbox.id, asked)).overdue;
      expect(await overdue()).toMatchObject([{ ticket }]);
      await store().eraseCustomer(`c${uid}@example.gr`);
      expect(await overdue()).toEqual([]);
      const { list } = await store().openComplaints(mailbox.id, { now: at(30), limit: 5 });
      expect(list).toEqual([]);
    });
  });
}
