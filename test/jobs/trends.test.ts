import { afterAll, expect, it, vi } from "vitest";
import type { Inbox } from "../../src/imap/inbox.ts";
import { brought } from "../../src/jobs/brought.ts";
import { lookForTrends } from "../../src/jobs/trends.ts";
import { periodAt } from "../../src/policy/period.ts";
import { loadTemplates } from "../../src/smtp/template.ts";
import { openStore } from "../../src/store/open.ts";
import type { OutboxRow } from "../../src/store/outgoing.ts";
import type { Lease } from "../../src/store/store.ts";
import { config } from "../support/config.ts";
import {
  decision,
  opened,
  openedMailbox,
  opening,
  storedMessage,
  trace,
  VALIDITY,
} from "../support/store.ts";

vi.setConfig({ testTimeout: 120_000 });
const store = await openStore({ databaseUrl: null, dataDir: ":memory:" });
await store.migrate();
const templates = loadTemplates("templates", null);
afterAll(() => store.close());

const HOUR = 3_600_000;
/** A Monday; the mailbox is there since the day before. */
const FIRST = Date.UTC(2026, 10, 2);
const at = (day: number, hour = 9) => new Date(FIRST + (day * 24 + hour) * HOUR);
let uid = 0;

/** A shop's mailbox, where customers complain in groups that are given, and foyer looks each hour. */
async function shop(changes: Parameters<typeof config>[0] = {}) {
  const { mailbox, lease } = await openedMailbox(store);
  const groups = new Map<string, number>();
  const log: string[] = [];
  const note = (fields: object, event: string): void => {
    log.push(`${event} ${JSON.stringify(fields)}`);
  };
  const server = { uidNext: 0 };
  const settings = {
    ...config({ managers: ["head@shop.example"], complaintsManager: "care@shop.example" }),
    hooks: { chat: null, tracker: null, allowPrivate: false },
    ...changes,
  };
  const inbox = { open: async () => ({ uidValidity: VALIDITY, uidNext: server.uidNext }) };
  const post = { templates, errands: async () => inbox as unknown as Inbox };
  return {
    mailbox,
    lease,
    server,
    log,
    groups,
    /** Complaints of as many new customers. */
    complain: (story: string, when: Date, customers: number, subject = `About ${story}`) =>
      write(
        lease,
        groups,
        Array.from({ length: customers }, () => ({ story, when, subject })),
      ),
    /** Weeks as they usually are: so many complaints on each working day. */
    usual: (weeks: number, customers: number) =>
      write(
        lease,
        groups,
        Array.from({ length: weeks * 7 * customers }, (_, index) => Math.floor(index / customers))
          .filter((day) => day % 7 < 5)
          .map((day) => ({ story: "parcels", when: at(day), subject: "My parcel" })),
      ),
    look: (when: Date) =>
      lookForTrends(
        {
          config: settings,
          mailbox,
          store,
          lease: () => lease,
          now: () => when,
          log: { debug: note, info: note, warn: note, error: note },
          secret: "s".repeat(32),
        },
        post,
      ),
    mails: (): Promise<readonly OutboxRow[]> => store.claimOutbox(mailbox.id, at(999), 100, 600),
  };
}

interface Told {
  readonly story: string;
  readonly when: Date;
  readonly subject: string;
}

/** Each by a customer of its own, logged in its story's group; in one go. */
async function write(lease: Lease, groups: Map<string, number>, told: readonly Told[]): Promise<void> {
  const entries = [];
  for (const { when, subject } of told) {
    const customer = `c${++uid}@example.org`;
    const message = storedMessage(uid, {
      internalDate: when,
      subject,
      text: "It has not come. Where is it?",
    });
    entries.push(
      await opening(store, uid, {
        message,
        decision: decision({ customerAddress: { name: "", address: customer } }),
        customer: trace(customer, { at: when }),
        events: [opened({ at: when })],
        outbox: [],
      }),
    );
  }
  await store.commit(lease, entries, { folder: "INBOX", uidValidity: VALIDITY, nextUid: uid + 1 });
  const waiting = await store.unloggedComplaints(lease.mailboxId, 1000);
  const begun = new Map<string, number>();
  const drafts = waiting.map(({ subject: _, text: __, decision: ___, ...row }, index) => {
    const story = told[index]?.story ?? "";
    if (!groups.has(story) && !begun.has(story)) begun.set(story, row.ticketId);
    const group = groups.get(story) ?? { begunBy: begun.get(story) ?? 0 };
    const labels = { topic: "delivery", rootCause: "process", severity: "high" } as const;
    return { ...row, ...labels, group, ties: [], terms: [], termIds: [] };
  });
  const written = await store.logComplaints(lease, drafts);
  for (const [index, group] of written.entries()) groups.set(told[index]?.story ?? "", group);
  const moved = (await store.unfinished(lease.mailboxId, at(999), 1000)).map(({ id }) => ({
    ledgerId: id,
    ref: null,
  }));
  await store.markFiled(lease, moved, at(0));
}

