import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Secret } from "../../src/config.ts";
import { brought } from "../../src/jobs/brought.ts";
import { decisionLines, offeredTo } from "../../src/jobs/digest-offers.ts";
import { periodAt } from "../../src/policy/period.ts";
import { logTogether } from "../support/complaint.ts";
import { NOW, openPages, type Pages } from "../support/pages.ts";

const ANNA = "anna@shop.example";
const BOSS = "boss@shop.example";
const period = periodAt("monthly", NOW, "UTC");

const own = mkdtempSync(join(tmpdir(), "foyer-answers-"));
let pages: Pages;
let group: number;
let ticket: number;
beforeAll(async () => {
  mkdirSync(join(own, "answers", "en"), { recursive: true });
  const text =
    "---\noption: your money back\n---\nDear {{ name }}, the manual for {{ ticket }} is on its way.";
  writeFileSync(join(own, "answers", "en", "documentation.md"), text);
  pages = await openPages({ MANAGERS: `${ANNA},${BOSS}`, TEMPLATES_DIR: own });
  for (const _ of [1, 2, 3]) ticket = await pages.ticket();
  group = await logTogether(pages.store, pages.lease);
});
afterAll(async () => {
  await pages.close();
  rmSync(own, { recursive: true });
});

async function offered(reader: string | null) {
  const actions = await offeredTo(pages, period);
  return decisionLines({ ...pages.desk, publicUrl: pages.publicUrl }, { reader, actions });
}

it("offers each manager the same decisions by links of their own, and a preview none", async () => {
  const [annas, boss] = [await offered(ANNA), await offered(BOSS)];
  expect(annas.map(({ kind }) => kind)).toEqual(["name-group", "tracker", "agreed-answer"]);
  expect(boss.map(({ kind }) => kind)).toEqual(annas.map(({ kind }) => kind));
  const idOf = ({ link }: { link: string }) => /act_(\d+)_/.exec(link)?.[1];
  expect(boss.map(idOf)).toEqual(annas.map(idOf));
  expect(boss.map(({ link }) => link)).not.toEqual(annas.map(({ link }) => link));
  expect((await fetch(annas[0]?.link ?? "")).status).toBe(200);
  expect(await offered(null)).toEqual([]);
});

it("lists groups without an agreed answer until there is one, which cards then show", async () => {
  const unanswered = async () => (await brought(pages.desk, period)).unanswered;
  expect(await unanswered()).toMatchObject([{ group, complaints: 3 }]);
  const offer = { kind: "agreed-answer", group } as const;
  const [action = 0] = await pages.store.offerActions(pages.lease.mailboxId, [offer], NOW);
  const url = pages.confirm(action, ANNA);
  const send = (text: string) =>
    fetch(url, { method: "POST", body: new URLSearchParams({ language: "en", text }) });
  const bad = await send("Dear {{ nam }}");
  expect(bad.status).toBe(400);
  expect(await bad.text()).toContain("nothing has been done yet");
  expect((await send("Dear {{ name }}, we send you another one.")).status).toBe(200);
  await pages.decide();
  expect(await unanswered()).toEqual([]);
  expect((await offered(ANNA)).map(({ kind }) => kind)).not.toContain("agreed-answer");
  const card = await (await fetch(pages.card(ticket))).text();
  expect(card).toContain("Dear Maria Papadaki, we send you another one.");
});

it("takes an answer in a file for one: cards show it filled in, and the digest does not ask for another", async () => {
  const asks = await pages.ticket({ subject: "Manual", topic: "documentation" });
  for (const _ of [1, 2]) await pages.ticket({ topic: "documentation" });
  const covered = await logTogether(pages.store, pages.lease, "documentation");
  const card = await (await fetch(pages.card(asks))).text();
  expect(card).toContain(`Dear Maria Papadaki, the manual for #${asks} is on its way.`);
  expect(card).toContain("- your money back");
  const { unanswered } = await brought(pages.desk, period);
  expect(unanswered.map((one) => one.group)).not.toContain(covered);
  const asked = await brought({ ...pages.desk, covered: [] }, period);
  expect(asked.unanswered.map((one) => one.group)).toContain(covered);
});

it("keeps the answer of a group that is merged into another, and that of the topic behind it", async () => {
  const other = await pages.ticket({ subject: "Lid" });
  const lone = await logTogether(pages.store, pages.lease);
  const { mailboxId } = pages.lease;
  const set = (to: { group: number } | { topic: "delivery" }, text: string, language: "en" | "hu" = "en") =>
    pages.store.setAnswer(mailboxId, { to, text, language, setBy: "command-line", setAt: NOW });
  await set({ topic: "delivery" }, "Of the topic");
  expect(await pages.store.answerFor(other, "en")).toBe("Of the topic");
  await set({ group: lone }, "Of the lone group");
  await set({ group: lone }, "A magányos csoporté", "hu");
  expect(await pages.store.answerFor(other, "en")).toBe("Of the lone group");
  await pages.store.mergeGroups(mailboxId, lone, group);
  expect(await pages.store.answerFor(other, "en")).toMatch(/another one/);
  expect(await pages.store.answerFor(other, "hu")).toBe("A magányos csoporté");
  expect(await set({ group: 999_999 }, "Nobody's")).toBe(false);
  expect(await pages.store.removeAnswer(mailboxId, { group: lone }, "hu")).toBe(true);
  expect(await pages.store.answerFor(other, "hu")).toBeNull();
});

it("asks the tracker for an entry once a group, and tells it of no customer", async () => {
  const offer = { kind: "tracker", group } as const;
  const { mailboxId } = pages.lease;
  const ids: number[] = [];
  for (const days of [5, 0])
    ids.push(
      ...(await pages.store.offerActions(mailboxId, [offer], new Date(NOW.getTime() - days * 86_400_000))),
    );
  for (const id of ids) {
    const body = new URLSearchParams({ link: "", state: "in-progress", open: "yes" });
    expect((await fetch(pages.confirm(id, ANNA), { method: "POST", body })).status).toBe(200);
    await pages.decide();
  }
  expect(await pages.store.action(ids[0] ?? 0)).toMatchObject({ outcome: "no-tracker" });
  const { config } = pages.desk;
  const hooks = { ...config.hooks, tracker: new Secret("https://tracker.example/hook") };
  Object.assign(pages.desk, { config: { ...config, hooks } });
  const [again = 0] = await pages.store.offerActions(
    mailboxId,
    [offer],
    new Date(NOW.getTime() - 10 * 86_400_000),
  );
  const body = new URLSearchParams({ link: "", state: "open", open: "yes" });
  await fetch(pages.confirm(again, ANNA), { method: "POST", body });
  await pages.decide();
  expect(await pages.store.action(again)).toMatchObject({ state: "done", outcome: "entry-asked" });
  const [hook] = await pages.store.claimHooks(mailboxId, NOW, 10, 60);
  expect(hook).toMatchObject({ target: "tracker", body: { group, customers: 4, topic: "delivery" } });
  expect(JSON.stringify(hook?.body)).not.toMatch(/example\.gr|Maria/);
});
