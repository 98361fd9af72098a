import { spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { simpleParser } from "mailparser";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ratingLinks } from "../../src/policy/link.ts";
import { openStore } from "../../src/store/open.ts";
import { newPlace, startTown, type Town } from "../support/foyer.ts";
import { mail } from "../support/mail.ts";

let town: Town;
beforeAll(async () => {
  town = await startTown();
});
afterAll(() => town.stop());

const SECRET = "0123456789abcdef0123456789abcdef";

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

it("serves pages while foyer runs: the card from an alert, a rating; and ends with it on SIGTERM", async () => {
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}/care`;
  const place = await newPlace(town, {
    AGENTS: "agent@shop.example",
    PUBLIC_URL: publicUrl,
    WEB_PORT: String(port),
    SECRET,
  });
  await place.once();
  const text =
    "URGENT: our whole shop is down since an hour, nobody can pay, we lose money every minute. Help now!";
  await place.deliver(mail({ from: "Ann <ann@customer.example>", subject: "Shop down", text }));
  const alerted = new Promise<string>((resolve) => {
    town.sink.accepted = ({ to, source }) => void (to.includes("agent@shop.example") && resolve(source));
  });
  const child = spawn(process.execPath, ["src/cli.ts", "run"], {
    env: { ...process.env, ...place.env },
    stdio: "ignore",
  });
  const ended = once(child, "exit");
  const alert = await simpleParser(await alerted);
  const link = /http:\/\/127\.0\.0\.1:\d+\/care\/c\/[\w-]+/.exec(alert.text ?? "")?.[0] ?? "";
  const card = await (await fetch(link)).text();
  expect(card).toContain("Shop down");
  expect(card).toContain("ann@customer.example");
  const ticket = Number(/\[#(\d+)\]/.exec(alert.subject ?? "")?.[1]);
  const base = { publicUrl, mailboxAddress: "support@shop.example" };
  const { not } = ratingLinks(ticket, base, { secret: SECRET, now: new Date() });
  const body = new URLSearchParams({ rating: "not", comment: "Still down" });
  expect((await fetch(not, { method: "POST", body })).status).toBe(200);
  const store = await openStore({ databaseUrl: place.env.DATABASE_URL ?? null, dataDir: "" });
  expect((await store.card(ticket))?.ratings).toMatchObject([{ rating: "not", comment: "Still down" }]);
  await store.close();
  child.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
  await expect(fetch(`${publicUrl}/healthz`)).rejects.toThrow("fetch failed");
  place.clean();
});
