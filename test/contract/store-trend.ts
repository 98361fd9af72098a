import { describe, expect, it } from "vitest";
import type { Lease, Store } from "../../src/store/store.ts";
import type { StoryDraft } from "../../src/store/trend.ts";
import { decision, draft, opened, openedMailbox, opening, storedMessage, trace } from "../support/store.ts";

const at = (day: number, hour = 9) => new Date(Date.UTC(2026, 10, day, hour));
const BUDAPEST = { since: at(1), timeZone: "Europe/Budapest" };

export function trendCases(store: () => Store): void {
  let uid = 5000;

  /** A logged complaint of this customer. */
  async function complain(lease: Lease, customer: string, when: Date, groupId: number | null = null) {
    const entry = await opening(store(), ++uid, {
      message: storedMessage(uid, { internalDate: when }),
      decision: decision({ customerAddress: { name: "", address: customer } }),
      customer: trace(customer, { at: when }),
      events: [opened({ at: when })],
      outbox: [],
    });
    await store().commit(lease, [entry], null);
    const [waiting] = (await store().unloggedComplaints(lease.mailboxId, 100)).filter(
      ({ ticketId }) => ticketId === entry.ticketId,
    );
    if (waiting === undefined) throw new Error("the complaint does not wait for the log");
    const { subject: _, text: __, decision: ___, ...row } = waiting;
    const labels = { topic: "delivery", rootCause: "process", severity: "high" } as const;
    const rest = { ...labels, group: groupId ?? { begunBy: row.ticketId }, ties: [], terms: [], termIds: [] };
    const [group = 0] = await store().logComplaints(lease, [{ ...row, ...rest }]);
    return { ticketId: row.ticketId, group };
  }

  const story = (changes: Partial<StoryDraft>): StoryDraft => ({
    kind: "topic",
    key: "delivery",
    from: "2026-11-04",
    openedAt: at(4),
    days: 1,
    customers: 7,
    usual: 0.4,
    tickets: [],
    ...changes,
  });
  const told = (name: string) => ({
    mail: [draft(`story-${name}`, { kind: "overdue", template: "overdue" })],
    hook: null,
  });

  describe("stories", () => {
    it("counts customers by the days of the mailbox, each once a day", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      // An hour before midnight UTC is the next day in Budapest.
      const { group } = await complain(lease, "late@trend.example", at(2, 23));
      await complain(lease, "late@trend.example", at(3), group);
      await complain(lease, "other@trend.example", at(3), group);
      const counts = await store().trendCounts(mailbox.id, BUDAPEST);
      for (const name of [`group:${group}`, "topic:delivery", "root-cause:process", "complaints", "mail"])
        expect([name, ...(counts.get(name) ?? [])]).toEqual([name, ["2026-11-03", 2]]);
      const marks = await store().trendMarks(mailbox.id, BUDAPEST);
      expect(marks).toHaveLength(3);
      expect(marks[0]).toMatchObject({ date: "2026-11-03", group, topic: "delivery" });
      expect(marks[0]?.customer).toBe(marks[1]?.customer);
      expect((await store().trendCounts(mailbox.id, { ...BUDAPEST, since: at(4) })).size).toBe(0);
    });

    it("opens a story once while it goes on, whoever notices it, and again after it has ended", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      expect(await store().openStory(lease, story({}), told(`${mailbox.id}-a`))).toBe(true);
      expect(await store().openStory(lease, story({}), told(`${mailbox.id}-b`))).toBe(false);
      expect(await store().claimOutbox(mailbox.id, at(9), 10, 60)).toHaveLength(1);
      const [open] = await store().stories(mailbox.id, at(9));
      expect(open).toMatchObject({ kind: "topic", customers: 7, usual: 0.4, until: null });
      const end = { ending: "over", at: at(6), until: "2026-11-06" } as const;
      await store().changeStories(lease, [{ id: open?.id ?? 0, key: "delivery", tickets: [1], end }]);
      expect(await store().stories(mailbox.id, at(9))).toEqual([]);
      expect(await store().stories(mailbox.id, at(5))).toMatchObject([
        { ending: "over", until: "2026-11-06" },
      ]);
      expect(await store().openStory(lease, story({ openedAt: at(8) }), told(`${mailbox.id}-c`))).toBe(true);
    });

    it("tells nothing of a group that was merged since it was looked at, and follows one that is merged later", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const one = await complain(lease, "a@trend.example", at(4));
      const two = await complain(lease, "b@trend.example", at(4));
      const three = await complain(lease, "c@trend.example", at(4));
      const of = ({ group, ticketId }: typeof one) =>
        story({ kind: "group", key: String(group), tickets: [ticketId] });
      expect(await store().openStory(lease, of(one), told(`${mailbox.id}-one`))).toBe(true);
      await store().mergeGroups(mailbox.id, one.group, two.group);
      expect(await store().openStory(lease, of(one), told(`${mailbox.id}-again`))).toBe(false);
      expect((await store().stories(mailbox.id, at(1)))[0]).toMatchObject({ key: String(two.group) });
      // By itself: the group is gone altogether.
      await store().regroupComplaints(lease, [{ ticketId: three.ticketId, group: two.group }]);
      const gone = story({ kind: "group", key: "999999", tickets: [three.ticketId] });
      expect(await store().openStory(lease, gone, told(`${mailbox.id}-gone`))).toBe(false);
    });

    it("forgets what mail to staff quotes of a customer who is erased, and of no other", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const { ticketId } = await complain(lease, "forget@trend.example", at(4));
      const spike = (name: string, ticket: number) =>
        draft(`${name}-${mailbox.id}`, {
          kind: "spike",
          template: "spike",
          to: [{ name: "", address: "head@shop.example" }],
          values: { name: "Kettles", examples: [{ ticket, subject: "Maria's kettle" }] },
        });
      const mail = [spike("theirs", ticketId), spike("others", 999_999)];
      await store().openStory(lease, story({}), { mail, hook: null });
      await store().eraseCustomer("forget@trend.example");
      const left = await store().claimOutbox(mailbox.id, at(9), 10, 60);
      // The story is told all the same.
      expect(left.map(({ values }) => values.examples)).toEqual([
        [],
        [{ ticket: 999_999, subject: "Maria's kettle" }],
      ]);
    });

    it("lets a merged story end and the other go on under its name, and two change names", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      for (const key of ["delivery", "billing"])
        await store().openStory(lease, story({ key }), { mail: [], hook: null });
      const [billing, delivery] = await store().stories(mailbox.id, at(1));
      const end = { ending: "merged", at: at(5), until: "2026-11-05" } as const;
      await store().changeStories(lease, [
        { id: delivery?.id ?? 0, key: "billing", tickets: [1, 2], end: null },
        { id: billing?.id ?? 0, key: "billing", tickets: [], end },
      ]);
      await store().openStory(lease, story({ key: "outage" }), { mail: [], hook: null });
      const [outage] = await store().stories(mailbox.id, at(9));
      await store().changeStories(lease, [
        { id: delivery?.id ?? 0, key: "outage", tickets: [], end: null },
        { id: outage?.id ?? 0, key: "billing", tickets: [], end: null },
      ]);
      await store().changeStories(lease, [
        { id: outage?.id ?? 0, key: "outage", tickets: [3], end: null },
        { id: delivery?.id ?? 0, key: "billing", tickets: [1, 2], end: null },
      ]);
      const left = (await store().stories(mailbox.id, at(9))).filter(({ key }) => key === "billing");
      expect(left).toMatchObject([{ id: delivery?.id, key: "billing", tickets: [1, 2], until: null }]);
    });
  });
}
