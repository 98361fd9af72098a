import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { simpleParser } from "mailparser";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TemporaryError } from "../../src/errors.ts";
import type { TicketEvent } from "../../src/policy/event.ts";
import { openStore } from "../../src/store/open.ts";
import type { Store } from "../../src/store/store.ts";
import { startDovecot } from "../support/dovecot.ts";
import { newPlace, type Place, startTown, type Town } from "../support/foyer.ts";
import { mail } from "../support/mail.ts";

let town: Town;
const own = mkdtempSync(join(tmpdir(), "foyer-own-templates-"));
beforeAll(async () => {
  town = await startTown();
  mkdirSync(join(own, "answers/en"), { recursive: true });
  mkdirSync(join(own, "answers/hu"), { recursive: true });
  const agreed = "---\noption: the money back\noption: the same once more\n---\nWe have asked the courier.\n";
  writeFileSync(join(own, "answers/en/delivery.md"), agreed);
  writeFileSync(join(own, "answers/hu/delivery.md"), "Megkérdeztük {{ courier }} futárt.\n");
});
afterAll(async () => {
  await town.stop();
  rmSync(own, { recursive: true });
});

const LATE =
  "My parcel has still not been delivered after two weeks. This is unacceptable, I am very disappointed with your delivery. Tracking says nothing.";

async function started(env: Readonly<Record<string, string>> = {}, where = town): Promise<Place> {
  const place = await newPlace(where, { DRAFTS: "all", TEMPLATES_DIR: own, ...env });
  await place.once();
  return place;
}

interface Lying {
  readonly uid: number;
  readonly raw: Buffer;
  readonly flags: ReadonlySet<string>;
}

/** What lies in Drafts. */
function drafts(place: Place): Promise<Lying[]> {
  return place.agent(async (client) => {
    const { exists } = await client.mailboxOpen("Drafts");
    if (exists === 0) return [];
    const rows = await client.fetchAll("1:*", { uid: true, source: true, flags: true });
    return rows.map(({ uid, source, flags }) => ({
      uid,
      raw: source ?? Buffer.alloc(0),
      flags: flags ?? new Set(),
    }));
  });
}

/** Tells the database that a person has answered, or settled, the only ticket. */
async function happens(place: Place, type: "AgentAnswered" | "TicketResolved"): Promise<void> {
  const store = await openStore({ databaseUrl: place.env.DATABASE_URL ?? null, dataDir: "" });
  try {
    const { id } = await store.openMailbox({
      name: "support@shop.example",
      address: "support@shop.example",
      startedAt: new Date(),
    });
    const lease = await store.acquireLease(id, "test", 30);
    const [row] = await store.explain({ messageId: "<first@customer.example>" });
    const ticketId = row?.ledger.ticketId ?? 0;
    if (lease === null || ticketId === 0) throw new Error("no lease, or no ticket");
    const at = new Date();
    const event: TicketEvent =
      type === "AgentAnswered" ? { type, at, by: null, via: "sent" } : { type, at, by: "folder" };
    const taken = await store.advance(lease, [{ ticketId, events: [event], outbox: [] }]);
    expect(taken.has(ticketId)).toBe(true);
    await store.releaseLease(lease);
  } finally {
    await store.close();
  }
}

const first = (parts: Parameters<typeof mail>[0] = {}): string =>
  mail({
    from: "Ann Baker <ann@customer.example>",
    messageId: "<first@customer.example>",
    subject: "Parcel not delivered",
    text: LATE,
    ...parts,
  });

