import { afterAll, describe, expect, it } from "vitest";
import type { MailboxConfig } from "../../src/config.ts";
import { complaintListValues, sendComplaintList } from "../../src/jobs/complaint-list.ts";
import { digestValues, sendDigests } from "../../src/jobs/digest.ts";
import { LANGUAGES, type Language } from "../../src/mail/message.ts";
import { FOLDER_ROLES, type FolderRole } from "../../src/policy/decision.ts";
import type { TicketEvent } from "../../src/policy/event.ts";
import { rastered } from "../../src/smtp/raster.ts";
import { loadTemplates, render } from "../../src/smtp/template.ts";
import type { Entry } from "../../src/store/message.ts";
import { openStore } from "../../src/store/open.ts";
import type { OutboxRow } from "../../src/store/outgoing.ts";
import { logTogether } from "../support/complaint.ts";
import { config } from "../support/config.ts";
import { decision, opened, openedMailbox, opening, storedMessage, trace } from "../support/store.ts";

const store = await openStore({ databaseUrl: null, dataDir: ":memory:" });
await store.migrate();
afterAll(() => store.close());

const templates = loadTemplates("templates", null);
const at = (day: number, hour = 9) => new Date(Date.UTC(2026, 10, day, hour));
/** Monday, half past seven: the week of 16 November is over. */
const MONDAY = new Date("2026-11-23T07:30:00Z");
const MANAGERS = ["anna@shop.example", "boss@shop.example"];
const QUIET = { debug() {}, info() {}, warn() {}, error() {} };
const FOLDERS = Object.fromEntries(FOLDER_ROLES.map((role) => [role, role])) as Record<FolderRole, string>;
let uid = 9000;

async function scene(changes: Partial<MailboxConfig> = {}) {
  const { mailbox, lease } = await openedMailbox(store);
  const desk = (now: Date, more: Partial<MailboxConfig> = {}) => ({
    config: config({ managers: MANAGERS, digests: ["weekly"], ...changes, ...more }),
    mailbox,
    store,
    secret: "key",
    lease: () => lease,
    now: () => now,
    log: QUIET,
    habits: { measured: {}, answersSeen: true },
    publicUrl: "https://support.shop.example",
    covered: [],
  });
  const write = async (day: number, entry: Partial<Entry> = {}): Promise<number> => {
    uid += 1;
    const who = { name: `Customer ${uid}`, address: `c${uid}@example.gr` };
    const made = await opening(store, uid, {
      message: storedMessage(uid, { internalDate: at(day), from: who, subject: "Kettle drips" }),
      customer: trace(who.address, { at: at(day) }),
      decision: decision({ customerAddress: who }),
      events: [opened({ at: at(day), answerDueAt: at(day, 13), solutionDueAt: at(day + 2) })],
      answerTo: who,
      outbox: [],
      ...entry,
    });
    await store.commit(lease, [made], null);
    return made.ticketId ?? 0;
  };
  const happens = (ticketId: number, ...events: TicketEvent[]) =>
    store.advance(lease, [{ ticketId, events, outbox: [], nextAt: null }]);
  const send = (now: Date, stray = 0) => {
    const { publicUrl, ...rest } = desk(now);
    return sendDigests({ desk: rest, publicUrl, stray: async () => stray });
  };
  const queued = (now: Date): Promise<readonly OutboxRow[]> => store.claimOutbox(mailbox.id, now, 50, 60);
  const read = async (row: OutboxRow, language: Language = "en", now = MONDAY) => {
    const values = await digestValues(desk(now), row);
    const rendered = render(templates, { name: "digest", manner: "plain", language, values, now });
    // A number and that in brackets stay on one line.
    return { ...rendered, text: rendered.text.replaceAll("\u00a0", " ") };
  };
  return { mailbox, lease, desk, write, happens, send, queued, read };
}

