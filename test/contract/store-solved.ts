import { describe, expect, it } from "vitest";
import { indexSolved } from "../../src/jobs/solved.ts";
import type { Language } from "../../src/mail/message.ts";
import type { TicketEvent } from "../../src/policy/event.ts";
import type { Lease, Mailbox, Store } from "../../src/store/store.ts";
import { decision, opened, openedMailbox, opening, storedMessage, trace } from "../support/store.ts";

const at = (day: number) => new Date(Date.UTC(2026, 10, day, 9));
const SOLVED: TicketEvent = { type: "TicketResolved", at: at(4), by: "folder" };
const NEVER = new AbortController().signal;

interface Matter {
  readonly language?: Language;
  readonly subject?: string;
  readonly address?: string;
  readonly solved?: boolean;
}

export function solvedCases(store: () => Store): void {
  let uid = 8000;

  async function ask(lease: Lease, text: string, matter: Matter = {}): Promise<number> {
    const { language = "en", subject = "", address = `asker${++uid}@solved.example`, solved = true } = matter;
    const from = { name: "", address };
    const one = await opening(store(), ++uid, {
      message: storedMessage(uid, { from, subject, text }),
      decision: decision({ customerAddress: from, language }),
      events: [opened({ language, at: at(2) })],
      customer: trace(address),
      outbox: [],
    });
    await store().commit(lease, [one], null);
    const ticketId = one.ticketId ?? 0;
    if (solved) await store().advance(lease, [{ ticketId, events: [SOLVED], outbox: [] }]);
    return ticketId;
  }

  const index = (mailbox: Mailbox, lease: Lease, day = 5) =>
    indexSolved({ store: store(), mailbox, lease: () => lease, now: () => at(day) }, NEVER);
  const idsAlike = async (ticketId: number) => (await store().alike(ticketId, 5)).map((line) => line.id);

  describe("solved tickets alike to another", () => {
    it.each<[Language, string, string, string]>([
      ["en", "The coffee machine leaks at the lid.", "My bill is wrong.", "Our machines were leaking again"],
      ["el", "Η καφετιέρα στάζει από το καπάκι.", "Ο λογαριασμός μου είναι λάθος.", "Στάζουν δύο καφετιέρες"],
      ["hu", "A kávéfőző csöpög a fedélnél.", "Rossz a számlám.", "Két kávéfőzőm is csöpögött"],
      ["ru", "Кофеварка протекает у крышки.", "У меня неверный счёт.", "Две кофеварки протекают"],
      ["fa", "قهوه‌ساز از در آن نشت می‌کند.", "صورت‌حساب من اشتباه است.", "قهوه ساز‌های ما نشت می‌کنند"],
    ])("are found by the stems of their words in %s", async (language, near, far, asked) => {
      const { mailbox, lease } = await openedMailbox(store());
      const one = await ask(lease, near, { language });
      await ask(lease, far, { language });
      await ask(lease, near, { language, solved: false });
      expect(await index(mailbox, lease)).toBe(2);
      expect(await index(mailbox, lease)).toBe(0);
      expect(await idsAlike(await ask(lease, asked, { language, solved: false }))).toEqual([one]);
    });

    it("have the most alike first, and those of other mailboxes never", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const other = await openedMailbox(store());
      const text = "The courier left my parcel with a neighbour whom nobody knows.";
      const far = await ask(lease, "My parcel has not come.", { subject: "Parcel" });
      const near = await ask(lease, text);
      await ask(other.lease, text);
      await ask(lease, "The invoice shows two chairs.");
      await index(mailbox, lease);
      await index(other.mailbox, other.lease);
      const asked = await ask(lease, "Which neighbour has my parcel, asks the courier.", { solved: false });
      expect(await idsAlike(asked)).toEqual([near, far]);
      expect((await store().card(asked))?.alike.map(({ id }) => id)).toEqual([near, far]);
      expect(await store().alike(asked, 1)).toMatchObject([{ id: near, answer: null, state: "resolved" }]);
    });

    it("are those, too, of which customers said that all is well, until they write that it is not", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const ticketId = await ask(lease, "The accordion wheezes in the cold.", { solved: false });
      const happens = (...events: TicketEvent[]) =>
        store().advance(lease, [{ ticketId, events, outbox: [] }]);
      await happens({ type: "AgentAnswered", at: at(3), by: null, via: "sent" });
      expect(await index(mailbox, lease)).toBe(0);
      await happens({ type: "CustomerConfirmed", at: at(4), via: "thanks" });
      expect(await index(mailbox, lease)).toBe(1);
      expect(await index(mailbox, lease, 6)).toBe(0);
      const asked = await ask(lease, "A wheezing accordion", { solved: false });
      expect(await store().alike(asked, 5)).toMatchObject([{ id: ticketId, state: "resolved" }]);
      await happens({
        type: "TicketReopened",
        at: at(6),
        reason: "still-open",
        answerDueAt: at(7),
        solutionDueAt: at(9),
      });
      expect(await idsAlike(asked)).toEqual([]);
    });

    it("are none of those in which we asked a silent customer, and heard that all is well", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const address = `asked${++uid}@solved.example`;
      const text = "Yes, thanks! The harmonium is fine.";
      const yes = await opening(store(), ++uid, {
        message: storedMessage(uid, { subject: "Re: How is your harmonium?", text }),
        decision: decision({ customerAddress: { name: "", address }, reaction: { says: "thanks" } }),
        events: [opened({ language: "en", at: at(2), kind: "other", complaint: false, invited: true })],
        customer: trace(address),
        outbox: [],
      });
      await store().commit(lease, [yes], null);
      const ticketId = yes.ticketId ?? 0;
      const happens = (...events: TicketEvent[]) =>
        store().advance(lease, [{ ticketId, events, outbox: [] }]);
      await happens(
        { type: "CustomerConfirmed", at: at(3), via: "thanks" },
        { type: "TicketResolved", at: at(3), by: "customer" },
      );
      expect(await index(mailbox, lease)).toBe(0);
      const asked = await ask(lease, "How is the harmonium tuned?", { solved: false });
      expect(await idsAlike(asked)).toEqual([]);
      // What is asked later, and answered, is a matter of its own.
      const question = await opening(store(), ++uid, {
        ticketId,
        events: [],
        message: storedMessage(uid, { subject: "", text: "Who tunes a harmonium in Sparta?" }),
        outbox: [],
      });
      await store().commit(lease, [question], null);
      await happens(
        { type: "AgentAnswered", at: at(6), by: null, via: "sent" },
        { type: "TicketResolved", at: at(6), by: "folder" },
      );
      expect(await index(mailbox, lease, 7)).toBe(1);
      expect(await idsAlike(asked)).toEqual([ticketId]);
    });

    it("show what they were answered, where the answer came by the mailbox", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const ticketId = await ask(lease, "The lantern flickers in the evening.", { solved: false });
      const from = { name: "Anna", address: "anna@shop.example" };
      const text = "Please turn the lower screw by half.\n\nOn Monday you wrote:\n> The lantern flickers";
      const answer = await opening(store(), ++uid, {
        ticketId,
        events: [],
        message: storedMessage(uid, { from, text }),
        decision: decision({ answered: { by: null, via: "copy" } }),
        customer: null,
        outbox: [],
      });
      await store().commit(lease, [answer], null);
      await store().advance(lease, [{ ticketId, events: [SOLVED], outbox: [] }]);
      await index(mailbox, lease);
      const asked = await ask(lease, "A flickering lantern", { solved: false });
      expect(await store().alike(asked, 5)).toMatchObject([
        { id: ticketId, answer: "Please turn the lower screw by half." },
      ]);
    });

    it("show what they were answered, where the answer was read in Sent", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const ticketId = await ask(lease, "The gramophone scratches my records.", { solved: false });
      const event: TicketEvent = { type: "AgentAnswered", at: at(3), by: null, via: "sent" };
      const step = { ticketId, events: [event], outbox: [] };
      await store().noteAnswers(lease, [{ step, messageId: null, text: "Please change the needle." }], null);
      await store().advance(lease, [{ ticketId, events: [SOLVED], outbox: [] }]);
      await index(mailbox, lease);
      const asked = await ask(lease, "A scratching gramophone", { solved: false });
      expect(await store().alike(asked, 5)).toMatchObject([
        { id: ticketId, answer: "Please change the needle." },
      ]);
    });

    it("are no longer shown once they are open again, and gone with an erased customer", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const text = "The umbrella does not unfold.";
      const again = await ask(lease, text);
      await ask(lease, text, { address: "erased@solved.example" });
      await index(mailbox, lease);
      const asked = await ask(lease, "An umbrella that will not unfold", { solved: false });
      expect(await idsAlike(asked)).toHaveLength(2);
      const due = { answerDueAt: at(9), solutionDueAt: at(9) };
      const reopened: TicketEvent = { type: "TicketReopened", at: at(8), reason: "rated-not", ...due };
      await store().advance(lease, [{ ticketId: again, events: [reopened], outbox: [] }]);
      await store().eraseCustomer("erased@solved.example");
      expect(await idsAlike(asked)).toEqual([]);
      const solved: TicketEvent = { ...SOLVED, at: at(10) };
      await store().advance(lease, [{ ticketId: again, events: [solved], outbox: [] }]);
      expect(await index(mailbox, lease, 11)).toBe(1);
      expect(await idsAlike(asked)).toEqual([again]);
    });

    it("in another language are those that the log of complaints has tied to it", async () => {
      const { mailbox, lease } = await openedMailbox(store());
      const greek = await ask(lease, "Η καφετιέρα στάζει.", { language: "el" });
      const asked = await ask(lease, "The coffee machine leaks.", { solved: false });
      const [one, two] = await store().unloggedComplaints(mailbox.id, 10);
      if (one === undefined || two === undefined) throw new Error("two complaints wait for the log");
      const labels = { topic: "product-defect", rootCause: "process", severity: "high" } as const;
      const rest = { terms: [], termIds: [] };
      await store().logComplaints(lease, [
        { ...labels, ...rest, ...one, group: { begunBy: one.ticketId }, ties: [] },
        { ...labels, ...rest, ...two, group: { begunBy: one.ticketId }, ties: [[one.ticketId, 0.9]] },
      ]);
      expect(await idsAlike(asked)).toEqual([greek]);
    });
  });
}
