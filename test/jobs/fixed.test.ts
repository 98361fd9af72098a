import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { fixedLetters, type Notes } from "../../src/policy/fixed.ts";
import { fixedValues } from "../../src/smtp/values.ts";
import { logTogether } from "../support/complaint.ts";
import { NOW, openPages, type Pages } from "../support/pages.ts";

const ANNA = "anna@shop.example";
const DAY = 86_400_000;
const NOTES: Notes = { en: "New <b>seal</b>. {{ name }}", el: "Νέα φλάντζα." };

let pages: Pages;
beforeAll(async () => {
  pages = await openPages({ MANAGERS: ANNA });
});
afterAll(() => pages.close());
beforeEach(() => {
  pages.clock.now = NOW;
});

let people = 0;

/** A group of its own with these customers, and the tickets in which they complain. */
async function group(...who: readonly { language?: "en" | "el" | "hu"; address?: string }[]) {
  const tickets: number[] = [];
  for (const one of who)
    tickets.push(await pages.ticket({ address: `p${++people}@example${people}.org`, ...one }));
  return { id: await logTogether(pages.store, pages.lease), tickets };
}

async function prepare(id: number, notes: Notes = NOTES): Promise<number> {
  const { affected, told } = await pages.store.affectedBy(pages.lease.mailboxId, id);
  const letters = fixedLetters(affected, told, notes);
  return pages.store.prepareFixed(pages.lease.mailboxId, {
    groupId: id,
    notes,
    letters: letters.map((one) => ({ ticketId: one.affected.ticketId, leftOut: one.leftOut })),
    at: pages.clock.now,
  });
}

async function approved(id: number, notes: Notes = NOTES): Promise<number> {
  const mailing = await prepare(id, notes);
  const approval = { by: "command-line", at: pages.clock.now };
  expect(await pages.store.approveFixed(mailing, approval)).toBe("approved");
  return mailing;
}

/** What was queued by now that has not been looked at: tickets, in order. */
async function mails() {
  const until = new Date(NOW.getTime() + 30 * DAY);
  const rows = await pages.store.claimOutbox(pages.lease.mailboxId, until, 1000, 0);
  await pages.store.markSent(
    rows.map((row) => row.id),
    pages.clock.now,
  );
  return rows.filter(({ template }) => template === "fixed").sort((a, b) => a.id - b.id);
}

async function codesOf(mailing: number) {
  const letters = await pages.store.fixedLetters(mailing);
  return Object.fromEntries(letters.map(({ affected, state, code }) => [affected.ticketId, code ?? state]));
}

it("tells each customer in their thread, language and manner, and asks whether it is solved", async () => {
  const { id, tickets } = await group({}, { language: "el" }, { language: "hu" });
  const mailing = await approved(id);
  await pages.fix();
  const sent = await mails();
  expect(sent.map(({ ticketId, language }) => [ticketId, language])).toEqual([
    [tickets[0], "en"],
    [tickets[1], "el"],
  ]);
  expect(sent[0]).toMatchObject({ inReplyTo: expect.stringMatching(/@example\.gr>$/), manner: "plain" });
  const values = fixedValues.parse(sent[0]?.values);
  expect(values).toMatchObject({ note: NOTES.en, rating: { not: pages.rating(tickets[0] ?? 0, "not") } });
  expect(await codesOf(mailing)).toEqual({
    [tickets[0] ?? 0]: "queued",
    [tickets[1] ?? 0]: "queued",
    [tickets[2] ?? 0]: "no-note",
  });
  const [asked] = await pages.store.tickets([tickets[0] ?? 0]);
  expect(asked).toMatchObject({ followUp: "sent" });
  expect(await pages.store.complaintGroup(pages.lease.mailboxId, id)).toMatchObject({ state: "fixed" });
  expect(await pages.store.fixedMailing(mailing)).toMatchObject({ state: "done" });
});

