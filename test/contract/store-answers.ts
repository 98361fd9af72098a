import { expect, test } from "vitest";
import type { Store } from "../../src/store/store.ts";
import { entry, openedMailbox, opening, ref } from "../support/store.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 2, 10, minute));

/** What the store keeps of agents' doings, whatever the database. */
export function sightCases(open: () => Store): void {
  /** A mailbox in which one ticket's message stands in Today. */
  const filed = async () => {
    const store = open();
    const { mailbox, lease } = await openedMailbox(store);
    const first = await opening(store, 1);
    const [row] = await store.commit(lease, [first], null);
    if (row === undefined) throw new Error("no row");
    await store.markFiled(lease, [{ ledgerId: row.id, ref: ref(11, "Today") }], at(0));
    return { store, mailbox, lease, row, ticketId: first.ticketId ?? 0 };
  };

  test("a move is settled after its time, once, and the ticket goes with it", async () => {
    const { store, mailbox, lease, row, ticketId } = await filed();
    await store.follow(lease, [{ ledgerId: row.id, ref: ref(3, "Resolved"), place: "resolved" }], at(1));
    expect(await store.settledMoves(mailbox.id, at(0), 10)).toEqual([]);
    const [move, ...more] = await store.settledMoves(mailbox.id, at(3), 10);
    expect(more).toEqual([]);
    expect(move).toMatchObject({
      ledgerId: row.id,
      ticketId,
      from: "today",
      to: "resolved",
      movedAt: at(1),
      carries: true,
    });
    if (move === undefined) return;
    const resolved = { type: "TicketResolved", at: at(3), by: "folder" } as const;
    await store.settleMoves(lease, [{ move, step: { ticketId, events: [resolved], outbox: [] } }]);
    expect(await store.settledMoves(mailbox.id, at(9), 10)).toEqual([]);
    expect((await store.tickets([ticketId]))[0]?.state).toBe("resolved");
    const [found] = await store.ledger([row.id]);
    expect(found?.ref).toEqual(ref(3, "Resolved"));
  });

  test("moved back, it never was; moved on, its time begins anew", async () => {
    const { store, mailbox, lease, row } = await filed();
    await store.follow(lease, [{ ledgerId: row.id, ref: ref(3, "Escalated"), place: "escalated" }], at(1));
    await store.follow(lease, [{ ledgerId: row.id, ref: ref(12, "Today"), place: "today" }], at(2));
    expect(await store.settledMoves(mailbox.id, at(9), 10)).toEqual([]);
    await store.follow(lease, [{ ledgerId: row.id, ref: ref(4, "Escalated"), place: "escalated" }], at(3));
    await store.follow(lease, [{ ledgerId: row.id, ref: ref(5, "Resolved"), place: "resolved" }], at(4));
    await store.follow(lease, [{ ledgerId: row.id, ref: ref(6, "Resolved"), place: "resolved" }], at(5));
    expect(await store.settledMoves(mailbox.id, at(9), 10)).toMatchObject([
      { to: "resolved", movedAt: at(4) },
    ]);
  });

  test("a move whose step is left out, for the ticket has changed, stays unsettled", async () => {
    const { store, mailbox, lease, row, ticketId } = await filed();
    await store.follow(lease, [{ ledgerId: row.id, ref: ref(3, "Resolved"), place: "resolved" }], at(1));
    const [move] = await store.settledMoves(mailbox.id, at(3), 10);
    if (move === undefined) throw new Error("no move");
    await store.settleMoves(lease, [{ move, step: { ticketId, version: 99, events: [], outbox: [] } }]);
    expect(await store.settledMoves(mailbox.id, at(3), 10)).toHaveLength(1);
  });

  test("an older message of a ticket does not carry it", async () => {
    const { store, mailbox, lease, row, ticketId } = await filed();
    const again = entry(2, { ticketId });
    await store.commit(lease, [again], null);
    await store.follow(lease, [{ ledgerId: row.id, ref: ref(3, "Resolved"), place: "resolved" }], at(1));
    expect(await store.settledMoves(mailbox.id, at(3), 10)).toMatchObject([{ carries: false }]);
  });

  test("an answer is noted with its Message-ID, which then leads to the ticket, and with how far was read", async () => {
    const { store, mailbox, lease, ticketId } = await filed();
    const event = { type: "AgentAnswered", at: at(5), by: null, via: "sent" } as const;
    const cursor = { folder: "Sent", uidValidity: 7n, nextUid: 42 };
    const step = { ticketId, events: [event], outbox: [] };
    await store.noteAnswers(
      lease,
      [{ step, messageId: "<answer@shop.example>", text: "It is on its way." }],
      cursor,
    );
    const asked = {
      addresses: [],
      domains: [],
      messageIds: ["<answer@shop.example>"],
      tickets: [],
      contents: [],
    };
    const memory = await store.memory(mailbox.id, asked, at(6));
    expect(memory.ticketByMessageId.get("<answer@shop.example>")).toBe(ticketId);
    expect(memory.tickets.get(ticketId)).toMatchObject({ answered: true, awaitsCustomer: true });
    expect(await store.cursor(mailbox.id, "Sent")).toEqual(cursor);
    expect((await store.tickets([ticketId]))[0]?.lastAnswerAt).toEqual(at(5));
  });

  test("the last answer stands on the card, whichever was seen last, until its customer is erased", async () => {
    const { store, lease, row, ticketId } = await filed();
    const answer = (day: number, text: string | null) => {
      const event = { type: "AgentAnswered", at: at(day), by: null, via: "sent" } as const;
      return { step: { ticketId, events: [event], outbox: [] }, messageId: null, text };
    };
    const shown = async () => (await store.card(ticketId))?.answer ?? null;
    expect(await shown()).toBeNull();
    await store.noteAnswers(lease, [answer(6, "It left today."), answer(5, "We are looking.")], null);
    await store.noteAnswers(lease, [answer(4, "Hello."), answer(7, null)], null);
    expect(await shown()).toEqual({ at: at(6), text: "It left today." });
    const [ledger] = await store.ledger([row.id]);
    await store.eraseCustomer(ledger?.decision?.customerAddress?.address ?? "");
    expect(await shown()).toBeNull();
  });

  test("flagged messages count until somebody has answered since they came", async () => {
    const { store, mailbox, lease, row, ticketId } = await filed();
    const { uidValidity } = ref(11, "Today");
    const look = () => store.unansweredAt(mailbox.id, { folder: "Today", uidValidity }, [10, 11, 12]);
    expect(await look()).toEqual([{ ledgerId: row.id, ticketId }]);
    const event = { type: "AgentAnswered", at: at(5), by: null, via: "flag" } as const;
    await store.noteAnswers(
      lease,
      [{ step: { ticketId, events: [event], outbox: [] }, messageId: null, text: null }],
      null,
    );
    expect(await look()).toEqual([]);
  });

  test("of the tickets that agents resolved, those with an answer are counted", async () => {
    const { store, mailbox, lease, ticketId } = await filed();
    const second = await opening(store, 2);
    await store.commit(lease, [second], null);
    const resolved = { type: "TicketResolved", at: at(5), by: "folder" } as const;
    const answered = { type: "AgentAnswered", at: at(4), by: null, via: "sent" } as const;
    await store.advance(lease, [
      { ticketId, events: [answered, resolved], outbox: [] },
      { ticketId: second.ticketId ?? 0, events: [resolved], outbox: [] },
    ]);
    const days = (count: number) => new Date(at(5).getTime() + count * 86_400_000);
    expect(await store.answersSeen(mailbox.name, days(1))).toEqual({
      resolved: 2,
      seen: 1,
      old: 0,
      ended: 0,
    });
    expect(await store.answersSeen(mailbox.name, days(61))).toMatchObject({ resolved: 0, seen: 0 });
  });

  test("of the tickets of more than two weeks ago, those with an answer or an end are counted", async () => {
    const { store, mailbox, lease, ticketId } = await filed();
    await store.commit(lease, [await opening(store, 2), await opening(store, 3)], null);
    const answered = { type: "AgentAnswered", at: at(4), by: null, via: "sent" } as const;
    await store.advance(lease, [{ ticketId, events: [answered], outbox: [] }]);
    const later = new Date(at(5).getTime() + 20 * 86_400_000);
    expect(await store.answersSeen(mailbox.name, later)).toEqual({ resolved: 0, seen: 0, old: 3, ended: 1 });
    expect(await store.answersSeen(mailbox.name, at(5))).toMatchObject({ old: 0, ended: 0 });
  });

  test("the address of a mail that came back is dead; that of a mail nobody sent is not", async () => {
    const { store, mailbox } = await filed();
    expect(await store.markDead(mailbox.id, "<nobody@foyer.example>")).toBe(false);
    const [due] = await store.claimOutbox(mailbox.id, new Date("2026-11-03"), 1, 60);
    expect(await store.markDead(mailbox.id, due?.messageId ?? "")).toBe(false);
    await store.markSent([due?.id ?? 0], at(1));
    expect(await store.markDead(mailbox.id, due?.messageId ?? "")).toBe(true);
    expect((await store.customer("maria@example.gr"))?.dead).toBe(true);
  });
}
