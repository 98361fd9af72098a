import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, expect, it } from "vitest";
import { type Hooks, type MailboxConfig, Secret } from "../../src/config.ts";
import { deliverHooks } from "../../src/jobs/hooks.ts";
import { openStore } from "../../src/store/open.ts";
import { config } from "../support/config.ts";
import { openedMailbox } from "../support/store.ts";

const store = await openStore({ databaseUrl: null, dataDir: ":memory:" });
await store.migrate();
const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});
afterAll(() => store.close());

const LATER = new Date("2027-01-01T00:00:00Z");
const START = new Date("2026-11-30T12:00:00Z");

/** A chat that answers with these codes, one after the other, then 200; and foyer's work on its mailbox. */
async function scene(answers: number[], changes: Partial<Hooks> = {}, mode: MailboxConfig["mode"] = "live") {
  const posts: unknown[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    posts.push(JSON.parse(String(Buffer.concat(chunks))));
    response.writeHead(answers.shift() ?? 200, { "retry-after": "600" }).end();
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = new Secret(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hunter2`);
  const { mailbox, lease } = await openedMailbox(store);
  const lines: string[] = [];
  const note = (fields: object, event: string): void => {
    lines.push(JSON.stringify({ ...fields, event }));
  };
  const hooks = { chat: { url, format: "json" }, tracker: null, allowPrivate: true, ...changes } as const;
  const desk = (minutes: number) => ({
    config: { ...config({ mode, managers: ["head@shop.example"] }), hooks },
    mailbox,
    store,
    now: () => new Date(START.getTime() + minutes * 60_000),
    log: { debug: note, info: note, warn: note, error: note },
    lease: () => lease,
    secret: "s".repeat(32),
  });
  const post = (minutes: number) => deliverHooks(desk(minutes), new AbortController().signal);
  const queue = (once: string) =>
    store.queueHook(lease, { target: "chat", body: { once }, once, dueAt: START, ticketIds: [] });
  return {
    posts,
    lines,
    post,
    queue,
    broken: () => store.brokenHook(mailbox.name, "chat"),
    mails: () => store.claimOutbox(mailbox.id, LATER, 9, 60),
  };
}

it("posts what waits, once", async () => {
  const { posts, post, queue } = await scene([]);
  for (const once of ["a", "b"]) await queue(once);
  expect(await post(0)).toBe(2);
  expect(await post(60)).toBe(0);
  expect(posts).toHaveLength(2);
});

it("waits as long as a busy chat asks, and delivers then", async () => {
  const { posts, post, queue, lines } = await scene([429]);
  await queue("a");
  expect(await post(0)).toBe(1);
  expect(await post(9)).toBe(0);
  expect(await post(10)).toBe(1);
  expect(posts).toHaveLength(2);
  expect(lines.join()).toMatch(/not posted yet.*posted/);
});

it("gives up on an address that is gone, lets others through, and tells no address", async () => {
  const { post, queue, broken, lines, mails } = await scene([404, 404]);
  for (const once of ["a", "again"]) await queue(once);
  await post(0);
  // Both were refused, and a person hears of it once.
  const [mail, ...others] = await mails();
  expect(others).toEqual([]);
  expect(mail).toMatchObject({ template: "hook-failed", to: [{ address: "head@shop.example" }] });
  expect(mail?.values).toMatchObject({ target: "chat", why: "gone", code: "hook-404" });
  expect(await broken()).toMatchObject({ cause: "hook-404" });
  expect(lines.join()).toContain("webhook given up");
  expect(lines.join()).not.toMatch(/hunter2|127\.0\.0\.1/);
  await queue("b");
  await post(1);
  expect(await broken()).toBeNull();
});

it("gives up on a chat that is down for days, not for hours", async () => {
  const { post, queue, broken } = await scene(Array.from({ length: 99 }, () => 500));
  await queue("a");
  for (let hour = 0; hour < 12; hour++) await post(hour * 60);
  expect(await broken()).toBeNull();
  for (let hour = 12; hour < 96; hour++) await post(hour * 60);
  expect(await broken()).toMatchObject({ cause: "temporary" });
});

it("says so where the webhook is not configured any more, or leads inside", async () => {
  const unset = await scene([], { chat: null });
  await unset.queue("a");
  await unset.post(0);
  expect(await unset.broken()).toMatchObject({ cause: "hook-unset" });
  const inside = await scene([], { allowPrivate: false });
  await inside.queue("a");
  await inside.post(0);
  expect(await inside.broken()).toMatchObject({ cause: "hook-private" });
  expect(inside.posts).toEqual([]);
});

it("posts nothing in shadow mode", async () => {
  const { posts, post, queue } = await scene([], {}, "shadow");
  await queue("a");
  expect(await post(0)).toBe(0);
  expect(posts).toEqual([]);
});
