import { describe, expect, it } from "vitest";
import type { TicketEvent } from "../../src/policy/event.ts";
import type { OutreachBegun } from "../../src/store/silent.ts";
import type { Lease, Store } from "../../src/store/store.ts";
import {
  decision,
  draft,
  keys,
  opened,
  openedMailbox,
  opening,
  storedMessage,
  trace,
} from "../support/store.ts";

const NOW = new Date("2026-11-30T09:00:00Z");
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);

export function silentCases(store: () => Store): void {
  let uid = 5000;

  /** A complaint of this customer so many days ago, answered a day later unless said otherwise. */
  async function complain(lease: Lease, address: string, days = 40, answered = true): Promise<number> {
    const at = daysAgo(days);
    const person = { name: "", address };
    const one = await opening(store(), ++uid, {
      message: storedMessage(uid, { internalDate: at, from: person, subject: "The lid" }),
      decision: decision({ customerAddress: person }),
      events: [opened({ at })],
      answerTo: person,
      customer: trace(address, { at }),
      outbox: [],
    });
    await store().commit(lease, [one], null);
    const ticketId = one.ticketId ?? 0;
    const answer: TicketEvent = { type: "AgentAnswered", at: daysAgo(days - 1), by: null, via: "sent" };
    if (answered) await store().advance(lease, [{ ticketId, events: [answer], outbox: [] }]);
    return ticketId;
  }

  async function begun(outreachId: number, address: string, now = NOW): Promise<OutreachBegun> {
    const [ticketId = 0] = await store().reserveTickets(1);
    const opening = { ...opened({ at: now }), complaint: false, answerDueAt: null, solutionDueAt: null };
    if (opening.type !== "TicketOpened") throw new Error("an opening opens a ticket");
    const mail = draft(`outreach-${ticketId}`, {
      kind: "outreach",
      template: "outreach",
      to: [{ name: "", address }],
      dueAt: now,
    });
    return {
      outreachId,
      ticketId,
      opening: { ...opening, folder: "silent", invited: true },
      draft: mail,
      now,
    };
  }

  const silent = async (mailboxId: number) =>
    (await store().silentCustomers(mailboxId, NOW, 50)).filter(({ ticketId }) => ticketId !== null);

  describe("silent customers", () => {
    it("are found by what they did not write, with the reason and what speaks against a mail", async () => {
      const { lease, mailbox } = await openedMailbox(store());
      const quiet = await complain(lease, "quiet@silent.example");
      await complain(lease, "fresh@silent.example", 5);
      await complain(lease, "unanswered@silent.example", 40, false);
      const out = await complain(lease, "out@silent.example", 41);
      await store().setOptOut("out@silent.example", true);
      const found = await silent(mailbox.id);
      expect(
        found.map(({ ticketId, address, reasons, hindrance }) => [ticketId, address, reasons, hindrance]),
      ).toEqual([
        [quiet, "quiet@silent.example", ["silent-quiet"], null],
        [out, "out@silent.example", ["silent-quiet"], "opted-out"],
      ]);
      expect(found[0]).toMatchObject({ subject: "The lid", manner: "plain", language: "el" });
    });

    it("of the imported list have a number though they never wrote", async () => {
      const { mailbox } = await openedMailbox(store());
      await store().importVips([{ match: "never@silent.example", name: "Éva" }]);
      const later = new Date(Date.now() + 61 * 86_400_000);
      const found = await store().silentCustomers(mailbox.id, later, 500);
      const never = found.find(({ address }) => address === "never@silent.example");
      expect(never).toMatchObject({ name: "Éva", vip: true, reasons: ["silent-never"], hindrance: null });
      const now = await store().silentCustomers(mailbox.id, new Date(), 500);
      expect(now.some(({ address }) => address === "never@silent.example")).toBe(false);
    });
  });

  describe("mail to silent customers", () => {
    it("goes only to whom nothing speaks against, is approved once, and opens a ticket that answers find", async () => {
      const { lease, mailbox } = await openedMailbox(store());
      await complain(lease, "reach@silent.example");
      await complain(lease, "open@silent.example", 60);
      await complain(lease, "open@silent.example", 45, false);
      const ids = await idsOf("reach@silent.example", "open@silent.example");
      expect(await store().approveOutreach(mailbox.id, ids, NOW)).toEqual(ids.slice(0, 1));
      // As after a crash, or by somebody else.
      expect(await store().approveOutreach(mailbox.id, ids, NOW)).toEqual(ids.slice(0, 1));
      const later = new Date(NOW.getTime() + 60_000);
      expect(await store().approveOutreach(mailbox.id, ids, later)).toEqual([]);
      const [waiting, ...more] = await store().approvedOutreaches(mailbox.id, 10);
      expect(more).toEqual([]);
      const one = await begun(waiting?.id ?? 0, "reach@silent.example");
      expect(await store().beginOutreach(lease, one)).toBeNull();
      expect(await store().approvedOutreaches(mailbox.id, 10)).toEqual([]);
      expect(await store().approveOutreach(mailbox.id, ids, NOW)).toEqual(ids.slice(0, 1));
      expect(await store().approvedOutreaches(mailbox.id, 10)).toEqual([]);

      const [ticket] = await store().tickets([one.ticketId]);
      expect(ticket).toMatchObject({ state: "invited", folder: "silent", messages: 0 });
      expect(await store().ticketEvents(one.ticketId)).toEqual([one.opening]);
      const memory = await store().memory(mailbox.id, keys({ messageIds: [one.draft.messageId] }), NOW);
      expect(memory.ticketByMessageId.get(one.draft.messageId)).toBe(one.ticketId);
      expect(memory.tickets.get(one.ticketId)).toMatchObject({
        invited: true,
        participants: ["reach@silent.example"],
      });
      expect((await store().card(one.ticketId))?.outreach).toEqual({ reasons: ["silent-quiet"], at: NOW });
    });

    it("goes to nobody twice within ninety days, unless the first never went out", async () => {
      const { lease, mailbox } = await openedMailbox(store());
      await complain(lease, "once@silent.example");
      const ids = await idsOf("once@silent.example");
      await store().approveOutreach(mailbox.id, ids, NOW);
      const [waiting] = await store().approvedOutreaches(mailbox.id, 10);
      await store().beginOutreach(lease, await begun(waiting?.id ?? 0, "once@silent.example"));
      const soon = new Date(NOW.getTime() + 89 * 86_400_000);
      expect((await store().silentAmong(mailbox.id, ids, soon))[0]?.hindrance).toBe("reached-lately");
      expect(await store().approveOutreach(mailbox.id, ids, soon)).toEqual([]);
      const [mail] = await store().claimOutbox(mailbox.id, NOW, 10, 1);
      await store().cancelOutbox(mail?.id ?? 0, "open-ticket");
      expect((await store().silentAmong(mailbox.id, ids, soon))[0]?.hindrance).toBeNull();
    });

    it("is refused where the customer wrote after it was approved, or was erased", async () => {
      const { lease, mailbox } = await openedMailbox(store());
      for (const address of ["wrote@silent.example", "erased@silent.example"]) await complain(lease, address);
      const ids = await idsOf("wrote@silent.example", "erased@silent.example");
      expect(await store().approveOutreach(mailbox.id, ids, NOW)).toHaveLength(2);
      await complain(lease, "wrote@silent.example", 1, false);
      await store().eraseCustomer("erased@silent.example");
      const [waiting, ...more] = await store().approvedOutreaches(mailbox.id, 10);
      expect(more).toEqual([]);
      const one = await begun(waiting?.id ?? 0, "wrote@silent.example");
      expect(await store().beginOutreach(lease, one)).toBe("open-ticket");
      expect(await store().tickets([one.ticketId])).toEqual([]);
      expect(await store().claimOutbox(mailbox.id, NOW, 10, 60)).toEqual([]);
    });
  });

  async function idsOf(...addresses: readonly string[]): Promise<number[]> {
    const found = await Promise.all(addresses.map((address) => store().customer(address)));
    return found.map((customer) => customer?.id ?? 0);
  }
}