it("tells nobody twice: approved twice, prepared again, or over groups that were merged", async () => {
  const both = `both${++people}@example.org`;
  const one = await group({ address: both }, {});
  const other = await group({ address: both }, {});
  const first = await approved(one.id);
  const again = { by: "command-line", at: NOW };
  expect(await pages.store.approveFixed(first, again)).toBe("approved");
  expect(await pages.store.approveFixed(first, { by: "somebody", at: NOW })).toBe("spent");
  const second = await approved(other.id);
  await pages.store.mergeGroups(pages.lease.mailboxId, other.id, one.id);
  await pages.fix();
  await pages.fix();
  expect((await mails()).map(({ ticketId }) => ticketId)).toEqual([...one.tickets, other.tickets[1]]);
  expect(await codesOf(second)).toMatchObject({ [other.tickets[0] ?? 0]: "told-already" });
  await approved(one.id, { en: "And once more." });
  await pages.fix();
  expect(await mails()).toEqual([]);
});

it("tells those who had no note as soon as there is one, and only them", async () => {
  const { id, tickets } = await group({}, { language: "hu" });
  await approved(id);
  await pages.fix();
  expect(await mails()).toHaveLength(1);
  await approved(id, { ...NOTES, hu: "Új tömítés." });
  await pages.fix();
  expect((await mails()).map(({ ticketId }) => ticketId)).toEqual([tickets[1]]);
});

it("leaves out who opted out, was erased or put elsewhere after it was approved", async () => {
  const addresses = [1, 2, 3, 4].map(() => `late${++people}@example.org`);
  const { id, tickets } = await group(...addresses.map((address) => ({ address })));
  const mailing = await approved(id);
  await pages.store.setOptOut(addresses[0] ?? "", true);
  await pages.store.eraseCustomer(addresses[1] ?? "");
  await pages.store.splitGroup(pages.lease.mailboxId, id, [tickets[2] ?? 0]);
  await pages.fix();
  expect((await mails()).map(({ ticketId }) => ticketId)).toEqual([tickets[3]]);
  expect(Object.values(await codesOf(mailing)).sort()).toEqual([
    "erased",
    "opted-out",
    "other-group",
    "queued",
  ]);
});

it("sends ten a minute, and none at night", async () => {
  const { id } = await group(...Array.from({ length: 12 }, () => ({})));
  await approved(id);
  pages.clock.now = new Date("2026-11-10T03:00:00Z");
  expect(await pages.fix()).toBe(0);
  pages.clock.now = NOW;
  expect(await pages.fix()).toBe(10);
  expect(await pages.fix()).toBe(2);
  expect(await mails()).toHaveLength(12);
});

it("keeps to the budgets: who had enough mail today is told tomorrow", async () => {
  const address = `busy${++people}@example.org`;
  for (const _ of [1, 2, 3, 4]) await approved((await group({ address })).id);
  expect(await pages.fix()).toBe(3);
  expect(await pages.fix()).toBe(0);
  pages.clock.now = new Date(NOW.getTime() + DAY + 3_600_000);
  expect(await pages.fix()).toBe(1);
  await mails();
});

it("goes out once a manager has approved it by the link, as it was shown, and not when it was changed since", async () => {
  const { id } = await group({});
  const old = await prepare(id);
  const offer = (mailing: number) => ({ kind: "approve-fixed", mailing }) as const;
  const [stale = 0] = await pages.store.offerActions(pages.lease.mailboxId, [offer(old)], NOW);
  const mailing = await prepare(id, { en: "Another note" });
  const [action = 0] = await pages.store.offerActions(pages.lease.mailboxId, [offer(mailing)], NOW);
  expect((await fetch(pages.confirm(stale, ANNA), { method: "POST" })).status).toBe(410);
  const shown = await (await fetch(pages.act(action, ANNA))).text();
  expect(shown).toContain("Another note");
  expect(shown).toContain(`p${people}@example${people}.org`);
  await pages.fix();
  expect(await mails()).toEqual([]);
  expect((await fetch(pages.confirm(action, ANNA), { method: "POST" })).status).toBe(200);
  await pages.decide();
  await pages.fix();
  expect(await mails()).toHaveLength(1);
  expect(await pages.store.action(action)).toMatchObject({ state: "done", outcome: "mailing-approved" });
});