/** A small shop's week: three letters after one in the week before, one answered, one promise broken. */
async function busyWeek(scenery: Awaited<ReturnType<typeof scene>>, subject = "Kettle drips") {
  const { lease, write, happens } = scenery;
  await write(10);
  await logTogether(store, lease);
  const answered = await write(16);
  await happens(
    answered,
    { type: "AgentAnswered", at: at(16, 11), by: null, via: "sent" },
    { type: "PromiseKept", at: at(16, 11) },
  );
  const late = await write(17);
  await happens(late, { type: "PromiseBroken", at: at(17, 13) });
  await write(18, {
    message: storedMessage(uid + 1, { internalDate: at(18), subject }),
    events: [
      opened({ at: at(18), answerDueAt: null, solutionDueAt: null, recurrence: 1, complaintsInWindow: 2 }),
    ],
  });
  await logTogether(store, lease);
  return { answered, late };
}

describe("a weekly digest", () => {
  it("says what a small mailbox' week was, each number beside that of the week before", async () => {
    const shop = await scene();
    const { late } = await busyWeek(shop);
    await shop.send(MONDAY);
    const [row] = await shop.queued(MONDAY);
    if (row === undefined) throw new Error("nothing was queued");
    const { subject, text, html, pictures } = await shop.read(row);
    expect(subject).toBe("3 messages, 3 complaints, 2 overdue – Shop, 16 – 22 November 2026");
    for (const line of [
      "- Messages from people: 3 (1)",
      "- Complaints: 3 (1)",
      "- Tickets answered: 1 (0); resolved: 0 (0); reopened: 0 (0); escalated: 0 (0)",
      "Mon 1 (0); Tue 1 (1); Wed 1 (0); Thu 0 (0); Fri 0 (0); Sat 0 (0); Sun 0 (0)",
      "Promises kept: 1 (0), broken: 1 (0): 50% (–). Times are business hours.",
      "- high: promised within 4 h; half were answered within 2 h (–), 95 % within 2 h (–)",
      `- Broken: #${late} Kettle drips – Customer`,
      "By topic: delivery 3 (1)",
      "By root cause: process 3 (1)",
      "- Complained again: 1 (0)",
      "- Messages unaccounted for: 0 (–)",
    ])
      expect(text).toContain(line);
    expect(text).toMatch(new RegExp(`#${late} Kettle drips\\n {2}Customer \\d+; was due .*; with: agents`));
    expect(html).toContain('src="cid:complaints"');
    expect(pictures.map(({ name }) => name.replace(/\d+/, "N"))).toEqual([
      "messages",
      "complaints",
      "group-N",
    ]);
    const [picture] = await rastered(pictures);
    expect(
      Buffer.from(picture?.octets ?? [])
        .subarray(1, 4)
        .toString(),
    ).toBe("PNG");
  });

  it("puts what stood at the end of the last one beside what stands now", async () => {
    const shop = await scene();
    await busyWeek(shop);
    await shop.send(MONDAY, 2);
    await shop.queued(MONDAY);
    const next = new Date("2026-11-30T07:30:00Z");
    await shop.send(next);
    const [row] = await shop.queued(next);
    if (row === undefined) throw new Error("nothing was queued");
    const { text } = await shop.read(row, "en", next);
    expect(text).toContain("- Waiting for us now: 3 (3)");
    expect(text).toContain("- Messages unaccounted for: 0 (2)");
  });

  it("tells of a promise that was lengthened, and why", async () => {
    const shop = await scene();
    await busyWeek(shop);
    const changes = [
      { priority: "high", from: 4, to: 6.5, basis: "measured" },
      { priority: "low", from: 40, to: 16, basis: "target-unseen" },
    ] as const;
    await store.setMeasured(shop.lease, [], { at: at(18), changes });
    await shop.send(MONDAY);
    const [row] = await shop.queued(MONDAY);
    if (row === undefined) throw new Error("nothing was queued");
    const { text } = await shop.read(row);
    expect(text).toContain(
      "less now – high: within 6.5 h instead of 4 h, because that is what first answers take\n",
    );
    expect(text).toContain("Customers are promised more now – low: within 16 h instead of 40 h\n");
  });

  it("goes to each manager in that manager's language, once, whoever is first", async () => {
    const shop = await scene({ languages: new Map([["anna@shop.example", "hu"]]) });
    await busyWeek(shop);
    const counts = await Promise.all([shop.send(MONDAY), shop.send(MONDAY), shop.send(MONDAY)]);
    expect(counts.toSorted()).toEqual([0, 0, 2]);
    expect(await shop.send(at(27))).toBe(0);
    const rows = await shop.queued(at(28));
    expect(rows.map(({ to, language }) => [to[0]?.address, language])).toEqual([
      ["anna@shop.example", "hu"],
      ["boss@shop.example", "en"],
    ]);
  });

  it("keeps no name and no word of a customer in the outbox", async () => {
    const shop = await scene();
    await busyWeek(shop);
    await shop.send(MONDAY);
    const rows = await shop.queued(MONDAY);
    expect(rows.map(({ values }) => Object.keys(values).sort())).toEqual([
      ["actions", "company", "from", "mailboxAddress", "span"],
      ["actions", "company", "from", "mailboxAddress", "span"],
    ]);
  });

  it("comes not before its time, once after a downtime, and never of what was before foyer", async () => {
    const shop = await scene();
    expect(await shop.send(new Date("2026-11-23T07:29:00Z"))).toBe(0);
    const weeksLater = new Date("2027-01-07T12:00:00Z");
    expect(await shop.send(weeksLater)).toBe(MANAGERS.length);
    const rows = await shop.queued(weeksLater);
    expect(rows.map(({ values }) => values.from)).toEqual(Array(2).fill("2026-12-28T00:00:00.000Z"));
    const fresh = await scene();
    expect(await fresh.send(new Date("2026-10-26T12:00:00Z"))).toBe(0);
  });

  it("says in two lines that there is nothing to say, in every language", async () => {
    const shop = await scene();
    await shop.send(MONDAY);
    const [row] = await shop.queued(MONDAY);
    if (row === undefined) throw new Error("nothing was queued");
    for (const language of LANGUAGES) {
      const { text } = await shop.read(row, language);
      expect(text.split("\n").filter((line) => line !== "")).toHaveLength(2);
      expect(text).toContain("support@shop.example");
    }
  });

  it("tells a manager who has no page how to decide by mail, in every language", async () => {
    const { policy } = config();
    const shop = await scene({ policy: { ...policy, authservId: "mx.shop.example" } });
    await busyWeek(shop);
    const desk = { ...shop.desk(MONDAY), publicUrl: null };
    await sendDigests({ desk, publicUrl: null, stray: async () => 0 });
    const [row] = await shop.queued(MONDAY);
    if (row === undefined) throw new Error("nothing was queued");
    const values = await digestValues(desk, row);
    for (const language of LANGUAGES) {
      const { text } = render(templates, { name: "digest", manner: "plain", language, values, now: MONDAY });
      // The sentence says what comes of it; the bracket what to write where the link opens nothing.
      expect(text).toMatch(/^- .+ \(support@shop\.example: act_\d+_\w+\)$/m);
      expect(text.match(/act_\d+/g)).toHaveLength(values.digest.decisions.length);
      expect(text.split("support@shop.example").length).toBe(values.digest.decisions.length + 3);
    }
    // Names of the other direction stay whole.
    const [first] = values.digest.decisions;
    expect((await shop.read(row, "fa")).text).toContain(`«\u2066${first?.group}\u2069»`);
    const byPage = await shop.read(row);
    expect(byPage.text).not.toContain("Answering this digest decides nothing");
  });

  it("draws nothing where nobody wrote, now or before, and somebody waits all the same", async () => {
    const shop = await scene();
    await shop.write(2);
    await shop.send(MONDAY);
    const [row] = await shop.queued(MONDAY);
    if (row === undefined) throw new Error("nothing was queued");
    const { html, text } = await shop.read(row);
    expect(text).toContain("Overdue: 1");
    expect(html).not.toContain("<img");
  });

  it("shows what a hostile customer wrote as the same characters, in every language", async () => {
    const shop = await scene();
    const subject = "</td><script>alert(1)</script> [x](https://evil.example) {{ secret }} | ![i](cid:y)";
    await busyWeek(shop, subject);
    await shop.send(MONDAY);
    const [row] = await shop.queued(MONDAY);
    if (row === undefined) throw new Error("nothing was queued");
    for (const language of LANGUAGES) {
      const { html, text } = await shop.read(row, language);
      expect(html).not.toContain("<script");
      expect(html).not.toContain('href="https://evil.example');
      expect(text).not.toContain("undefined");
      expect(html).not.toContain("NaN");
    }
  });

  it("is not sent in shadow mode", async () => {
    const shop = await scene();
    const desk = shop.desk(MONDAY);
    expect(await sendDigests({ desk, publicUrl: null, stray: null })).toBe(0);
    expect(await shop.queued(MONDAY)).toEqual([]);
  });
});

