import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LANGUAGES } from "../../src/mail/message.ts";
import { NOW, openPages, type Pages } from "../support/pages.ts";

let pages: Pages;
beforeAll(async () => {
  pages = await openPages();
});
afterAll(() => pages.close());

const DAY = 86_400_000;

async function seen(url: string, init: RequestInit = {}) {
  const response = await fetch(url, { redirect: "manual", ...init });
  return { status: response.status, headers: response.headers, html: await response.text() };
}

/** Sends a form as a browser does. */
const sent = (url: string, fields: Readonly<Record<string, string>>, headers: Record<string, string> = {}) =>
  seen(url, { method: "POST", body: new URLSearchParams(fields), headers });

async function ticketOf(id: number) {
  const [ticket] = await pages.store.tickets([id]);
  if (ticket === undefined) throw new Error("no such ticket");
  return ticket;
}

/** Templates of the mail that waits to go out on a ticket. */
async function queuedOn(id: number): Promise<string[]> {
  await pages.tick();
  const { mailboxId } = await ticketOf(id);
  const rows = await pages.store.claimOutbox(mailboxId, new Date(NOW.getTime() + 30 * DAY), 1000, 0);
  return rows
    .filter((row) => row.ticketId === id && row.template !== "acknowledgement")
    .map((row) => row.template);
}

