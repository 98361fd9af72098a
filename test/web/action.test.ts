import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { LANGUAGES } from "../../src/mail/message.ts";
import { logTogether } from "../support/complaint.ts";
import { NOW, openPages, type Pages } from "../support/pages.ts";

const ANNA = "anna@shop.example";
const BOSS = "boss@shop.example";
const DAY = 86_400_000;

let pages: Pages;
let group: number;
beforeAll(async () => {
  pages = await openPages({ MANAGERS: `${ANNA},${BOSS}`, DIGEST: "weekly" });
  for (const name of ["Maria Papadaki", "Eva <b>Kiss</b>"]) await pages.ticket({ name });
  group = await logTogether(pages.store, pages.lease);
});
afterAll(() => pages.close());
beforeEach(() => {
  pages.clock.now = NOW;
  pages.appoint([ANNA, BOSS]);
});

async function seen(url: string, init: RequestInit = {}) {
  const response = await fetch(url, { redirect: "manual", ...init });
  return { status: response.status, html: await response.text() };
}

const sent = (url: string, fields: Readonly<Record<string, string>> = {}) =>
  seen(url, { method: "POST", body: new URLSearchParams(fields) });

let offers = 0;

/** Each on a day of its own: what is offered twice a day is one decision. */
async function offered(): Promise<number> {
  const at = new Date(NOW.getTime() - (++offers % 12) * 1.1 * DAY);
  const [id = 0] = await pages.store.offerActions(pages.lease.mailboxId, [{ kind: "name-group", group }], at);
  return id;
}

const named = async () => (await pages.store.complaintGroup(pages.lease.mailboxId, group))?.name;

/** What waits to go out to managers: template and address. */
async function mails() {
  const { mailboxId } = pages.lease;
  const rows = await pages.store.claimOutbox(mailboxId, new Date(NOW.getTime() + 30 * DAY), 1000, 0);
  await pages.store.markSent(
    rows.map((row) => row.id),
    NOW,
  );
  return rows
    .filter(({ template }) => template.startsWith("decision"))
    .map(({ template, to, values }) => ({ template, to: to[0]?.address, outcome: values.outcome }));
}