describe("digests of a day and of a month", () => {
  it("compare with the day and the month before; a month is told of by seven days", async () => {
    const shop = await scene({ digests: ["daily", "monthly"] });
    await busyWeek(shop);
    const first = new Date("2026-12-01T07:30:00Z");
    await shop.write(30);
    expect(await shop.send(first)).toBe(4);
    const rows = await shop.queued(first);
    const daily = rows.find(({ values }) => values.span === "daily");
    const monthly = rows.find(({ values }) => values.span === "monthly");
    if (daily === undefined || monthly === undefined) throw new Error("nothing was queued");
    const day = await shop.read(daily, "en", first);
    expect(day.text).toMatch(/^Monday,? 30 November 2026\n/);
    expect(day.text).toContain("In brackets: the day before.");
    expect(day.text).toContain("- Messages from people: 1 (0)");
    expect(day.html).not.toContain("cid:messages");
    const month = await shop.read(monthly, "en", first);
    expect(month.subject).toContain("November 2026");
    expect(month.text).toContain("In brackets: the month before.");
    expect(month.text).toContain("- Messages from people: 5 (0)");
    expect(month.text).toContain("1 Nov 0 (0); 8 Nov 1 (0); 15 Nov 3 (0); 22 Nov 0 (0); 29 Nov 1 (0)");
    expect((await shop.read(monthly, "hu", first)).text).toContain("előző hónap");
  });
});

