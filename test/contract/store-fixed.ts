import { describe, expect, it } from "vitest";
import type { Lease, Store } from "../../src/store/store.ts";
import { logTogether } from "../support/complaint.ts";
import { decision, draft, opened, openedMailbox, opening, storedMessage, trace } from "../support/store.ts";

const at = (day: number) => new Date(Date.UTC(2026, 10, day, 9));
const BOSS = { by: "boss", at: at(20) };

export function fixedCases(store: () => Store): void {
  let uid = 9000;

  async function complaint(lease: Lease, day: number): Promise<number> {
    const person = { name: "Ann", address: `fixed${++uid}@example.org` };
    const one = await opening(store(), uid, {
      message: storedMessage(uid, { internalDate: at(day), from: person }),
      decision: decision({ customerAddress: person }),
      events: [opened({ at: at(day) })],
      answerTo: person,
      customer: trace(person.address, { at: at(day) }),
      outbox: [],
    });
    await store().commit(lease, [one], null);
    return one.ticketId ?? 0;
  }

  /** A group of two customers, the newer one first, and a mailing to both that waits for approval. */
  async function scene() {
    const { mailbox, lease } = await openedMailbox(store());
    const older = await complaint(lease, 10);
    const newer = await complaint(lease, 11);
    const group = await logTogether(store(), lease);
    const prepare = () =>
      store().prepareFixed(mailbox.id, {
        groupId: group,
        notes: { el: "Νέα φλάντζα." },
        letters: [newer, older].map((ticketId) => ({ ticketId, leftOut: null })),
        at: at(19),
      });
    return { mailbox, lease, older, newer, group, prepare, mailing: await prepare() };
  }

  const mailTo = (ticketId: number) => ({
    ticketId,
    events: [],
    outbox: [
      draft(`fixed-${ticketId}`, {
        kind: "fixed",
        template: "fixed",
        once: `fixed-${ticketId}`,
        dueAt: at(20),
      }),
    ],
  });

  describe("mail about a fix", () => {
    it("goes to the customers of a group, once each, and is done when nobody is left", async () => {
      const { mailbox, lease, older, newer, group, mailing } = await scene();
      const { affected, told } = await store().affectedBy(mailbox.id, group);
      expect(affected.map(({ ticketId }) => ticketId)).toEqual([newer, older]);
      expect(affected[0]).toMatchObject({
        at: at(11),
        language: "el",
        erased: false,
        answerTo: { name: "Ann" },
      });
      expect(told).toEqual([]);
      expect(await store().approveFixed(mailing, BOSS)).toBe("approved");
      const letter = (ticketId: number) => ({ mailingId: mailing, ticketId });
      expect(await store().settleLetter(lease, letter(newer), { step: mailTo(newer) }, at(20))).toBe(true);
      expect(await store().settleLetter(lease, letter(newer), { step: mailTo(newer) }, at(20))).toBe(true);
      expect((await store().claimOutbox(mailbox.id, at(21), 9, 60)).map((row) => row.ticketId)).toEqual([
        newer,
      ]);
      expect((await store().toldOfFix(group)).map(({ ticketId }) => ticketId)).toEqual([newer]);
      const waiting = await store().fixedLetters(mailing, { waiting: true, limit: 9 });
      expect(waiting.map((one) => one.affected.ticketId)).toEqual([older]);
      await store().settleLetter(lease, letter(older), { leftOut: "opted-out" }, at(20));
      expect(await store().fixedMailing(mailing)).toMatchObject({ state: "done" });
      expect(await store().fixedLetters(mailing)).toMatchObject([
        { state: "queued", code: null },
        { state: "left-out", code: "opted-out" },
      ]);
    });

    it("waits on where the ticket has changed since it was decided", async () => {
      const { lease, older, mailing } = await scene();
      await store().approveFixed(mailing, BOSS);
      const step = { ...mailTo(older), version: 999 };
      const letter = { mailingId: mailing, ticketId: older };
      expect(await store().settleLetter(lease, letter, { step }, at(20))).toBe(false);
      expect(await store().fixedLetters(mailing, { waiting: true, limit: 9 })).toHaveLength(2);
    });

    it("is approved by one person, and not where another has been prepared since", async () => {
      const { mailbox, prepare, mailing } = await scene();
      const next = await prepare();
      expect(await store().approveFixed(mailing, BOSS)).toBe("superseded");
      expect((await store().fixedMailings(mailbox.id, "prepared")).map(({ id }) => id)).toEqual([next]);
      expect(await store().approveFixed(next, BOSS)).toBe("approved");
      expect(await store().approveFixed(next, BOSS)).toBe("approved");
      expect(await store().approveFixed(next, { ...BOSS, by: "somebody-else" })).toBe("spent");
      expect(await store().approveFixed(999_999_999, BOSS)).toBe("gone");
    });

    it("knows of a customer who was erased only that it was one", async () => {
      const { mailbox, newer, group } = await scene();
      await store().eraseCustomer(`fixed${uid}@example.org`);
      const { affected } = await store().affectedBy(mailbox.id, group);
      const erased = affected.find(({ ticketId }) => ticketId === newer);
      expect(erased === undefined || (erased.erased && erased.answerTo === null)).toBe(true);
      expect(JSON.stringify(affected)).not.toContain(`fixed${uid}@`);
    });
  });
}