it("tells of a story once, however often it looks, and again when it comes again", async () => {
  const here = await shop();
  await here.usual(4, 1);
  for (let hour = 9; hour < 18; hour += 2) {
    await here.complain("kettles", at(28, hour), 1, hour === 17 ? "The lid <b>leaks</b>" : "Kettle");
    await here.look(at(28, hour));
  }
  for (let hour = 18; hour < 24 * 12; hour += 12) await here.look(at(28, hour));
  const mails = await here.mails();
  expect(mails.map(({ template, to }) => [template, to[0]?.address])).toEqual([
    ["spike", "care@shop.example"],
    ["spike", "head@shop.example"],
  ]);
  const group = here.groups.get("kettles");
  expect(mails[0]?.values).toMatchObject({
    kind: "group",
    group,
    days: 1,
    customers: 5,
    languages: ["el"],
    more: 0,
  });
  const [story] = await store.stories(here.mailbox.id, at(0));
  expect(story).toMatchObject({ ending: "over", from: "2026-11-30" });
  const period = periodAt("monthly", at(29), "UTC");
  const desk = {
    config: config(),
    mailbox: here.mailbox,
    store,
    secret: "",
    now: () => at(41),
    publicUrl: null,
    covered: [],
  };
  expect((await brought(desk, period)).spikes).toMatchObject([
    { what: "group", group, direction: "spike", count: 5, since: at(28, 17) },
  ]);
  await here.complain("kettles", at(41), 9);
  await here.look(at(41, 10));
  expect((await here.mails()).map(({ template }) => template)).toEqual(["spike", "spike"]);
});

it("does not tell a story anew when its group is merged while it goes on", async () => {
  const here = await shop();
  await here.usual(4, 1);
  await here.complain("kettles", at(28), 7);
  await here.complain("lids", at(28), 2);
  await here.look(at(28, 10));
  expect(await here.mails()).toHaveLength(2);
  const [kettles = 0, lids = 0] = ["kettles", "lids"].flatMap((name) => here.groups.get(name) ?? []);
  await store.mergeGroups(here.mailbox.id, kettles, lids);
  here.groups.set("kettles", lids);
  await here.complain("kettles", at(28, 11), 6);
  for (let hour = 11; hour < 40; hour += 4) await here.look(at(28, hour));
  expect(await here.mails()).toEqual([]);
  expect(await store.stories(here.mailbox.id, at(0))).toMatchObject([{ key: String(lids), until: null }]);
  // And split again, one half is no news either.
  const rows = await store.complaints(here.mailbox.id, { groupId: lids, limit: 50 });
  await store.splitGroup(
    here.mailbox.id,
    lids,
    rows.slice(0, 7).map(({ ticketId }) => ticketId),
  );
  for (let hour = 12; hour < 20; hour += 4) await here.look(at(28, hour));
  expect(await here.mails()).toEqual([]);
});

it("tells of a story although one of its customers is erased before it is told, and shows nothing of theirs", async () => {
  const url = { reveal: () => "https://chat.example/hunter2" } as never;
  const here = await shop({
    hooks: { chat: { url, format: "json" }, tracker: null, allowPrivate: false },
  });
  await here.usual(4, 1);
  await here.complain("kettles", at(28), 6);
  await here.complain("kettles", at(28), 1, "My secret kettle");
  await here.look(at(28, 10));
  await store.eraseCustomer(`c${uid}@example.org`);
  const mails = await here.mails();
  expect(mails.map(({ template }) => template)).toEqual(["spike", "spike"]);
  expect(mails[0]?.values).toMatchObject({ customers: 7 });
  expect(mails[0]?.values.examples).toHaveLength(4);
  expect(JSON.stringify(mails)).not.toContain("secret");
  expect(await store.claimHooks(here.mailbox.id, at(28, 11), 9, 60)).toHaveLength(1);
});

it("tells the chat too, in text that calls nobody", async () => {
  const url = { reveal: () => "https://chat.example/hunter2" } as never;
  const here = await shop({
    hooks: { chat: { url, format: "mattermost" }, tracker: null, allowPrivate: false },
  });
  await here.usual(4, 1);
  await here.complain("kettles", at(28), 8, "@channel *free* [money](https://evil.example)");
  await here.look(at(28, 10));
  const [row, ...others] = await store.claimHooks(here.mailbox.id, at(99), 10, 60);
  expect(others).toEqual([]);
  expect(JSON.stringify(row?.body)).toContain("8 customers");
  expect(JSON.stringify(row?.body)).not.toMatch(/@channel|\*free\*|https:\/\/evil/);
});

it("tells when nobody writes any more, but not while mail waits to be read", async () => {
  const here = await shop();
  for (let day = 0; day < 35; day++)
    if (day % 7 < 5) await here.complain("parcels", at(day), day % 2 === 0 ? 9 : 7);
  here.server.uidNext = 1_000_000;
  for (let hour = 1; hour < 30; hour += 7) await here.look(at(37, hour));
  expect(await here.mails()).toEqual([]);
  here.server.uidNext = 0;
  for (let hour = 40; hour < 80; hour += 8) await here.look(at(35, hour));
  const [first, second, ...others] = await here.mails();
  expect(others).toEqual([]);
  expect(first).toMatchObject({ template: "silence", values: { what: "mail", customers: 0 } });
  expect(second?.to[0]?.address).toBe("head@shop.example");
});