describe("the link of a digest", () => {
  it("shows what would be done, and its button mails the manager a second link, and does nothing", async () => {
    const id = await offered();
    await mails();
    for (const method of ["GET", "HEAD", "GET"]) await seen(pages.act(id, ANNA), { method });
    expect(await mails()).toEqual([]);
    const asked = await sent(pages.act(id, ANNA), { do: "yes", name: "Mallory's" });
    expect(asked).toMatchObject({ status: 200, html: expect.stringContaining("good for one hour") });
    expect(await mails()).toEqual([{ template: "decision-confirm", to: ANNA, outcome: undefined }]);
    expect(await pages.store.action(id)).toMatchObject({ state: "offered" });
    expect(await named()).toBeNull();
  });

  it("mails no more than one a minute, however often somebody clicks", async () => {
    const id = await offered();
    const clicks = await Promise.all([1, 2, 3].map(() => sent(pages.act(id, ANNA))));
    expect(clicks.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect(await mails()).toHaveLength(1);
  });

  it("does not open the page that does it", async () => {
    const id = await offered();
    const url = pages.act(id, ANNA).replace("/a/", "/d/");
    expect(await sent(url, { name: "Mallory's" })).toMatchObject({ status: 403 });
    expect(await pages.store.action(id)).toMatchObject({ state: "offered" });
  });
});

describe("a link that has expired", () => {
  const LATER = new Date(NOW.getTime() + 30 * DAY);

  it.each([
    ["en", "the next digest has a new link"],
    ["el", "η επόμενη ανασκόπηση θα έχει καινούριο σύνδεσμο"],
    ["hu", "a következő összefoglalóban lesz hozzá új hivatkozás"],
    ["fa", "گزارش بعدی پیوند تازه‌ای برای آن دارد"],
    ["ru", "в следующей сводке будет новая ссылка"],
  ] as const)("says in the manager's language where a new one is: %s", async (language, words) => {
    const id = await offered();
    const urls = [pages.act(id, ANNA), pages.confirm(id, ANNA)];
    pages.appoint([ANNA], language);
    pages.clock.now = LATER;
    for (const url of urls)
      for (const look of [await seen(url), await sent(url, { name: "Late", do: "yes" })])
        expect(look).toMatchObject({ status: 410, html: expect.stringContaining(words) });
    expect(await pages.store.action(id)).toMatchObject({ state: "offered" });
    expect(await mails()).toEqual([]);
  });

  it("promises no new one for what is decided, or is not there any more", async () => {
    const id = await offered();
    await sent(pages.confirm(id, BOSS), { name: "Decided" });
    await pages.decide();
    const [row] = await pages.store.tickets([await pages.ticket({ address: "gone@example.hu" })]);
    const offer = { kind: "mark-vip", customer: row?.customerId ?? 0 } as const;
    const [empty = 0] = await pages.store.offerActions(pages.lease.mailboxId, [offer], NOW);
    await pages.store.eraseCustomer("gone@example.hu");
    const links = [pages.act(id, ANNA), pages.act(empty, ANNA)] as const;
    pages.clock.now = LATER;
    expect((await seen(links[0])).html).toContain("decided already");
    expect((await seen(links[1])).html).toContain("no longer there");
  });
});

describe("the link of the confirming mail", () => {
  it("changes nothing by being looked at, and does it once at a click", async () => {
    const id = await offered();
    const url = pages.confirm(id, ANNA);
    expect((await seen(url)).html).toContain('name="name"');
    expect(await pages.store.action(id)).toMatchObject({ state: "offered" });
    const clicks = await Promise.all([1, 2, 3].map(() => sent(url, { name: "  Late   parcels " })));
    expect(clicks.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await pages.decide()).toBe(1);
    expect(await pages.decide()).toBe(0);
    expect(await named()).toBe("Late parcels");
    expect(await mails()).toContainEqual({ template: "decision-done", to: ANNA, outcome: "named" });
    expect(await sent(url, { name: "Another" })).toMatchObject({
      status: 409,
      html: expect.stringContaining("decided already"),
    });
    expect(await named()).toBe("Late parcels");
  });

  it("asks again where something is missing", async () => {
    const id = await offered();
    const again = await sent(pages.confirm(id, ANNA), { name: "  " });
    expect(again).toMatchObject({ status: 400, html: expect.stringContaining("nothing has been done yet") });
    expect(await pages.store.action(id)).toMatchObject({ state: "offered" });
  });

  it("is too late an hour later, and after another manager", async () => {
    const id = await offered();
    const annas = pages.confirm(id, ANNA);
    pages.clock.now = new Date(NOW.getTime() + 3_600_000);
    expect(await sent(annas, { name: "Late" })).toMatchObject({
      status: 410,
      html: expect.stringContaining("Open the first link"),
    });
    expect(await pages.store.action(id)).toMatchObject({ state: "offered" });
    pages.clock.now = NOW;
    expect(await sent(pages.confirm(id, BOSS), { name: "The boss's" })).toMatchObject({ status: 200 });
    expect(await sent(annas, { name: "Anna's" })).toMatchObject({ status: 409 });
    await pages.decide();
    expect(await named()).toBe("The boss's");
  });

  it("is nobody's any more once its manager has left", async () => {
    const id = await offered();
    const url = pages.confirm(id, ANNA);
    pages.appoint([BOSS]);
    expect(await seen(url)).toMatchObject({
      status: 403,
      html: expect.stringContaining("cannot decide this"),
    });
    expect(await sent(url, { name: "Anna's" })).toMatchObject({ status: 403 });
    expect(await sent(pages.act(id, ANNA))).toMatchObject({ status: 403 });
    expect(await pages.store.action(id)).toMatchObject({ state: "offered" });
  });

  it("does nothing for a manager who leaves between the click and the deed, and says nothing to them", async () => {
    const id = await offered();
    await mails();
    const before = await named();
    await sent(pages.confirm(id, ANNA), { name: "Farewell" });
    pages.appoint([BOSS]);
    expect(await pages.decide()).toBe(1);
    expect(await pages.store.action(id)).toMatchObject({ state: "refused", outcome: "not-a-manager" });
    expect(await named()).toBe(before);
    expect(await mails()).toEqual([]);
  });

  it("gives the name to the group that it was merged into meanwhile", async () => {
    await pages.ticket();
    const other = await logTogether(pages.store, pages.lease);
    const [id = 0] = await pages.store.offerActions(
      pages.lease.mailboxId,
      [{ kind: "name-group", group: other }],
      NOW,
    );
    await pages.store.mergeGroups(pages.lease.mailboxId, other, group);
    await sent(pages.confirm(id, ANNA), { name: "Both of them" });
    await pages.decide();
    expect(await named()).toBe("Both of them");
  });
});

it("makes a customer VIP with all addresses, and nobody of one who was erased meanwhile", async () => {
  const ticket = await pages.ticket({ address: "often@example.hu", name: "Eva Kiss" });
  const [row] = await pages.store.tickets([ticket]);
  const offer = { kind: "mark-vip", customer: row?.customerId ?? 0 } as const;
  const ids: number[] = [];
  for (const days of [0, 2, 4])
    ids.push(
      ...(await pages.store.offerActions(
        pages.lease.mailboxId,
        [offer],
        new Date(NOW.getTime() - days * DAY),
      )),
    );
  const [one = 0, two = 0, three = 0] = ids;
  expect((await seen(pages.act(one, ANNA))).html).toContain("Eva Kiss &lt;often@example.hu&gt;");
  await sent(pages.confirm(one, ANNA));
  await pages.decide();
  expect((await pages.store.customer("often@example.hu"))?.vip).toBe(true);
  await sent(pages.confirm(two, ANNA));
  await pages.store.eraseCustomer("often@example.hu");
  await pages.decide();
  expect(await pages.store.action(two)).toMatchObject({ state: "refused", outcome: "gone" });
  expect(await pages.store.vips()).toEqual([]);
  expect(await seen(pages.act(three, ANNA))).toMatchObject({
    status: 410,
    html: expect.stringContaining("no longer there"),
  });
});

it("asks again for an answer that names what it may not, and keeps what was typed", async () => {
  const { mailboxId } = pages.lease;
  const [id = 0] = await pages.store.offerActions(mailboxId, [{ kind: "agreed-answer", group }], NOW);
  const typed = { language: "el", text: "Αγαπητέ {{ nam }}, στέλνουμε <b>νέο</b> καπάκι." };
  const again = await sent(pages.confirm(id, ANNA), typed);
  expect(again.status).toBe(400);
  expect(again.html).toContain("Αγαπητέ {{ nam }}, στέλνουμε &lt;b&gt;νέο&lt;/b&gt; καπάκι.</textarea>");
  expect(again.html).toContain('<option value="el" selected>');
  expect(await pages.store.action(id)).toMatchObject({ state: "offered" });
});

it("shows what some customers wrote where that is to be named or answered, and not who they are", async () => {
  const wrote = [
    ["Maria Papadaki", "Regards from Maria. <b>Late</b> again! Call +30 210 123 4567."],
    ["Eva Kiss", "Mine is late, too.\n\n> Dear Eva, where do you live?"],
    ["Ann Baker", "Order 4711234 has not come."],
  ] as const;
  for (const [name, text] of wrote) await pages.ticket({ name, text });
  const late = await logTogether(pages.store, pages.lease);
  const { mailboxId } = pages.lease;
  for (const kind of ["name-group", "agreed-answer"] as const) {
    const [id = 0] = await pages.store.offerActions(mailboxId, [{ kind, group: late }], NOW);
    for (const url of [pages.act(id, ANNA), pages.confirm(id, ANNA)]) {
      const page = (await seen(url)).html;
      const shown = [...page.matchAll(/<article><p dir="auto">(.*?)<\/p>/g)].map(([, text]) => text);
      expect(shown.toSorted()).toEqual([
        "Mine is late, too.",
        "Order … has not come.",
        "Regards from …. &lt;b&gt;Late&lt;/b&gt; again! Call ….",
      ]);
    }
  }
  const [tracker = 0] = await pages.store.offerActions(mailboxId, [{ kind: "tracker", group: late }], NOW);
  expect((await seen(pages.act(tracker, ANNA))).html).not.toContain("<article>");
});

it("notes where a group is worked on, and shows no other address than one of the web", async () => {
  const [id = 0] = await pages.store.offerActions(pages.lease.mailboxId, [{ kind: "tracker", group }], NOW);
  const url = pages.confirm(id, ANNA);
  expect(await sent(url, { link: "javascript:alert(1)", state: "open" })).toMatchObject({ status: 400 });
  await sent(url, { link: "https://tracker.example/7", state: "in-progress" });
  await pages.decide();
  expect(await pages.store.complaintGroup(pages.lease.mailboxId, group)).toMatchObject({
    link: "https://tracker.example/7",
    state: "in-progress",
  });
});

it.each(LANGUAGES)("speaks the mailbox's language: %s", async (language) => {
  const [id = 0] = await pages.store.offerActions(
    pages.lease.mailboxId,
    [{ kind: "agreed-answer", group }],
    NOW,
  );
  pages.appoint([ANNA], language);
  for (const url of [pages.act(id, ANNA), pages.confirm(id, ANNA)]) {
    const { html } = await seen(url);
    expect(html).toContain(`<html lang="${language}" dir="${language === "fa" ? "rtl" : "ltr"}">`);
    expect(html).not.toMatch(/\{\w+\}/);
  }
});
