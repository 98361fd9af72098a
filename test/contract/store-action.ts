import { describe, expect, it } from "vitest";
import type { Taking } from "../../src/store/action.ts";
import type { Store } from "../../src/store/store.ts";
import { draft, openedMailbox } from "../support/store.ts";

const NOW = new Date("2026-11-30T12:00:00Z");
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
const DAY = 24 * 60;

function taking(changes: Partial<Taking> = {}): Taking {
  return { by: "anna", via: "page", key: "page", input: { name: "Lids" }, at: NOW, ...changes };
}

export function actionCases(store: () => Store): void {
  async function offered() {
    const { mailbox, lease } = await openedMailbox(store());
    const [id = 0] = await store().offerActions(lease.mailboxId, [{ kind: "name-group", group: 7 }], NOW);
    return { mailbox, lease, id };
  }

  describe("decisions of managers", () => {
    it("keeps the order of what is offered, and what each is about", async () => {
      const { lease, mailbox } = await openedMailbox(store());
      const offers = [
        { kind: "name-group", group: 7 },
        { kind: "mark-vip", customer: 3 },
      ] as const;
      const ids = await store().offerActions(lease.mailboxId, offers, NOW);
      const found = await Promise.all(ids.map((id) => store().action(id)));
      expect(found.map((one) => one?.offer)).toEqual(offers);
      expect(found[0]).toMatchObject({ mailbox: mailbox.name, state: "offered", takenBy: null });
      expect(await store().offerActions(lease.mailboxId, [], NOW)).toEqual([]);
      expect(await store().action(999_999)).toBeNull();
    });

    it("is taken once, whoever else comes, and by the same again as the same", async () => {
      const { mailbox, id } = await offered();
      const both = [taking(), taking(), taking({ by: "boss" }), taking({ key: "<1@a>", via: "mail" })];
      const results = await Promise.all(both.map((one) => store().takeAction(id, one)));
      expect(results.toSorted()).not.toEqual(["spent", "spent", "spent", "spent"]);
      const [row, ...more] = await store().takenActions(mailbox.id, 10);
      expect(more).toEqual([]);
      expect(row).toMatchObject({ id, state: "taken", input: { name: "Lids" } });
      const winner = both.find((one) => one.by === row?.takenBy && one.via === row.takenVia);
      expect(await store().takeAction(id, winner ?? taking())).toBe("taken");
      expect(await store().takeAction(id, taking({ by: "nobody" }))).toBe("spent");
    });

    it("is not taken when it has expired, or never was", async () => {
      const { id, mailbox } = await offered();
      expect(await store().takeAction(id, taking({ at: later(14 * DAY) }))).toBe("expired");
      expect(await store().takeAction(999_999, taking())).toBe("gone");
      expect(await store().takenActions(mailbox.id, 10)).toEqual([]);
    });

    it("ends once, and tells the manager once", async () => {
      const { id, lease, mailbox } = await offered();
      await store().takeAction(id, taking());
      const end = { state: "done", outcome: "named", at: NOW } as const;
      await store().settleAction(lease, id, { ...end, mail: [draft(`done-${id}`)] });
      await store().settleAction(lease, id, { ...end, mail: [draft(`again-${id}`)] });
      expect(await store().action(id)).toMatchObject({ state: "done", outcome: "named" });
      expect(await store().claimOutbox(mailbox.id, NOW, 10, 0)).toHaveLength(1);
      expect(await store().takeAction(id, taking({ by: "boss" }))).toBe("spent");
    });

    it("sends each manager one confirming mail a minute, and ten at most", async () => {
      const { id, mailbox } = await offered();
      const ask = (minute: number, by = "anna") =>
        store().askToConfirm(id, {
          by,
          mail: draft(`confirm-${id}-${by}-${minute}`, { dueAt: NOW }),
          at: later(minute),
        });
      expect(await ask(0)).toBe(true);
      expect(await ask(0.5)).toBe(false);
      for (let minute = 1; minute < 10; minute++) expect(await ask(minute)).toBe(true);
      expect(await ask(60)).toBe(false);
      // Whoever has got hold of Anna's link keeps the boss from nothing.
      expect(await ask(9.5, "boss")).toBe(true);
      expect(await store().claimOutbox(mailbox.id, NOW, 100, 0)).toHaveLength(11);
    });

    it("sends no confirming mail for what is decided", async () => {
      const { id } = await offered();
      await store().takeAction(id, taking());
      expect(await store().askToConfirm(id, { by: "anna", mail: draft(`late-${id}`), at: NOW })).toBe(false);
    });
  });
}
