import { readFileSync } from "node:fs";
import { afterAll, expect, it } from "vitest";
import { openParser } from "../../src/imap/parser.ts";
import { logComplaints, regroupComplaints } from "../../src/jobs/complaints.ts";
import type { Language } from "../../src/mail/message.ts";
import { openStore } from "../../src/store/open.ts";
import { groupName } from "../../src/triage/groupname.ts";
import { logTogether } from "../support/complaint.ts";
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
  const desk = {
    ...{ store, mailbox, parser, lease: () => lease, now: () => new Date("2026-11-10"), log: silent },
    config: { language: "en" as const },
  };
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

it("names a group of Persian, Greek and Hungarian complaints in Hungarian for a Hungarian mailbox, and keeps to it", async () => {
  const { mailbox, lease } = await openedMailbox(store);
  const desk = {
    ...{ store, mailbox, parser, lease: () => lease, now: () => new Date("2026-11-10"), log: silent },
    config: { language: "hu" as const },
  };
  const { signal } = new AbortController();
  const some = written.filter(
    ({ language, story }) => story === "trainer-rude" && language !== "en" && language !== "ru",
  );
  const told = async (those: readonly Written[], uid: number) => {
    for (const [index, { language, subject, text }] of those.entries()) {
      const address = `member-${uid + index}@example.org`;
      const entry = await opening(store, uid + index, {
        message: storedMessage(uid + index, { subject, text }),
        decision: decision({ language, customerAddress: { name: "", address } }),
        customer: trace(address, { language }),
      });
      await store.commit(lease, [entry], null);
    }
    await logComplaints(desk, signal);
    const [largest] = await store.complaintGroups(mailbox.id, new Date(0), 1);
    if (largest === undefined) throw new Error("no group");
    return { group: largest, name: await groupName(store, mailbox.id, largest) };
  };
  const { group, name } = await told(some.slice(0, -1), 900);
  expect(group.languages.length).toBeGreaterThan(1);
  expect(name).toMatch(/^(?=.*(udvariatlanság|kiabálás))(?=.*(edző|oktató))/);
  // One more does not turn it.
  expect((await told(some.slice(-1), 950)).name).toBe(name);
  // What a person named stays.
  await store.changeGroup(mailbox.id, group.id, { name: "Zoli" });
  await regroupComplaints(desk);
  const renamed = await store.complaintGroup(mailbox.id, group.id);
  expect(renamed === null ? null : await groupName(store, mailbox.id, renamed)).toBe("Zoli");
});

function noLog(): void {
  // The log is not what this is about.
}

it("names a lone complaint by its subject, without what mail programs and we ourselves put there", async () => {
  const { mailbox, lease } = await openedMailbox(store);
  const subject = "Re: Vá: Vízforraló [#19]";
  await store.commit(lease, [await opening(store, 900, { message: storedMessage(900, { subject }) })], null);
  const group = await logTogether(store, lease);
  expect(await groupName(store, mailbox.id, { id: group, name: null, called: null })).toBe("Vízforraló");
});
