import { readFileSync } from "node:fs";
import { afterAll, expect, it } from "vitest";
import { openParser } from "../../src/imap/parser.ts";
import { logComplaints, regroupComplaints } from "../../src/jobs/complaints.ts";
import type { Language } from "../../src/mail/message.ts";
import { openStore } from "../../src/store/open.ts";
import { decision, openedMailbox, opening, storedMessage, trace } from "../support/store.ts";

const store = await openStore({ databaseUrl: null, dataDir: ":memory:" });
await store.migrate();
const parser = openParser({ model: { engine: "linear", octets: readFileSync("models/base.foyer") } });
afterAll(async () => {
  await parser.close();
  await store.close();
});

interface Written {
  readonly story: string;
  readonly language: Language;
  readonly subject: string;
  readonly text: string;
}

const STORIES = ["kettle-lid-leak", "evening-slow-internet", "trainer-rude"];
const written: readonly Written[] = readFileSync("data/stories/complaints.jsonl", "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line))
  .filter(({ story }) => STORIES.includes(story));

const silent = { debug: noLog, info: noLog, warn: noLog, error: noLog };

it("tells three stories apart, in five languages, while they are complained about in whatever order", async () => {
  const { mailbox, lease } = await openedMailbox(store);
  const stories = new Map<number, string>();
  const desk = { store, mailbox, parser, lease: () => lease, now: () => new Date("2026-11-10"), log: silent };
  // As they would come: mixed, a few at a time, each time grouped anew.
  const mixed = written.toSorted((a, b) => (a.text < b.text ? -1 : 1));
  const { signal } = new AbortController();
  for (const [index, { story, language, subject, text }] of mixed.entries()) {
    const uid = index + 1;
    const address = `customer-${uid}@example.org`;
    const entry = await opening(store, uid, {
      message: storedMessage(uid, {
        subject,
        text: `${text}\n\nOn Monday somebody wrote:\n> the trainer was rude`,
      }),
      decision: decision({ language, customerAddress: { name: "", address } }),
      customer: trace(address, { language }),
    });
    await store.commit(lease, [entry], null);
    stories.set(entry.ticketId ?? 0, story);
    if (uid % 4 === 0) expect(await logComplaints(desk, signal)).toBe(4);
  }
  await logComplaints(desk, signal);
  expect(await logComplaints(desk, signal)).toBe(0);
  // Nothing is left for the hour.
  expect(await regroupComplaints(desk)).toBe(0);

  const rows = await store.complaints(mailbox.id, { limit: 500 });
  expect(rows).toHaveLength(written.length);
  const groups = [...Map.groupBy(rows, (row) => row.groupId).values()];
  const largest = groups.toSorted((a, b) => b.length - a.length).slice(0, 3);
  const told = largest.map((group) => new Set(group.map((row) => stories.get(row.ticketId))));
  // Three groups of one story each, that most of the complaints are in, and people of several languages.
  expect(told.map((one) => one.size)).toEqual([1, 1, 1]);
  expect(new Set(told.flatMap((one) => [...one])).size).toBe(3);
  expect(largest.flat().length).toBeGreaterThan(0.7 * written.length);
  for (const group of largest) expect(new Set(group.map((row) => row.language)).size).toBeGreaterThan(2);
});

function noLog(): void {
  // The log is not what this is about.
}
