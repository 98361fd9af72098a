import { describe, expect, it } from "vitest";
import type { FolderRole } from "../../src/policy/decision.ts";
import type { Lease, Store } from "../../src/store/store.ts";
import { decision, fileAll, keys, openedMailbox, opening, storedMessage, trace } from "../support/store.ts";

const moved = new Date("2026-11-02T10:00:00Z");
const settled = new Date("2026-11-02T10:02:00Z");

let customers = 0;

export function correctionCases(store: () => Store): void {
  /** A filed message of a new customer; gives the number of its ledger row. */
  async function filed(lease: Lease, address = `learner-${++customers}@example.gr`): Promise<number> {
    const uid = ++customers;
    const entry = await opening(store(), uid, {
      message: storedMessage(uid, { from: { name: "", address } }),
      decision: decision({ folder: "queue", customerAddress: { name: "", address } }),
      customer: trace(address),
      outbox: [],
    });
    const [row] = await store().commit(lease, [entry], null);
    await fileAll(store(), lease);
    return row?.id ?? 0;
  }

  const move = (lease: Lease, ledgerId: number, from: FolderRole, to: FolderRole, at = moved) =>
    store().noteMoves(lease, [{ ledgerId, from, to, at }]);

  async function learned(lease: Lease, ledgerId: number, from: FolderRole, to: FolderRole): Promise<number> {
    await move(lease, ledgerId, from, to);
    const [row] = await store().settling(lease.mailboxId, settled);
    await store().settle(lease, row?.id ?? 0, { state: "learned", weight: 1 });
    return row?.id ?? 0;
  }

  describe("corrections", () => {
    it("settle where the message lay still, and not before", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const ledgerId = await filed(lease);
      await move(lease, ledgerId, "queue", "urgent");
      expect(await store().settling(mailbox.id, new Date(moved.getTime() - 1))).toEqual([]);
      const [row] = await store().settling(mailbox.id, settled);
      expect(row).toMatchObject({
        ledgerId,
        learns: "urgency",
        label: "urgent",
        from: "queue",
        to: "urgent",
      });
      expect(await store().lessons(mailbox.id)).toEqual([]);
      await store().settle(lease, row?.id ?? 0, { state: "learned", weight: 0.5 });
      expect(await store().settling(mailbox.id, settled)).toEqual([]);
      expect(await store().lessons(mailbox.id)).toEqual([
        {
          correctionId: row?.id,
          learns: "urgency",
          label: "urgent",
          weight: 0.5,
          subject: "Where is my parcel?",
          text: "It was to come on Monday.",
        },
      ]);
    });

    it("are none where the message was moved back, and count from the first folder where it was moved on", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const [back, on] = [await filed(lease), await filed(lease)];
      await move(lease, back, "queue", "urgent");
      await move(lease, back, "urgent", "queue");
      await move(lease, on, "queue", "today");
      await move(lease, on, "today", "urgent", settled);
      const rows = await store().settling(mailbox.id, settled);
      expect(rows.map((row) => [row.ledgerId, row.from, row.to])).toEqual([[on, "queue", "urgent"]]);
    });

    it("are none after the first answer, or where the move is work", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const [answered, done] = [await filed(lease), await filed(lease)];
      const [row] = await store().ledger([answered]);
      const at = new Date("2026-11-02T09:30:00Z");
      await store().advance(lease, [
        {
          ticketId: row?.ticketId ?? 0,
          events: [{ type: "AgentAnswered", at, by: null, via: "sent" }],
          outbox: [],
        },
      ]);
      await move(lease, answered, "queue", "urgent");
      await move(lease, done, "queue", "resolved");
      expect(await store().settling(mailbox.id, settled)).toEqual([]);
    });

    it("ask for a person's word out of urgent, and are learned only then", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      await move(lease, await filed(lease), "urgent", "queue");
      const [row] = await store().settling(mailbox.id, settled);
      await store().settle(lease, row?.id ?? 0, { state: "asked", weight: 1 });
      expect(await store().lessons(mailbox.id)).toEqual([]);
      expect((await store().confirmCorrection(row?.id ?? 0))?.state).toBe("learned");
      expect(await store().confirmCorrection(row?.id ?? 0)).toBeNull();
      expect(await store().lessons(mailbox.id)).toHaveLength(1);
    });

    it("are taken back whole", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const id = await learned(lease, await filed(lease), "queue", "urgent");
      expect((await store().undoCorrection(id))?.state).toBe("undone");
      expect(await store().undoCorrection(id)).toBeNull();
      expect(await store().lessons(mailbox.id)).toEqual([]);
      const [row] = await store().corrections({ mailboxId: mailbox.id, limit: 10 });
      expect(row).toMatchObject({ id, state: "undone", mailbox: mailbox.name });
    });

    it("into vip, frequent and out of automatic tell facts about the customer, until undone", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const addresses = ["vip", "frequent", "person"].map((name) => `${name}-${mailbox.id}@example.gr`);
      const [vip = "", frequent = "", person = ""] = addresses;
      const facts = async (address: string) => {
        const memory = await store().memory(mailbox.id, keys({ addresses }), moved);
        return memory.customers.get(address);
      };
      const ids = [
        await learned(lease, await filed(lease, vip), "queue", "vip"),
        await learned(lease, await filed(lease, frequent), "queue", "frequent"),
        await learned(lease, await filed(lease, person), "automatic", "queue"),
      ];
      expect((await facts(vip))?.vip).toBe(true);
      expect((await facts(frequent))?.frequent).toBe(true);
      expect((await facts(person))?.person).toBe(true);
      expect(await store().lessons(mailbox.id)).toEqual([]);
      for (const id of ids) await store().undoCorrection(id);
      expect((await facts(vip))?.vip).toBe(false);
      expect((await facts(frequent))?.frequent).toBeUndefined();
      expect((await facts(person))?.person).toBeUndefined();
    });

    it("lose what they are learned from when the customer is erased, and go after their time", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const address = `gone-${mailbox.id}@example.gr`;
      await learned(lease, await filed(lease, address), "queue", "urgent");
      await store().eraseCustomer(address);
      expect(await store().lessons(mailbox.id)).toEqual([]);
      const [row] = await store().corrections({ mailboxId: mailbox.id, limit: 10 });
      expect(row?.subject).toBe("");
      expect(await store().forgetCorrections(mailbox.id, moved)).toBe(0);
      expect(await store().forgetCorrections(mailbox.id, settled)).toBe(1);
      expect(await store().corrections({ mailboxId: mailbox.id, limit: 10 })).toEqual([]);
    });

    it("can be named by a person without a move; the last word on a question stands", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const ledgerId = await filed(lease);
      for (const label of ["billing", "warranty"])
        await store().addCorrection({ ledgerId, learns: "topic", label, at: moved });
      expect((await store().lessons(mailbox.id)).map((lesson) => lesson.label)).toEqual(["warranty"]);
      expect(await store().addCorrection({ ledgerId: 0, learns: "topic", label: "x", at: moved })).toBeNull();
    });
  });

  describe("models", () => {
    const trial = { heldOut: null, baseTests: [], taken: 0, objection: null };
    const model = (version: string) => ({
      version,
      base: "linear-1",
      corrections: 1,
      examples: 0,
      trial,
      file: new Uint8Array([1, 2, 3, 0, 255]),
    });

    it("are the base alone, then the newest that went live, or what a person pinned", async () => {
      const { mailbox } = await openedMailbox(store());
      const choice = async () => (await store().modelChoice(mailbox.id)).version;
      expect(await choice()).toBeNull();
      await store().saveModel(mailbox.id, { madeFrom: "a", live: true, model: model("layer-a") });
      await store().saveModel(mailbox.id, { madeFrom: "b", live: true, model: model("layer-b") });
      expect(await choice()).toBe("layer-b");
      expect(await store().modelFile(mailbox.id, "layer-b")).toEqual({
        base: "linear-1",
        file: Buffer.from([1, 2, 3, 0, 255]),
      });
      expect(await store().useModel(mailbox.id, "layer-a")).toBe(true);
      await store().saveModel(mailbox.id, { madeFrom: "c", live: true, model: model("layer-c") });
      expect(await choice()).toBe("layer-a");
      expect(await store().useModel(mailbox.id, "layer-x")).toBe(false);
      expect(await store().useModel(mailbox.id, null)).toBe(true);
      expect(await choice()).toBeNull();
      expect(await store().useModel(mailbox.id, "newest")).toBe(true);
      const listed = await store().models(mailbox.id);
      expect(listed.map((row) => [row.version, row.inUse])).toEqual([
        ["layer-c", true],
        ["layer-b", false],
        ["layer-a", false],
      ]);
    });

    it("that were refused leave the old one in use, and are not tried again", async () => {
      const { mailbox } = await openedMailbox(store());
      await store().saveModel(mailbox.id, { madeFrom: "a", live: true, model: model("layer-a") });
      await store().saveModel(mailbox.id, { madeFrom: "b", live: false, model: model("layer-b") });
      const choice = await store().modelChoice(mailbox.id);
      expect(choice).toEqual({ version: "layer-a", pinned: false, triedFrom: "b" });
      expect(await store().modelFile(mailbox.id, "layer-b")).toBeNull();
    });
  });
}
