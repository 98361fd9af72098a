import { describe, expect, it } from "vitest";
import type { TicketEvent } from "../../src/policy/event.ts";
import { foldTicket, openedTicket, type Ticket, type TicketRow } from "../../src/policy/ticket.ts";
import type { Lease, Store } from "../../src/store/store.ts";
import type { TicketStep } from "../../src/store/tickets.ts";
import { decision, draft, entry, openedMailbox, opening, storedMessage, wrote } from "../support/store.ts";

const at = (iso: string) => new Date(`2026-11-${iso}Z`);

const answered: TicketEvent = { type: "AgentAnswered", at: at("02T11:00:00"), by: null, via: "sent" };
const warned: TicketEvent = { type: "DeadlineWarned", at: at("02T12:00:00") };

export function ticketCases(store: () => Store): void {
  async function openOne(lease: Lease): Promise<number> {
    const one = await opening(store(), 1, { nextAt: at("02T10:00:00") });
    await store().commit(lease, [one], null);
    return one.ticketId ?? 0;
  }

  async function ticket(id: number): Promise<Ticket> {
    const [row] = await store().tickets([id]);
    if (row === undefined) throw new Error(`there is no ticket ${id}`);
    return row;
  }

  const step = (ticketId: number, ...events: TicketEvent[]): TicketStep => ({ ticketId, events, outbox: [] });

  describe("tickets", () => {
    it("folds what happens into the row, and the journal folds to the same", async () => {
      const { lease } = await openedMailbox(store());
      const id = await openOne(lease);
      const promise: TicketEvent = {
        type: "PromiseMade",
        at: at("02T09:01:00"),
        until: at("02T13:00:00"),
        basis: "target",
      };
      expect(await store().advance(lease, [step(id, promise), step(id, warned, answered)])).toEqual(
        new Set([id]),
      );
      const row = await ticket(id);
      expect(row).toMatchObject({
        state: "waiting-customer",
        firstAnswerAt: answered.at,
        answerDueAt: null,
        promisedUntil: at("02T13:00:00"),
        followUp: "due",
      });
      expect(row).toMatchObject(refolded(await store().ticketEvents(id)));
    });

    it("folds the customer's next message as well", async () => {
      const { lease } = await openedMailbox(store());
      const id = await openOne(lease);
      await store().advance(lease, [step(id, answered)]);
      const second = entry(2, {
        ticketId: id,
        message: storedMessage(2, { internalDate: at("03T09:00:00") }),
        decision: decision({ ticket: { append: id, by: "references" } }),
        events: [wrote({ priority: "urgent" })],
      });
      await store().commit(lease, [second], null);
      const row = await ticket(id);
      expect(row).toMatchObject({ state: "waiting-us", priority: "urgent", messages: 2, round: 1 });
      expect(row).toMatchObject(refolded(await store().ticketEvents(id)));
      expect(row.nextAt).toEqual(at("03T09:00:00"));
    });

    it("sends no second mail for the same reason, and nothing happens a second time either", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const id = await openOne(lease);
      const asks = (name: string): TicketStep => ({
        ...step(id, { type: "FollowUpQueued", at: at("07T09:00:00") }),
        outbox: [draft(name, { kind: "followup", template: "followup", once: "followup-0" })],
      });
      expect(await store().advance(lease, [asks(`a-${id}`), asks(`b-${id}`)])).toEqual(new Set([id]));
      expect(await store().advance(lease, [asks(`c-${id}`)])).toEqual(new Set());
      const rows = await store().claimOutbox(mailbox.id, at("30T00:00:00"), 10, 60);
      expect(rows.filter((row) => row.kind === "followup")).toMatchObject([
        { messageId: `<a-${id}@foyer.example>` },
      ]);
      const events = await store().ticketEvents(id);
      expect(events.filter((event) => event.type === "FollowUpQueued")).toHaveLength(1);
    });

    it("leaves out what was decided about a ticket that has changed since", async () => {
      const { lease } = await openedMailbox(store());
      const id = await openOne(lease);
      const { version } = await ticket(id);
      await store().advance(lease, [step(id, answered)]);
      expect(await store().advance(lease, [{ ...step(id, warned), version }])).toEqual(new Set());
      expect((await ticket(id)).warnedAt).toBeNull();
    });

    it("gives the tickets whose time has come, and no others", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const due = await openOne(lease);
      const quiet = await opening(store(), 2, { nextAt: null });
      await store().commit(lease, [quiet], null);
      expect(await store().dueTickets(mailbox.id, at("02T09:59:00"), 10)).toEqual([]);
      const found = await store().dueTickets(mailbox.id, at("02T10:00:00"), 10);
      expect(found.map((row) => row.id)).toEqual([due]);
      await store().advance(lease, [{ ...step(due), nextAt: at("05T10:00:00") }]);
      expect(await store().dueTickets(mailbox.id, at("02T10:00:00"), 10)).toEqual([]);
      await store().advance(lease, [step(due, answered)]);
      expect(await store().dueTickets(mailbox.id, answered.at, 10)).toHaveLength(1);
    });

    it("queues mail that belongs to no single ticket", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const id = await openOne(lease);
      const list = draft(`list-${id}`, { kind: "deadline-warning", template: "deadline-warning" });
      await store().advance(lease, [step(id, warned)], (taken) => (taken.has(id) ? [list] : []));
      const rows = await store().claimOutbox(mailbox.id, at("30T00:00:00"), 10, 60);
      expect(rows.map((row) => [row.kind, row.ticketId])).toContainEqual(["deadline-warning", null]);
    });

    it("tells of no ticket that changed meanwhile in such a mail", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const id = await openOne(lease);
      const version = (await store().tickets([id]))[0]?.version ?? 0;
      await store().advance(lease, [step(id, answered)]);
      const list = draft(`list-${id}`, { kind: "overdue", template: "overdue" });
      await store().advance(lease, [{ ...step(id, warned), version }], (taken) =>
        taken.has(id) ? [list] : [],
      );
      const rows = await store().claimOutbox(mailbox.id, at("30T00:00:00"), 10, 60);
      expect(rows.filter((row) => row.kind === "overdue")).toEqual([]);
    });

    it("keeps off tickets of another mailbox", async () => {
      const one = await openedMailbox(store());
      const other = await openedMailbox(store());
      const id = await openOne(one.lease);
      expect(await store().advance(other.lease, [step(id, answered)])).toEqual(new Set());
      expect((await ticket(id)).state).toBe("open");
    });
  });
}

/** What the journal of a ticket folds into. */
function refolded(events: readonly TicketEvent[]): TicketRow {
  const [first, ...rest] = events;
  if (first?.type !== "TicketOpened") throw new Error("the journal of a ticket begins with its opening");
  return rest.reduce(foldTicket, openedTicket(first));
}
