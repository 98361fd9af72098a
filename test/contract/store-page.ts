import { describe, expect, it } from "vitest";
import type { TicketEvent } from "../../src/policy/event.ts";
import type { Lease, Store } from "../../src/store/store.ts";
import type { TicketStep } from "../../src/store/tickets.ts";
import { draft, openedMailbox, opening, ref, storedMessage } from "../support/store.ts";

const at = (iso: string) => new Date(`2026-11-${iso}Z`);
const answered: TicketEvent = { type: "AgentAnswered", at: at("03T11:00:00"), by: null, via: "sent" };
const resolved: TicketEvent = { type: "TicketResolved", at: at("04T11:00:00"), by: "folder" };
const rated: TicketEvent = { type: "CustomerRated", at: at("05T11:00:00"), rating: "not" };

/** What the pages and the drafts ask of a store. */
export function pageCases(store: () => Store): void {
  let uid = 100;

  async function openOne(
    lease: Lease,
    text = "It was to come on Monday.",
    subject = "Parcel",
  ): Promise<number> {
    uid += 1;
    const one = await opening(store(), uid, {
      answerTo: { name: "Maria", address: "Maria@Example.gr" },
      message: storedMessage(uid, { text, subject }),
    });
    await store().commit(lease, [one], null);
    return one.ticketId ?? 0;
  }

  const step = (ticketId: number, ...events: TicketEvent[]): TicketStep => ({ ticketId, events, outbox: [] });

  describe("ratings", () => {
    it("shows of a ticket what its page may know", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const id = await openOne(lease);
      expect(await store().ticketFace(id)).toEqual({
        mailbox: mailbox.name,
        mailboxId: mailbox.id,
        language: "el",
        subject: "Parcel",
        address: "maria@example.gr",
      });
      expect(await store().ticketFace(id + 1_000_000)).toBeNull();
    });

    it("keeps a rating and its words, with what it does to the ticket, without a lease", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const id = await openOne(lease);
      await store().releaseLease(lease);
      const given = { mailboxId: mailbox.id, ticketId: id, rating: "not", at: rated.at } as const;
      expect(await store().rate({ ...given, comment: "Still\u0000 broken", step: step(id, rated) })).toBe(
        true,
      );
      expect(await store().rate({ ...given, comment: "And late", step: null })).toBe(true);
      expect(await store().tickets([id])).toMatchObject([{ rating: "not", ratedAt: rated.at }]);
      const card = await store().card(id);
      expect(card?.ratings.map(({ comment }) => comment)).toEqual(["And late", "Still broken"]);
    });

    it("tells whether a ticket is open again for its customer's no, until somebody answers", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const id = await openOne(lease);
      const ratedNot = async () => {
        const asked = { addresses: [], domains: [], messageIds: [], tickets: [id], contents: [] };
        return (await store().memory(mailbox.id, asked, at("06T11:00:00"))).tickets.get(id)?.ratedNot;
      };
      expect(await ratedNot()).toBe(false);
      const due = at("06T11:00:00");
      const reopened: TicketEvent = {
        ...{ type: "TicketReopened", at: rated.at, reason: "rated-not" },
        ...{ answerDueAt: due, solutionDueAt: due },
      };
      await store().advance(lease, [step(id, answered, rated, reopened)]);
      expect(await ratedNot()).toBe(true);
      const again: TicketEvent = { ...answered, at: at("05T12:00:00") };
      await store().advance(lease, [step(id, again)]);
      expect(await ratedNot()).toBe(false);
    });

    it("keeps nothing of a rating that was decided about an older state of the ticket", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const id = await openOne(lease);
      const [before] = await store().tickets([id]);
      await store().advance(lease, [step(id, answered)]);
      const old = { ...step(id, rated), version: before?.version ?? 0 };
      const given = {
        mailboxId: mailbox.id,
        ticketId: id,
        rating: "not",
        comment: "x",
        at: rated.at,
      } as const;
      expect(await store().rate({ ...given, step: old })).toBe(false);
      expect(await store().card(id)).toMatchObject({ ratings: [], ticket: { rating: null } });
    });
  });

  describe("cards", () => {
    it("tells messages and mail of a ticket, newest first, and the customer's earlier tickets", async () => {
      const { lease } = await openedMailbox(store());
      const first = await openOne(lease, "Nothing at all came", "Parcel");
      const second = await openOne(lease, "The courier left it with some neighbour", "Open");
      const id = await openOne(lease, "Which neighbour did the courier leave my parcel with?", "Neighbour");
      const card = await store().card(id);
      expect(card).toMatchObject({ subject: "Neighbour", messages: [{ subject: "Neighbour" }], sent: [] });
      expect(card?.earlier.map((line) => line.id).slice(0, 2)).toEqual([second, first]);
    });
  });

  describe("drafts", () => {
    const kept = (ticketId: number, number: number) => ({
      ticketId,
      ref: ref(number, "Drafts"),
      hash: "0".repeat(64),
    });

    it("are needless once their ticket is answered or resolved, and as long as they are foyer's", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const [waiting, done, settled] = [await openOne(lease), await openOne(lease), await openOne(lease)];
      for (const [index, id] of [waiting, done, settled].entries())
        await store().keepDraft(lease, kept(id, index + 1));
      await store().keepDraft(lease, { ...kept(done, 99), hash: "1".repeat(64) });
      expect(await store().needlessDrafts(mailbox.id, 10)).toEqual([]);
      await store().advance(lease, [step(done, answered), step(settled, resolved)]);
      const needless = await store().needlessDrafts(mailbox.id, 10);
      expect(needless.toSorted((a, b) => a.ticketId - b.ticketId)).toEqual([kept(done, 2), kept(settled, 3)]);
      await store().settleDraft(lease, done, "edited");
      expect(await store().needlessDrafts(mailbox.id, 10)).toEqual([kept(settled, 3)]);
    });

    it("are written under a lease that holds", async () => {
      const { lease } = await openedMailbox(store());
      const id = await openOne(lease);
      await store().releaseLease(lease);
      await expect(store().keepDraft(lease, kept(id, 1))).rejects.toThrow(/lease/);
      await expect(store().settleDraft(lease, id, "gone")).rejects.toThrow(/lease/);
    });

    it("are queued once a ticket, and count for no budget", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const id = await openOne(lease);
      const one = (name: string) =>
        draft(`${name}-${id}`, {
          kind: "draft",
          template: "draft",
          once: "draft",
          to: [{ name: "", address: "b@budget.example" }],
        });
      await store().advance(lease, [{ ...step(id), outbox: [one("a")] }]);
      expect(await store().advance(lease, [{ ...step(id), outbox: [one("b")] }])).toEqual(new Set());
      const asked = {
        addresses: ["b@budget.example"],
        domains: ["budget.example"],
        messageIds: [],
        tickets: [],
        contents: [],
      };
      const memory = await store().memory(mailbox.id, asked, at("02T12:00:00"));
      expect([...memory.sentToAddress.values()].flat()).toEqual([]);
    });
  });
}
