import { afterAll, expect, it, vi } from "vitest";
import { tellPraise } from "../../src/jobs/praise.ts";
import { tellTeam } from "../../src/jobs/team.ts";
import { agentKey } from "../../src/policy/staff.ts";
import { loadTemplates, render } from "../../src/smtp/template.ts";
import { openStore } from "../../src/store/open.ts";
import type { Lease } from "../../src/store/store.ts";
import { config } from "../support/config.ts";
import { decision, fileAll, opened, openedMailbox, opening, storedMessage, trace } from "../support/store.ts";

vi.setConfig({ testTimeout: 120_000 });
const store = await openStore({ databaseUrl: null, dataDir: ":memory:" });
await store.migrate();
const templates = loadTemplates("templates", null);
afterAll(() => store.close());

const SECRET = "s".repeat(32);
const ANNA = "anna@shop.example";
const BELA = "bela@shop.example";
/** Tuesday, the first day of a month, at ten. */
const DECEMBER = new Date("2026-12-01T10:00:00Z");
const settings = config({ agents: [ANNA, BELA] });
let uid = 0;

const at = (day: number) => new Date(Date.UTC(2026, 10, day, 9));
const sure = { confidence: 0.95, reasons: [] };

/** A ticket that this agent answered, and the words with which the customer answered that. */
async function praised(lease: Lease, day: number, by: string | null, text: string): Promise<number> {
  const customer = `c${++uid}@example.org`;
  const kind = decision();
  const judgements = { ...kind.judgements, kind: { label: "praise", ...sure } as const };
  const entry = await opening(store, uid, {
    message: storedMessage(uid, { internalDate: at(day), text }),
    decision: decision({ customerAddress: { name: "", address: customer }, folder: "happy", judgements }),
    customer: trace(customer, { at: at(day) }),
    events: [opened({ at: at(day - 1), kind: "praise", folder: "happy", complaint: false })],
    outbox: [],
  });
  await store.commit(lease, [entry], null);
  await fileAll(store, lease);
  const ticketId = entry.ticketId ?? 0;
  if (by !== null) {
    const event = { type: "AgentAnswered", at: at(day - 1), by: agentKey(by, SECRET), via: "sent" } as const;
    await store.advance(lease, [{ ticketId, events: [event], outbox: [] }]);
  }
  return ticketId;
}

function desk(
  here: Awaited<ReturnType<typeof openedMailbox>>,
  now: Date,
  changes: Partial<typeof settings> = {},
) {
  const quiet = (): void => undefined;
  return {
    config: { ...settings, ...changes },
    mailbox: here.mailbox,
    store,
    lease: () => here.lease,
    now: () => now,
    secret: SECRET,
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  };
}

it("brings each agent the words that customers found for their own answers, once a month", async () => {
  const here = await openedMailbox(store);
  const words = "You saved my day, and with such patience!";
  const ticket = await praised(here.lease, 10, ANNA, `${words}\n\n-- \nMaria Papadaki\n+30 210 1234567`);
  await praised(here.lease, 11, null, "Thank you all, you are a wonderful team!");
  expect(await tellTeam(desk(here, new Date("2026-12-01T05:00:00Z")))).toBe(0);
  expect(await tellTeam(desk(here, DECEMBER))).toBe(1);
  expect(await tellTeam(desk(here, DECEMBER))).toBe(0);
  const [mail, ...others] = await store.claimOutbox(here.mailbox.id, DECEMBER, 10, 60);
  expect(others).toEqual([]);
  expect(mail).toMatchObject({ template: "kudos", to: [{ address: ANNA }] });
  expect(mail?.values).toMatchObject({ month: "2026-11", praise: [{ ticket, words }], more: 0 });
  // Next month there is nothing to tell, and a month that is missed altogether is not told later.
  expect(await tellTeam(desk(here, new Date("2027-02-01T10:00:00Z")))).toBe(0);
});