describe("a draft answer", () => {
  it("lies in Drafts, in the thread, with the agreed answer and gaps, once only", async () => {
    const place = await started();
    await place.deliver(first());
    await place.once();
    await place.deliver(
      mail({ subject: "Re: Parcel", text: "And?", headers: ["In-Reply-To: <first@customer.example>"] }),
    );
    await place.once();
    const [draft, ...more] = await drafts(place);
    expect(more).toEqual([]);
    expect([...(draft?.flags ?? [])].sort()).toEqual(["\\Draft", "\\Seen"]);
    const parsed = await simpleParser(draft?.raw ?? "");
    expect(parsed.subject).toMatch(/^Re: Parcel not delivered \[#\d+\]$/);
    expect(parsed.inReplyTo).toBe("<first@customer.example>");
    expect(parsed.references).toBe("<first@customer.example>");
    expect(parsed.from?.value[0]?.address).toBe("support@shop.example");
    expect(parsed.html).toBe(false);
    expect(parsed.text).toContain("Dear Ann Baker");
    expect(parsed.text).toContain("We have asked the courier.");
    expect(parsed.text).toContain("- the same once more");
    expect(parsed.text).toContain("[[Your name]]");
    // An agent sends it: nothing in it may say that a program did.
    expect(draft?.raw.toString()).not.toMatch(
      /^(Auto-Submitted|X-Auto-Response-Suppress|List-Unsubscribe)/im,
    );
    place.clean();
  });

  it.each(["AgentAnswered", "TicketResolved"] as const)(
    "is gone after %s, and nothing else is",
    async (event) => {
      const place = await started();
      await place.deliver(first());
      await place.once();
      await place.agent((client) =>
        client.append("Drafts", "Subject: own\r\n\r\nown work\r\n", ["\\Deleted"]),
      );
      await happens(place, event);
      await place.once();
      expect((await drafts(place)).map(({ raw }) => raw.toString())).toEqual([
        "Subject: own\r\n\r\nown work\r\n",
      ]);
      await place.once();
      expect(await drafts(place)).toHaveLength(1);
      place.clean();
    },
  );

  it("is gone after an answer that an agent has sent", async () => {
    const place = await started();
    await place.deliver(first());
    await place.once();
    expect(await drafts(place)).toHaveLength(1);
    const answer = mail({
      from: "Support <support@shop.example>",
      to: "ann@customer.example",
      subject: "Re: Parcel not delivered",
      headers: ["In-Reply-To: <first@customer.example>"],
    });
    await place.agent((client) => client.append("Sent", answer, ["\\Seen"]));
    await place.once();
    expect(await drafts(place)).toEqual([]);
    place.clean();
  });

  it("is the agent's as soon as the agent has written in it", async () => {
    const place = await started();
    await place.deliver(first());
    await place.once();
    const [draft] = await drafts(place);
    // As mail programs save a draft: a new message under the same Message-ID, then the old one is removed.
    const edited = `${draft?.raw}\r\nP.S. I have looked at it myself.\r\n`;
    await place.agent(async (client) => {
      await client.append("Drafts", edited, ["\\Draft"]);
      await client.mailboxOpen("Drafts");
      await client.messageDelete(String(draft?.uid), { uid: true });
    });
    await place.once();
    await happens(place, "AgentAnswered");
    await place.once();
    expect((await drafts(place)).map(({ raw }) => raw.toString())).toEqual([edited]);
    place.clean();
  });

  it("that an agent has thrown away does not come back", async () => {
    const place = await started();
    await place.deliver(first());
    await place.once();
    await place.agent(async (client) => {
      await client.mailboxOpen("Drafts");
      await client.messageDelete("1:*");
    });
    await place.once();
    expect(await drafts(place)).toEqual([]);
    place.clean();
  });

  it("is not laid twice where foyer died between laying and noting it", async () => {
    const place = await started();
    await place.deliver(first());
    const dying = (store: Store): Store => ({
      ...store,
      keepDraft: () => Promise.reject(new TemporaryError("the database is gone")),
    });
    await place.once({ house: (house) => ({ ...house, store: dying(house.store) }) });
    expect(await drafts(place)).toHaveLength(1);
    const later = () => new Date(Date.now() + 120_000);
    await place.once({ house: (house) => ({ ...house, now: later }) });
    expect(await drafts(place)).toHaveLength(1);
    await happens(place, "AgentAnswered");
    await place.once();
    expect(await drafts(place)).toEqual([]);
    place.clean();
  });

  it("is not laid over what an agent made of it before foyer came back", async () => {
    const place = await started();
    await place.deliver(first());
    const dying = (store: Store): Store => ({
      ...store,
      keepDraft: () => Promise.reject(new TemporaryError("the database is gone")),
    });
    await place.once({ house: (house) => ({ ...house, store: dying(house.store) }) });
    const [draft] = await drafts(place);
    const edited = `${draft?.raw}\r\nMine.\r\n`;
    await place.agent(async (client) => {
      await client.append("Drafts", edited, ["\\Draft"]);
      await client.mailboxOpen("Drafts");
      await client.messageDelete(String(draft?.uid), { uid: true });
    });
    const later = () => new Date(Date.now() + 120_000);
    await place.once({ house: (house) => ({ ...house, now: later }) });
    await happens(place, "AgentAnswered");
    await place.once();
    expect((await drafts(place)).map(({ raw }) => raw.toString())).toEqual([edited]);
    place.clean();
  });

  it("is made for complaints only where that is asked for, and for nobody by default", async () => {
    const place = await started({ DRAFTS: "complaints" });
    await place.deliver(mail({ from: "q@customer.example" }));
    await place.deliver(first());
    await place.once();
    const [draft, ...more] = await drafts(place);
    expect(more).toEqual([]);
    expect(draft?.raw.toString()).toContain("In-Reply-To: <first@customer.example>");
    place.clean();
    const none = await started({ DRAFTS: "off" });
    await none.deliver(first());
    await none.once();
    expect(await drafts(none)).toEqual([]);
    none.clean();
  });

  it("has a gap where the agreed answer names what nobody knows", async () => {
    const place = await started();
    const text =
      "Két hete várom a csomagomat, és még mindig nem érkezett meg. Felháborító, hogy senki sem válaszol! Nagyon csalódott vagyok a szállítással.";
    await place.deliver(first({ subject: "Nem érkezett meg a csomag", text }));
    await place.once();
    const [draft] = await drafts(place);
    const parsed = await simpleParser(draft?.raw ?? "");
    expect(draft?.raw.toString()).toMatch(/^Content-Language: hu/im);
    expect(parsed.text).toContain("[[");
    expect(parsed.text).not.toContain("futárt");
    place.clean();
  });

  it("stays where the server lets nobody remove one message alone", async () => {
    const poor = await startDovecot({ capability: "IMAP4rev1 ID NAMESPACE SPECIAL-USE" });
    try {
      const place = await started({}, { ...town, dovecot: poor });
      await place.deliver(first());
      await place.once();
      await place.agent((client) => client.append("Drafts", "Subject: own\r\n\r\nown\r\n", ["\\Deleted"]));
      expect(await drafts(place)).toHaveLength(2);
      await happens(place, "AgentAnswered");
      await place.once();
      await place.once();
      expect(await drafts(place)).toHaveLength(2);
      place.clean();
    } finally {
      await poor.stop();
    }
  });
});
