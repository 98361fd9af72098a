import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { learnNow } from "../../src/cli/model.ts";
import { loadConfig } from "../../src/config/load.ts";
import { openStore } from "../../src/store/open.ts";
import type { Store } from "../../src/store/store.ts";
import { newPlace, type Place, startTown, type Town } from "../support/foyer.ts";
import { mail } from "../support/mail.ts";

let town: Town;
beforeAll(async () => {
  town = await startTown();
});
afterAll(async () => {
  await town.stop();
});

const FOLDERS = {
  FOLDER_QUEUE: "Support/Queue",
  FOLDER_URGENT: "Support/Urgent",
  FOLDER_AUTOMATIC: "Support/Automatic",
};

async function started(): Promise<Place> {
  const place = await newPlace(town, FOLDERS);
  await place.once();
  return place;
}

const move = (place: Place, from: string, to: string) =>
  place.agent(async (client) => {
    await client.mailboxOpen(from);
    await client.messageMove("1:*", to);
  });

/** As if so many minutes had passed. */
const later = (place: Place, minutes: number) =>
  place.once({
    house: (house) => ({ ...house, now: () => new Date(Date.now() + minutes * 60_000) }),
  });

async function withStore<Result>(place: Place, use: (store: Store) => Promise<Result>): Promise<Result> {
  const store = await openStore({ databaseUrl: place.env.DATABASE_URL ?? null, dataDir: "" });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

const listed = (place: Place) =>
  withStore(place, (store) => store.corrections({ mailboxId: null, limit: 10 }));

const train = (place: Place) =>
  withStore(place, (store) => learnNow(loadConfig(place.env), store, "support@shop.example"));

const answersTo = (address: string) => town.sink.messages.filter((message) => message.to.includes(address));

const pump = (order: string) =>
  mail({
    from: "plant@customer.example",
    subject: "Pump of tank 4",
    text: `Hello, could somebody please have a look at the pump of tank 4 when the shift changes? Order ${order}.`,
  });

describe("an agent who drags a message from the queue to urgent", () => {
  it("teaches that the next one like it is urgent, until it is undone", { timeout: 180_000 }, async () => {
    const place = await started();
    await place.deliver(pump("88127-4"));
    await place.once();
    expect(Object.keys(await place.look())).toEqual(["Support/Queue"]);

    await move(place, "Support/Queue", "Support/Urgent");
    await place.once();
    expect(await listed(place)).toEqual([]);
    await later(place, 3);
    const [correction] = await listed(place);
    expect(correction).toMatchObject({
      state: "learned",
      learns: "urgency",
      label: "urgent",
      from: "queue",
      to: "urgent",
    });

    expect(await train(place)).toMatchObject({ result: "live", corrections: 1 });
    await place.deliver(pump("90311-2"));
    await place.once();
    expect((await place.look())["Support/Urgent"]).toHaveLength(2);

    await withStore(place, (store) => store.undoCorrection(correction?.id ?? 0));
    expect(await train(place)).toMatchObject({ result: "base", version: null });
    await place.deliver(pump("77310-9"));
    await place.once();
    expect((await place.look())["Support/Queue"]).toHaveLength(1);
    place.clean();
  });

  it("and back again within the settle time has said nothing", async () => {
    const place = await started();
    await place.deliver(pump("1"));
    await place.once();
    await move(place, "Support/Queue", "Support/Urgent");
    await place.once();
    await move(place, "Support/Urgent", "Support/Queue");
    await place.once();
    await later(place, 3);
    expect(await listed(place)).toEqual([]);
    place.clean();
  });
});

describe("an agent who drags a message out of urgent", () => {
  it("is asked, and nothing is learned without an answer", async () => {
    const place = await started();
    const text =
      "Our whole shop is down since this morning, nobody can pay, we are losing orders every minute!";
    await place.deliver(mail({ from: "shop@customer.example", subject: "Everything is down", text }));
    await place.once();
    expect(Object.keys(await place.look())).toEqual(["Support/Urgent"]);
    await move(place, "Support/Urgent", "Support/Queue");
    await place.once();
    await later(place, 3);
    expect((await listed(place)).map((row) => row.state)).toEqual(["asked"]);
    expect(await train(place)).toMatchObject({ result: "unchanged", version: null });
    place.clean();
  });
});

describe("an agent who drags a message from automatic to the queue", () => {
  it("sends the acknowledgement that the guards held back, once", async () => {
    const place = await started();
    const from = "author@customer.example";
    await place.deliver(
      mail({
        from,
        subject: "A question about my order",
        headers: ["Precedence: bulk"],
        text: "Where is my parcel?",
      }),
    );
    await place.once();
    expect(Object.keys(await place.look())).toEqual(["Support/Automatic"]);
    expect(answersTo(from)).toEqual([]);

    await move(place, "Support/Automatic", "Support/Queue");
    await place.once();
    expect(answersTo(from)).toEqual([]);
    await later(place, 3);
    await later(place, 4);
    expect(answersTo(from)).toHaveLength(1);
    expect(Object.keys(await place.look())).toEqual(["Support/Queue"]);
    expect((await listed(place)).map((row) => [row.learns, row.state])).toEqual([["guard", "learned"]]);
    place.clean();
  });
});

describe("a mailbox with topics of its own", () => {
  it("tells them after five examples", { timeout: 120_000 }, async () => {
    const place = await started();
    const folder = join(place.env.DATA_DIR ?? "", "topics");
    mkdirSync(join(folder, "warranty"), { recursive: true });
    const examples = [
      "The warranty card was missing from the box, is my warranty valid without it?",
      "How long is the warranty on the blender, and does it cover the motor?",
      "I would like to extend the warranty of my washing machine for two years.",
      "Does the guarantee hold if another shop repairs the phone? The warranty says nothing.",
      "Where do I register the product for the extended warranty?",
    ];
    for (const [index, text] of examples.entries())
      writeFileSync(join(folder, "warranty", `${index}.txt`), text);
    await place.deliver(
      mail({
        from: "buyer@customer.example",
        subject: "Warranty",
        messageId: "<w@customer.example>",
        text: "Is the warranty still valid for a kettle that I bought in 2024?",
      }),
    );
    await place.once({ env: { TOPICS: folder } });
    const [found] = await withStore(place, (store) => store.explain({ messageId: "<w@customer.example>" }));
    expect(found?.ledger.decision?.judgements.topic.label).toBe("warranty");
    expect(found?.ledger.decision?.classifierVersion).toContain("+layer-");
    place.clean();
  });
});