it("waits for a working day", async () => {
  const here = await openedMailbox(store);
  await praised(here.lease, 10, BELA, "Thank you for your kindness, Béla!");
  const businessHours = { ...settings.businessHours, holidays: ["2026-12-01"] };
  expect(await tellTeam(desk(here, DECEMBER, { businessHours }))).toBe(0);
  expect(await tellTeam(desk(here, new Date("2026-12-02T10:00:00Z"), { businessHours }))).toBe(1);
});

it("looks back at complaints by what lay behind them, and names nobody", async () => {
  const here = await openedMailbox(store);
  for (let index = 0; index < 4; index++) {
    const customer = `angry${++uid}@example.org`;
    const entry = await opening(store, uid, {
      message: storedMessage(uid, {
        internalDate: at(5),
        text: "Anna at the desk was rude to Maria Papadaki.",
      }),
      decision: decision({ customerAddress: { name: "Maria Papadaki", address: customer } }),
      customer: trace(customer),
      events: [opened({ at: at(5) })],
      outbox: [],
    });
    await store.commit(here.lease, [entry], null);
    const [one] = await store.unloggedComplaints(here.mailbox.id, 10);
    if (one === undefined) throw new Error("the complaint does not wait for the log");
    const { subject: _, text: __, decision: ___, ...row } = one;
    const rootCause = index === 0 ? ("process" as const) : ("interpersonal" as const);
    const rest = { topic: "other", rootCause, severity: "normal", ties: [], terms: [], termIds: [] } as const;
    await store.logComplaints(here.lease, [{ ...row, ...rest, group: { begunBy: row.ticketId } }]);
    if (index === 1)
      await store.advance(here.lease, [
        { ticketId: row.ticketId, events: [{ type: "PromiseBroken", at: at(6) }], outbox: [] },
      ]);
  }
  expect(await tellTeam(desk(here, DECEMBER))).toBe(2);
  const mails = await store.claimOutbox(here.mailbox.id, DECEMBER, 10, 60);
  expect(mails.map(({ to }) => to[0]?.address)).toEqual([ANNA, BELA]);
  const [mail] = mails;
  expect(mail?.values).toMatchObject({
    count: 4,
    before: null,
    causes: [
      { cause: "interpersonal", count: 3, late: 1 },
      { cause: "process", count: 1, late: 0 },
    ],
  });
  const request = {
    name: "look-back",
    manner: "plain",
    language: "en",
    values: mail?.values,
    now: DECEMBER,
  } as const;
  const { text } = render(templates, request);
  expect(text).toContain("How we treat people: 3");
  expect(text).not.toMatch(/Papadaki|Anna|angry|rude|#\d/);
});

it("tells the chat of praise once, without how to find the customer, and not of who was erased", async () => {
  const here = await openedMailbox(store);
  const url = { reveal: () => "https://chat.example/hunter2" } as never;
  const hooks = { chat: { url, format: "json" }, tracker: null, allowPrivate: false } as const;
  const ticket = await praised(
    here.lease,
    29,
    null,
    "Bravo, @channel! Yours, maria@example.gr, order 12345678",
  );
  const now = new Date("2026-11-29T08:00:00Z");
  expect(await tellPraise(desk(here, now, { hooks }), templates)).toBe(1);
  expect(await tellPraise(desk(here, now, { hooks }), templates)).toBe(0);
  expect(await tellPraise(desk(here, now), templates)).toBe(0);
  await praised(here.lease, 29, null, "Thanks!");
  expect(await tellPraise(desk(here, now, { hooks }), templates)).toBe(0);
  const gone = await praised(here.lease, 29, null, "Bravo, that was quick!");
  expect(await tellPraise(desk(here, now, { hooks }), templates)).toBe(1);
  await store.eraseCustomer(`c${uid}@example.org`);
  const posts = await store.claimHooks(here.mailbox.id, now, 10, 60);
  expect(posts.map(({ once }) => once)).toEqual([`praise-${ticket}`]);
  expect(gone).not.toBe(ticket);
  expect(posts[0]?.body).toMatchObject({ title: `Kind words from a customer (#${ticket})`, ticket });
  expect(JSON.stringify(posts[0]?.body)).not.toMatch(/maria|12345678/);
});