describe("the list of open complaints", () => {
  it("goes to the complaints manager once each working day, the oldest first", async () => {
    const shop = await scene();
    const { late } = await busyWeek(shop);
    const list = (now: Date, complaintsManager: string | null = "anna@shop.example") =>
      sendComplaintList({ ...shop.desk(now, { complaintsManager }), folders: FOLDERS });
    expect(await list(new Date("2026-11-22T12:00:00Z"))).toBe(false);
    expect(await list(new Date("2026-11-23T07:29:00Z"))).toBe(false);
    expect(await list(MONDAY, null)).toBe(false);
    expect(await Promise.all([list(MONDAY), list(MONDAY)]).then((sent) => sent.toSorted())).toEqual([
      false,
      true,
    ]);
    expect(await list(at(23, 15))).toBe(false);
    expect(await list(at(24))).toBe(true);
    const [row] = await shop.queued(at(25));
    expect(row?.to).toEqual([{ name: "", address: "anna@shop.example" }]);
    const values = await complaintListValues(shop.desk(MONDAY));
    const request = { name: "complaint-list", manner: "plain", language: "en", now: MONDAY, values } as const;
    const { subject, text } = render(templates, request);
    expect(subject).toBe("3 open complaints, 2 overdue – Shop");
    expect(text).toMatch(/12 days \(since Tue 10 Nov, 09:00\); high, no answer yet/);
    expect(text.indexOf("12 days")).toBeLessThan(text.indexOf(`#${late}`));
  });

  it("says in the reader's language that a name is not known", async () => {
    const shop = await scene();
    await shop.write(10);
    const known = await complaintListValues(shop.desk(MONDAY));
    const values = { ...known, complaints: known.complaints.map((one) => ({ ...one, who: "" })) };
    const read = (language: "en" | "hu") =>
      render(templates, { name: "complaint-list", manner: "plain", language, now: MONDAY, values }).text;
    expect(read("en")).toContain("\n  name erased or unknown");
    expect(read("hu")).toContain("törölt vagy ismeretlen név");
  });

  it("is not sent where nothing is open", async () => {
    const shop = await scene();
    const desk = shop.desk(MONDAY, { complaintsManager: "anna@shop.example" });
    expect(await sendComplaintList({ ...desk, folders: FOLDERS })).toBe(false);
    expect(await shop.queued(MONDAY)).toEqual([]);
  });
});