describe("rating", () => {
  it("shows the answer of the link, and changes nothing by being looked at", async () => {
    const ticket = await pages.ticket();
    const before = await ticketOf(ticket);
    for (const rating of ["good", "partly", "not"] as const) {
      const { status, html } = await seen(pages.rating(ticket, rating));
      expect(status).toBe(200);
      expect(html).toMatch(new RegExp(`value="${rating}" required checked`));
      expect(html.match(/ checked/g)).toHaveLength(1);
      await seen(pages.rating(ticket, rating), { method: "HEAD" });
    }
    expect(await ticketOf(ticket)).toEqual(before);
    expect(await pages.store.card(ticket)).toMatchObject({ ratings: [] });
  });

  it("ends the follow-up of a ticket that is rated good, and thanks once", async () => {
    const ticket = await pages.ticket();
    const url = pages.rating(ticket, "good");
    const first = await sent(url, { rating: "good", comment: "  All well.\r\nThanks!  " });
    expect(first).toMatchObject({
      status: 200,
      html: expect.stringContaining("glad that it has been solved"),
    });
    const again = await Promise.all([1, 2, 3].map(() => sent(url, { rating: "good", comment: "" })));
    expect(again.map((one) => one.html)).toEqual([first.html, first.html, first.html]);
    expect(await ticketOf(ticket)).toMatchObject({
      state: "waiting-customer",
      rating: "good",
      followUp: "confirmed",
    });
    expect(await queuedOn(ticket)).toEqual(["closing"]);
    const card = await pages.store.card(ticket);
    expect(card?.ratings).toEqual([{ rating: "good", comment: "All well.\nThanks!", at: NOW }]);
  });

  it("takes two clicks at the same time for one", async () => {
    const ticket = await pages.ticket();
    const both = await Promise.all(
      [1, 2, 3, 4].map(() => sent(pages.rating(ticket, "not"), { rating: "not" })),
    );
    expect(both.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const events = await pages.store.ticketEvents(ticket);
    expect(events.filter(({ type }) => type === "CustomerRated")).toHaveLength(1);
    expect((await queuedOn(ticket)).sort()).toEqual(["bad-rating", "reopened"]);
  });

  it("opens a ticket again that is rated not solved, higher up, with a reason and a new time", async () => {
    const ticket = await pages.ticket();
    await sent(pages.rating(ticket, "good"), { rating: "not", comment: "Still broken" });
    await pages.tick();
    const after = await ticketOf(ticket);
    expect(after).toMatchObject({ state: "reopened", priority: "high", rating: "not" });
    expect(after.promisedUntil?.getTime()).toBeGreaterThan(NOW.getTime());
    const events = await pages.store.ticketEvents(ticket);
    expect(events.find(({ type }) => type === "TicketReopened")).toMatchObject({ reason: "rated-not" });
  });

  it("notes that a ticket is rated partly, and tells who manages complaints", async () => {
    const ticket = await pages.ticket({ resolved: true });
    await sent(pages.rating(ticket, "partly"), { rating: "partly" });
    expect(await ticketOf(ticket)).toMatchObject({ state: "resolved", rating: "partly" });
    expect(await queuedOn(ticket)).toEqual(["bad-rating"]);
  });

  it("takes a change of mind within a week, and no later", async () => {
    const ticket = await pages.ticket();
    const url = pages.rating(ticket, "not");
    await sent(url, { rating: "not" });
    pages.clock.now = new Date(NOW.getTime() + 6 * DAY);
    await sent(url, { rating: "good" });
    expect(await ticketOf(ticket)).toMatchObject({ rating: "good", state: "resolved" });
    pages.clock.now = new Date(NOW.getTime() + 14 * DAY);
    const late = await sent(url, { rating: "not" });
    pages.clock.now = NOW;
    expect(late).toMatchObject({ status: 409, html: expect.stringContaining("answered already") });
    expect(late.html).toContain("support@shop.example");
    expect(await ticketOf(ticket)).toMatchObject({ rating: "good" });
  });

  it("asks again where the form has no answer", async () => {
    const ticket = await pages.ticket();
    expect(await sent(pages.rating(ticket, "good"), { rating: "superb" })).toMatchObject({ status: 400 });
    expect(await sent(pages.rating(ticket, "good"), {})).toMatchObject({ status: 400 });
    expect(await ticketOf(ticket)).toMatchObject({ rating: null });
  });

  it("leaves what a person has in hand where it is", async () => {
    const ticket = await pages.ticket({ answered: false });
    await sent(pages.rating(ticket, "good"), { rating: "good" });
    expect(await ticketOf(ticket)).toMatchObject({ state: "open", rating: "good" });
  });

  it("forgets the comment of an erased customer", async () => {
    const ticket = await pages.ticket({ address: "erika@example.hu" });
    await sent(pages.rating(ticket, "not"), { rating: "not", comment: "I live in Pécs" });
    await pages.store.eraseCustomer("erika@example.hu");
    const card = await pages.store.card(ticket);
    expect(card?.ratings).toEqual([{ rating: "not", comment: "", at: NOW }]);
    expect(card).toMatchObject({
      customer: null,
      subject: "",
      ticket: { answerTo: null, customerAddress: null },
    });
    expect(await seen(pages.rating(ticket, "not"))).toMatchObject({ status: 200 });
  });

  it.each(LANGUAGES)("speaks the ticket's language: %s", async (language) => {
    const ticket = await pages.ticket({ language, subject: "Πού; هستم? Где" });
    const { html } = await seen(pages.rating(ticket, "good"));
    expect(html).toContain(`<html lang="${language}" dir="${language === "fa" ? "rtl" : "ltr"}">`);
    expect(html).toContain(`<bdi dir="ltr">#${ticket}</bdi>`);
    const done = await sent(pages.rating(ticket, "good"), { rating: "good" });
    if (language === "fa") expect(done.html).toMatch(/<bdi>۲۶ آبان ۱۴۰۵/);
  });
});

describe("opt-out", () => {
  const optedOut = async (address: string) => (await pages.store.customer(address))?.optedOut;

  it("asks first, stops automatic mail at a click, and starts it again at another", async () => {
    const ticket = await pages.ticket({ address: "quiet@example.com" });
    const { html } = await seen(pages.optOut(ticket));
    expect(html).toContain("quiet@example.com");
    expect(await optedOut("quiet@example.com")).toBe(false);
    expect((await sent(pages.optOut(ticket), { wish: "stop" })).html).toContain("no more automatic messages");
    expect(await optedOut("quiet@example.com")).toBe(true);
    await sent(pages.optOut(ticket), { wish: "resume" });
    expect(await optedOut("quiet@example.com")).toBe(false);
  });

  it("takes the one click of a mail program, in either form (RFC 8058)", async () => {
    const one = await pages.ticket({ address: "one@example.com" });
    const body = "List-Unsubscribe=One-Click";
    const headers = { "Content-Type": "application/x-www-form-urlencoded" };
    expect(await seen(pages.optOut(one), { method: "POST", body, headers })).toMatchObject({ status: 200 });
    expect(await optedOut("one@example.com")).toBe(true);
    const two = await pages.ticket({ address: "two@example.com" });
    const form = new FormData();
    form.set("List-Unsubscribe", "One-Click");
    expect(await seen(pages.optOut(two), { method: "POST", body: form })).toMatchObject({ status: 200 });
    expect(await optedOut("two@example.com")).toBe(true);
  });

  it("stops nothing for a POST that does not say so", async () => {
    const ticket = await pages.ticket({ address: "stays@example.com" });
    expect(await sent(pages.optOut(ticket), {})).toMatchObject({ status: 400 });
    const headers = { "Content-Type": "application/json" };
    expect(await seen(pages.optOut(ticket), { method: "POST", body: "{", headers })).toMatchObject({
      status: 400,
    });
    expect(await optedOut("stays@example.com")).toBe(false);
  });
});

describe("a link that is not good", () => {
  const from = (client: string) => ({ headers: { "X-Forwarded-For": client } });

  it("gets a page that says what to do, and nothing of the ticket", async () => {
    const ticket = await pages.ticket({ subject: "A secret matter" });
    const good = pages.rating(ticket, "good");
    const other = good.replace(`rate_${ticket}_`, `rate_${ticket - 1}_`);
    const cases: readonly (readonly [string, number])[] = [
      [good.slice(0, -1), 404],
      [other, 403],
      [good.replace("/r/", "/u/"), 403],
      [good.replace("/r/", "/c/"), 403],
      [`${good}%F0%9F%98%80`, 404],
      [good.replace(/rate_.*/, "%00"), 404],
      [good.replace(/rate_.*/, "%E0%A4%A"), 404],
    ];
    for (const [url, status] of cases) {
      for (const method of ["GET", "POST"]) {
        const answer = await seen(url, { method, ...from("203.0.113.1") });
        expect([url, answer.status]).toEqual([url, url.includes("/c/") && method === "POST" ? 405 : status]);
        expect(answer.html).not.toContain("secret matter");
      }
    }
    expect(await ticketOf(ticket)).toMatchObject({ rating: null });
  });

  it("is refused once it has expired, with the address to write to", async () => {
    const ticket = await pages.ticket();
    pages.clock.now = new Date(NOW.getTime() + 61 * DAY);
    const answers = [await seen(pages.rating(ticket, "good")), await seen(pages.card(ticket))];
    pages.clock.now = NOW;
    for (const answer of answers) {
      expect(answer.status).toBe(410);
      expect(answer.html).toContain("support@shop.example");
    }
  });

  it("speaks the browser's language where no ticket is known", async () => {
    const headers = { "Accept-Language": "de-DE,hu;q=0.9,en;q=0.8", "X-Forwarded-For": "203.0.113.2" };
    const { html } = await seen(`http://127.0.0.1:${pages.web.port}/r/nothing`, { headers });
    expect(html).toContain("Ez a hivatkozás nem működik");
  });

  it("cannot be guessed at for long, and good links go on", async () => {
    const url = `http://127.0.0.1:${pages.web.port}/r/guess`;
    const statuses: number[] = [];
    for (let n = 0; n < 40; n++) statuses.push((await seen(url, from("203.0.113.3"))).status);
    expect(statuses.slice(0, 30)).toEqual(Array(30).fill(404));
    expect(statuses.slice(30)).toEqual(Array(10).fill(429));
    expect((await seen(url, from("203.0.113.4"))).status).toBe(404);
    const ticket = await pages.ticket();
    expect((await seen(pages.rating(ticket, "good"), from("203.0.113.3"))).status).toBe(200);
  });

  it("cannot be used without end either", async () => {
    const ticket = await pages.ticket();
    const answers = await Promise.all(Array.from({ length: 61 }, () => seen(pages.rating(ticket, "good"))));
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(1);
    expect(answers.find(({ status }) => status === 429)?.headers.get("Retry-After")).toBe("60");
  });
});

describe("the server", () => {
  it("has an answer to health checks, unknown paths and wrong methods", async () => {
    const base = `http://127.0.0.1:${pages.web.port}`;
    expect(await seen(`${base}/healthz`)).toMatchObject({ status: 200, html: "ok\n" });
    expect(await seen(`${base}/care/healthz`)).toMatchObject({ status: 200 });
    expect(await seen(`${base}/`)).toMatchObject({ status: 404 });
    const ticket = await pages.ticket();
    const put = await seen(pages.rating(ticket, "good"), { method: "PUT", body: "rating=not" });
    expect([put.status, put.headers.get("Allow")]).toEqual([405, "GET, HEAD, POST"]);
    const card = await sent(pages.card(ticket), {});
    expect([card.status, card.headers.get("Allow")]).toEqual([405, "GET, HEAD"]);
  });

  it("lets no page be framed, cached, indexed or talk to others", async () => {
    const ticket = await pages.ticket();
    for (const url of [pages.rating(ticket, "good"), pages.card(ticket), `${pages.optOut(ticket)}x`]) {
      const { headers, html } = await seen(url);
      expect(headers.get("Content-Security-Policy")).toMatch(
        /^default-src 'none'; style-src 'sha256-[^']+'; form/,
      );
      expect(headers.get("Referrer-Policy")).toBe("no-referrer");
      expect(headers.get("Cache-Control")).toBe("no-store");
      expect(headers.get("X-Robots-Tag")).toContain("noindex");
      expect(html).not.toMatch(/<script|<link|<img|https?:\/\/|url\(/i);
    }
  });

  it("refuses what is too large before it is read to its end", async () => {
    const ticket = await pages.ticket();
    const answer = await sent(pages.rating(ticket, "good"), { rating: "good", comment: "x".repeat(70_000) });
    expect(answer).toMatchObject({ status: 413, html: expect.stringContaining("too long") });
    expect(await ticketOf(ticket)).toMatchObject({ rating: null });
  });

  it("takes forms that come in chunks, as some proxies and mail programs send them, up to the same size", async () => {
    const ticket = await pages.ticket();
    const chunked = (text: string) => {
      const init = {
        method: "POST",
        body: new Blob([text]).stream(),
        duplex: "half",
        headers: { "Content-Type": "application/x-www-form-urlencoded" },
      } as const;
      return seen(pages.rating(ticket, "good"), init);
    };
    expect(await chunked(`rating=good&comment=${"x".repeat(70_000)}`)).toMatchObject({ status: 413 });
    expect(await chunked("")).toMatchObject({ status: 400 });
    expect(await chunked("rating=good&comment=quick")).toMatchObject({ status: 200 });
    expect(await ticketOf(ticket)).toMatchObject({ rating: "good" });
  });

  it("takes a comment as long as the form allows, in any script, and cuts no more than that", async () => {
    const ticket = await pages.ticket();
    await sent(pages.rating(ticket, "good"), { rating: "good", comment: "ж😀".repeat(1_300) });
    const card = await pages.store.card(ticket);
    expect(card?.ratings[0]?.comment).toBe("ж😀".repeat(1_300));
  });

  it("hangs up on who trickles a request", async () => {
    const socket = connect(pages.web.port, "127.0.0.1");
    socket.write("GET /r/x HTTP/1.1\r\nHost: a\r\nX-Slow: ");
    const answer = await new Promise<string>((resolve) => {
      let text = "";
      socket.on("data", (octets) => {
        text += octets.toString();
      });
      socket.on("close", () => resolve(text));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });

  it("writes no link, subject, name or address to the log", () => {
    expect(pages.logged.join("\n")).toContain('"event":"rated"');
    expect(pages.logged.join("\n")).not.toMatch(/rate_|opt-out_|card_\d|@example|parcel|Maria|Pécs/);
  });
});

describe("what customers wrote", () => {
  const HOSTILE = '"><script>alert(1)</script>\u202e<img src=x onerror=alert(1)> {{ 7 | times: 6 }}';

  it("comes out as text on every page", async () => {
    const ticket = await pages.ticket({ subject: HOSTILE, text: HOSTILE, name: HOSTILE });
    await sent(pages.rating(ticket, "not"), { rating: "not", comment: HOSTILE });
    for (const url of [pages.rating(ticket, "not"), pages.card(ticket)]) {
      const { html } = await seen(url);
      expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
      expect(html).not.toMatch(/<script|<img|\u202e/);
      expect(html).not.toContain("42");
    }
  });
});
