import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { withHouse } from "../../src/cli/house.ts";
import { loadConfig } from "../../src/config/load.ts";
import { serveOnce } from "../../src/main.ts";
import { newPlace, startTown, type Town } from "../support/foyer.ts";
import { mail } from "../support/mail.ts";

vi.setConfig({ testTimeout: 90_000 });

let town: Town;
beforeAll(async () => {
  town = await startTown();
});
afterAll(() => town.stop());

const DAY = 24 * 60 * 60_000;
const ANN = "ann@customer.example";

const field = (source: string, name: string): string =>
  new RegExp(`^${name}:((?:.|\\r?\\n[ \\t])*)`, "im").exec(source)?.[1]?.replace(/\s+/g, " ").trim() ?? "";

it("asks a customer who fell silent after our answer once, and puts the answer where the silent are heard", async () => {
  const place = await newPlace(town, {
    OUTREACH: "on",
    BUSINESS_HOURS: "always",
    PUBLIC_URL: "https://support.shop.example",
  });
  await withHouse(loadConfig(place.env), async (house) => {
    const run = (days = 0): Promise<number> => {
      const now = () => new Date(Date.now() + days * DAY);
      const options = { backfill: false, onProgress: () => undefined };
      return serveOnce({ ...house, now }, new AbortController().signal, options);
    };
    const { store } = house;
    const outreaches = () =>
      town.sink.messages.map(({ source }) => source).filter((source) => source.includes(".outreach."));
    await run();
    const text =
      "The kettle that you sent me leaks at the lid. I am very disappointed and want my money back.";
    await place.deliver(mail({ from: `Ann Baker <${ANN}>`, subject: "Kettle", text, messageId: "<1@ann>" }));
    await run();
    const reply = [
      "From: support@shop.example",
      `To: ${ANN}`,
      "Message-ID: <a@shop>",
      "In-Reply-To: <1@ann>",
    ];
    await place.agent((client) =>
      client.append("Sent", `${reply.join("\r\n")}\r\n\r\nWe send a new one.\r\n`),
    );
    await run();

    const mailbox = await store.openMailbox({
      name: "support@shop.example",
      address: "",
      startedAt: new Date(),
    });
    const later = new Date(Date.now() + 30 * DAY);
    const [silent] = await store.silentCustomers(mailbox.id, later, 10);
    expect(silent).toMatchObject({ address: ANN, reasons: ["silent-quiet"], hindrance: null });
    await run(30);
    expect(outreaches()).toEqual([]);
    await store.approveOutreach(mailbox.id, [silent?.customerId ?? 0], later);
    await run(30);
    await run(31);
    const [source = "", ...more] = outreaches();
    expect(more).toEqual([]);
    expect(field(source, "Auto-Submitted")).toBe("auto-generated");
    expect(field(source, "X-Auto-Response-Suppress")).toBe("All");
    expect(field(source, "List-Unsubscribe")).toMatch(
      /^<https:\/\/support\.shop\.example\/u\/opt-out_\S+>, <mailto:support@shop\.example\?subject=\S+>$/,
    );
    expect(field(source, "List-Unsubscribe-Post")).toBe("List-Unsubscribe=One-Click");
    expect(field(source, "In-Reply-To")).toBe("");

    const headers = [`In-Reply-To: ${field(source, "Message-ID")}`];
    await place.deliver(
      mail({ from: `Ann Baker <${ANN}>`, subject: "Re: How are things?", text: "No.", headers }),
    );
    await run(31);
    const folders = await place.look();
    const [where] =
      Object.entries(folders).find(([, list]) => list.some((one) => one.subject.startsWith("Re: How"))) ?? [];
    expect(where).toBe("Support/4 Quietly unhappy");
    const ticketId = Number(/\[#(\d+)\]/.exec(field(source, "Subject"))?.[1]);
    const card = await store.card(ticketId);
    expect(card?.ticket).toMatchObject({ state: "open", complaint: true, folder: "silent" });
    expect(card?.outreach?.reasons).toEqual(["silent-quiet"]);
    expect((await store.silentAmong(mailbox.id, [silent?.customerId ?? 0], later))[0]?.hindrance).toBe(
      "open-ticket",
    );
  });
  place.clean();
});
