import { afterAll, beforeAll, expect, it } from "vitest";
import { cardText } from "../../src/cli/card.ts";
import { indexSolved } from "../../src/jobs/solved.ts";
import { cardSections } from "../../src/web/sections.ts";
import { loadPageWords } from "../../src/web/words.ts";
import { NOW, openPages, type Pages } from "../support/pages.ts";

let pages: Pages;
beforeAll(async () => {
  pages = await openPages();
});
afterAll(() => pages.close());

const words = loadPageWords("templates", null);

async function indexed(): Promise<void> {
  const { store, lease } = pages;
  const mailbox = { id: lease.mailboxId, name: "", address: "", startedAt: NOW };
  await indexSolved({ store, mailbox, lease: () => lease, now: () => NOW }, new AbortController().signal);
}

async function textOf(ticket: number): Promise<string> {
  const facts = await pages.store.card(ticket);
  if (facts === null) throw new Error("no such ticket");
  return cardText(
    "Card",
    cardSections(facts, { words: words.en, language: "en", timeZone: "Europe/Athens" }),
  );
}

it("tells who writes, what was promised and what to ask oneself", async () => {
  const ticket = await pages.ticket({ address: "anna@example.com", name: "Anna" });
  const text = await textOf(ticket);
  expect(text).toMatch(/Name +Anna\n/);
  expect(text).toMatch(/State +waiting for the customer\n/);
  expect(text).toMatch(/Opened +2 Nov 2026, 11:00\n/);
  expect(text).toContain("- Is it really dissatisfaction, or irritation over a trifle?");
  expect(text).toContain("- Where was the parcel last seen");
  expect(text).toMatch(/Anna <anna@example\.com> · Where is my parcel\?\n {4}It was to come on Monday\./);
});

it("lists the customer's earlier tickets, and solved ones that are alike, the most alike first", async () => {
  const text = "The courier left the parcel with a neighbour, and nobody knows which neighbour.";
  const far = await pages.ticket({ text: "No parcel at all", subject: "Parcel", resolved: true });
  const near = await pages.ticket({ text, subject: "Left with a neighbour", resolved: true });
  await pages.ticket({ text, subject: "Not solved yet" });
  await pages.ticket({ text, subject: "In another language", resolved: true, language: "hu" });
  const asked = await pages.ticket({
    text: "Which neighbour has my parcel, asks the courier",
    subject: "Neighbour",
  });
  await indexed();
  const alike = await pages.store.alike(asked, 5);
  expect(alike.map((line) => line.id)).toEqual([near, far]);
  expect(await pages.store.alike(asked, 1)).toMatchObject([{ subject: "Left with a neighbour" }]);
  const again = await pages.ticket({ address: "often@example.com", subject: "First time" });
  const third = await pages.ticket({ address: "often@example.com", subject: "Second time" });
  expect(await textOf(third)).toContain(`- #${again} First time (waiting for the customer`);
});

it("prints nothing that would work on a terminal", async () => {
  const ticket = await pages.ticket({
    subject: "\u001b]0;owned\u0007\u202eabc",
    text: "\u001b[2Jx\u009b31m",
  });
  expect(await textOf(ticket)).not.toMatch(/(?!\n)[\p{Cc}\u202e]/u);
});

it("knows no ticket that there is not", async () => {
  expect(await pages.store.card(999_999)).toBeNull();
  expect(await pages.store.ticketFace(999_999)).toBeNull();
  expect(await pages.store.alike(999_999, 5)).toEqual([]);
});
